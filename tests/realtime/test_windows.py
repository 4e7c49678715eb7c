"""The moments between a look and a hint: what happens just then, or is told by a hint that is lost, is not missed."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest

from app import clock
from app.errors import Unavailable
from app.hints import Hint
from app.realtime import handshake, protocol, sweep
from app.realtime.envelopes import Signal
from app.realtime.limits import COMING_AT_ONCE, PRESENCE_BURST, PRESENCE_SECONDS
from app.services import epochs, reads
from app.services.lean import participants
from app.settings import Settings
from tests.conftest import Api, Callers, Desk
from tests.realtime.processes import another, at
from tests.realtime.sockets import Listening, Socket
from tests.realtime.test_trouble import until


@pytest.fixture
async def ticket(callers_: Callers) -> tuple[Api, Api, str]:
    """A customer, an agent, and the customer's ticket."""
    customer, agent = await callers_.customer(), await callers_.agent()
    return customer, agent, (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]


def of(seen: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The frames of one type."""
    return [each for each in seen if each["t"] == kind]


async def test_what_is_committed_while_a_client_subscribes_comes_at_once(
    settings: Settings, ticket: tuple[Api, Api, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to date when it was looked up, and behind before it followed: no second hint would come."""
    customer, agent, made = ticket
    real = participants.of
    async with another(settings) as second:
        there = at(second, agent)

        async def while_looking(*given: Any, **more: Any) -> Any:
            found = await real(*given, **more)
            await there.post(f"/v1/tickets/{made}/messages", {"body": "just now"})
            return found

        async with Listening(customer, url=second.ws_url) as socket:
            monkeypatch.setattr(participants, "of", while_looking)
            await socket.follow(made, after=2)
            monkeypatch.setattr(participants, "of", real)
            assert [each["seq"] for each in await socket.events(made, 3)][:1] == [3]
        assert not len(second.app.state.hub.attention)


@pytest.mark.usefixtures("long_offers")
async def test_a_customer_hears_that_the_wait_is_over_also_when_the_hint_was_lost(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent, customer = await callers_.agent(online=True), await callers_.customer()
    async with Socket(customer) as theirs:
        chat = await customer.post("/v1/chats", {"body": "Is anybody there?"})
        assert (await theirs.get("queue"))["position"] == 1
        await theirs.silence(0.5)
        publish = desk.database.publish
        assert publish is not None

        async def lossy(hints: Sequence[Hint]) -> None:
            await publish([each for each in hints if each.kind != "queue"])

        monkeypatch.setattr(desk.database, "publish", lossy)
        await agent.post(f"/v1/chats/{chat['id']}/accept", expect=200)
        while (said := await theirs.get("queue"))["status"] != "active":
            pass
        assert said["position"] is None


async def test_a_socket_that_is_let_in_while_the_process_is_told_to_stop_is_sent_away(
    settings: Settings, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await callers_.customer()
    inside, go = asyncio.Event(), asyncio.Event()
    real = protocol._converse

    async def late(*given: Any) -> None:
        inside.set()
        await go.wait()
        await real(*given)

    monkeypatch.setattr(protocol, "_converse", late)
    async with another(settings.model_copy(update={"drain_seconds": 5.0})) as second:
        socket = Socket(customer, url=second.ws_url, bearer=True)
        await socket.open()
        await inside.wait()
        second.app.state.hub.drain()
        await asyncio.sleep(0.3)
        go.set()
        assert await socket.closed() == (4001, "go away")


async def test_a_caller_who_is_looked_up_while_the_process_is_told_to_stop_is_refused(
    settings: Settings, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await callers_.customer()
    real = handshake.admit
    async with another(settings) as second:

        async def meanwhile(*given: Any) -> Any:
            found = await real(*given)
            second.app.state.hub.drain()
            return found

        monkeypatch.setattr(protocol, handshake.admit.__name__, meanwhile)
        with pytest.raises(Exception, match="503"):
            await Socket(customer, url=second.ws_url, bearer=True).open()


async def test_the_first_frame_is_a_welcome_or_none(settings: Settings, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with another(settings) as second:
        socket = Socket(customer, url=second.ws_url, bearer=True)
        await socket.open()
        second.app.state.hub.drain()
        assert await socket.closed() == (4001, "go away")
        assert not socket.seen


async def test_a_poll_ends_when_its_caller_signs_out(settings: Settings, ticket: tuple[Api, Api, str]) -> None:
    _, agent, made = ticket
    async with another(settings) as second:  # it sweeps once a minute
        there = at(second, agent)
        polling = asyncio.create_task(there("GET", "/v1/sync", params={"cursors": f"{made}:2", "wait": 20}))
        await until(lambda: bool(len(second.app.state.hub.watching)))
        await asyncio.sleep(0.2)
        await agent("POST", "/v1/auth/logout", expect=204)
        # Long before it would have ended by itself.
        async with asyncio.timeout(30):
            assert (await polling).status_code == 401


async def test_what_was_read_is_stored_when_the_database_is_back(
    desk: Desk, ticket: tuple[Api, Api, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    customer, _, made = ticket
    failed = 0
    real = reads.mark

    async def away(*given: Any) -> bool:
        nonlocal failed
        failed += 1
        if failed < 3:
            raise Unavailable
        return await real(*given)

    monkeypatch.setattr(reads, "mark", away)
    async with Listening(customer) as socket:
        await socket.follow(made)
        await socket.tell(t="read", ticket=made, seq=2)
        async with asyncio.timeout(30):
            while not (await customer.get(f"/v1/tickets/{made}/read"))["read"]:  # noqa: ASYNC110 - it asks from outside
                await asyncio.sleep(0.1)
    assert failed == 3
    await until(lambda: not desk.app.state.hub.people._marks)
    assert "Traceback" not in caplog.text


async def test_a_stopping_process_stores_what_was_read(
    settings: Settings, ticket: tuple[Api, Api, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, _, made = ticket
    async with another(settings) as second:
        monkeypatch.setattr(second.app.state.hub.people.errands, "add", lambda *_: None)
        async with Listening(customer, url=second.ws_url) as socket:
            await socket.follow(made)
            await socket.tell(t="read", ticket=made, seq=2)
            await until(lambda: bool(second.app.state.hub.people._marks))
    assert (await customer.get(f"/v1/tickets/{made}/read"))["read"]


async def test_a_room_that_was_left_while_its_people_were_asked_for_is_forgotten(
    desk: Desk, callers_: Callers, ticket: tuple[Api, Api, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, agent, made = ticket
    other = await callers_.agent(name="Leo")
    asked, go, real = asyncio.Event(), asyncio.Event(), participants.of

    async def slow(*given: Any, **more: Any) -> Any:
        asked.set()
        await go.wait()
        return await real(*given, **more)

    async with Listening(customer) as socket:
        await socket.follow(made)
        await agent.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(agent.id)}, expect=200)
        monkeypatch.setattr(participants, "of", slow)
        await socket.tell(t="read", ticket=made, seq=2)
        await asked.wait()
    hub = desk.app.state.hub
    await until(lambda: not hub.rooms)
    await other.post(f"/v1/tickets/{made}/messages", {"body": "hello"})
    monkeypatch.setattr(participants, "of", real)
    go.set()
    await until(lambda: not hub.people.errands._running and not hub.people.errands._waiting)
    assert not hub.people._circles


async def test_a_bus_that_repeats_and_reorders_lets_nobody_type_for_ever(
    settings: Settings, ticket: tuple[Api, Api, str]
) -> None:
    customer, agent, made = ticket
    async with another(settings) as second, Listening(customer, url=second.ws_url) as socket:
        await socket.follow(made)
        hub = second.app.state.hub
        said = [made, str(agent.id), "Anna"]
        on = Signal("typing", [*said, True, "public"], hub.bus.now() - 1)
        off = Signal("typing", [*said, False, "public"], hub.bus.now() - 0.5)
        for signals in ([on], [on], [off], [on], [off]):
            hub.hear(signals)
        assert [(await socket.get("typing"))["on"] for _ in range(2)] == [True, False]
        assert not of(await socket.silence(), "typing")


async def test_somebody_who_toggles_presence_is_told_of_a_few_times_and_in_the_end_truly(
    ticket: tuple[Api, Api, str],
) -> None:
    customer, agent, made = ticket
    async with Listening(agent) as ours, Socket(customer) as theirs:
        await ours.follow(made)
        await ours.silence(0.2)
        began, told = clock.monotonic(), list[dict[str, Any]]()
        for number in range(101):
            await theirs.tell(t="presence", state="active" if number % 2 else "idle")
        # The answer to the last frame: all before it have been seen.
        await theirs.follow(made)
        for _ in range(10):
            more = of(await ours.silence(1.2), "presence")
            told += more
            if told and told[-1]["state"] == "away" and not more:
                break
        assert told[-1]["state"] == "away"
        passed = clock.monotonic() - began
        assert 2 <= len(told) <= PRESENCE_BURST + 1 + passed / PRESENCE_SECONDS


async def test_everybody_comes_again_when_the_database_has_another_history(
    settings: Settings, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await callers_.customer()
    async with another(settings) as second:
        socket = Socket(customer, url=second.ws_url)
        await socket.__aenter__()
        hub = second.app.state.hub
        was = hub.epoch

        async def restored(_connection: Any) -> str:
            return "another"

        monkeypatch.setattr(epochs, "current", restored)
        hub.sweeper.sweep_soon()
        assert await socket.closed() == (4012, "another history")
        async with Socket(customer, url=second.ws_url) as again:
            assert again.welcome["epoch"] == "another" != was


async def test_callers_are_looked_up_again_also_where_sweeps_are_rare(
    settings: Settings, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "RECHECK_SECONDS", 0.3)
    agent = await callers_.agent()
    async with another(settings) as second:  # it sweeps once a minute
        socket = Socket(agent, url=second.ws_url)
        await socket.__aenter__()
        async with second.database.lean() as connection:  # no hint tells of this
            await connection.execute("UPDATE sign_ins SET ended_at = $1 WHERE agent_id = $2", clock.now(), agent.id)
        assert await socket.closed() == (4503, "revoked")


async def test_a_ticket_that_is_not_yours_any_more_is_gone_from_the_socket(
    desk: Desk, callers_: Callers, ticket: tuple[Api, Api, str]
) -> None:
    customer, agent, made = ticket
    other = await callers_.customer(name="Oleg")

    async def belongs_to(who: Api) -> None:
        async with desk.database.lean() as connection:  # no operation does this today
            await connection.execute("UPDATE tickets SET requester_id = $1 WHERE id = $2", who.id, made)

    async with Socket(customer) as socket:
        await socket.follow(made)
        await socket.events(made, 2)
        await belongs_to(other)
        assert (await socket.get("gone"))["ticket"] == made
        await agent.post(f"/v1/tickets/{made}/messages", {"body": "for Oleg"})
        assert not of(await socket.silence(), "ev")
        await belongs_to(customer)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
        asyncpg.ObjectNotInPrerequisiteStateError("recovery is in progress"),
    ],
)
async def test_a_passing_trouble_is_no_other_history(desk: Desk, error: asyncpg.PostgresError) -> None:
    class Troubled:
        """The second question meets the trouble."""

        def __init__(self, real: Any) -> None:
            self.real, self.asked = real, 0

        async def fetchval(self, query: str) -> Any:
            self.asked += 1
            if self.asked == 2:
                raise error
            return await self.real.fetchval(query)

    async with desk.database.lean() as connection:
        with pytest.raises(type(error)):
            await epochs.current(Troubled(connection))  # type: ignore[arg-type]


async def test_a_storm_of_clients_is_let_in_a_few_at_a_time(
    settings: Settings, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await callers_.customer()
    real, inside, most = handshake.admit, 0, 0
    full = asyncio.Event()

    async def counted(*given: Any) -> Any:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        try:
            if inside == COMING_AT_ONCE:
                full.set()
            await full.wait()
            await asyncio.sleep(0.01)
            return await real(*given)
        finally:
            inside -= 1

    monkeypatch.setattr(protocol, handshake.admit.__name__, counted)
    async with another(settings) as second:
        sockets = [Socket(customer, url=second.ws_url, bearer=True) for _ in range(40)]
        await asyncio.gather(*(each.open() for each in sockets))
        assert most == COMING_AT_ONCE
        for each in sockets:
            await each.ws.close()
