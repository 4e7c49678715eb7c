"""The hub's promises to both sides: one order, nothing twice, nothing lost over a disconnect, notes unseen."""

import asyncio
from uuid import UUID, uuid4

from app import clock
from app.db import Database
from app.rules.actors import SYSTEM
from app.services import messages
from app.services.lean.messages import NewMessage
from app.settings import Settings
from tests.conftest import Callers, Desk
from tests.realtime.sockets import Socket


async def test_customer_and_agent_talk_and_see_the_same_thread(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"})
    async with Socket(customer) as theirs, Socket(agent) as ours:
        for side in (theirs, ours):
            ok = await side.follow(ticket["id"])
            assert ok["subs"] == [{"ticket": ticket["id"], "last_seq": 2}]
        first = await ours.say(ticket["id"], "Good morning, I am Anna")
        assert (first["t"], first["dup"]) == ("ack", False)
        second = await theirs.say(ticket["id"], "Hello Anna", cmid="my-own-id")
        assert second["t"] == "ack"
        mine = await theirs.events(ticket["id"], second["seq"])
        yours = await ours.events(ticket["id"], second["seq"])
        assert [each["data"]["message"]["body"] for each in mine if each["kind"] == "message.created"] == [
            "It leaks",
            "Good morning, I am Anna",
            "Hello Anna",
        ]
        assert [each["seq"] for each in mine] == list(range(1, second["seq"] + 1))
        assert [(each["seq"], each["kind"]) for each in yours] == [(each["seq"], each["kind"]) for each in mine]
        assert mine[-1]["cmid"] == "my-own-id"
        assert mine[-1]["from"] == {"id": str(customer.id), "role": "customer", "name": "Vera"}
        assert second["message"] == mine[-1]["data"]["message"]["id"]


async def test_what_is_written_over_http_is_seen_live(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as theirs:
        await theirs.follow(ticket)
        await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "We are looking"})
        await agent.patch(f"/v1/tickets/{ticket}", {"status": "solved"})
        seen = await theirs.events(ticket, (await customer.get(f"/v1/tickets/{ticket}"))["seq"])
        assert "ticket.status_changed" in [each["kind"] for each in seen]


