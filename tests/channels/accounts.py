"""Accounts of each kind of messenger as tests use them: real shapes, secrets of nobody."""

import base64
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from standardwebhooks.webhooks import Webhook

from app.channels.base import Account

TELEGRAM_SECRETS = {
    "bot_token": "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
    "webhook_secret": "telegram-secret-0123456789",
}
WHATSAPP_SECRETS = {
    "app_secret": "whatsapp-app-secret",
    "access_token": "whatsapp-access-token",
    "verify_token": "whatsapp-verify-token",
}
VK_SECRETS = {"access_token": "vk1.a.access-token-of-a-community", "webhook_secret": "vk-secret-word"}
CUSTOM_SECRETS = {"webhook_secret": "whsec_" + base64.b64encode(b"partner-secret-of-32-bytes-or-so").decode()}
NUMBER = "106540352242922"
GROUP = "123456789"


def telegram(api_url: str | None = None, **more: Any) -> Account:
    """A bot."""
    return _account("telegram", "my_desk_bot", {"api_url": api_url, **more}, TELEGRAM_SECRETS)


def whatsapp(api_url: str | None = None, **more: Any) -> Account:
    """A number."""
    return _account("whatsapp", NUMBER, {"api_url": api_url, **more}, WHATSAPP_SECRETS)


def vk(api_url: str | None = None, **more: Any) -> Account:
    """A community."""
    return _account("vk", GROUP, {"api_url": api_url, "confirmation": "b7d1a2c3", **more}, VK_SECRETS)


def custom(url: str = "https://partner.example/desk", **more: Any) -> Account:
    """A partner's channel."""
    return _account("custom", "partner", {"url": url, **more}, CUSTOM_SECRETS)


def _account(kind: str, address: str, settings: dict[str, Any], secrets: dict[str, str]) -> Account:
    made: UUID = uuid4()
    return Account(made, kind, kind.title(), address, {k: v for k, v in settings.items() if v is not None}, secrets)


def verify(headers: dict[str, str], body: bytes) -> None:
    """As the partner looks at what the desk sends. Raises where it is not signed."""
    Webhook(CUSTOM_SECRETS["webhook_secret"]).verify(body, headers)


def signed(account: Account, webhook_id: str, body: bytes, *, secret: str | None = None) -> dict[str, str]:
    """The headers with which a partner proves that a body is theirs."""
    now = datetime.now(UTC)
    try:
        signature = Webhook(secret or account.secrets["webhook_secret"]).sign(webhook_id, now, body.decode())
    except UnicodeDecodeError:
        signature = "v1,bm8="
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }
