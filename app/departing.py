"""The loop by which messages leave through channels: many at the same time, few of one channel."""

import asyncio
from collections import Counter
from uuid import UUID

import structlog

from app import clock
from app.db import Database
from app.loops import PATIENCE_SECONDS, Loop
from app.services import channel_claims, channel_sending
from app.services.channel_claims import Claimed
from app.settings import Settings

log = structlog.get_logger("otklik.channels")

# Messages at the same time in one process; and of those by one channel: the others are for those who answer.
AT_ONCE = 48
PER_CHANNEL = 4
# How often what waits is measured, and what was abandoned is looked for.
LOOK_SECONDS = 15.0


class Departer:
    """Sends what waits for channels. Any number of processes may run one: each message is in one hand at a time."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._under_way: dict[asyncio.Task[None], Claimed] = {}
        self._loop = Loop("otklik-channels", self.turn)
        self._look_at = 0.0

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def wake(self) -> None:
        """Something may be due."""
        self._loop.wake()

    async def stop(self) -> None:
        """Claim nothing more, and wait a moment for what is on its way. What is given up before anybody may have it is
        another process's at once; while it is handed over, it is unsure.
        """
        await self._loop.stop(patience=PATIENCE_SECONDS)
        if self._under_way:
            _, unfinished = await asyncio.wait(self._under_way, timeout=PATIENCE_SECONDS)
            given_up = [self._under_way[each].claim for each in unfinished]
            for each in unfinished:
                each.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
            try:
                await channel_claims.release(self._database, given_up)
            except Exception as error:  # noqa: BLE001 - it stops anyhow, and their time will be over
                log.warning("what was given up waits for its time", error=str(error))

    async def turn(self) -> bool:
        """Claim as much as may be under way, and begin to send it."""
        if clock.monotonic() >= self._look_at:
            self._look_at = clock.monotonic() + LOOK_SECONDS
            await channel_sending.look(self._database)
            while await channel_sending.settle_abandoned(self._database):
                pass
        async with self._database.lean() as connection:
            due = await channel_claims.next_due(connection)
        if due is None or due > clock.now():
            return False
        while len(self._under_way) < AT_ONCE:
            item = await channel_claims.claim(self._database, besides=self._busy())
            if item is None:
                break
            self._begin(item)
        return False

    def _busy(self) -> list[UUID]:
        return [
            channel
            for channel, count in Counter(each.channel_id for each in self._under_way.values()).items()
            if count >= PER_CHANNEL
        ]

    def _begin(self, item: Claimed) -> None:
        task = asyncio.create_task(
            channel_sending.send(self._database, self._settings, item), name=f"outbound {item.id}"
        )
        self._under_way[task] = item
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._loop.wake()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the outcome of a sending was not recorded", exc_info=error)