async def test_a_live_event_is_what_the_log_says_later(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(agent) as live, Socket(customer) as theirs:
        await live.follow(ticket)
        await theirs.follow(ticket)
        await live.say(ticket, "First reply", visibility="public")
        await live.say(ticket, "A note", visibility="internal")
        await agent.patch(f"/v1/tickets/{ticket}", {"tags": ["leak"], "priority": "high", "topic": "kettles"})
        await agent.post(f"/v1/tickets/{ticket}/assign", {"assignee_id": str(agent.id)}, expect=200)
        await agent.patch(f"/v1/tickets/{ticket}", {"status": "solved"})
        await theirs.say(ticket, "Not solved at all")
        for socket, api in ((live, agent), (theirs, customer)):
            last = (await api.get(f"/v1/tickets/{ticket}"))["seq"]
            seen = await socket.events(ticket, last)
            async with Socket(api) as later:
                await later.follow(ticket)
                assert await later.events(ticket, last) == seen


async def test_resume_brings_exactly_what_was_missed(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as before:
        await before.follow(ticket)
        ack = await before.say(ticket, "Hello?")
    for number in range(3):
        await agent.post(f"/v1/tickets/{ticket}/messages", {"body": f"reply {number}"})
    async with Socket(customer) as after:
        last = (await after.follow(ticket, after=ack["seq"]))["subs"][0]["last_seq"]
        seen = await after.events(ticket, last)
        assert [each["seq"] for each in seen] == list(range(ack["seq"] + 1, last + 1))
        assert [each["data"]["message"]["body"] for each in seen if each["kind"] == "message.created"] == [
            "reply 0", "reply 1", "reply 2",
        ]  # fmt: skip


async def test_the_same_message_twice_is_stored_once(callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as first, Socket(customer) as second:
        one = await first.say(ticket, "Hello", cmid="c-1")
        two = await second.say(ticket, "Hello", cmid="c-1")
        assert {**two, "re": one["re"]} == {**one, "dup": True}
        over_http = await customer.post(
            f"/v1/tickets/{ticket}/messages", {"body": "Hello", "client_message_id": "c-1"}, expect=200
        )
        assert over_http["id"] == one["message"]
        wrong = await second.say(ticket, "Something else", cmid="c-1")
        assert (wrong["t"], wrong["code"], wrong["temporary"]) == ("err", "idempotency_mismatch", False)


async def test_sends_of_one_connection_keep_their_order(callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with Socket(customer) as socket:
        await socket.follow(ticket)
        asked = [
            await socket.ask(t="send", ticket=ticket, body=str(number), cmid=str(uuid4())) for number in range(1, 31)
        ]
        acks = [await socket.answer(each) for each in asked]
        assert [each["seq"] for each in acks] == list(range(acks[0]["seq"], acks[0]["seq"] + 30))
        seen = await socket.events(ticket, acks[-1]["seq"])
        said = [each["data"]["message"]["body"] for each in seen if each["kind"] == "message.created"]
        assert said == [str(number) for number in range(31)]


async def test_many_writers_of_one_ticket_see_one_order(callers_: Callers) -> None:
    customer = await callers_.customer()
    agents = [await callers_.agent(name=f"Agent {number}") for number in range(4)]
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    sockets = [await Socket(each).__aenter__() for each in (customer, *agents)]
    try:
        for each in sockets:
            await each.follow(ticket)

        async def talk(socket: Socket, name: str) -> None:
            for number in range(10):
                assert (await socket.say(ticket, f"{name} {number}"))["t"] == "ack"

        await asyncio.gather(*(talk(each, str(n)) for n, each in enumerate(sockets)))
        last = (await customer.get(f"/v1/tickets/{ticket}"))["seq"]
        views = [await each.events(ticket, last) for each in sockets]
        for view in views:
            assert [each["seq"] for each in view] == list(range(1, last + 1))
            assert [each["data"].get("message", {}).get("id") for each in view] == [
                each["data"].get("message", {}).get("id") for each in views[0]
            ]
    finally:
        for each in sockets:
            await each.ws.close()


async def test_notes_leave_no_trace_for_customers(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as theirs, Socket(agent) as ours:
        await theirs.follow(ticket)
        await ours.follow(ticket)
        assert (await ours.say(ticket, "secret: he is lying", visibility="internal"))["t"] == "ack"
        ack = await ours.say(ticket, "Hello Vera")
        last = (await customer.get(f"/v1/tickets/{ticket}"))["seq"]
        seen = await theirs.events(ticket, last)
        assert [each["seq"] for each in seen] == list(range(1, last + 1))
        assert len(await ours.events(ticket, ack["seq"])) > len(seen)
        assert "secret" not in str(theirs.seen)
        refused = await theirs.say(ticket, "my own note", visibility="internal")
        assert refused["code"] == "notes_are_for_agents"


async def test_tickets_of_others_are_not_there(callers_: Callers) -> None:
    customer, other = await callers_.customer(), await callers_.customer()
    ticket = (await other.post("/v1/tickets", {"subject": "Mine", "body": "private"}))["id"]
    async with Socket(customer) as socket:
        nowhere = str(uuid4())
        ok = await socket.follow(ticket, nowhere)
        assert ok["subs"] == [{"ticket": each, "error": "not_found"} for each in (ticket, nowhere)]
        refused = await socket.say(ticket, "let me in")
        assert (refused["t"], refused["code"]) == ("err", "not_found")
        await other.post(f"/v1/tickets/{ticket}/messages", {"body": "private again"})
        assert "private" not in str(await socket.silence())


async def test_the_send_guard_tells_what_was_missed(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    await customer.post(f"/v1/tickets/{ticket}/messages", {"body": "Never mind"})
    async with Socket(agent) as socket:
        refused = await socket.say(ticket, "Send it in", last_seen_seq=2)
        assert refused["code"] == "thread_moved_on"
        assert [each["data"]["message"]["body"] for each in refused["missed"]] == ["Never mind"]
        assert (await socket.say(ticket, "Send it in all the same", last_seen_seq=2, force=True))["t"] == "ack"


async def test_unsub_ends_the_stream(callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as socket:
        await socket.follow(ticket, after=2)
        await socket.answer(await socket.ask(t="unsub", tickets=[ticket]))
        await customer.post(f"/v1/tickets/{ticket}/messages", {"body": "more"})
        assert [each for each in await socket.silence() if each["t"] == "ev"] == []


async def test_what_is_ahead_of_the_log_or_of_another_epoch_is_reset(callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as socket:
        await socket.follow(ticket, after=99)
        assert await socket.get("reset") == {"t": "reset", "ticket": ticket, "reason": "ahead"}
        await socket.tell(t="sub", id=900, subs=[{"ticket": ticket, "after": 1}], epoch="another")
        assert (await socket.get("reset"))["reason"] == "epoch"
        await socket.tell(t="sub", id=901, subs=[{"ticket": ticket, "after": 1}], epoch=socket.welcome["epoch"])
        assert [each["seq"] for each in await socket.events(ticket, 2)] == [2]


async def fill(desk: Desk, ticket: str, count: int, body: str) -> None:
    """Messages by the desk itself, straight into the log: no hint about them is published."""
    silent = Database(desk.database.url, desk.app.state.settings)
    try:
        for _ in range(count):
            async with silent.unit_of_work() as work:
                await messages.send(work, SYSTEM, UUID(ticket), NewMessage(body=body))
    finally:
        await silent.close()


async def test_a_large_gap_is_paged(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    await fill(desk, ticket, 210, "ping")
    async with Socket(customer) as socket:
        await socket.follow(ticket, after=1)
        more = await socket.get("more")
        assert more == {"t": "more", "ticket": ticket, "next_after": 201}
        last = (await socket.follow(ticket, after=201))["subs"][0]["last_seq"]
        assert last == 212
        seen = await socket.events(ticket, last)
        assert [each["seq"] for each in seen] == list(range(2, 213))


async def test_the_sweep_finds_what_a_lost_hint_was_about(desk: Desk, callers_: Callers, settings: Settings) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as socket:
        await socket.follow(ticket)
        await socket.events(ticket, 2)
        began = clock.monotonic()
        await fill(desk, ticket, 3, "nobody was told")
        assert len(await socket.events(ticket, 5)) == 5
        assert clock.monotonic() - began < settings.sweep_seconds * 1.25 + 15


async def test_a_slow_reader_costs_a_window_and_misses_nothing(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as slow, Socket(customer) as writer:
        await slow.follow(ticket)
        slow.ws.transport.pause_reading()
        # More bytes than the buffers between two sockets of one machine hold.
        body = "отклик" * 2700
        for number in range(600):
            assert (await writer.say(ticket, f"{number} {body}"))["t"] == "ack"
        waiting = [len(each._outbox) for each in desk.app.state.hub.connections]
        assert 1 <= max(waiting) <= 300
        slow.ws.transport.resume_reading()
        seen = await slow.events(ticket, 602, seconds=60)
        assert [each["seq"] for each in seen] == list(range(1, 603))
