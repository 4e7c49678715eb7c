"""`/v1/calls`: what exchanges say in any order, who calls, missed calls, and agents who talk."""

import asyncio
import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
from standardwebhooks.webhooks import Webhook

from app import clock
from app.db import Database
from app.ids import new_id
from app.models import Call
from app.services import call_events, ticket_tasks
from tests.conftest import Api, Callers
from tests.desks import eventually, state_of
from tests.realtime.sockets import Socket

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
VERA = "+79161234567"


class Exchange:
    """A phone line, and the exchange that tells of its calls."""

    def __init__(self, callers: Callers, admin: Api, anna: Api, boris: Api) -> None:
        self.callers, self.admin, self.anna, self.boris = callers, admin, anna, boris
        self.api = callers.nobody()
        self.id: UUID
        self.database: Database = callers.desk.database
        # Of the exchange's own clock: however long an answer takes, a call lasts as long as it says.
        self.began = clock.now() - timedelta(minutes=10)

    async def say(self, event: str, call: str = "c1", *, second: int = 0, expect: int = 200, **said: Any) -> Any:
        """Signed, as the exchange does it."""
        at = (self.began + timedelta(seconds=second)).isoformat()
        body = {"channel_id": str(self.id), "call_id": call, "event": event, "at": at, "caller": "8 916 123-45-67",
                "called": "+74951234567", **said}  # fmt: skip
        return (await self.post(orjson.dumps(body), expect=expect)).json()

    async def post(self, body: bytes, *, secret: str = SECRET, expect: int = 200, age: int = 0) -> httpx.Response:
        """Any body, signed."""
        now = clock.now() - timedelta(seconds=age)
        signature = Webhook(secret).sign("msg_1", now, body.decode(errors="replace"))
        headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(now.timestamp()))}
        headers |= {"webhook-signature": signature, "content-type": "application/json"}
        return await self.api("POST", "/v1/calls", content=body, headers=headers, expect=expect)

    async def log(self, ticket: str) -> list[tuple[str, dict[str, Any]]]:
        """What the ticket's log says of calls."""
        found = (await self.admin.get(f"/v1/tickets/{ticket}/events"))["items"]
        return [(each["type"], each["data"]["call"]) for each in found if each["type"].startswith("call.")]

    async def load(self, agent: Api) -> int:
        """How many calls they have."""
        query = "SELECT load FROM agent_loads WHERE agent_id = $1 AND channel = 'call'"
        return int(await state_of(self.database, query, agent.who))


@pytest.fixture
async def exchange(callers_: Callers) -> Exchange:
    """Extensions 101 and 102 are Anna's and Boris's."""
    admin, anna = await callers_.admin(), await callers_.agent(online=True)
    made = Exchange(callers_, admin, anna, await callers_.agent(name="Boris", online=True))
    settings = {"region": "RU", "extensions": {"101": str(anna.who), "102": str(made.boris.who)}, "language": "ru",
                "numbers": ["+74951234567"]}  # fmt: skip
    line = {"kind": "phone", "name": "Line", "address": "line", "settings": settings}
    line["secrets"] = {"signing_secret": SECRET}
    made.id = UUID((await admin.post("/v1/channels", line))["id"])
    return made


async def test_a_call_is_one_whatever_the_order_and_on_its_ticket(exchange: Exchange) -> None:
    vera = await exchange.admin.post("/v1/customers", {"name": "Vera", "phone": "+7 916 123 45 67"})
    body = {"subject": "Kettle", "body": "It leaks", "requester": {"phone": VERA}}
    ticket = await exchange.admin.post("/v1/tickets", body)
    first = await exchange.say("ringing", extension="101", ivr_path=["sales", "kettles"])
    assert (first["state"], first["customer_id"], first["ticket_id"]) == ("ringing", vera["id"], None)
    call = await exchange.anna.get(f"/v1/calls/{first['id']}")
    assert (call["number"], call["customer"]["name"], call["tickets"][0]["id"]) == (VERA, "Vera", ticket["id"])
    answered = await exchange.say("answered", second=5, extension="102")
    assert await exchange.load(exchange.boris) == 1
    path = f"/v1/calls/{first['id']}"
    put = await exchange.boris.patch(path, {"ticket_id": ticket["id"]})
    await exchange.boris.refused("PATCH", path, 412, "stale", json={"ticket_id": None}, headers={"if-match": '"1"'})
    assert (put["agent_id"], put["state"], answered["state"]) == (str(exchange.boris.who), "answered", "answered")
    # The end comes five times, the ringing once more, and last of all the recording.
    await asyncio.gather(*(exchange.say("ended", second=65) for _ in range(5)))
    await exchange.say("ringing", extension="101")
    await exchange.say("updated", second=70, recording_url="https://pbx.example/1.mp3")
    assert await exchange.load(exchange.boris) == 0
    (started, ended, recorded) = await exchange.log(ticket["id"])
    assert [started[0], ended[0], recorded[0]] == ["call.started", "call.ended", "call.recorded"]
    assert (ended[1]["duration_seconds"], ended[1]["direction"], ended[1]["agent"]["name"]) == (60, "in", "Boris")
    assert recorded[1]["recording_url"] == "https://pbx.example/1.mp3"
    boris = str(exchange.boris.who)
    for query in ({"number": VERA}, {"state": "ended"}, {"ticket_id": ticket["id"]}, {"agent_id": boris}):
        assert [each["id"] for each in (await exchange.anna.get("/v1/calls", params=query))["items"]] == [first["id"]]
    # A customer never hears of lines, agents' extensions or recordings.
    theirs = await exchange.callers.customer()
    await theirs.refused("GET", f"/v1/calls/{first['id']}", 403, "forbidden")


