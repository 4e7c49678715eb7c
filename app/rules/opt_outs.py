"""The links by which somebody ends mails of a kind: they say who and which, signed, and nothing is stored of them."""

import base64
import binascii
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias, get_args
from uuid import UUID

Kind: TypeAlias = Literal["surveys", "outreach"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# A mail is found again months later, and its link must work then.
GOOD_FOR = timedelta(days=730)

_PREFIX = "opt_"
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_MAC_BYTES = 20
_BODY_BYTES = 16 + 1 + 2


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says."""

    customer_id: UUID
    kind: Kind


def key_of(secret: bytes) -> bytes:
    """The key that links are signed with."""
    return hmac.digest(secret, b"otklik opt-out link", "sha256")


def token(key: bytes, link: Link, now: datetime) -> str:
    """The token of a link, good for two years."""
    day = (now - _EPOCH).days
    body = link.customer_id.bytes + bytes([KINDS.index(link.kind)]) + day.to_bytes(2)
    signed = body + hmac.digest(key, body, "sha256")[:_MAC_BYTES]
    return _PREFIX + base64.urlsafe_b64encode(signed).decode().rstrip("=")


def read(keys: Sequence[bytes], token: str, now: datetime) -> Link | None:
    """What a token says that one of these keys has signed; None for any other, and for one that is too old."""
    encoded = token.removeprefix(_PREFIX)
    try:
        signed = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if not token.startswith(_PREFIX) or len(signed) != _BODY_BYTES + _MAC_BYTES:
        return None
    body, mac = signed[:_BODY_BYTES], signed[_BODY_BYTES:]
    if not any(hmac.compare_digest(mac, hmac.digest(key, body, "sha256")[:_MAC_BYTES]) for key in keys):
        return None
    age = now - (_EPOCH + timedelta(days=int.from_bytes(body[17:19])))
    if body[16] >= len(KINDS) or age > GOOD_FOR:
        return None
    return Link(UUID(bytes=body[:16]), KINDS[body[16]])
