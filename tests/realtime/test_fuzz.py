"""Whatever a peer sends: it is answered or ended with a code of the guide, nothing is logged, nobody else notices.

A few seconds here; `FUZZ_SECONDS=600 pytest tests/realtime/test_fuzz.py` looks for longer, with other examples.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

import orjson
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from app import clock
from app.schemas.realtime_out import FROM_SERVER
from tests.conftest import Callers
from tests.realtime.fuzzing import FOREIGN, NOWHERE, OWN, SCRIPTS, Sent, heads
from tests.realtime.peers import CLOSE, HELLO, TEXT, Peer, head, peer, text
from tests.realtime.sockets import Socket
from tests.realtime.standalone import Standalone

SECONDS = float(os.environ.get("FUZZ_SECONDS", "4"))
ENOUGH = 20
LAST = text('{"t":"sub","id":424242,"subs":[{"ticket":"%s"}]}' % NOWHERE)  # noqa: UP031 - braces
ALLOWED = {1002, 1007, 1009, 4029, 4500, 4505}


async def outcome(one: Peer, *, wild: bool) -> None:
    """Read until the last frame is answered or the connection ends, and judge it."""
    try:
        while True:
            opcode, payload = await one.next(30)
            if opcode == CLOSE:
                code = int.from_bytes(payload[:2], "big") if payload else 1005
                # Who sends anything at all may also have said goodbye, and got its own code back.
                assert code in ALLOWED or (wild and code not in {1006, 1011, 4010}), f"{code} {payload[2:]!r}"
                return
            if opcode == TEXT:
                FROM_SERVER.validate_json(payload)
                answer = orjson.loads(payload)
                assert answer.get("code") != "internal_error", answer
                assert not answer.get("temporary"), answer
                if answer.get("re") == 424242:
                    return
    except (EOFError, ConnectionError):
        # The end of a connection that has still sent something may overtake the close frame.
        assert wild


Example = tuple[list[Sent], bool, bytes]


def _batch(door: bytes) -> list[Example]:
    made: list[Example] = []
    rules = how(
        max_examples=300 if SECONDS > 60 else 100, deadline=None, database=None, derandomize=SECONDS <= 60,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    keep = given(SCRIPTS, st.sampled_from([True, True, True, False]), heads(door))
    rules(keep(lambda script, hello, data: made.append((script, hello, data))))()
    return made


def endless(door: bytes) -> Iterator[Example]:
    """Examples, the same ones in every short run. They are made before they are played: both want the same random."""
    while True:
        yield from _batch(door)


class Witnesses:
    """Two who talk the whole time."""

    def __init__(self, one: Socket, other: Socket, ticket: str) -> None:
        self._pair = (one, other)
        self._ticket = ticket
        self.said = 0

    async def talk(self) -> None:
        """Say something in turn; the other one hears it, in order."""
        heard = 2
        while True:
            for speaker, listener in (self._pair, self._pair[::-1]):
                answer = await speaker.say(self._ticket, f"{self.said}")
                assert answer["t"] == "ack", answer
                heard += 1
                events = await listener.events(self._ticket, heard)
                assert [each["seq"] for each in events] == list(range(1, len(events) + 1))
                self.said += 1
            await asyncio.sleep(0.02)


@pytest.mark.timeout(SECONDS + 150)
async def test_whatever_a_peer_sends_is_answered_or_ends_its_own_connection(
    alone: Standalone, callers_: Callers
) -> None:
    desk = alone.desk
    customer, agent, hostile = (await callers_.customer(), await callers_.agent(), await callers_.customer())
    foreign, own = [
        (await each.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
        for each in (customer, hostile)
    ]
    # The first of them are made before the clock runs: on a busy machine that takes longer than to play them.
    examples = endless(head(hostile.token))
    first = next(examples)
    end = clock.monotonic() + SECONDS
    tried = 0

    async def play(script: list[Sent], *, hello: bool) -> None:
        wild = any(each.wild for each in script)
        async with peer(desk) as one:
            await one.write(head(hostile.token))
            assert (await one.read_head(30)).startswith("HTTP/1.1 101")
            known = {OWN: own, FOREIGN: foreign}
            data = b"".join([text(HELLO)] * hello + [each.bytes(known) for each in script] + [LAST])
            data = (
                data.replace(OWN.encode(), own.encode()).replace(FOREIGN.encode(), foreign.encode())
                if not wild
                else data
            )
            # An unfinished frame is finished by zeros, which are no frame.
            writing = asyncio.create_task(one.write(data + b"\0" * 70_000 * wild))
            await outcome(one, wild=wild)
            writing.cancel()
            with suppress(asyncio.CancelledError):
                await writing

    async def knock(data: bytes) -> None:
        async with peer(desk) as one:
            await one.write(data + b"\r\n\r\n\r\n\r\n")
            with suppress(EOFError, ConnectionError, asyncio.LimitOverrunError):
                answer = await one.read_head(30)
                assert answer.startswith("HTTP/1.1 "), answer
                assert not answer.startswith("HTTP/1.1 5"), (answer, data)

    async with Socket(customer, url=desk.ws_url) as one, Socket(agent, url=desk.ws_url) as other:
        await asyncio.gather(one.follow(foreign), other.follow(foreign))
        witnesses = Witnesses(one, other, foreign)
        talking = asyncio.create_task(witnesses.talk())
        for script, hello, door in chain([first], examples):
            if talking.done() or (clock.monotonic() > end and tried >= ENOUGH and witnesses.said > 10):
                break
            try:
                await play(script, hello=hello)
                await knock(door)
            except (AssertionError, TimeoutError) as error:
                error.add_note(f"{hello=} {script=} {door=}")
                raise
            tried += 1
        assert not talking.done(), talking.exception()
        talking.cancel()
    assert alone.complaints() == []
    print(f"{tried} examples, {witnesses.said} messages of the witnesses")  # noqa: T201