async def test_a_missed_call_is_a_ticket_and_somebody_calls_back(exchange: Exchange) -> None:
    missed = await exchange.say("missed", second=20)
    ticket = await exchange.admin.get(f"/v1/tickets/{missed['ticket_id']}")
    assert (ticket["subject"], ticket["channel"]) == (f"Пропущенный звонок с {VERA}", "phone")
    (task,) = (await exchange.admin.get(f"/v1/tickets/{ticket['id']}/tasks"))["items"]
    assert (task["title"], task["done"]) == (f"Перезвонить на {VERA}", False)
    due = datetime.fromisoformat(task["due_at"])
    assert clock.now() + timedelta(minutes=29) < due < clock.now() + timedelta(days=1)
    (planned,) = (await exchange.anna.get("/v1/callbacks", params={"done": False}))["items"]
    assert (planned["task_id"], planned["number"], planned["call_id"]) == (task["id"], VERA, missed["id"])
    # Again and again, also at once: the same ticket, the same task, and no other customer.
    others = await asyncio.gather(*(exchange.say("missed", f"c{n}", second=30 + n) for n in range(2, 6)))
    assert {each["ticket_id"] for each in others} == {ticket["id"]}
    assert len({each["customer_id"] for each in (*others, missed)}) == 1
    assert [kind for kind, _ in await exchange.log(ticket["id"])] == ["call.missed"] * 5
    assert len((await exchange.admin.get(f"/v1/tickets/{ticket['id']}/tasks"))["items"]) == 1
    # Boris calls back, and is heard.
    back = await exchange.say("answered", "out1", direction="out", caller="102", called=VERA, extension="102")
    assert back["ticket_id"] == ticket["id"]
    assert (await exchange.anna.get("/v1/callbacks", params={"done": True}))["items"][0]["id"] == planned["id"]
    await exchange.say("ended", "out1", second=40, direction="out")
    # Merged, they go on where that does; with that one solved, the next one is another ticket.
    target = await exchange.admin.post("/v1/tickets", {"subject": "All", "body": "b", "requester": {"phone": VERA}})
    await exchange.admin.post(f"/v1/tickets/{target['id']}/merge", {"source_ids": [ticket["id"]]}, expect=200)
    assert (await exchange.say("missed", "c8", second=45))["ticket_id"] == target["id"]
    ticket = target
    await exchange.admin.patch(f"/v1/tickets/{ticket['id']}", {"status": "solved"})
    assert (await exchange.say("missed", "c9", second=50))["ticket_id"] not in {None, ticket["id"]}


async def test_a_missed_call_is_kept_where_no_task_fits_any_more(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_tasks, "MAX_TASKS", 0)
    missed = await exchange.say("missed", second=20)
    assert [kind for kind, _ in await exchange.log(missed["ticket_id"])] == ["call.missed"]
    assert (await exchange.anna.get("/v1/callbacks"))["items"] == []


