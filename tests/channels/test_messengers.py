"""Messengers end to end: a customer writes at the vendor, an agent answers over HTTP, and receipts come back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest

from app.settings import Settings, configure
from app.settings import settings as current
from tests.channels import accounts, vendors
from tests.channels.test_sending import arrived
from tests.channels.vendors import Vendor, Vendors
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

VERA = 1111111
PHONE = "79001234567"


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


async def until(look: Callable[[], Awaitable[Any]], *, seconds: float = 30.0) -> Any:
    """Look until there is something."""
    end = asyncio.get_running_loop().time() + seconds
    while not (found := await look()):
        assert asyncio.get_running_loop().time() < end, "nothing came"
        await asyncio.sleep(0.02)
    return found


async def channel(admin: Api, there: Vendors, kind: str, **more: Any) -> dict[str, Any]:
    """A channel of this kind, whose vendor is the one on loopback and delivers to the desk."""
    vendor = vendor_of(there, kind)
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


async def test_vendors_are_told_where_the_desk_is_and_their_refusals_are_shown(
    there: Vendors, callers_: Callers
) -> None:
    admin = await callers_.admin()
    bot, number = await channel(admin, there, "telegram"), await channel(admin, there, "whatsapp")
    there.whatsapp.webhook = None
    for made in (bot, number):
        await admin.post(f"/v1/channels/{made['id']}/connect", expect=200)
    assert (there.telegram.hook, there.whatsapp.webhook) == (bot["inbound_url"], number["inbound_url"])
    there.telegram.script.append((400, {"ok": False, "description": "Bad Request: bad webhook: no HTTPS"}))
    path = f"/v1/channels/{bot['id']}/connect"
    refused = await admin.refused("POST", path, 409, "not_connected")
    assert "bad webhook: no HTTPS" in refused["detail"]
    there.telegram.down = True
    await admin.refused("POST", path, 503, "temporarily_unavailable")
    mailbox = {"kind": "email", "name": "Help", "address": "help@shop.example", "settings": {}}
    box = await admin.post("/v1/channels", mailbox)
    await admin.refused("POST", f"/v1/channels/{box['id']}/connect", 409, "nothing_to_connect")


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


async def write(there: Vendors, kind: str, text: str) -> httpx.Response:
    """Vera writes, by this messenger."""
    there.partner.count += 1
    message = {"type": "message", "id": f"m-{there.partner.count}", "conversation": "c-1", "person": {"id": "u-1"}}
    ways: dict[str, Callable[[], Awaitable[httpx.Response]]] = {
        "telegram": lambda: there.telegram.deliver(there.telegram.happen("message", VERA, text=text)),
        "whatsapp": lambda: there.whatsapp.deliver(there.whatsapp.message(PHONE, type="text", text={"body": text})),
        "vk": lambda: there.vk.deliver(there.vk.message(777, text)),
        "custom": lambda: there.partner.deliver({**message, "text": text}),
    }
    answer = await ways[kind]()
    assert answer.is_success
    return answer


def vendor_of(there: Vendors, kind: str) -> Vendor:
    """Whose messenger it is."""
    found: dict[str, Vendor] = {
        "telegram": there.telegram, "whatsapp": there.whatsapp, "vk": there.vk, "custom": there.partner,
    }  # fmt: skip
    return found[kind]


async def got(there: Vendors, kind: str, *texts: str) -> list[Any]:
    """What the messenger has got, when it is this."""

    async def look() -> list[str] | None:
        found = arrived(there, kind)
        return found if len(found) >= len(texts) else None

    assert await until(look) == list(texts)
    return list(texts)


async def delivery(api: Api, ticket_id: str, state: str) -> dict[str, Any]:
    """The last message, when this has become of it."""

    async def look() -> dict[str, Any] | None:
        last = (await messages(api, ticket_id))[-1]
        return last if last["delivery"] == state else None

    found: dict[str, Any] = await until(look)
    return found


@pytest.mark.parametrize("kind", ["telegram", "whatsapp", "vk", "custom"])
async def test_an_answer_arrives_and_receipts_come_back_in_any_order(
    there: Vendors, callers_: Callers, kind: str
) -> None:
    admin = await callers_.admin()
    await channel(admin, there, kind)
    await write(there, kind, "Where is my order?")
    (ticket,) = await came(admin, there)
    there.partner.answers = {"id": "theirs-1"}
    answer = await admin.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "On its way \U0001f69a"})
    await got(there, kind, "On its way \U0001f69a")
    await delivery(admin, ticket["id"], "sent")
    match kind:
        case "whatsapp":
            known = there.whatsapp.sent[0]["wamid"]
            for state in ("read", "sent", "delivered", "sent"):
                assert (await there.whatsapp.deliver(there.whatsapp.status(known, state))).status_code == 200
            assert there.whatsapp.sent[0]["context"]["message_id"].startswith("wamid.IN")
        case "vk":
            number = there.vk.had[("777", there.vk.sent[0]["random_id"])]
            own = {"id": number, "peer_id": 777, "from_id": -int(accounts.GROUP), "out": 1, "date": 1_790_000_000}
            await there.vk.deliver(there.vk.event("message_read", from_id=777, peer_id=777, read_message_id=number))
            await there.vk.deliver(there.vk.event("message_reply", **own))
        case "custom":
            for state in ("read", "delivered"):
                receipt = {"type": "receipt", "id": "theirs-1", "conversation": "c-1", "state": state}
                await there.partner.deliver(receipt)
    if kind != "telegram":
        await delivery(admin, ticket["id"], "delivered")
        detail = await admin.get(f"/v1/tickets/{ticket['id']}/messages/{answer['id']}/delivery")
        assert [each["state"] for each in detail["recipients"]] == ["delivered"], detail
    # The conversation goes on in the same ticket.
    await write(there, kind, "Thanks")

    async def three() -> bool:
        return len(await messages(admin, ticket["id"])) == 3

    await until(three)


async def test_a_vendor_that_was_away_gets_everything_in_order(
    there: Vendors, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It is tried again at once, and as often as the test needs to look.
    monkeypatch.setattr("app.services.channel_sending.DELAYS", (0.05,) * 10_000)
    monkeypatch.setattr("app.services.channel_sending.ATTEMPTS", 10_001)
    admin = await callers_.admin()
    await channel(admin, there, "telegram")
    await write(there, "telegram", "Hello?")
    (ticket,) = await came(admin, there)
    there.telegram.down = True
    texts = [f"answer {number}" for number in range(4)]
    for text in texts:
        await admin.post(f"/v1/tickets/{ticket['id']}/messages", {"body": text})

    async def tried() -> bool:
        items = (await admin.get("/v1/outbound"))["items"]
        return len(items) == 4 and any(each["attempts"] >= 2 for each in items)

    await until(tried)
    assert there.telegram.sent == []
    there.telegram.down = False
    await got(there, "telegram", *texts)
    # Who has blocked the bot is known from the first message that does not arrive, until they come back.
    there.telegram.blocked.add(VERA)
    await admin.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "are you there?"})
    await delivery(admin, ticket["id"], "failed")
    way = f"/v1/tickets/{ticket['id']}/reply-channel"
    assert [each["obstacle"] for each in (await admin.get(way))["ways"]] == ["blocked"]
    there.telegram.blocked.clear()
    await write(there, "telegram", "I am back")

    async def free() -> bool:
        return [each["obstacle"] for each in (await admin.get(way))["ways"]] == [None]

    await until(free)


async def test_after_a_day_only_a_template_goes_by_whatsapp(there: Vendors, callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await channel(admin, there, "whatsapp")
    long_ago = str(vendors.now() - 2 * 86_400)
    await there.whatsapp.deliver(
        there.whatsapp.message(PHONE, type="text", text={"body": "Hello?"}, timestamp=long_ago)
    )
    (ticket,) = await came(admin, there)
    path = f"/v1/tickets/{ticket['id']}"
    ways = (await admin.get(f"{path}/reply-channel"))["ways"]
    assert [each["obstacle"] for each in ways if each["kind"] == "whatsapp"] == ["window_closed"]
    template = {"name": "desk_reply", "language": "en_US"}
    settings = {**made["settings"], "template": template}
    await admin.patch(f"/v1/channels/{made['id']}", {"settings": settings}, headers={"if-match": '"1"'})
    await admin.post(f"{path}/messages", {"body": "Your order\nhas come."})
    await delivery(admin, ticket["id"], "sent")
    (sent,) = there.whatsapp.sent
    assert (sent["type"], sent["template"]["name"]) == ("template", "desk_reply")
    assert sent["template"]["components"][0]["parameters"][0]["text"] == "Your order has come."
    # Some refusals come later, by the webhook.
    errors = [{"code": 131047, "title": "Re-engagement message", "error_data": {"details": "24 hours"}}]
    await there.whatsapp.deliver(there.whatsapp.status(sent["wamid"], "failed", errors=errors))
    failed = await delivery(admin, ticket["id"], "failed")
    (why,) = (await admin.get(f"{path}/messages/{failed['id']}/delivery"))["recipients"]
    assert why["detail"] == "131047 24 hours"


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
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/person/id")
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

    async def bodies() -> list[str]:
        return [each["body"] for each in await messages(admin, ticket["id"])]

    # The first ones may be on the ticket while the last one is still to be stored.
    await eventually(bodies, lambda found: found == ["number 0", "number 1", "number 2"])
    # What is stored is confirmed by the next question, and comes no more.
    await until(lambda: forgotten(there))
    there.telegram.happen("message", VERA, text="number 3")

    async def four() -> bool:
        return len(await messages(admin, ticket["id"])) == 4

    await until(four)
    conflicts = [name for name, _ in there.telegram.asked if name == "deleteWebhook"]
    assert len(conflicts) == 1
    (bot,) = (await admin.get("/v1/channels"))["items"]
    channel_id = bot["id"]
    assert bot["problem"] is None
    there.telegram.down = True
    there.telegram.came.set()

    async def wrong() -> bool:
        found = await admin.get(f"/v1/channels/{channel_id}")
        return "502" in (found["problem"] or "")

    await until(wrong)
    await admin.patch(f"/v1/channels/{channel_id}", {"enabled": False}, headers={"if-match": '"1"'})
    await until(lambda: idle(worker._beside._poller))


async def forgotten(there: Vendors) -> bool:
    return not there.telegram.updates


async def idle(poller: Any) -> bool:
    return not poller._under_way
