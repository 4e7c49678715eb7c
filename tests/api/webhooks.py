"""A partner that signs its webhooks, as the Standard Webhooks libraries do, or wrongly on purpose."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from app import clock
from app.ids import new_id
from tests.conftest import Api, Callers


def signature(secret: str, webhook_id: str, timestamp: str, body: bytes) -> str:
    """Written out here, and not by the library that the desk uses."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.digest(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(signed).decode()


@dataclass
class Partner:
    """A source as its partner knows it."""

    api: Api
    admin: Api
    id: str
    key: str
    secret: str

    def headers(self, body: bytes, *, webhook_id: str | None = None, late: float = 0) -> dict[str, str]:
        """The three headers; `late` seconds ago."""
        chosen = webhook_id or f"msg_{new_id()}"
        timestamp = str(int(clock.now().timestamp() - late))
        return {
            "content-type": "application/json",
            "webhook-id": chosen,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature(self.secret, chosen, timestamp, body),
        }

    async def post(
        self, payload: Any, *, webhook_id: str | None = None, late: float = 0, raw: bytes | None = None, **headers: str
    ) -> httpx.Response:
        """Post a signed webhook; `headers` replace the signed ones (with _ for -)."""
        body = orjson.dumps(payload) if raw is None else raw
        all_headers = self.headers(body, webhook_id=webhook_id, late=late)
        all_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in all_headers.items() if value}
        return await self.api("POST", f"/v1/intake/{self.key}", content=body, headers=sent)

    async def ticket(self, payload: Any, **options: Any) -> Any:
        """The ticket that a webhook makes, as an admin sees it."""
        answer = await self.post(payload, **options)
        assert answer.status_code == 201, answer.text
        return await self.admin.get(f"/v1/tickets/{answer.json()['ticket_id']}?include=messages")


async def partner(callers: Callers, key: str = "shop", **source: Any) -> Partner:
    """A partner with a source of its own."""
    admin = await callers.admin()
    made = await admin.post("/v1/sources", {"name": f"The {key}", "key": key, **source})
    return Partner(callers.nobody(), admin, made["id"], key, made["secret"])
