"""The loop that takes what came in: a few at the same time, few of one channel, and whoever is slow holds up nobody."""

import asyncio
from collections import Counter
from uuid import UUID

import structlog

from app import clock
from app.db import Database, as_unavailable
from app.errors import Unavailable
from app.loops import LOOK_SECONDS, PATIENCE_SECONDS, Loop
from app.services import inbound_spool
from app.services.inbound_spool import Claimed

log = structlog.get_logger("otklik.inbound")

# At the same time in one process, and of those of one channel: the others are for the others.
AT_ONCE = 6
PER_CHANNEL = 3
# Who takes longer than this waits for somebody outside, and another one has the place; but never more than so many.
SLOW_SECONDS = 3.0
AT_MOST = 24
# Transactions at the same time.
TURNS = 4


class Spooler:
    """Takes what is in the spool. Any number of processes may run one: each row is in one hand at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._under_way: dict[asyncio.Task[None], Claimed] = {}
        self._loop = Loop("otklik-inbound", self.turn)
        self._look_at = 0.0
        self._turns = asyncio.Semaphore(TURNS)

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def wake(self) -> None:
        """Something may be due."""
        self._loop.wake()

    async def stop(self) -> None:
        """Claim nothing more, and wait a moment for what is under way; what is given up is tried again at once."""
        await self._loop.stop(patience=PATIENCE_SECONDS)
        if not self._under_way:
            return
        _, unfinished = await asyncio.wait(self._under_way, timeout=PATIENCE_SECONDS)
        left = [self._under_way[each] for each in unfinished]
        for each in unfinished:
            each.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        try:
            await inbound_spool.give_back(self._database, left)
        except Exception as error:
            # Their leases end by themselves.
            if as_unavailable(error) is None and not isinstance(error, Unavailable):
                raise

    async def turn(self) -> bool:
        """Claim as much as may be under way, and begin; there may be more when one of them ends, which wakes us."""
        if clock.monotonic() >= self._look_at:
            self._look_at = clock.monotonic() + LOOK_SECONDS
            await inbound_spool.look(self._database)
        quick: Counter[UUID] = Counter(
            each.channel_id for each in self._under_way.values() if clock.monotonic() - each.since < SLOW_SECONDS
        )
        room = min(AT_ONCE - quick.total(), AT_MOST - len(self._under_way))
        if room <= 0:
            return False
        for each in await inbound_spool.claim(self._database, busy=quick, per_channel=PER_CHANNEL, most=room):
            task = asyncio.create_task(inbound_spool.do(self._database, each, self._turns), name=f"inbound {each.id}")
            self._under_way[task] = each
            task.add_done_callback(self._ended)
        return False

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._loop.wake()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("something that came in could not be taken; it is tried again after its lease", exc_info=error)
