"""Refresh tokens: which sign-in one belongs to, which generation it is, and which one follows.

A token proves by itself that we issued it, so one that is spent is told from one that is made up: the first ends
its sign-in, the second means nothing. Its successor is derived, not drawn: two requests that show the same token at
the same moment get the same next one, and neither is later taken for a thief.
"""

import base64
import binascii
import hmac
from uuid import UUID

from app.settings import settings

PREFIX = "otr_"
_GENERATION_BYTES = 4
_MAC_BYTES = 32
_LENGTH = 16 + _GENERATION_BYTES + _MAC_BYTES


def _mac(secret: str, head: bytes) -> bytes:
    key = hmac.digest(secret.encode(), b"otklik refresh token", "sha256")
    return hmac.digest(key, head, "sha256")


def make(sign_in_id: UUID, generation: int) -> str:
    """The token of this generation (the first is 0) of a sign-in."""
    secret = settings().secret
    if secret is None:
        msg = "OTKLIK_SECRET is not set"
        raise RuntimeError(msg)
    head = sign_in_id.bytes + generation.to_bytes(_GENERATION_BYTES)
    raw = head + _mac(secret.get_secret_value(), head)
    return PREFIX + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read(token: str) -> tuple[UUID, int] | None:
    """The sign-in and generation of a token that we issued; None for anything else."""
    if not token.startswith(PREFIX) or not token.isascii():
        return None
    try:
        body = token.removeprefix(PREFIX)
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _LENGTH:
        return None
    head, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    now = settings()
    known = [secret for secret in (now.secret, now.secret_previous) if secret is not None]
    if not any(hmac.compare_digest(_mac(each.get_secret_value(), head), mac) for each in known):
        return None
    return UUID(bytes=head[:16]), int.from_bytes(head[16:])
