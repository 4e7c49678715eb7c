"""The loop that looks at monitors: several at the same time, each claimed by one process."""

import asyncio
from datetime import timedelta

import structlog

from app import clock
from app.db import Database, as_unavailable
from app.errors import Unavailable
from app.loops import Loop
from app.services import monitor_checking
from app.services.monitor_checking import Held

log = structlog.get_logger("otklik.monitors")

# Checks at the same time in one process: after a night of silence not all of them at once.
AT_ONCE = 20
# How often it is looked whether others have made monitors.
LOOK = timedelta(seconds=5)
PATIENCE_SECONDS = 1.0


class Watcher:
    """Makes the checks that are due. Any number of processes may run one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._under_way: set[asyncio.Task[None]] = set()
        self._loop = Loop("otklik-monitors", self.turn)
        self._look_at = clock.now()

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def wake(self) -> None:
        """A monitor may be due."""
        self._look_at = clock.now()
        self._loop.wake()

    async def stop(self) -> None:
        """Claim no more; a check that is given up is made again when its lease is over."""
        await self._loop.stop(patience=PATIENCE_SECONDS)
        if self._under_way:
            _, unfinished = await asyncio.wait(self._under_way, timeout=PATIENCE_SECONDS)
            for each in unfinished:
                each.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def turn(self) -> bool:
        """Claim as many as may be under way."""
        now = clock.now()
        if now < self._look_at:
            return False
        while len(self._under_way) < AT_ONCE:
            held = await monitor_checking.claim(self._database)
            if held is None:
                due = await monitor_checking.due_next(self._database)
                self._look_at = min(now + LOOK, due or now + LOOK)
                return False
            task = asyncio.create_task(self._check(held), name=f"monitor {held.monitor_id}")
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return False

    async def _check(self, held: Held) -> None:
        try:
            await monitor_checking.check(self._database, held)
        except Exception as error:
            if as_unavailable(error) is None and not isinstance(error, Unavailable):
                # Another process or this one makes it again when the lease is over.
                log.exception("a check was not recorded", monitor=str(held.monitor_id))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if len(self._under_way) == AT_ONCE - 1:
            self._loop.wake()
