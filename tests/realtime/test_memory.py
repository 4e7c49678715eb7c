"""What a peer can make the desk keep in memory is bounded, whatever it sends and however little it reads."""

import asyncio

import orjson

from app.realtime.limits import BODY_CHARACTERS, WINDOW_CHARACTERS
from tests.conftest import Callers, Desk
from tests.realtime.peers import greeted, text
from tests.realtime.test_trouble import until


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
        taken = "x" * 60_000
        while not connection._outbox:
            connection.push(taken)
            await asyncio.sleep(0)
        for number in range(60):
            await customer.post(f"/v1/tickets/{ticket}/messages", {"body": str(number % 10) * BODY_CHARACTERS})
        await until(lambda: connection.behind)
        assert sum(map(len, connection._outbox)) <= WINDOW_CHARACTERS + 3 * BODY_CHARACTERS
        still.reader._transport.resume_reading()  # type: ignore[attr-defined]
        last = 0
        while last < 122:
            _, payload = await still.next()
            if payload.startswith(b'{"t":"ev"'):
                last += 1
                assert orjson.loads(payload)["seq"] == last
