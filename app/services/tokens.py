"""Signed tokens: the one strict wrapper around python-jose, and random secrets with their hashes.

python-jose accepts any algorithm, missing claims and an empty key unless told otherwise, so nothing else imports it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from jose import jwt
from jose.exceptions import ExpiredSignatureError, JOSEError

from app.errors import Unauthenticated
from app.settings import MIN_SECRET_BYTES, settings

ISSUER = "otklik"
ALGORITHM = "HS256"
Kind = Literal["agent", "customer"]
KINDS: tuple[Kind, ...] = ("agent", "customer")
MAX_TOKEN = 4096
# A provider may say much about somebody.
MAX_ID_TOKEN = 65_536
# How a provider signs, and the kind of key that it takes.
_KINDS = {"RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "ES256": "EC", "ES384": "EC", "ES512": "EC"}
# What python-jose lets through for a token that is no token; the recursion is that of JSON nested too deep.
_UNREADABLE = (JOSEError, KeyError, ValueError, TypeError, OverflowError, OSError, RecursionError)
_REQUIRED = {f"require_{claim}": True for claim in ("exp", "iat", "aud", "iss", "sub", "jti")}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says: who, by which sign-in or widget session, until when."""

    kind: Kind
    subject: UUID
    session_id: UUID
    expires_at: datetime


def _key(secret: str, kind: Kind) -> bytes:
    # A key of its own per kind: a visitor's token can never pass for an agent's, whatever its claims say.
    return hmac.digest(secret.encode(), f"otklik {kind} token".encode(), "sha256")


def _keys() -> dict[str, tuple[Kind, bytes]]:
    now = settings()
    found: dict[str, tuple[Kind, bytes]] = {}
    for secret in (now.secret, now.secret_previous):
        if secret is None:
            continue
        raw = secret.get_secret_value()
        if len(raw.encode()) < MIN_SECRET_BYTES:
            msg = "the signing secret is too short"
            raise RuntimeError(msg)
        for kind in KINDS:
            key = _key(raw, kind)
            found[hashlib.sha256(key).hexdigest()[:16]] = (kind, key)
    if not found:
        msg = "OTKLIK_SECRET is not set"
        raise RuntimeError(msg)
    return found


def issue(kind: Kind, subject: UUID, session_id: UUID, *, seconds: int, now: datetime) -> str:
    """A token for this caller, good for `seconds` from `now`."""
    kid, key = next((kid, key) for kid, (of, key) in _keys().items() if of == kind)
    claims = {
        "iss": ISSUER,
        "aud": f"otklik:{kind}",
        "sub": str(subject),
        "jti": str(session_id),
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(seconds=seconds)).timestamp()),
    }
    return str(jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": kid}))


def verify(token: str) -> Claims:
    """The claims of a token that we issued and that has not expired. Raises `Unauthenticated` for any other."""
    if len(token) > MAX_TOKEN:
        raise Unauthenticated(code="invalid_token")
    try:
        # The key is chosen by kid before decoding; the algorithm is ours, never the token's.
        kid = jwt.get_unverified_header(token).get("kid")
        kind, key = _keys()[kid if isinstance(kid, str) else ""]
        claims = _decode(token, key, audience=f"otklik:{kind}", issuer=ISSUER)
        return Claims(
            kind=kind,
            subject=UUID(claims["sub"]),
            session_id=UUID(claims["jti"]),
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
    except ExpiredSignatureError as error:
        raise Unauthenticated("The token has expired", code="token_expired") from error
    except _UNREADABLE as error:
        raise Unauthenticated(code="invalid_token") from error


def verify_identity(token: str, *, secret: str, audience: str, issuer: str) -> dict[str, Any]:
    """The claims of an identity token that a company's own backend signed with its brand's secret.

    Raises `Unauthenticated`.
    """
    if len(token) > MAX_TOKEN or len(secret.encode()) < MIN_SECRET_BYTES:
        raise Unauthenticated(code="invalid_identity_token")
    try:
        return _decode(token, secret.encode(), audience=audience, issuer=issuer)
    except _UNREADABLE as error:
        raise Unauthenticated("The identity token is not valid", code="invalid_identity_token") from error


def verify_id_token(token: str, keys: Sequence[Mapping[str, Any]], *, audience: str, issuer: str) -> dict[str, Any]:
    """The claims of an ID token that a provider signed with one of its `keys` (a JWK set's).

    Raises `Unauthenticated` (`sso_failed`), and `LookupError` when none of the keys is the one that it names.
    """
    if len(token) > MAX_ID_TOKEN:
        raise Unauthenticated("The provider's answer is too large", code="sso_failed")
    try:
        head = jwt.get_unverified_header(token)
        fitting = [key for key in keys if _fits(key, head)]
    except _UNREADABLE as error:
        raise Unauthenticated("The provider's answer is no token", code="sso_failed") from error
    if not fitting:
        msg = "no key of the provider's is the one that signed this"
        raise LookupError(msg)
    refused: Exception | None = None
    for key in fitting:
        try:
            required = {f"require_{claim}": True for claim in ("exp", "iat", "aud", "iss", "sub")}
            options = {**required, "leeway": 60, "verify_at_hash": False}
            claims: dict[str, Any] = jwt.decode(
                token, dict(key), algorithms=[str(head["alg"])], audience=audience, issuer=issuer, options=options
            )
        except _UNREADABLE as error:
            refused = error
        else:
            return claims
    raise Unauthenticated("The provider's answer is not signed as it should be", code="sso_failed") from refused


def _fits(key: Mapping[str, Any], head: Mapping[str, Any]) -> bool:
    """Whether a key may have signed what has this header. Which kinds of signature are good is ours to say: `none`, and
    a secret that anybody may know, are not.
    """
    algorithm = head.get("alg")
    kind = _KINDS.get(algorithm) if isinstance(algorithm, str) else None
    named = head.get("kid")
    return (
        kind is not None
        and key.get("kty") == kind
        and key.get("use") in {None, "sig"}
        and key.get("alg") in {None, algorithm}
        and (named is None or key.get("kid") in {None, named})
    )


def _decode(token: str, key: bytes, *, audience: str, issuer: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        token, key, algorithms=[ALGORITHM], audience=audience, issuer=issuer, options={**_REQUIRED, "leeway": 0}
    )
    return claims


def new_secret(prefix: str) -> str:
    """A random secret of 256 bits with a prefix that tells people (and leak scanners) what it is."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """What is stored of a random secret: sha256 (it has too much entropy to need a slow hash)."""
    return hashlib.sha256(secret.encode()).hexdigest()
