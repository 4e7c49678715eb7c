"""The hub in trouble: a database that drops out, peers that do not read, a process that stops."""

import asyncio
import socket as sockets
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from app.realtime.server import DeskProtocol
from app.services import epochs
from tests.conftest import Api, Callers, Desk
from tests.realtime.processes import another
from tests.realtime.sockets import Socket

UPGRADE = (
    "GET /v1/realtime HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Protocol: desk.v1\r\nAuthorization: Bearer {token}\r\n\r\n"
)


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for it."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - it watches the server from outside
            await asyncio.sleep(0.02)


async def test_an_unknown_outcome_is_never_an_ack_and_the_same_send_again_is_stored_once(
    desk: Desk, callers_: Callers
) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as socket, desk.database.lean() as blocker:
        transaction = blocker.transaction()
        await transaction.start()
        await blocker.execute("SELECT 1 FROM tickets WHERE id = $1 FOR UPDATE", ticket)
        first = await socket.ask(t="send", ticket=ticket, cmid="c-1", body="hello")
        second = await socket.ask(t="send", ticket=ticket, cmid="c-2", body="after it")
        answering = asyncio.create_task(socket.answer(first))
        async with desk.database.lean() as connection:
            # Loops of the desk may wait for the same row: whoever does, until it was the one.
            while not answering.done():
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                )
                await asyncio.wait({answering}, timeout=0.02)
        refusal = answering.result()
        assert (refusal["t"], refusal["code"], refusal["temporary"]) == ("err", "temporarily_unavailable", True)
        assert await socket.closed() == (4010, "temporarily_unavailable")
        await transaction.rollback()
        # The second must not overtake the first.
        assert not [each for each in socket.seen if each.get("re") == second]
    async with Socket(customer) as again:
        for cmid, body in (("c-1", "hello"), ("c-2", "after it")):
            assert (await again.say(ticket, body, cmid=cmid))["t"] == "ack"
    stored = await customer.get(f"/v1/tickets/{ticket}/messages")
    assert [each["body"] for each in stored["items"]] == ["It leaks", "hello", "after it"]


async def test_rooms_go_on_after_all_connections_to_the_database_broke(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with Socket(customer) as socket:
        await socket.follow(ticket)
        control = await asyncpg.connect(desk.database.url)
        await control.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        await control.close()
        async with asyncio.timeout(30):
            while (sent := await customer("POST", f"/v1/tickets/{ticket}/messages", json={"body": "1"})).is_error:
                assert sent.status_code == 503
        seen = await socket.events(ticket, sent.json()["seq"])
        assert [each["seq"] for each in seen] == list(range(1, len(seen) + 1))
    # The next test begins with connections that live.
    await desk.database.engine.dispose()


class Impatient(DeskProtocol):
    """Gives up on a peer that does not read after a second."""

    stall_seconds = 1.0


def connected(desk: Desk, api: Api) -> sockets.socket:
    """A raw socket after the upgrade."""
    raw = sockets.create_connection(("127.0.0.1", int(desk.url.rpartition(":")[2])))
    raw.sendall(UPGRADE.format(token=api.token).encode())
    return raw


def masked(opcode: int, payload: bytes) -> bytes:
    """A client's frame with a mask of zeros."""
    return bytes((0x80 | opcode, 0x80 | len(payload))) + b"\0\0\0\0" + payload


async def test_a_flood_of_pings_from_a_peer_that_never_reads_is_cut_off(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with another(desk.app.state.settings, ws=Impatient) as second:
        raw = await asyncio.to_thread(connected, second, customer)
        await until(lambda: bool(second.app.state.hub.connections))
        raw.setblocking(False)
        pings = masked(0x9, b"x" * 120) * 500
        sent = 0
        loop = asyncio.get_running_loop()
        with pytest.raises((ConnectionError, TimeoutError)):  # noqa: PT012 - it is cut off at some point
            async with asyncio.timeout(30):
                while sent < 500_000_000:
                    await loop.sock_sendall(raw, pings)
                    sent += len(pings)
        raw.close()
        # What the buffers of two sockets hold, and not what we were ready to send.
        assert sent < 100_000_000
        await until(lambda: not second.app.state.hub.connections)


async def test_a_peer_that_stops_reading_is_dropped_and_others_do_not_notice(desk: Desk, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with another(desk.app.state.settings, ws=Impatient) as second, Socket(agent, url=second.ws_url) as fine:
        slow = Socket(customer, url=second.ws_url)
        await slow.__aenter__()
        await slow.follow(ticket)
        slow.ws.transport.pause_reading()
        body = "отклик" * 2700
        last = 0
        hub = second.app.state.hub
        async with asyncio.timeout(40):
            while customer.id in {each.actor.id for each in hub.connections}:
                last = (await fine.say(ticket, body))["seq"]
        await fine.follow(ticket, after=last - 1)
        assert (await fine.events(ticket, last))[-1]["seq"] == last
        slow.ws.transport.abort()


class Brisk(DeskProtocol):
    """Asks for a sign of life after two seconds."""

    stall_seconds = 1.0

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.ping_interval, self.ping_timeout, self.close_timeout = 2.0, 0.5, 0.5


@pytest.mark.parametrize("ends", ["by itself", "at our word"])
async def test_what_a_dead_peer_never_takes_keeps_no_connection(desk: Desk, callers_: Callers, ends: str) -> None:
    """The bytes that wait are too few for the server to call it slow, and a close would wait for them for ever."""
    customer = await callers_.customer()
    made: list[Brisk] = []

    def remembered(*arguments: Any, **more: Any) -> Brisk:
        made.append(Brisk(*arguments, **more))
        return made[-1]

    async with another(desk.app.state.settings, ws=remembered) as second:
        raw = await asyncio.to_thread(connected, second, customer)
        await until(lambda: bool(second.app.state.hub.connections))
        (connection,) = second.app.state.hub.connections
        (peer,) = made
        async with asyncio.timeout(30):
            while not peer.transport.get_write_buffer_size():
                connection.push(b"x" * 30_000)
                await asyncio.sleep(0.002)
        assert peer.writable.is_set()
        if ends == "at our word":
            connection.close(4503, "revoked", now=True)
        await until(lambda: peer not in peer.connections and not second.app.state.hub.connections)
        raw.close()


async def test_a_stopping_process_says_so_and_leaves_nobody_behind(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with another(desk.app.state.settings) as second:
        socket = Socket(customer, url=second.ws_url)
        await socket.__aenter__()
    assert await socket.closed() == (4001, "go away")
    assert [each["t"] for each in socket.seen][-1] == "goaway"
    assert not second.app.state.hub.connections


async def test_an_epoch_belongs_to_one_history(desk: Desk) -> None:
    async with desk.database.lean() as connection:
        here = await epochs.current(connection)
        assert here == await epochs.current(connection)
        await connection.execute("CREATE DATABASE another_history")
    other = await asyncpg.connect(desk.database.url, database="another_history")
    try:
        assert await epochs.current(other) != here
    finally:
        await other.close()
    async with desk.database.lean() as connection:
        await connection.execute("DROP DATABASE another_history WITH (FORCE)")
