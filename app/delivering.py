"""The loop that sends webhooks: many lanes at the same time, few to one receiver, outcomes recorded together."""

import asyncio
from collections import Counter
from uuid import UUID

import structlog
from prometheus_client import Gauge

from app import clock
from app.db import Database, as_unavailable
from app.loops import PATIENCE_SECONDS, Loop
from app.services import webhook_bodies, webhook_claims, webhook_outcomes, webhook_sending
from app.services.outgoing_pool import Pool
from app.services.webhook_claims import Lane
from app.services.webhook_sending import Sent
from app.settings import Settings

log = structlog.get_logger("otklik.webhooks")

UNDER_WAY = Gauge("otklik_webhooks_under_way", "Lanes of webhooks that this process is sending")

# Lanes at the same time in one process; and of those to one webhook: the others are for those who answer.
AT_ONCE = 64
PER_WEBHOOK = 32
# How long an outcome is held on to while the database is away; what is not recorded is sent again.
RECORD_SECONDS = 20.0


class Deliverer:
    """Sends what waits for webhooks. Any number of processes may run one: each lane is in one hand at a time."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._pool = Pool(settings.outgoing_allow)
        self._under_way: dict[asyncio.Task[None], UUID] = {}
        self._done: list[Sent] = []
        # What is sent and not yet recorded counts as under way: while the database is slow, nobody claims ever more.
        self._unrecorded = 0
        self._recording: asyncio.Task[None] | None = None
        self._loop = Loop("otklik-webhooks", self.turn)

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def wake(self) -> None:
        """Something may be due."""
        self._loop.wake()

    async def stop(self) -> None:
        """Claim nothing more, and wait a moment for what is on its way; what is given up is sent again."""
        await self._loop.stop(patience=PATIENCE_SECONDS)
        await self.settle(PATIENCE_SECONDS)
        await self._pool.close()

    async def settle(self, seconds: float) -> None:
        """Wait until what was begun is done and recorded, but no longer than this."""
        if self._under_way:
            _, unfinished = await asyncio.wait(self._under_way, timeout=seconds)
            for each in unfinished:
                each.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)
        while self._recording is not None:
            await asyncio.wait({self._recording})

    async def turn(self) -> bool:
        """Claim as much as may be under way, and begin to send it; whether there may be more at once."""
        room = AT_ONCE - len(self._under_way) - self._unrecorded
        if room <= 0:
            return False
        busy = Counter(self._under_way.values())
        async with self._database.lean() as connection:
            lanes = await webhook_claims.claim(connection, busy=busy, per_webhook=PER_WEBHOOK, most=room)
            bodies = await webhook_bodies.build(connection, lanes) if lanes else {}
        for lane in lanes:
            task = asyncio.create_task(self._send(lane, bodies), name=f"webhook {lane.webhook_id}")
            self._under_way[task] = lane.webhook_id
            task.add_done_callback(self._ended)
        UNDER_WAY.set(len(self._under_way))
        return False

    async def _send(self, lane: Lane, bodies: dict[UUID, bytes]) -> None:
        sent = await webhook_sending.send(self._pool, lane, bodies)
        # In a statement of its own: the list that is there before the wait is another one after it.
        self._done.append(sent)
        self._unrecorded += 1
        if self._recording is None:
            self._recording = asyncio.create_task(self._record(), name="webhook outcomes")

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a webhook could not be sent; it is tried again after its lease", exc_info=error)

    async def _record(self) -> None:
        """Record what is done, all that there is together, until there is nothing more."""
        try:
            while self._done:
                done, self._done = self._done, []
                await self._kept(done)
                self._unrecorded -= len(done)
                self._loop.wake()
        finally:
            self._recording = None

    async def _kept(self, done: list[Sent]) -> None:
        until = clock.monotonic() + RECORD_SECONDS
        while True:
            try:
                await webhook_outcomes.record(self._database, done)
            except Exception as error:
                if as_unavailable(error) is None or clock.monotonic() > until:
                    log.exception("outcomes of webhooks were not recorded; they are sent again")
                    return
                log.warning("outcomes of webhooks wait for the database", count=len(done), error=str(error))
            else:
                return
            await asyncio.sleep(1)
