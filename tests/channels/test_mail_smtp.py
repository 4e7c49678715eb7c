"""Handing a mail to a real server that takes it, refuses it, is slow, or breaks off: what is known afterwards."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.channels.base import Delayed, Outcome, Refused, Sent, Unsure
from app.channels.mail import smtp
from tests.receivers import a_mail_server

RAW = b"Subject: x\r\n\r\n.\r\n..dots\r\nHello\r\n"


class Marks:
    """How often the mark was set."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> None:
        self.count += 1


async def handed(
    port: int, marks: Callable[[], Awaitable[None]], *, to: str = "vera@example.com", **more: Any
) -> Outcome:
    at = smtp.server(f"smtp://127.0.0.1:{port}", own_name="desk.test", seconds=30)
    return await smtp.hand(at, sender="help@shop.example", recipient=to, raw=RAW, mark=marks, **more)


async def test_what_is_taken_arrives_as_it_is() -> None:
    marks = Marks()
    async with a_mail_server() as server:
        assert await handed(server.port, marks) == Sent(())
        assert server.raw == [RAW]
        assert server.envelopes == [("help@shop.example", ["vera@example.com"])]
    assert marks.count == 1


async def test_refusals_and_greylisting_are_known_and_nothing_was_marked() -> None:
    marks = Marks()
    async with a_mail_server() as server:
        server.refuse = {"nobody@example.com": "550 5.1.1 no such user", "grey@example.com": "450 4.7.1 come again"}
        never = await handed(server.port, marks, to="nobody@example.com")
        later = await handed(server.port, marks, to="grey@example.com")
        odd = await handed(server.port, marks, to="вера@example.com")
    assert never == Refused("the mail server said 550 5.1.1 no such user")
    assert later == Delayed("the mail server said 450 4.7.1 come again")
    assert isinstance(odd, Refused)
    assert marks.count == 0
    assert await handed(server.port, marks) == Delayed("no connection to the mail server, or it broke off")


async def test_a_refusal_of_the_text_is_known_too() -> None:
    async with a_mail_server() as server:
        server.answer = "554 5.7.1 spam"
        assert await handed(server.port, Marks()) == Refused("the mail server said 554 5.7.1 spam")
        server.answer = "451 4.3.0 disk full"
        assert await handed(server.port, Marks()) == Delayed("the mail server said 451 4.3.0 disk full")
        assert server.mails == []


async def test_what_must_not_be_sent_any_more_is_not() -> None:
    class GoneError(Exception):
        pass

    async def gone() -> None:
        raise GoneError

    async with a_mail_server() as server:
        with pytest.raises(GoneError):
            await handed(server.port, gone)
        await asyncio.sleep(0.05)
        assert server.mails == []


@asynccontextmanager
async def scripted(*answers: bytes | None) -> AsyncIterator[int]:
    """A server that says these lines one after the other; None: it hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        text = False
        for each in answers:
            if each is None:
                break
            writer.write(each)
            await writer.drain()
            while line := await reader.readline():
                if not text or line == b".\r\n":
                    break
            text = each.startswith(b"354")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


OK = b"250 ok\r\n"
START = (b"220 hi\r\n", OK, OK, OK)


@pytest.mark.parametrize(
    ("answers", "wanted", "marked"),
    [
        ((None,), Delayed, 0),
        ((b"220 hi\r\n", OK, None), Delayed, 0),
        ((*START, None), Delayed, 0),
        # Nobody knows whether it was taken.
        ((*START, b"354 go\r\n", None), Unsure, 1),
        ((*START, b"354 go\r\n", b"nonsense\r\n"), Unsure, 1),
        ((*START, b"354 go\r\n", b"199 what\r\n"), Unsure, 1),
        ((*START, b"354 go\r\n", b"421 closing\r\n"), Delayed, 1),
        ((*START, b"354 go\r\n", b"252 taken\r\n", None), Sent, 1),
        ((*START, b"451 later\r\n"), Delayed, 0),
    ],
)
async def test_wherever_it_breaks_off(answers: tuple[bytes | None, ...], wanted: type, marked: int) -> None:
    marks = Marks()
    async with scripted(*answers) as port:
        found = await handed(port, marks)
    assert isinstance(found, wanted), found
    assert marks.count == marked


async def test_a_server_that_does_not_answer_in_time() -> None:
    marks = Marks()
    async with a_mail_server() as server:
        server.__class__ = type("Still", (type(server),), {"handle_DATA": _never})
        assert isinstance(await handed(server.port, marks, taken_seconds=0.1), Unsure)
    assert marks.count == 1


async def _never(*_: Any) -> str:
    await asyncio.sleep(0.5)
    return "250 late"