async def test_withheld_numbers_and_extensions_are_nobody(exchange: Exchange) -> None:
    for place, caller in enumerate((None, "anonymous", "Private", "101")):
        found = await exchange.say("missed", f"w{place}", caller=caller)
        assert (found["state"], found["ticket_id"], found["customer_id"]) == ("missed", None, None)
    answered = await exchange.say("answered", "w9", caller="anonymous", extension="101")
    made = await exchange.anna.post(f"/v1/calls/{answered['id']}/ticket", {})
    ticket = await exchange.anna.get(f"/v1/tickets/{made['ticket_id']}")
    assert (ticket["subject"], ticket["assignee_id"]) == ("Звонок с скрытого номера", str(exchange.anna.who))
    await exchange.anna.refused("POST", f"/v1/calls/{answered['id']}/ticket", 409, "has_ticket", json={})
    other = await exchange.admin.post("/v1/tickets", {"subject": "Other", "body": "b", "requester": {"name": "V"}})
    await exchange.anna.patch(f"/v1/calls/{answered['id']}", {"ticket_id": other["id"]})
    assert [kind for kind, _ in await exchange.log(ticket["id"])] == ["call.started", "call.moved"]
    assert [kind for kind, _ in await exchange.log(other["id"])] == ["call.started"]
    path = f"/v1/calls/{answered['id']}"
    await exchange.anna.refused("PATCH", path, 422, "unknown_ticket", json={"ticket_id": str(new_id())})
    await exchange.say("ended", "w9", caller="anonymous")
    # Who is known by a number as a messenger writes it is who calls.
    maria = await exchange.admin.post("/v1/customers", {"name": "María", "phone": "+52 1 55 1234 5678"})
    missed = await exchange.say("missed", "mx", caller="+525512345678")
    ticket = await exchange.admin.get(f"/v1/tickets/{missed['ticket_id']}")
    assert ticket["requester"]["id"] == missed["customer_id"] == maria["id"]


async def test_only_the_exchange_and_keys_of_the_desk_are_believed(exchange: Exchange) -> None:
    body = orjson.dumps({"channel_id": str(exchange.id), "call_id": "x", "event": "ringing"})
    other = "whsec_" + base64.b64encode(bytes(32)).decode()
    for options in ({"secret": other}, {"age": 400}):
        refused = await exchange.post(body, expect=401, **options)
        assert refused.json()["code"] in {"invalid_signature", "webhook_expired"}
    for wrong in (body.replace(str(exchange.id).encode(), str(new_id()).encode()), b"{", b"[]", b"\xff"):
        headers = {"content-type": "application/json"}
        await exchange.api.refused("POST", "/v1/calls", 401, "invalid_signature", content=wrong, headers=headers)
    await exchange.anna.refused("POST", "/v1/calls", 403, "forbidden", content=body)
    key = await exchange.callers.partner()
    said = {"channel_id": str(exchange.id), "call_id": "k1", "event": "answered", "agent_id": str(exchange.anna.who)}
    assert (await key.post("/v1/calls", said, expect=200))["state"] == "answered"
    await key.refused("POST", "/v1/calls", 422, "unknown_channel", json={**said, "channel_id": str(new_id())})
    await key.refused("POST", "/v1/calls", 422, "unknown_agent", json={**said, "agent_id": str(new_id())})
    await key.refused("POST", "/v1/calls", 409, "other_direction", json={**said, "direction": "out"})
    for odd in ({"event": "x"}, {"recording_url": "javascript:alert(1)"}, {"duration_seconds": -1}, {"extra": 1},
                {"ivr_path": ["x"] * 51}, {"caller": "x\u0000"}, {"extension": "a b"}):  # fmt: skip
        answer = await key("POST", "/v1/calls", json={**said, **odd})
        assert answer.status_code in {400, 422}, odd
    await key.post("/v1/calls", {**said, "event": "ended"}, expect=200)


async def test_a_line_is_set_up_as_a_line(exchange: Exchange) -> None:
    shown = await exchange.admin.get(f"/v1/channels/{exchange.id}")
    assert (shown["inbound_url"], shown["secrets"]) == ("http://desk.test/v1/calls", ["signing_secret"])
    path = f"/v1/channels/{exchange.id}"
    for wrong in ({"numbers": ["101"]}, {"region": "Russia"}, {"earliest": "20:00", "latest": "09:00"}, {"extra": 1}):
        await exchange.admin.refused("PATCH", path, 422, "channel_settings", json={"settings": wrong})
    secrets = {"signing_secret": "whsec_short"}
    await exchange.admin.refused("PATCH", path, 422, "channel_settings", json={"secrets": secrets})
    await exchange.admin.patch(path, {"enabled": False})
    (refused,) = [await exchange.say("ringing", expect=401)]
    assert refused["code"] == "invalid_signature"


async def test_who_calls_pops_up_where_it_rings_and_goes_where_somebody_else_takes_it(exchange: Exchange) -> None:
    await exchange.admin.post("/v1/customers", {"name": "Vera", "phone": VERA})
    ticket = await exchange.admin.post("/v1/tickets", {"subject": "Kettle", "body": "b", "requester": {"phone": VERA}})
    async with Socket(exchange.anna) as anna, Socket(exchange.boris) as boris:
        await exchange.say("ringing", extension="101")
        await exchange.say("ringing", extension="102")
        pop = await anna.get("call")
        assert (pop["number"], pop["customer"]["name"], pop["state"]) == (VERA, "Vera", "ringing")
        assert [each["id"] for each in pop["tickets"]] == [ticket["id"]]
        assert (await boris.get("call"))["call"] == pop["call"]
        await exchange.say("answered", second=3, extension="102")
        assert (await anna.get("call_ended"))["call"] == pop["call"]
        async with Socket(exchange.boris) as another:
            assert (await another.get("call"))["state"] == "answered"
        await exchange.say("ended", second=9)
        assert (await boris.get("call_ended"))["call"] == pop["call"]


