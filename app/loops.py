"""Loops beside the worker's own: the outbox's, where a slow receiver holds up nobody, and others like it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from app import clock
from app.db import Database, as_unavailable
from app.errors import Unavailable
from app.services import sending
from app.settings import Settings

log = structlog.get_logger("otklik.worker")

# What another process has committed is found by looking this often.
TICK_SECONDS = 1.0
LONGEST_PAUSE = 5.0
# Sends at the same time in one process, so many of each kind: mail does not wait for webhooks, nor they for it.
AT_ONCE = 4
# Of those, so many to one receiver: the others are for those who answer.
PER_RECEIVER = 2
# How long a stopping process waits for what it is sending; what it gives up is sent again after its lease.
PATIENCE_SECONDS = 5.0
LOOK_SECONDS = 15.0


def pause_after(error: Exception, failures: int) -> float:
    """Log an error that a loop outlives, and how long it should pause.

    The database being away needs no traceback, and no line for every attempt.
    """
    seconds = min(LONGEST_PAUSE, 0.1 * float(2 ** min(failures, 10)))
    if isinstance(error, Unavailable) or as_unavailable(error) is not None:
        if failures & (failures - 1) == 0:
            log.warning("worker waits for the database", failures=failures)
    else:
        log.error("worker pauses after an error", seconds=seconds, failures=failures, exc_info=error)
    return seconds


async def wait(event: asyncio.Event, seconds: float | None) -> None:
    """Until the event, but no longer than this (None: however long)."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


class Loop:
    """Does `turn` again and again in a task of its own: at once while it says that there may be more, else when woken
    or after `tick` seconds (None: only when woken, also the first time). Goes on whatever happens.
    """

    def __init__(self, name: str, turn: Callable[[], Awaitable[bool]], *, tick: float | None = TICK_SECONDS) -> None:
        self._name = name
        self._turn = turn
        self._tick = tick
        self._stop = asyncio.Event()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._task = asyncio.create_task(self._run(), name=self._name)

    def wake(self) -> None:
        """Look now."""
        self._wake.set()

    async def stop(self, *, patience: float) -> None:
        """Finish the turn under way, or cancel it after so many seconds."""
        self._stop.set()
        self._wake.set()
        if self._task is not None:
            _, unfinished = await asyncio.wait({self._task}, timeout=patience)
            for each in unfinished:
                each.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        failures = 0
        if self._tick is None:
            await self._wake.wait()
        while not self._stop.is_set():
            self._wake.clear()
            try:
                more = await self._turn()
                failures = 0
            except Exception as error:  # noqa: BLE001 - whatever it is, the loop goes on
                failures += 1
                await wait(self._stop, pause_after(error, failures))
                continue
            if not more:
                await wait(self._wake, self._tick)


class Sender:
    """Sends what is in the outbox: a few at the same time, each in a task of its own."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._under_way: dict[asyncio.Task[None], sending.Claimed] = {}
        self._loop = Loop("otklik-outbox", self.turn)
        self._look_at = 0.0

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def wake(self) -> None:
        """Something may be due."""
        self._loop.wake()

    async def stop(self) -> None:
        """Claim nothing more, and wait a moment for what is on its way."""
        await self._loop.stop(patience=PATIENCE_SECONDS)
        if self._under_way:
            _, unfinished = await asyncio.wait(self._under_way, timeout=PATIENCE_SECONDS)
            for each in unfinished:
                each.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def turn(self) -> bool:
        """Claim as much as may be under way, and begin to send it."""
        if clock.monotonic() >= self._look_at:
            self._look_at = clock.monotonic() + LOOK_SECONDS
            await sending.look(self._database, self._settings)
        async with self._database.lean() as connection:
            due = await sending.next_due(connection, self._settings)
        if due is None or due > clock.now():
            return False
        for kind in sending.kinds(self._settings):
            while sum(each.kind == kind for each in self._under_way.values()) < AT_ONCE:
                item = await sending.claim(self._database, kind, besides=self._busy())
                if item is None:
                    break
                self._begin(item)
        return False

    def _busy(self) -> list[str]:
        holding = Counter(each.receiver for each in self._under_way.values() if each.kind == "webhook")
        return [receiver for receiver, count in holding.items() if count >= PER_RECEIVER]

    def _begin(self, item: sending.Claimed) -> None:
        task = asyncio.create_task(sending.send(self._database, self._settings, item), name=f"outbox {item.id}")
        self._under_way[task] = item
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._loop.wake()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the outcome of a sending was not recorded", exc_info=error)
