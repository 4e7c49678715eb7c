"""A Redis that is killed, frozen or not there yet costs latency: nothing else, and nobody waits for it."""

import asyncio
import signal
from collections.abc import Iterator

import pytest
import uvloop

from app.realtime import bus, redis_line
from app.settings import Settings
from tests.conftest import Api, Callers
from tests.desks import eventually
from tests.realtime.processes import RedisServer, a_redis, another, at
from tests.realtime.sockets import Listening, Socket

# An acknowledgement is a commit in Postgres, whatever the bus does.
SOON = 10.0


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A redis-server to be treated badly."""
    with a_redis() as server:
        yield server


async def _say(socket: Socket, ticket: str, start: int, many: int) -> None:
    for number in range(start, start + many):
        async with asyncio.timeout(SOON):
            assert (await socket.say(ticket, str(number)))["t"] == "ack"


async def _is_carried(speaker: Listening, hearer: Listening, ticket: str) -> None:
    """Typing arrives, which only the bus carries."""

    async def typing() -> bool:
        await speaker.tell(t="typing", ticket=ticket, on=True)
        try:
            await hearer.get("typing", seconds=0.3)
        except TimeoutError:
            return False
        return True

    await eventually(typing, bool)


async def _opened(customer: Api) -> str:
    made: str = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    return made


async def test_a_redis_that_is_killed_and_comes_back_loses_nothing(
    settings: Settings, own_redis: RedisServer, callers_: Callers
) -> None:
    on_redis = settings.model_copy(update={"redis_url": own_redis.url})
    async with another(on_redis) as first, another(on_redis) as second:
        customer, agent = at(first, await callers_.customer()), at(second, await callers_.agent())
        ticket = await _opened(customer)
        async with Listening(customer) as theirs, Listening(agent) as ours:
            await theirs.follow(ticket)
            await ours.follow(ticket)
            await _is_carried(theirs, ours, ticket)
            own_redis.kill()
            await asyncio.gather(_say(theirs, ticket, 1, 20), _say(ours, ticket, 1, 20))
            own_redis.start()
            await asyncio.gather(_say(theirs, ticket, 21, 5), _say(ours, ticket, 21, 5))
            last = (await customer.get(f"/v1/tickets/{ticket}"))["seq"]
            for each in (theirs, ours):
                seen = await each.events(ticket, last)
                assert [event["seq"] for event in seen] == list(range(1, last + 1))
            await _is_carried(ours, theirs, ticket)


async def test_a_frozen_redis_holds_nobody_up(
    settings: Settings, own_redis: RedisServer, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_line, "SECONDS", 1.0)
    on_redis = settings.model_copy(update={"redis_url": own_redis.url})
    async with another(on_redis) as first, another(on_redis) as second:
        customer, agent = at(first, await callers_.customer()), at(second, await callers_.agent())
        ticket = await _opened(customer)
        async with Listening(customer) as theirs, Listening(agent) as ours:
            await theirs.follow(ticket)
            await ours.follow(ticket)
            own_redis.process.send_signal(signal.SIGSTOP)
            try:
                await _say(theirs, ticket, 1, 40)
                # One ticket, one hint: what waits for the bus does not grow with the messages.
                assert len(first.app.state.hub.bus._waiting) < 10
            finally:
                own_redis.process.send_signal(signal.SIGCONT)
            last = (await customer.get(f"/v1/tickets/{ticket}"))["seq"]
            seen = await ours.events(ticket, last)
            assert [event["seq"] for event in seen] == list(range(1, last + 1))
            await _is_carried(theirs, ours, ticket)


async def test_a_desk_starts_without_its_redis_and_joins_when_it_comes(
    settings: Settings,
    own_redis: RedisServer,
    callers_: Callers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus, "START_SECONDS", 0.3)
    own_redis.kill()
    on_redis = settings.model_copy(update={"redis_url": own_redis.url})
    complaints: list[tuple[str, dict[str, object]]] = []
    for how in ("warning", "exception"):
        monkeypatch.setattr(
            bus.log, how, lambda event, how=how, **more: complaints.append((how, {"event": event, **more}))
        )
    async with another(on_redis) as first, another(on_redis) as second:
        customer, agent = at(first, await callers_.customer()), at(second, await callers_.agent())
        ticket = await _opened(customer)
        async with Listening(customer) as theirs, Listening(agent) as ours:
            await theirs.follow(ticket)
            await ours.follow(ticket)
            await _say(theirs, ticket, 1, 3)
            # Two processes with two connections each, at 1, 2, 4, 8 ... failures; and one line that the sweep delivers.
            assert 6 <= len(complaints) <= 2 + 4 * 5, complaints
            assert {how for how, _ in complaints} == {"warning"}
            own_redis.start()
            await _is_carried(theirs, ours, ticket)


def test_a_server_that_has_hung_up_just_now_is_lost_and_no_error_of_ours(own_redis: RedisServer) -> None:
    """On the event loop that the desk runs on, whose transport refuses in its own way."""

    async def talk() -> None:
        line = redis_line.RedisLine(own_redis.url, "x" * 32)
        wire = await line.connect("a test")
        connection = wire._client.connection
        assert connection is not None
        assert connection._writer is not None
        connection._writer.transport.abort()
        with pytest.raises(line.lost):
            await wire.publish(["x"])
        await wire.close()

    uvloop.run(talk())
