"""The Python client's shell against a desk that misbehaves: tries that fail, goodbyes, waits, and what is said anew."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from app.client import DeskSocket, Refused
from app.client.dialing import Backoff
from tests.clients.fake_desk import WELCOME, FakeDesk, fake_desk

BACKOFF = (0.01, 0.02)
TICKET = "0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e01"


async def goes_away(ws: WebSocket) -> None:
    await ws.send_json({"t": "goaway", "reconnect_in_ms": 300})
    await ws.receive_json()


async def is_sorry(ws: WebSocket) -> None:
    await ws.send_json({"t": "err", "re": None, "code": "temporarily_unavailable", "detail": "", "temporary": True})
    await ws.receive_json()


async def breaks_down(ws: WebSocket) -> None:
    await ws.send_json({"t": "err", "re": None, "code": "internal_error", "detail": "", "temporary": False})
    await ws.close(1011)


async def hangs_up(ws: WebSocket) -> None:
    await ws.close(4010)


async def talks_nonsense(ws: WebSocket) -> None:
    await ws.send_text('["no", "frame"]')
    await ws.receive_json()


async def forgets_the_epoch(ws: WebSocket) -> None:
    await ws.send_json({"t": "welcome", "hb": 25, "auth_expires_in": None})
    await ws.receive_json()


async def knows_more(ws: WebSocket) -> None:
    await ws.send_json({"t": "newer", "than": "this client"})
    await ws.send_json(WELCOME)
    await ws.receive_json()


@asynccontextmanager
async def entered(desk: FakeDesk) -> AsyncIterator[DeskSocket]:
    """A socket on this desk, which lets it in sooner or later."""
    socket = DeskSocket(desk.url, "token", backoff=BACKOFF)
    await asyncio.wait_for(socket.__aenter__(), 30)
    try:
        yield socket
    finally:
        await socket.close()


@pytest.mark.parametrize("turn", [is_sorry, breaks_down, hangs_up, talks_nonsense, forgets_the_epoch])
async def test_what_comes_instead_of_a_welcome_is_a_try_that_failed(turn: object) -> None:
    async with fake_desk() as desk:
        desk.turns = [turn, turn]  # type: ignore[list-item]
        async with entered(desk) as socket:
            assert (await socket.send(TICKET, "hello")).seq == 1
        assert len(desk.hellos) == 3


async def test_a_goodbye_instead_of_a_welcome_is_obeyed() -> None:
    async with fake_desk() as desk:
        desk.turns = [goes_away]
        async with entered(desk):
            before, after = desk.hellos
        assert after - before >= 0.3


async def test_what_is_unknown_may_come_before_the_welcome() -> None:
    async with fake_desk() as desk:
        desk.turns = [knows_more]
        async with entered(desk):
            assert len(desk.hellos) == 1


async def test_a_final_close_instead_of_a_welcome_is_a_refusal() -> None:
    async def refuses(ws: WebSocket) -> None:
        await ws.send_json({"t": "err", "re": None, "code": "bad_frame", "detail": "", "temporary": False})
        await ws.close(4503, "revoked")

    async with fake_desk() as desk:
        desk.turns = [refuses]
        with pytest.raises(Refused, match="revoked"):
            await asyncio.wait_for(DeskSocket(desk.url, "token").__aenter__(), 30)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_of_something_in_between_is_no_refusal_of_the_desk(status: int) -> None:
    async with fake_desk() as desk:
        desk.grants = [Response("<h1>Sign in to the hotel</h1>", status), JSONResponse({"grand": "hotel"}, 201)]
        async with entered(desk) as socket:
            assert len(desk.bearers) == 3
            assert (await socket.send(TICKET, "hello")).seq == 1


async def test_a_refusal_of_the_desk_is_one() -> None:
    async with fake_desk() as desk:
        desk.grants = [JSONResponse({"code": "signed_out", "detail": "Sign in again"}, 401)]
        with pytest.raises(Refused, match="signed_out"):
            await asyncio.wait_for(DeskSocket(desk.url, "token").__aenter__(), 30)


@pytest.mark.parametrize("where", ["grants", "refusals"])
async def test_retry_after_is_obeyed(where: str) -> None:
    async with fake_desk() as desk:
        getattr(desk, where).append(JSONResponse({"code": "too_many"}, 429, headers={"retry-after": "1"}))
        begun = time.monotonic()
        async with entered(desk):
            assert desk.hellos[0] - begun >= 1.0


async def test_a_token_function_that_fails_is_asked_again_until_it_refuses() -> None:
    answers: list[str | Exception] = [ValueError("no network"), "good", KeyError("token"), Refused("signed_out")]

    async def token() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with fake_desk() as desk, DeskSocket(desk.url, token, backoff=BACKOFF) as socket:
        await socket.subscribe(TICKET)
        await socket.drop()
        unanswered = asyncio.create_task(socket.send(TICKET, "hello"))
        with pytest.raises(Refused, match="signed_out"):
            await asyncio.wait_for(unanswered, 30)
        assert answers == []
        assert desk.bearers == ["good"]


async def test_a_goodbye_counts_when_the_close_comes_before_the_last_ack() -> None:
    async def leaves_in_the_middle(ws: WebSocket) -> None:
        await ws.send_json(WELCOME)
        await desk.next(ws)
        await ws.send_json({"t": "goaway", "reconnect_in_ms": 400})
        await ws.close(4001)

    async with fake_desk() as desk:
        desk.turns = [leaves_in_the_middle]
        async with entered(desk) as socket:
            await asyncio.wait_for(socket.send(TICKET, "hello"), 30)
        before, after = desk.hellos
        assert after - before >= 0.4
        assert [number for number, frame in desk.frames if frame["t"] == "send"] == [1, 2]


async def test_a_presence_that_changed_before_the_welcome_is_said_after_it() -> None:
    async def takes_its_time(ws: WebSocket) -> None:
        socket.show("idle")
        await desk.polite(ws)

    async with fake_desk() as desk:
        desk.turns = [takes_its_time]
        socket = DeskSocket(desk.url, "token", backoff=BACKOFF)
        async with socket:
            await socket.subscribe(TICKET)
            await socket.drop()
            await asyncio.wait_for(socket.send(TICKET, "hello"), 30)
        assert [frame["presence"] for frame in desk.of("hello")] == ["active", "idle"]
        assert desk.of("presence") == [{"t": "presence", "state": "idle"}]


async def test_a_room_that_cannot_be_one_is_refused_and_nothing_else() -> None:
    async with fake_desk() as desk, entered(desk) as socket:
        for room in ("", "t1", "team:", "queue:mine", "mine ", TICKET.upper(), f"team:{TICKET}0"):
            with pytest.raises(Refused, match="invalid"):
                await socket.subscribe(room)
        assert await socket.subscribe(TICKET) == 0
        await socket.subscribe(f"team:{TICKET}")
        assert len(desk.of("sub")) == 2


async def test_connections_without_a_welcome_are_failures_however_long_they_took() -> None:
    async def is_slow(ws: WebSocket) -> None:
        await asyncio.sleep(0.1)
        await ws.close(4010)

    async with fake_desk() as desk:
        desk.turns = [is_slow, is_slow, is_slow]
        # Anything over 20 ms is a good connection here.
        async with entered(desk) as socket:
            assert socket._backoff.failures == 3
            await asyncio.sleep(0.05)
            await socket.drop()
            async with asyncio.timeout(30):
                while socket.connections < 2:  # noqa: ASYNC110 - the reconnect has no event of its own
                    await asyncio.sleep(0.01)
            assert socket._backoff.failures == 1


def test_waits_grow_to_the_longest_and_are_spread_over_all_of_it() -> None:
    random.seed(17)
    backoff = Backoff(1.0, 30.0)
    limits = []
    for _ in range(8):
        limits.append(backoff.limit)
        backoff.wait(0.0)
    assert limits == [1, 2, 4, 8, 16, 30, 30, 30]
    waits = [backoff.wait(0.0) for _ in range(2_000)]
    assert 0 <= min(waits) < 0.3
    assert 29.7 < max(waits) <= 30
    assert 14 < sum(waits) / len(waits) < 16
    assert backoff.limit == 30


def test_whoever_asks_for_a_longer_wait_gets_it() -> None:
    assert Backoff(1.0, 30.0).wait(45.0) == 45.0
    # And not all who were asked for the same come back at the same time.
    waits = [Backoff(1.0, 30.0).wait(0.5) for _ in range(200)]
    assert 0.5 <= min(waits) < 0.55
    assert 0.95 < max(waits) <= 1.0


def test_only_a_good_connection_makes_the_waits_short_again() -> None:
    backoff = Backoff(1.0, 30.0)
    for seconds in (0.0, 0.0, 9.9):
        backoff.lived(seconds)
        backoff.wait(0.0)
    assert backoff.limit == 8
    backoff.lived(10.1)
    assert backoff.limit == 1
