"""DKIM: a mail is signed with the key of its mailbox's domain, so that nobody else can write in its name."""

import re
from dataclasses import dataclass

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

# What a receiver shows or decides by; said twice here, so that a second one of them breaks the signature.
_SIGNED = (
    b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"mime-version",
    b"content-type", b"auto-submitted",
)  # fmt: skip
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_SMALLEST_KEY = 1024


@dataclass(frozen=True, slots=True)
class Dkim:
    """The key of a domain; `<selector>._domainkey.<domain>` has its public half."""

    selector: str
    domain: str
    private_key: str


def check(key: Dkim) -> None:
    """Raise ValueError with a sentence for an admin for what cannot sign."""
    if not _LABEL.fullmatch(key.selector) or not _LABEL.fullmatch(key.domain):
        msg = "the selector and the domain of DKIM are names like mail and shop.example"
        raise ValueError(msg)
    try:
        found = load_pem_private_key(key.private_key.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, rsa.RSAPrivateKey) or found.key_size < _SMALLEST_KEY:
        hint = "; Ed25519 is not checked by most receivers" if isinstance(found, ed25519.Ed25519PrivateKey) else ""
        msg = f"the private key of DKIM must be an RSA key of 1024 bits or more in PEM, without a password{hint}"
        raise ValueError(msg)


def signed(raw: bytes, key: Dkim) -> bytes:
    """The mail with its signature in front. `raw` has CRLF line ends. Raises ValueError for a key that cannot sign."""
    check(key)
    head = raw.split(b"\r\n\r\n", 1)[0]
    there = {line.split(b":", 1)[0].strip().lower() for line in head.split(b"\r\n") if b":" in line}
    names = [each for each in _SIGNED if each in there]
    try:
        signature = dkim.sign(
            raw,
            key.selector.encode(),
            key.domain.encode(),
            _pem(key.private_key),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*names, *names],
        )
    except dkim.DKIMException as error:
        msg = f"DKIM cannot sign: {error}"
        raise ValueError(msg) from error
    return bytes(signature) + raw


def _pem(text: str) -> bytes:
    return text.strip().encode() + b"\n"
