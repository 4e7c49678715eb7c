"""The links of subscribers to the status page: they name a subscription, signed, and nothing is stored of them."""

import base64
import binascii
import hmac
from collections.abc import Sequence
from uuid import UUID

_PREFIX = "sts_"
_MAC_BYTES = 20
_UUID_BYTES = 16


def key_of(secret: bytes) -> bytes:
    """The key that links are signed with."""
    return hmac.digest(secret, b"otklik status subscription", "sha256")


def token(key: bytes, subscription_id: UUID) -> str:
    """The token of a subscription: always the same one."""
    signed = subscription_id.bytes + hmac.digest(key, subscription_id.bytes, "sha256")[:_MAC_BYTES]
    return _PREFIX + base64.urlsafe_b64encode(signed).decode().rstrip("=")


def read(keys: Sequence[bytes], token: str) -> UUID | None:
    """The subscription that a token names which one of these keys has signed; None for any other."""
    encoded = token.removeprefix(_PREFIX)
    try:
        signed = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if not token.startswith(_PREFIX) or len(signed) != _UUID_BYTES + _MAC_BYTES:
        return None
    body, mac = signed[:_UUID_BYTES], signed[_UUID_BYTES:]
    if not any(hmac.compare_digest(mac, hmac.digest(key, body, "sha256")[:_MAC_BYTES]) for key in keys):
        return None
    return UUID(bytes=body)
