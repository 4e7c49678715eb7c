"""Messengers end to end: a customer writes at the vendor, an agent answers over HTTP, and receipts come back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from app.settings import Settings, configure
from tests.channels import accounts, vendors
from tests.channels.vendors import Vendors
from tests.conftest import Api, Callers, Desk

VERA = 1111111


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Vendors]:
    async with vendors.serving() as made:
        yield made


@pytest.fixture
def there(running: Vendors, settings: Settings, desk: Desk) -> Iterator[Vendors]:
    """The vendors as new, and a desk that may call this machine and that they reach."""
    running.fresh()
    configure(settings.model_copy(update={"outgoing_allow": ["127.0.0.0/8"], "public_url": desk.url}))
    yield running
    configure(settings)


async def until(look: Callable[[], Awaitable[Any]], *, seconds: float = 10.0) -> Any:
    """Look until there is something."""
    end = asyncio.get_running_loop().time() + seconds
    while not (found := await look()):
        assert asyncio.get_running_loop().time() < end, "nothing came"
        await asyncio.sleep(0.02)
    return found


async def channel(admin: Api, there: Vendors, kind: str, **more: Any) -> dict[str, Any]:
    """A channel of this kind, whose vendor is the one on loopback and delivers to the desk."""
    vendor = {"telegram": there.telegram, "whatsapp": there.whatsapp, "vk": there.vk, "custom": there.partner}[kind]
    bodies: dict[str, dict[str, Any]] = {
        "telegram": {"address": "my_desk_bot", "secrets": accounts.TELEGRAM_SECRETS, "settings": {}},
        "whatsapp": {"address": accounts.NUMBER, "secrets": accounts.WHATSAPP_SECRETS, "settings": {}},
        "vk": {"address": accounts.GROUP, "secrets": accounts.VK_SECRETS, "settings": {"confirmation": "b7d1a2c3"}},
        "custom": {"address": "partner", "secrets": accounts.CUSTOM_SECRETS, "settings": {}},
    }
    body = bodies[kind]
    place = {"url": f"{vendor.base}/desk"} if kind == "custom" else {"api_url": vendor.base}
    settings = {**body["settings"], **place, **more.pop("settings", {})}
    made: dict[str, Any] = await admin.post(
        "/v1/channels", {"kind": kind, "name": kind.title(), **body, "settings": settings, **more}
    )
    vendor.webhook = made["inbound_url"]
    return made


async def tickets(api: Api) -> list[dict[str, Any]]:
    """All tickets, oldest first."""
    return list(reversed((await api.get("/v1/tickets"))["items"]))


async def messages(api: Api, ticket_id: str) -> list[dict[str, Any]]:
    """What was said on a ticket."""
    found: list[dict[str, Any]] = (await api.get(f"/v1/tickets/{ticket_id}/messages"))["items"]
    return found


async def test_a_customer_writes_by_telegram(there: Vendors, callers_: Callers) -> None:
    admin = await callers_.admin()
    await channel(admin, there, "telegram")
    update = there.telegram.happen("message", VERA, text="Где мой заказ? 👨‍👩‍👧\u200b")
    for _ in range(3):
        assert (await there.telegram.deliver(update)).status_code == 200
    (ticket,) = await until(lambda: tickets(admin))
    (said,) = await messages(admin, ticket["id"])
    assert (ticket["channel"], said["body"]) == ("telegram", "Где мой заказ? 👨‍👩‍👧\u200b")
