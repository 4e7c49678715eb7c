"""Mails are read in processes of their own, which are replaced when a mail is too much for them."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from app.channels.mail.pool import Pool, UnreadableError, _Child
from app.channels.mail.reading import read
from tests.channels.mails import mail, multipart, part

SLOW = mail(b"<div><textarea></div></textarea>" * 12_000, kind=b"text/html")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """A pool of one process."""
    made = Pool(1)
    yield made
    made.close()


def pid(pool: Pool) -> int:
    """The process that waits."""
    child: _Child = pool._idle.queue[-1]
    return child._process.pid


async def test_a_mail_is_read_as_if_it_were_read_here(pool: Pool) -> None:
    raw = multipart(
        [part(b"text/html", "<p>Привет".encode()), part(b"image/png; name=a.png", bytes(range(256)) * 999)],
        b"Date: Thu, 26 Nov 2026 18:00:00 +0300",
    )
    assert await pool.read(raw, 2.0) == read(raw)
    before = pid(pool)
    await pool.read(raw, 2.0)
    assert pid(pool) == before


async def test_a_process_that_died_while_it_waited_is_replaced(pool: Pool) -> None:
    await pool.read(mail(), 2.0)
    before = pid(pool)
    os.kill(before, signal.SIGKILL)
    assert (await pool.read(mail(), 2.0)).text == "Hello"
    assert pid(pool) != before


async def test_html_that_takes_too_long_is_left_out_and_the_loop_goes_on(pool: Pool) -> None:
    turns = 0
    reading = asyncio.create_task(pool.read(SLOW, 0.3))
    while not reading.done():
        await asyncio.sleep(0.01)
        turns += 1
    got = await reading
    assert (got.html, got.cut) == (None, ("html",))
    # It stood still for no time, however few turns a busy machine leaves it.
    assert turns > 2


async def test_what_cannot_be_read_in_time_is_refused_and_the_next_one_is_read(pool: Pool) -> None:
    with pytest.raises(UnreadableError, match="too much memory"):
        await pool.read(mail(b"=D0=9F" * 4_000_000, b"Content-Transfer-Encoding: quoted-printable"), 0.001)
    assert (await pool.read(mail(), 2.0)).text == "Hello"


async def test_the_process_has_none_of_our_secrets_and_little_memory(pool: Pool) -> None:
    await pool.read(mail(), 2.0)
    with open(f"/proc/{pid(pool)}/environ", "rb") as file:  # noqa: ASYNC230, PTH123 - nothing waits for it
        names = {each.partition(b"=")[0] for each in file.read().split(b"\0") if each}
    assert names == {b"PYTHONPATH", b"PYTHONDONTWRITEBYTECODE", b"LANG"}
