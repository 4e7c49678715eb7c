"""Before a socket is one: heads that never end, that are too large or that are no HTTP; and peers that play dead."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from app import clock
from app.realtime import frames
from app.realtime.http import DeskHttpProtocol
from app.realtime.server import DeskProtocol, uvicorn_options
from tests.conftest import Callers, Desk
from tests.realtime.peers import greeted, head, peer
from tests.realtime.processes import another
from tests.realtime.sockets import Socket
from tests.realtime.test_trouble import until


class HastyHttp(DeskHttpProtocol):
    """Has less time than everybody else."""

    head_seconds = 0.4
    body_seconds = 0.4


class HastySockets(DeskProtocol):
    """Asks for a sign of life every second."""

    stall_seconds = 1.0

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.ping_interval, self.ping_timeout = 1.0, 2.5


@pytest.fixture(scope="module")
async def hasty(desk: Desk) -> AsyncIterator[Desk]:
    """A process in a hurry."""
    async with another(desk.app.state.settings, ws=HastySockets, http=HastyHttp) as made:
        yield made


@pytest.fixture(autouse=True)
def _calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing here is an error of ours."""
    with caplog.at_level(logging.WARNING):
        yield
    assert not [each.getMessage() for each in caplog.records if each.exc_info or each.levelno >= logging.ERROR]


UPGRADE = head("x")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200, 400),
        (b"\xff" * 100, 400),
        (b"SSH-2.0-OpenSSH_9.2\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET /v1/realtime HTTP/9.9\r\n\r\n", 400),
        (b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n", 400),
        (head("x", path="/v1/r\xe9altime"), 400),
        (head("x", path="/v1/realtime?" + "a" * 9_000), 414),
        (head("x", "X-Long: " + "a" * 9_000), 431),
        (head("x", *(f"X-{number}: a" for number in range(200))), 431),
        (head("x", *(f"X-{number}: {'a' * 8_000}" for number in range(130))), 431),
        (head("x", "X-Long: " + "a" * 1_000_000), 431),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Endless: " + b"a" * 1_000_000, 431),
        (b"GET /" + b"a" * 1_000_000, 431),
        (b"GET /healthz HTTP/1.1\r\n" + b"a" * 1_000_000, 431),
        (head("x", method="POST"), 405),
        (head("x", "Transfer-Encoding: chunked"), 400),
        (head("x", "Content-Length: 5") + b"hello", 400),
        (UPGRADE.replace(b"Version: 13", b"Version: 12"), 400),
        (UPGRADE.replace(b"Key: dGhlIHNhbXBsZSBub25jZQ==", b"Key: short"), 400),
        (UPGRADE.replace(b"desk.v1", b"desk.v2"), 400),
        (UPGRADE.replace(b"desk.v1", b"desk.v1, \xd0\xbf, ,,"), 400),
        (UPGRADE.replace(b"Bearer x", b"Bearer \xff\xfe"), 401),
        (UPGRADE.replace(b"Host: 127.0.0.1", b"Origin: http://[::1"), 403),
        (UPGRADE, 401),
    ],
)
async def test_what_is_no_upgrade_is_refused_at_once(hasty: Desk, sent: bytes, status: int) -> None:
    async with peer(hasty) as one:
        writing = asyncio.create_task(one.write(sent))
        answer = await one.rest()
        await writing
        # The end of a connection that still sends may overtake the answer.
        assert answer.startswith(b"HTTP/1.1 %d " % status) or (len(sent) > 200_000 and not answer), answer[:200]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /v1/rea",
        UPGRADE[:-2],
        b"POST /v1/widget/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + UPGRADE[:50],
        b"\r\n",
    ],
)
async def test_the_rest_of_a_request_is_not_waited_for_for_ever(hasty: Desk, sent: bytes) -> None:
    """A byte now and then does not help either."""
    async with peer(hasty) as one:

        async def drip() -> None:
            while True:
                await one.write(b"\r\n" if sent in {b"", b"\r\n"} else b"a", after=0.2)

        await one.write(sent)
        dripping = asyncio.create_task(drip())
        answer = await one.rest(8)
        dripping.cancel()
        assert b"HTTP/1.1 2" not in answer or b"healthz" in sent


async def test_empty_lines_after_an_answer_keep_no_connection(hasty: Desk) -> None:
    async with peer(hasty) as one:
        await one.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert "200" in await one.read_head()
        for _ in range(4):
            await one.write(b"\r\n", after=0.05)
        await one.rest(4)


async def test_a_peer_that_answers_no_ping_is_gone(hasty: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with greeted(hasty, customer) as half_open, Socket(customer, url=hasty.ws_url) as alive:
        assert await half_open.end() == 1011
        await until(lambda: len(hasty.app.state.hub.of(customer.id)) == 1)
        assert (await alive.follow("01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"))["t"] == "ok"


async def test_a_process_stops_in_time_although_peers_do_not_read(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with AsyncExitStack() as peers:
        async with another(desk.app.state.settings, timeout_graceful_shutdown=4) as second:
            hub = second.app.state.hub
            deaf = await peers.enter_async_context(greeted(second, customer))
            half = await peers.enter_async_context(peer(second))
            await half.write(UPGRADE[:40])
            (connection,) = hub.of(customer.id)
            long = frames.encode({"t": "hb", "x": "x" * 60_000})
            async with asyncio.timeout(30):
                while len(connection._outbox) < 200:
                    connection.push(long)
                    await asyncio.sleep(0)
            begun = clock.monotonic()
        assert clock.monotonic() - begun < 30
        assert not hub.connections
        # What the kernel had room for still comes, at times with our goodbye at its end.
        assert await deaf.end() in {None, 4001}


def test_a_connection_may_rest_longer_than_clients_and_proxies_keep_theirs() -> None:
    """Whoever ends it first must be the one who sends: else a request meets a connection that has just been closed."""
    assert uvicorn_options()["timeout_keep_alive"] > 60
