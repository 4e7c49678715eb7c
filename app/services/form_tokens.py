"""The token that a form is read with and sent with: which form, when it was read, signed, good for one submission."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.errors import Invalid, pointer
from app.rules.form_spam import AHEAD_SECONDS, MOST_SECONDS
from app.settings import settings

_NONCE = 12
_AT = 6
_MAC = 32


@dataclass(frozen=True, slots=True)
class FormToken:
    """A token that is ours: `key` is what makes it one submission's, `seconds` is how long ago its form was read."""

    key: bytes
    seconds: float


def _macs(form_id: UUID, said: bytes) -> list[bytes]:
    both = (settings().secret, settings().secret_previous)
    words = b"otklik form token\n" + form_id.bytes + said
    return [hmac.digest(each.get_secret_value().encode(), words, "sha256") for each in both if each is not None]


def issue(form_id: UUID, *, now: datetime) -> str:
    """A token for one submission of this form. Nothing is stored of it."""
    said = int(now.timestamp() * 1000).to_bytes(_AT, "big") + secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(said + _macs(form_id, said)[0]).decode().rstrip("=")


def expires_at(now: datetime) -> datetime:
    """Until when a token of now is good."""
    return datetime.fromtimestamp(int(now.timestamp()) + MOST_SECONDS, UTC)


def check(token: str, form_id: UUID, *, now: datetime) -> FormToken:
    """The token, if it is ours and of this form. Raises `Invalid` (`invalid_form_token`, `form_token_expired`)."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    said, mac = raw[: _AT + _NONCE], raw[_AT + _NONCE :]
    if len(raw) != _AT + _NONCE + _MAC or not any(hmac.compare_digest(mac, each) for each in _macs(form_id, said)):
        detail = "This is no token of this form: GET /v1/forms/{key} gives one"
        raise Invalid(detail, code="invalid_form_token", errors=[pointer("token", detail)])
    seconds = now.timestamp() - int.from_bytes(said[:_AT], "big") / 1000
    if not -AHEAD_SECONDS <= seconds <= MOST_SECONDS:
        detail = "The form was read too long ago: read it again for a new token, and send the same answers"
        raise Invalid(detail, code="form_token_expired", errors=[pointer("token", detail)])
    return FormToken(said, seconds)