@pytest.mark.usefixtures("long_offers")
async def test_who_talks_gets_no_chat_beyond_what_they_hold_in_all(exchange: Exchange) -> None:
    await exchange.admin.patch(f"/v1/agents/{exchange.anna.who}", {"capacity": {"total": 1}})
    await exchange.boris.put("/v1/agents/me/presence", {"status": "offline"})
    await exchange.say("answered", extension="101")
    vera = await exchange.callers.customer()
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    # A second call is theirs all the same: people may.
    await exchange.say("answered", "c2", extension="101", caller="+74957654321")
    assert await exchange.load(exchange.anna) == 2
    await exchange.say("ended", "c2", second=9, caller="+74957654321")
    assert (await vera.get(f"/v1/chats/{chat['id']}"))["status"] == "queued"
    # The exchange says nothing of the end: after eight hours it is over by itself, and Anna is offered the chat.
    async with exchange.database.unit_of_work() as work:
        old = clock.now() - timedelta(hours=9)
        (call,) = [await work.session.get(Call, UUID(each["id"])) for each in
                   (await exchange.anna.get("/v1/calls", params={"state": "answered"}))["items"]]  # fmt: skip
        assert call is not None
        call.updated_at = old
        work.session.add(call)
        await work.session.flush()
        # At once: the desk looks for such calls as well.
        assert await call_events.end_lost(work)
    await eventually(lambda: vera.get(f"/v1/chats/{chat['id']}"), lambda found: found["status"] == "offered")
    async with exchange.database.unit_of_work() as work:
        assert not await call_events.end_lost(work)


async def test_a_call_whose_end_was_never_said_is_ended_by_hand(exchange: Exchange) -> None:
    ticket = await exchange.admin.post("/v1/tickets", {"subject": "Kettle", "body": "b", "requester": {"phone": VERA}})
    call = await exchange.say("answered", extension="101")
    path = f"/v1/calls/{call['id']}"
    put = await exchange.anna.patch(path, {"ticket_id": ticket["id"]})
    await exchange.boris.refused("POST", f"{path}/end", 403, "not_your_call")
    both = await asyncio.gather(*(each.post(f"{path}/end", expect=200) for each in (exchange.anna, exchange.admin)))
    (who,) = {each["closed_by"] for each in both}
    assert {(each["state"], each["duration_seconds"], each["version"]) for each in both} == {
        ("ended", None, put["version"] + 1)
    }
    assert who in {str(exchange.anna.who), str(exchange.admin.who)}
    assert await exchange.load(exchange.anna) == 0
    # The exchange says it after all, twice: the log has it once more.
    for _ in range(2):
        await exchange.say("ended", second=65)
    assert (await exchange.anna.post(f"{path}/end", expect=200))["duration_seconds"] == 65
    (_, by_hand, told) = await exchange.log(ticket["id"])
    assert (by_hand[0], by_hand[1]["closed_by"]["id"], by_hand[1]["duration_seconds"]) == ("call.ended", who, None)
    assert (told[0], told[1]["duration_seconds"]) == ("call.ended", 65)


async def test_a_callback_is_planned_by_hand_for_the_customers_own_hours(exchange: Exchange) -> None:
    made = await exchange.admin.post(
        "/v1/tickets", {"subject": "s", "body": "b", "requester": {"phone": "+12125551234"}}
    )
    after = datetime(2030, 5, 6, 3, tzinfo=UTC)
    planned = await exchange.anna.post("/v1/callbacks", {"ticket_id": made["id"], "not_before": after.isoformat()})
    # Nine in New York.
    assert (planned["due_at"], planned["zones"]) == ("2030-05-06T13:00:00Z", ["America/New_York"])
    none = await exchange.admin.post("/v1/tickets", {"subject": "s", "body": "b", "requester": {"name": "V"}})
    await exchange.anna.refused("POST", "/v1/callbacks", 422, "unknown_number", json={"ticket_id": none["id"]})
    body = {"ticket_id": none["id"], "number": "8 495 123-45-67"}
    await exchange.anna.refused("POST", "/v1/callbacks", 422, "unknown_number", json=body)
    assert (await exchange.anna.post("/v1/callbacks", {**body, "region": "RU"}))["number"] == "+74951234567"
    await exchange.admin.patch(f"/v1/tickets/{none['id']}", {"status": "closed"})
    await exchange.anna.refused("POST", "/v1/callbacks", 409, "ticket_closed", json={**body, "region": "RU"})
