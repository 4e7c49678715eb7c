"""Signed names that a mail of ours carries, so that an answer to it is known again: its Message-ID, its reply address.

A token is base32 in lower case, because servers on the way change the case of an address: what it names, then the first
80 bits of an HMAC over that and over what it is for. Who holds one of these names has got a mail of ours, or somebody
passed it on; that says which ticket is meant, never who is speaking.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from app.rules.mail_domains import readable

MAC_BYTES: Final = 10
LOCAL_PART: Final = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)
_UUID: Final = 16
_LONGEST: Final = 512  # characters; nothing of ours is longer
_OURS: Final = "otk1"  # the first word of our ids, with the version of their shape
_OUTREACH: Final = "oto1"
_TOKEN: Final = re.compile(r"[a-z2-7]{16,80}")


@dataclass(frozen=True, slots=True)
class Signed:
    """What one of our Message-IDs names."""

    ticket_id: UUID
    message_id: UUID


# Asked for several times a mail.
@lru_cache(maxsize=8)
def key(secret: str) -> bytes:
    """The key of these names, of the desk's secret."""
    return hmac.digest(secret.encode(), b"otklik mail names", "sha256")


def desk_mark(keys: Sequence[bytes]) -> str:
    """By what this desk knows its own mails (`X-Otklik-Desk`): the same for each of them, another on another desk."""
    return hmac.digest(keys[0], b"desk", "sha256").hex()[:16]


def is_desk_mark(value: str, keys: Sequence[bytes]) -> bool:
    """Whether it is this desk's mark, under its secret or the one before."""
    return any(hmac.compare_digest(value.strip().encode(), desk_mark([each]).encode()) for each in keys)


def message_id(keys: Sequence[bytes], *, ticket_id: UUID, message_id: UUID, domain: str) -> str:
    """A Message-ID for a mail of ours, without angle brackets: always the same one for the same message."""
    return f"{_OURS}.{_token(keys[0], b'message', ticket_id.bytes + message_id.bytes)}@{domain}"


def read_message_id(text: str, keys: Sequence[bytes]) -> Signed | None:
    """What a Message-ID of ours names; None for what is not ours, is forged, or is nothing at all."""
    local = text[:_LONGEST].strip().strip("<>").casefold().partition("@")[0]
    first, _, token = local.partition(".")
    payload = _verified(token, keys, b"message", 2 * _UUID) if first == _OURS else None
    return Signed(UUID(bytes=payload[:_UUID]), UUID(bytes=payload[_UUID:])) if payload is not None else None


def reply_address(keys: Sequence[bytes], *, ticket_id: UUID, address: str) -> str | None:
    """Where answers about a ticket go: `help+token@shop.example`. None when the mailbox's own name leaves no room."""
    local, at, domain = address.rpartition("@")
    plus = f"{local.partition('+')[0]}+{_token(keys[0], b'ticket', ticket_id.bytes)}"
    return f"{plus}{at}{domain}" if len(plus.encode()) <= LOCAL_PART else None


def read_reply_address(address: str, keys: Sequence[bytes]) -> UUID | None:
    """The ticket that an address of ours names; None for any other address."""
    local = address[:_LONGEST].strip().casefold().rpartition("@")[0]
    payload = _verified(local.rpartition("+")[2], keys, b"ticket", _UUID) if "+" in local else None
    return UUID(bytes=payload) if payload is not None else None


def outreach_id(keys: Sequence[bytes], *, recipient_id: UUID, domain: str) -> str:
    """A Message-ID for the mail of an outreach to one of its people, without angle brackets."""
    return f"{_OUTREACH}.{_token(keys[0], b'outreach', recipient_id.bytes)}@{domain}"


def outreach_address(keys: Sequence[bytes], *, recipient_id: UUID, address: str) -> str | None:
    """Where answers to it go, beside the mailbox's own address. None when its name leaves no room."""
    local, at, domain = address.rpartition("@")
    plus = f"{local.partition('+')[0]}+{_token(keys[0], b'outreach', recipient_id.bytes)}"
    return f"{plus}{at}{domain}" if len(plus.encode()) <= LOCAL_PART else None


def read_outreach(name: str, keys: Sequence[bytes]) -> UUID | None:
    """The recipient that a Message-ID or an address of an outreach names; None for anything else."""
    local = name[:_LONGEST].strip().strip("<>").casefold().rpartition("@")[0]
    first, dot, token = local.partition(".")
    if not (dot and first == _OUTREACH):
        token = local.rpartition("+")[2] if "+" in local else ""
    payload = _verified(token, keys, b"outreach", _UUID)
    return UUID(bytes=payload) if payload is not None else None


def base_address(address: str) -> str:
    """The mailbox of an address, in lower case, without what stands after a plus."""
    local, at, domain = readable(address.strip()).casefold().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def _mac(secret: bytes, purpose: bytes, payload: bytes) -> bytes:
    return hmac.digest(secret, purpose + b"\x00" + payload, "sha256")[:MAC_BYTES]


def _token(secret: bytes, purpose: bytes, payload: bytes) -> str:
    whole = payload + _mac(secret, purpose, payload)
    return base64.b32encode(whole).decode("ascii").rstrip("=").lower()


def _verified(token: str, keys: Sequence[bytes], purpose: bytes, size: int) -> bytes | None:
    if not _TOKEN.fullmatch(token):
        return None
    try:
        whole = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    payload, mac = whole[:size], whole[size:]
    known = len(mac) == MAC_BYTES and any(hmac.compare_digest(mac, _mac(each, purpose, payload)) for each in keys)
    return payload if known else None
