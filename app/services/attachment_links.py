"""Links to an attachment's bytes for who sends no Authorization header: an `<audio>` tag, a download by the browser."""

import base64
import hmac
from datetime import datetime
from uuid import UUID

from app.errors import Unauthenticated
from app.settings import settings

_EXPIRED = "This link has expired; ask for the attachment again"


def _macs(attachment_id: UUID, expires: int) -> list[bytes]:
    said = f"otklik attachment link\n{attachment_id}\n{expires}".encode()
    secrets = (settings().secret, settings().secret_previous)
    return [hmac.digest(each.get_secret_value().encode(), said, "sha256") for each in secrets if each is not None]


def sign(attachment_id: UUID, *, expires_at: datetime) -> str:
    """A token that opens one attachment until then, for whoever holds it."""
    expires = int(expires_at.timestamp())
    raw = expires.to_bytes(6) + _macs(attachment_id, expires)[0]
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def check(token: str, attachment_id: UUID, *, now: datetime) -> None:
    """Refuse a token that is not ours, not for this attachment, or past its time. Raises `Unauthenticated`."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    expires, mac = int.from_bytes(raw[:6]), raw[6:]
    if not any(hmac.compare_digest(mac, each) for each in _macs(attachment_id, expires)):
        raise Unauthenticated("This link is not valid", code="invalid_link")
    if expires <= now.timestamp():
        raise Unauthenticated(_EXPIRED, code="link_expired")
