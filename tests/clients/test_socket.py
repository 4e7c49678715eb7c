"""The Python client over a real desk: people, lists, kept outboxes, goodbyes and silence."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from app.client import Changed, DeskSocket, Notice, Typing
from app.client.news import News, Signal
from app.client.state import DeskState
from app.settings import Settings
from tests.checks import invariants
from tests.conftest import Callers, Desk
from tests.realtime.processes import another

BACKOFF = (0.02, 0.1)
ALL = ("typing", "receipts", "presence")


async def signal(socket: DeskSocket, wanted: Callable[[Signal], bool]) -> Signal:
    """The next signal that is wanted; others are passed over."""
    async with asyncio.timeout(30):
        while True:
            if wanted(found := await socket.signals.get()):
                return found


def notice(kind: str, **members: Any) -> Callable[[Signal], bool]:
    """Whether a signal is a frame of this type with these members."""
    wanted = {"t": kind, **members}
    return lambda found: isinstance(found, Notice) and wanted.items() <= found.frame.items()


async def test_people_see_each_other_type_read_and_come(desk: Desk, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with (
        DeskSocket(desk.url, str(customer.token), backoff=BACKOFF, features=ALL) as theirs,
        DeskSocket(desk.url, str(agent.token), backoff=BACKOFF, features=ALL) as ours,
    ):
        last = await ours.subscribe(ticket)
        await theirs.subscribe(ticket)
        theirs.typing(ticket)
        found = await signal(ours, lambda each: isinstance(each, Typing) and each.on)
        assert isinstance(found, Typing)
        assert (found.who, found.frame["name"], found.ttl) == (str(customer.id), customer.name, 6)
        await theirs.send(ticket, "sent")
        await signal(ours, lambda each: isinstance(each, Typing) and not each.on)
        theirs.read(ticket, last)
        await signal(ours, notice("read", ticket=ticket, who=str(customer.id)))
        theirs.show("idle")
        await signal(ours, notice("presence", who=str(customer.id), state="away"))


async def test_a_mark_that_is_set_during_a_large_gap_is_stored(desk: Desk, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with DeskSocket(desk.url, str(customer.token), backoff=BACKOFF) as theirs:
        await asyncio.gather(*(theirs.send(ticket, str(number)) for number in range(1, 421)))
    async with DeskSocket(desk.url, str(agent.token), backoff=BACKOFF) as ours:
        last = await ours.subscribe(ticket)
        # The desk is still telling the first part, and follows nothing for us yet.
        ours.read(ticket, last)
        async with asyncio.timeout(30):
            while (await agent.get(f"/v1/tickets/{ticket}/read"))["read"].get(str(agent.id)) != last:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert ours.signals.empty()


async def test_lists_and_leaving(desk: Desk, callers_: Callers) -> None:
    agent, customer = await callers_.agent(), await callers_.customer()
    team = await callers_.team("Support", agent)
    async with DeskSocket(desk.url, str(agent.token), backoff=BACKOFF) as socket:
        for room in ("mine", f"team:{team}", f"queue:{team}"):
            await socket.subscribe(room)
            await signal(socket, lambda each, room=room: each == Changed(room))  # type: ignore[misc]
        await socket.drop()
        await signal(socket, lambda each: each == Changed("mine"))
        ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
        await socket.subscribe(ticket)
        await socket.unsubscribe(ticket)
        await customer.post(f"/v1/tickets/{ticket}/messages", {"body": "unheard"})
        assert await socket.subscribe(ticket) == 3
        seen: list[int] = []
        async with asyncio.timeout(30):
            async for update in socket.events():
                seen.append(getattr(update, "seq", -1))
                if seen[-1] == 3:
                    break
        assert seen == [1, 2, 3]


async def test_an_outbox_outlives_its_program(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    written = DeskState()
    for number in range(1, 4):
        written.send(ticket, str(number), cmid=f"c{number}")
    kept = written.snapshot()
    # Twice: as two tabs with one storage would.
    async with (
        DeskSocket(desk.url, str(customer.token), backoff=BACKOFF, kept=kept) as one,
        DeskSocket(desk.url, str(customer.token), backoff=BACKOFF, kept=kept) as two,
    ):
        for socket in (one, two):
            acks = [await socket.send(ticket, str(number), cmid=f"c{number}") for number in range(1, 4)]
            assert [ack.seq for ack in acks] == [3, 4, 5]
            assert socket.state.snapshot()["outbox"] == []
    stored = await customer.get(f"/v1/tickets/{ticket}/messages")
    assert [each["body"] for each in stored["items"]] == ["0", "1", "2", "3"]
    await invariants(desk.database)


async def test_goaway_is_obeyed(desk: Desk, settings: Settings, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with another(settings) as second:
        socket = DeskSocket(second.url, str(customer.token), backoff=BACKOFF)
        async with socket:
            await socket.subscribe(ticket)
            socket._urls = [desk.url]
            closed = socket._ws
            assert closed is not None
            second.app.state.hub.drain()
            ack = await socket.send(ticket, "on the way")
            async with asyncio.timeout(30):
                while socket.connections < 2:  # noqa: ASYNC110 - the reconnect has no event of its own
                    await asyncio.sleep(0.02)
            # The client left by itself, before the desk would have closed with 4001.
            assert closed.protocol.close_rcvd_then_sent is False
            assert (await socket.send(ticket, "afterwards")).seq == ack.seq + 1


async def test_silence_is_the_end_of_a_connection(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.client.socket.PATIENCE", 0.3 / 25)
    customer = await callers_.customer()
    async with DeskSocket(desk.url, str(customer.token), backoff=BACKOFF) as socket:
        async with asyncio.timeout(30):
            while socket.connections < 3:  # noqa: ASYNC110 - the reconnect has no event of its own
                await asyncio.sleep(0.02)


async def test_a_token_is_renewed_before_it_ends(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.client.socket.SOONEST_RENEWAL_SECONDS", 0.0)
    customer = await callers_.customer()

    async def token() -> str:
        return str(customer.token)

    async with DeskSocket(desk.url, token, backoff=BACKOFF) as socket:
        socket._renew_in(0)
        first = socket._renewal
        async with asyncio.timeout(30):
            # The desk's answer says when to renew next.
            while socket._renewal is first:  # noqa: ASYNC110 - the answer has no event of its own
                await asyncio.sleep(0.02)
        assert socket.signals.empty()
        assert socket.connections == 1


async def test_typing_is_over_after_its_time() -> None:
    over: list[tuple[str, str]] = []
    done = asyncio.Event()

    def expire(ticket: str, who: str) -> None:
        over.append((ticket, who))
        if who == "last":
            done.set()

    news = News(expire)
    # Said again, it is one typing; and one that is over has no time left.
    for who, on in (("anna", True), ("anna", True), ("vera", True), ("vera", False), ("last", True)):
        news.put(Typing("t", who, on=on, ttl=0, frame={}))
    await asyncio.wait_for(done.wait(), 30)
    assert over == [("t", "anna"), ("t", "last")]
    assert news.signals.qsize() == 5
