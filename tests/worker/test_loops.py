"""The loops beside the worker's: a slow receiver holds up nobody, and a stop leaves nothing half-done."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from operator import eq
from typing import Any

import pytest

from app import clock, loops
from app.db import Database
from app.errors import Unavailable
from app.loops import Loop, Sender
from app.services import outbox
from app.settings import Settings, configure
from tests.desks import a_database, eventually, state_of
from tests.receivers import Got, a_receiver, saying


@pytest.fixture
async def database(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which no worker runs but ours."""
    configure(settings)
    async with a_database(postgres) as url:
        database = Database(url, settings)
        yield database
        await database.close()


@pytest.fixture
async def sender(database: Database, settings: Settings) -> AsyncIterator[Sender]:
    """A running sender that may call loopback."""
    made = Sender(database, settings.model_copy(update={"outgoing_allow": ["127.0.0.1"]}))
    made.start()
    yield made
    await made.stop()


async def hooks(database: Database, url: str, count: int) -> None:
    async with database.unit_of_work() as work:
        for number in range(count):
            await outbox.webhook(work.session, key=f"{url}{number}", url=url, event_type="x", data={}, now=clock.now())


async def held(_got: Got, _writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.sleep(3600)


async def test_a_receiver_that_never_answers_holds_up_no_other(database: Database, sender: Sender) -> None:
    async with a_receiver(held) as slow, a_receiver() as quick:
        await hooks(database, slow.url, 20)
        sender.wake()
        await eventually(lambda: count(slow.got), lambda n: n == loops.PER_RECEIVER)
        await hooks(database, quick.url, 20)
        sender.wake()
        await eventually(lambda: count(quick.got), lambda n: n == 20)
        assert len(slow.got) == loops.PER_RECEIVER
        # A stop waits a moment for what is under way, and leaves the rest to others.
        begun = clock.monotonic()
        await sender.stop()
        assert clock.monotonic() - begun < loops.PATIENCE_SECONDS + 20
    states = "SELECT array_agg(DISTINCT status ORDER BY status) FROM outbox"
    assert await state_of(database, states) == ["sending", "sent", "waiting"]
    assert await state_of(database, "SELECT count(*) FROM outbox WHERE status = 'sent'") == 20


async def count(things: list[Any]) -> int:
    return len(things)


async def test_what_another_process_has_committed_is_found_within_a_second(database: Database, sender: Sender) -> None:
    async with a_receiver() as receiver:
        await asyncio.sleep(0.2)
        quickest = 30.0
        for number in range(1, 4):
            begun = clock.monotonic()
            await hooks(database, f"{receiver.url}?{number}", 1)
            await eventually(lambda: count(receiver.got), partial(eq, number))
            quickest = min(quickest, clock.monotonic() - begun)
        assert quickest < 3
    assert not sender._under_way or await eventually(lambda: count(list(sender._under_way)), lambda n: n == 0) == 0


async def test_a_receiver_that_comes_up_gets_what_waited(database: Database, sender: Sender) -> None:
    async with a_receiver(saying(500)) as receiver:
        await hooks(database, receiver.url, 3)
        sender.wake()
        failed = "SELECT count(*) FROM outbox WHERE status = 'waiting' AND attempts = 1"
        await eventually(lambda: state_of(database, failed), lambda n: n == 3)
        receiver.answer = saying(204, body=b"")
        await state_of(database, "UPDATE outbox SET next_attempt_at = now() RETURNING 1")
        sent = "SELECT count(*) FROM outbox WHERE status = 'sent' AND attempts = 2"
        await eventually(lambda: state_of(database, sent), lambda n: n == 3)


async def test_a_loop_outlives_what_goes_wrong_in_it() -> None:
    turns = 0
    ended = asyncio.Event()

    async def turn() -> bool:
        nonlocal turns
        turns += 1
        if turns == 1:
            raise Unavailable
        if turns == 2:
            raise RuntimeError("of ours")
        ended.set()
        return False

    loop = Loop("test", turn)
    loop.start()
    await asyncio.wait_for(ended.wait(), 30)
    await loop.stop(patience=1)
    assert turns == 3


async def test_a_turn_that_does_not_end_is_cancelled() -> None:
    begun, cancelled = asyncio.Event(), False

    async def turn() -> bool:
        nonlocal cancelled
        begun.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            cancelled = True
            raise
        return False

    loop = Loop("test", turn)
    loop.start()
    await begun.wait()
    await loop.stop(patience=0.05)
    assert cancelled
