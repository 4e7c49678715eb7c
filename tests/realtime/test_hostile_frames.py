"""WebSocket frames that no client sends: the right code, no traceback, and nothing kept of them."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from app.realtime.limits import CONTROL_BURST, FRAGMENTS
from tests.conftest import Callers, Desk
from tests.realtime.peers import BINARY, CLOSE, CONT, PING, PONG, TEXT, frame, greeted, head, peer, text
from tests.realtime.sockets import Socket
from tests.realtime.test_trouble import until


@pytest.fixture(autouse=True)
def _calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing here is an error of ours."""
    with caplog.at_level(logging.WARNING):
        yield
    assert not [each.getMessage() for each in caplog.records if each.exc_info or each.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(TEXT, b"{}", masked=False), 1002),
        (frame(TEXT, b"{}", rsv=4), 1002),
        (frame(TEXT, b"{}", rsv=1), 1002),
        (frame(0x3, b"{}"), 1002),
        (frame(0xB, b""), 1002),
        (frame(CONT, b"x"), 1002),
        (frame(TEXT, b"x", fin=False) + frame(TEXT, b"x"), 1002),
        (frame(PING, b"x" * 126), 1002),
        (frame(PING, b"x", fin=False), 1002),
        (frame(CLOSE, b"\x03"), 1002),
        (frame(CLOSE, (1005).to_bytes(2, "big")), 1002),
        (frame(CLOSE, (999).to_bytes(2, "big")), 1002),
        (frame(CLOSE, (1000).to_bytes(2, "big") + b"\xff"), 1007),
        (frame(CLOSE, (4999).to_bytes(2, "big") + "до свидания".encode()), 4999),
        (frame(CLOSE, (1000).to_bytes(2, "big")) + b"\xff" * 5_000, 1000),
        (frame(TEXT, b"x", fin=False) + frame(CLOSE, (1000).to_bytes(2, "big")), 1002),
        (frame(TEXT, b"\xff\xfe"), 1007),
        (frame(TEXT, "{п".encode()[:2], fin=False) + frame(CONT, b"}"), 1007),
        (frame(TEXT, b"\xed\xa0\x80"), 1007),
        (frame(TEXT, b"", length=65_537), 1009),
        (frame(TEXT, b"", length=2**63 - 1), 1009),
        (frame(TEXT, b"", length=2**64 - 1), 1009),
        (frame(TEXT, b"x" * 40_000, fin=False) + frame(CONT, b"x" * 40_000), 1009),
        (frame(TEXT, b"", fin=False) + frame(CONT, b"", fin=False) * (FRAGMENTS + 1), 1009),
        (frame(BINARY, b"", fin=False) + frame(CONT, b"") + frame(PING), 4500),
        (frame(BINARY, b"{}"), 4500),
        (text("\x00"), 4500),
        (text("{" * 60_000), 4500),
    ],
)
async def test_the_code_for(desk: Desk, callers_: Callers, data: bytes, code: int) -> None:
    customer = await callers_.customer()
    async with greeted(desk, customer) as bad, Socket(customer) as good:
        await bad.write(data)
        assert await bad.end() == code
        assert (await good.follow("01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"))["t"] == "ok"
    await until(lambda: not desk.app.state.hub.of(customer.id))


async def test_a_message_in_parts_with_a_ping_in_between_is_a_message(desk: Desk, callers_: Callers) -> None:
    whole = '{"t":"send","id":7,"ticket":"x","cmid":"c","body":"Привет"}'.encode()
    async with greeted(desk, await callers_.customer()) as one:
        await one.write(frame(TEXT, whole[:1], fin=False))
        for byte in whole[1:-1]:
            await one.write(frame(CONT, bytes((byte,)), fin=False))
        await one.write(frame(PING, b"here?") + frame(CONT, whole[-1:]))
        assert await one.next() == (PONG, b"here?")
        opcode, answer = await one.next()
        assert (opcode, b'"re":7' in answer) == (TEXT, True)


async def test_many_small_messages_in_one_write_are_answered_in_order(desk: Desk, callers_: Callers) -> None:
    async with greeted(desk, await callers_.customer()) as one:
        writing = asyncio.create_task(one.write(b"".join(text(f'{{"t":"x","id":{n}}}') for n in range(900))))
        for number in range(900):
            _, answer = await one.next()
            assert f'"re":{number},'.encode() in answer
        await writing


@pytest.mark.parametrize("opcode", [PING, PONG])
@pytest.mark.parametrize("hello", [True, False])
async def test_a_flood_of_control_frames_is_cut_off(desk: Desk, callers_: Callers, opcode: int, *, hello: bool) -> None:
    customer = await callers_.customer()
    async with peer(desk) as one:
        if hello:
            await one.greet(customer.token)
        else:
            await one.write(head(customer.token))
            await one.read_head()
        writing = asyncio.create_task(one.write(frame(opcode, b"12345678") * 20 * CONTROL_BURST))
        assert await one.end() is None
        await writing
    await until(lambda: not desk.app.state.hub.of(customer.id))


async def test_pings_at_a_human_pace_are_answered(desk: Desk, callers_: Callers) -> None:
    async with greeted(desk, await callers_.customer()) as one:
        for number in range(3):
            await one.write(frame(PING, b"%d" % number) * 100)
            assert [await one.next() for _ in range(100)] == [(PONG, b"%d" % number)] * 100


async def test_empty_parts_are_no_way_to_be_busy_for_ever(desk: Desk, callers_: Callers) -> None:
    """Messages of a few hundred parts each are within the limit of one message."""
    message = frame(TEXT, b"", fin=False) + frame(CONT, b"", fin=False) * 500 + frame(CONT, b'{"t":"x","id":1}')
    async with greeted(desk, await callers_.customer()) as one:
        writing = asyncio.create_task(one.write(message * 100))
        assert await one.end() is None
        await writing


@pytest.mark.parametrize("early", [b"\xff" * 10, frame(TEXT, b"{}", masked=False), frame(CLOSE), frame(PING) * 50])
async def test_frames_before_the_upgrade_is_done(desk: Desk, callers_: Callers, early: bytes) -> None:
    customer = await callers_.customer()
    async with peer(desk) as one, desk.database.lean() as blocker:
        grant = (await customer.post("/v1/realtime/grants"))["grant"]
        async with blocker.transaction():
            await blocker.execute("LOCK TABLE realtime_grants IN ACCESS EXCLUSIVE MODE")
            await one.write(head(None, f"Sec-WebSocket-Protocol: grant.{grant}"))
            await asyncio.sleep(0.1)
            await one.write(early)
            await asyncio.sleep(0.1)
        assert (await one.read_head()).startswith("HTTP/1.1 101")
        await one.write(text('{"t":"hello"}'))
        kinds = [await one.next() for _ in range(1 if early[0] != 0x89 else 50)]
        assert kinds[0][0] in {CLOSE, PONG}
    await until(lambda: not desk.app.state.hub.of(customer.id))


async def test_whoever_leaves_in_the_middle_of_the_upgrade_leaves_nothing(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    for pause in (0.0, 0.0, 0.001, 0.003, 0.01) * 4:
        async with peer(desk) as one:
            await one.write(head(customer.token))
            await asyncio.sleep(pause)
    await until(lambda: not desk.app.state.hub.of(customer.id))
