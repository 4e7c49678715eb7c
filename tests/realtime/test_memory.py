"""What a peer can make the desk keep in memory is bounded, whatever it sends and however little it reads."""

import asyncio
import os
import sys
from contextlib import AsyncExitStack

import orjson
import pytest

from app.realtime import frames
from app.realtime.limits import BODY_CHARACTERS, WINDOW_BYTES
from tests.conftest import Api, Callers, Desk
from tests.realtime.peers import CONT, PING, TEXT, Peer, frame, greeted, peer, text
from tests.realtime.sockets import Socket
from tests.realtime.standalone import Standalone
from tests.realtime.test_trouble import until

MEGABYTE = 1_000_000
CROWD = 8
# All of it together takes 6 MB; without the bounds the heads alone take 85.
LIMIT = 40 * MEGABYTE
# The name of one flood, to see what it costs.
ONLY = os.environ.get("FLOOD")


async def test_a_reader_that_stands_still_costs_a_window_of_long_messages_and_then_gets_them_all(
    desk: Desk, callers_: Callers
) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with greeted(desk, customer) as still:
        still.reader._transport.pause_reading()  # type: ignore[attr-defined]
        (connection,) = desk.app.state.hub.of(customer.id)
        await still.write(text(orjson.dumps({"t": "sub", "id": 1, "subs": [{"ticket": ticket}]}).decode()))
        for number in range(60):
            await customer.post(f"/v1/tickets/{ticket}/messages", {"body": str(number % 10) * BODY_CHARACTERS})
        # The buffers of both sockets take some megabytes; what they do not take waits here.
        taken = frames.encode({"t": "hb", "x": "x" * 60_000})
        while not connection._outbox:
            connection.push(taken)
            await asyncio.sleep(0)
        for number in range(60):
            await customer.post(f"/v1/tickets/{ticket}/messages", {"body": str(number % 10) * BODY_CHARACTERS})
        await until(lambda: connection.behind)
        assert sum(map(len, connection._outbox)) <= WINDOW_BYTES + 3 * BODY_CHARACTERS
        still.reader._transport.resume_reading()  # type: ignore[attr-defined]
        last = 0
        while last < 122:
            _, payload = await still.next()
            if payload.startswith(b'{"t":"ev"'):
                last += 1
                assert orjson.loads(payload)["seq"] == last


async def _deaf(stack: AsyncExitStack, desk: Desk, api: Api) -> Peer:
    made = await stack.enter_async_context(greeted(desk, api))
    made.reader._transport.pause_reading()  # type: ignore[attr-defined]
    return made


def _floods(ticket: str) -> dict[str, bytes]:
    subscribe = text(orjson.dumps({"t": "sub", "id": 1, "subs": [{"ticket": ticket}]}).decode())
    send = {"t": "send", "id": 1, "ticket": ticket, "body": "x" * BODY_CHARACTERS}
    return {
        "small frames": text('{"t":"x"}') * 200_000,
        "pings": frame(PING, b"x" * 125) * 20_000,
        "parts": (frame(TEXT, b"", fin=False) + frame(CONT, b"", fin=False) * 900 + frame(CONT)) * 500,
        "subscriptions": subscribe * 300,
        "sends": b"".join(text(orjson.dumps({**send, "cmid": str(number)}).decode()) for number in range(100)),
        "endless heads": b"GET /healthz HTTP/1.1\r\nx: " + b"a" * 8 * MEGABYTE,
    }


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of another process's memory is read from /proc")
async def test_floods_do_not_make_the_process_grow(alone: Standalone, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    for number in range(60):
        await customer.post(f"/v1/tickets/{ticket}/messages", {"body": str(number % 10) * BODY_CHARACTERS})
    floods = {name: data for name, data in _floods(ticket).items() if ONLY in {None, name}}
    alone.forget_peak()
    before = alone.peak()
    async with AsyncExitStack() as stack:
        writing = []
        for name, data in floods.items():
            for _ in range(CROWD):
                if name == "endless heads":
                    one = await stack.enter_async_context(peer(alone.desk))
                else:
                    one = await _deaf(stack, alone.desk, customer)
                writing.append(asyncio.create_task(one.write(data)))
        # What the buffers of the kernel have taken is read only now.
        await asyncio.sleep(2)
        async with Socket(customer, url=alone.desk.ws_url) as witness:
            assert (await witness.say(ticket, "still here", cmid="witness"))["t"] == "ack"
        grown = alone.peak() - before
        for each in writing:
            each.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
    print(f"{grown / MEGABYTE:.1f} MB for {len(writing)} peers")  # noqa: T201
    assert grown < LIMIT
    assert alone.complaints() == []
