"""Messengers end to end: a customer writes at the vendor, an agent answers over HTTP, and receipts come back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest

from app.settings import Settings, configure
from app.settings import settings as current
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
    new = {"kind": kind, "name": kind.title(), **body, "settings": settings, **more}
    made: dict[str, Any] = await admin.post("/v1/channels", new)
    vendor.webhook = made["inbound_url"]
    return made


async def tickets(api: Api) -> list[dict[str, Any]]:
    """All tickets, oldest first."""
    return list(reversed((await api.get("/v1/tickets"))["items"]))


async def messages(api: Api, ticket_id: str) -> list[dict[str, Any]]:
    """What was said on a ticket."""
    found: list[dict[str, Any]] = (await api.get(f"/v1/tickets/{ticket_id}/messages"))["items"]
    return found


async def came(api: Api, there: Vendors, count: int = 1) -> list[dict[str, Any]]:
    """The tickets, when so many are there and nothing waits in the spool."""

    async def look() -> list[dict[str, Any]] | None:
        waiting = (await api.get("/v1/inbound", params={"status": "waiting"}))["items"]
        found = await tickets(api)
        return found if len(found) >= count and not waiting else None

    found: list[dict[str, Any]] = await until(look)
    assert len(found) == count
    assert there.url
    return found


async def test_what_a_customer_writes_is_one_message_however_often_it_comes(there: Vendors, callers_: Callers) -> None:
    admin = await callers_.admin()
    await channel(admin, there, "telegram")
    words = "Где мой заказ? 👨‍👩‍👧 \u200f\u0645\u0631\u062d\u0628\u0627 a\u200bb"
    update = there.telegram.happen("message", VERA, text=words)
    answers = await asyncio.gather(*(there.telegram.deliver(update) for _ in range(4)))
    assert {each.status_code for each in answers} == {200}
    (ticket,) = await came(admin, there)
    assert (ticket["channel"], ticket["requester"]["name"]) == ("telegram", "Vera")
    # The same words again are another message; the edit is of the first one; then a solved ticket goes on.
    for more in (there.telegram.happen("message", VERA, text=words), {**update, "update_id": 999}):
        await there.telegram.deliver(more)
    edit = {**update["message"], "text": "Where is my order?", "edit_date": 1_790_000_100}
    await there.telegram.deliver({"update_id": 1000, "edited_message": edit})

    async def edited() -> list[dict[str, Any]] | None:
        found = await messages(admin, ticket["id"])
        return found if found[0]["body"] == "Where is my order?" else None

    first, second = await until(edited)
    assert second["body"] == words
    assert first["edited_at"] is not None
    await came(admin, there)
    assert len(await messages(admin, ticket["id"])) == 2


@pytest.mark.parametrize("kind", ["telegram", "whatsapp", "vk", "custom"])
async def test_what_is_forged_is_refused_and_not_stored(there: Vendors, callers_: Callers, kind: str) -> None:
    admin = await callers_.admin()
    made = await channel(admin, there, kind)
    ways: dict[str, Callable[[], Awaitable[httpx.Response]]] = {
        "telegram": lambda: there.telegram.deliver(
            there.telegram.happen("message", 5, text="x"), secret="wrong-secret"
        ),
        "whatsapp": lambda: there.whatsapp.deliver(there.whatsapp.message("7900", type="text"), secret="wrong"),
        "vk": lambda: there.vk.deliver(there.vk.message(5, "x"), secret="wrong"),
        "custom": lambda: there.partner.deliver({"type": "message"}, secret="whsec_" + "A" * 40),
    }
    answer = ways[kind]
    refused = await answer()
    assert (refused.status_code, refused.json()["code"]) == (401, "forged")
    assert (await admin.get("/v1/inbound", params={"channel_id": made["id"]}))["items"] == []
    await admin.patch(f"/v1/channels/{made['id']}", {"enabled": False}, headers={"if-match": '"1"'})
    assert (await answer()).status_code == 404


async def test_files_come_with_the_words_and_those_refused_are_named(there: Vendors, callers_: Callers) -> None:
    configure(current().model_copy(update={"attachment_types": ["image/*"]}))
    admin = await callers_.admin()
    await channel(admin, there, "vk")
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
    there.vk.files = {"a.png": png, "b.exe": b"MZ" + bytes(200), "large": bytes(10)}
    there.vk.names["777"] = ("Julia", "S")

    def document(name: str, size: int) -> dict[str, Any]:
        url = f"{there.vk.base}/files/{name}"
        return {"type": "doc", "doc": {"id": 1, "title": name, "ext": name[-3:], "size": size, "url": url}}

    attached = [document("a.png", 57), document("b.exe", 202), document("large", 100_000_000)]
    await there.vk.deliver(there.vk.message(777, "look", attachments=attached))
    (ticket,) = await came(admin, there)
    (said,) = await messages(admin, ticket["id"])
    assert ticket["requester"]["name"] == "Julia S"
    assert [each["name"] for each in said["attachments"]] == ["a.png"]
    assert said["body"].startswith("look")
    assert "b.exe" in said["body"]
    assert "larger than 25 MB" in said["body"]


async def test_a_customer_of_two_messengers_is_one_by_the_number_they_vouch_for(
    there: Vendors, callers_: Callers
) -> None:
    admin = await callers_.admin()
    for kind in ("telegram", "whatsapp", "custom"):
        await channel(admin, there, kind)
    contact = {"phone_number": "79001234567", "first_name": "Vera", "user_id": VERA}
    await there.telegram.deliver(there.telegram.happen("message", VERA, contact=contact))
    await came(admin, there)
    await there.whatsapp.deliver(there.whatsapp.message("79001234567", type="text", text={"body": "and here"}))
    await came(admin, there, 2)
    person = {"id": "u-1", "name": "Somebody", "email": "vera@example.org"}
    message = {"type": "message", "id": "m-1", "conversation": "c-1", "person": person, "text": "a stranger"}
    assert (await there.partner.deliver(message)).status_code == 202
    found = await came(admin, there, 3)
    assert [each["channel"] for each in found] == ["telegram", "whatsapp", "custom"]
    customers = [each["requester"]["id"] for each in found]
    assert customers[0] == customers[1] != customers[2]


async def test_a_partner_is_told_what_is_wrong_and_one_id_is_one_event(there: Vendors, callers_: Callers) -> None:
    admin = await callers_.admin()
    await channel(admin, there, "custom")
    message = {"type": "message", "id": "m-1", "conversation": "c-1", "person": {"id": "u-1"}, "text": "Hello"}
    wrong = await there.partner.deliver({**message, "person": {}})
    assert (wrong.status_code, wrong.json()["errors"][0]["at"]) == (422, "message.person.id")
    for _ in range(2):
        assert (await there.partner.deliver(message, webhook_id="evt_same")).status_code == 202
    # Another event about the same message of theirs is that message still.
    await there.partner.deliver(message)
    (ticket,) = await came(admin, there)
    assert len(await messages(admin, ticket["id"])) == 1


async def test_telegram_is_asked_where_it_cannot_reach_the_desk(there: Vendors, callers_: Callers) -> None:
    admin = await callers_.admin()
    secrets = {"bot_token": accounts.TELEGRAM_SECRETS["bot_token"]}
    there.telegram.hook = "https://elsewhere.example/"
    for number in range(3):
        there.telegram.happen("message", VERA, text=f"number {number}")
    await channel(admin, there, "telegram", secrets=secrets, settings={"polling": True})
    worker = admin.desk.app.state.worker
    worker._beside._poller.wake()
    (ticket,) = await came(admin, there)
    assert [each["body"] for each in await messages(admin, ticket["id"])] == ["number 0", "number 1", "number 2"]
    # What is stored is confirmed by the next question, and comes no more.
    await until(lambda: forgotten(there))
    there.telegram.happen("message", VERA, text="number 3")

    async def four() -> bool:
        return len(await messages(admin, ticket["id"])) == 4

    await until(four)
    conflicts = [name for name, _ in there.telegram.asked if name == "deleteWebhook"]
    assert len(conflicts) == 1
    channel_id = (await admin.get("/v1/channels"))["items"][0]["id"]
    await admin.patch(f"/v1/channels/{channel_id}", {"enabled": False}, headers={"if-match": '"1"'})
    await until(lambda: idle(worker._beside._poller))


async def forgotten(there: Vendors) -> bool:
    return not there.telegram.updates


async def idle(poller: Any) -> bool:
    return not poller._under_way
