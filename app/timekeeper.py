"""What time brings, in one process: SLA clocks are kept, their steps are done, snoozed and pending tickets come back.

Beside the worker and not inside it: a burst of messages is a burst of clocks, and must not hold up routing.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import structlog

from app import clock
from app.db import Database, as_unavailable
from app.errors import Unavailable
from app.hints import Hint
from app.services import sla_firing, sla_keeping, snoozing, task_reminders

log = structlog.get_logger("otklik.time")

# After a crash, or for what other processes commit, time is looked at this often.
TICK_SECONDS = 0.5
# What is committed within this time is looked at together: many clocks in one transaction cost little more than one.
PACE_SECONDS = 0.03
# After a crash the words are there again, and what they tell of is folded again: nobody waits for the disk. A few
# tickets out of many are looked up one by one; a new desk's statistics would have their tables read whole.
_LIGHTLY = "SET LOCAL synchronous_commit = off; SET LOCAL enable_seqscan = off"
# As long as logs keep moving, a busy desk gathers for longer: what happens to a ticket meanwhile is folded at once.
LONGEST_GATHERING = 0.4
LONGEST_PAUSE = 5.0
# A ticket that cannot be handled because of an error of ours must not hold up the others.
PARK_SECONDS = 60.0


class Timekeeper:
    """Any number of processes may run one: each piece of work is taken by one of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._keep_limit = sla_keeping.AT_ONCE
        self._fire_limit = sla_firing.AT_ONCE
        self._parked: dict[UUID, float] = {}

    async def start(self) -> None:
        """Begin; the first turn finds what became due while nobody was there."""
        self._stop.clear()
        self._wake.set()
        self._task = asyncio.create_task(self._run(), name="otklik-timekeeper")

    async def stop(self) -> None:
        """Finish what is under way and stop."""
        self._stop.set()
        self._wake.set()
        if self._task is not None:
            await self._task
            self._task = None

    def notice(self, hints: Sequence[Hint]) -> None:
        """Logs have moved in this process."""
        if any(each.kind == "ticket" for each in hints):
            self._wake.set()

    async def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            self._wake.clear()
            try:
                more = await self.turn()
                pause = 0.0 if more else await self._until_due()
                failures = 0
            except Exception as error:
                failures += 1
                pause = min(LONGEST_PAUSE, 0.1 * 2 ** min(failures, 10))
                if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                    if failures & (failures - 1) == 0:
                        log.warning("time waits for the database", failures=failures)
                else:
                    log.exception("the timekeeper pauses after an error", seconds=pause, failures=failures)
                await _wait(self._stop, pause)
                continue
            if not more:
                due = clock.monotonic() + pause
                await _wait(self._wake, pause)
                await self._gather(min(due, clock.monotonic() + LONGEST_GATHERING))

    async def _gather(self, end: float) -> None:
        while True:
            self._wake.clear()
            await _wait(self._stop, PACE_SECONDS)
            if not self._wake.is_set() or self._stop.is_set() or clock.monotonic() > end:
                return

    async def _until_due(self) -> float:
        async with self.database.lean() as connection:
            due = await sla_firing.seconds_until_due(connection, skip=self._parked)
            back = await snoozing.seconds_until_due(connection)
            task = await task_reminders.seconds_until_due(connection)
        return max(0.02, min(each for each in (TICK_SECONDS, due, back, task) if each is not None))

    async def turn(self) -> bool:
        """Do everything that can be done now; whether there may be more at once."""
        more, failure = False, None
        # Each for itself: what one of them cannot do must not hold up the others.
        for step in (self._keep, self._come_back, self._remind, self._fire):
            try:
                more = await step() or more
            except Exception as error:  # noqa: BLE001 - raised below, after the others had their turn
                failure = error
        if failure is not None:
            raise failure
        return more

    async def _keep(self) -> bool:
        try:
            async with self.database.lean() as connection, connection.transaction():
                await connection.execute(_LIGHTLY)
                kept = await sla_keeping.keep_next(connection, self._keep_limit)
        except sla_keeping.CannotKeepError as error:
            if len(error.ticket_ids) > 1:
                # One of them is the cause: one after the other shows which.
                self._keep_limit = 1
                return True
            async with self.database.lean() as connection:
                await sla_keeping.pass_over(connection, error.ticket_ids)
            log.exception("the clocks of a ticket cannot be kept; passed over", ticket=str(error.ticket_ids[0]))
            return True
        except Exception:
            # Perhaps it was too much at once.
            self._keep_limit = max(1, self._keep_limit // 4)
            raise
        full = kept >= self._keep_limit
        self._keep_limit = min(sla_keeping.AT_ONCE, self._keep_limit * 2)
        return full

    async def _come_back(self) -> bool:
        async with self.database.lean() as connection:
            seconds = await snoozing.seconds_until_due(connection)
        if seconds is None or seconds > 0:
            return False
        async with self.database.unit_of_work() as work:
            return await snoozing.come_back_next(work.session)

    async def _remind(self) -> bool:
        async with self.database.lean() as connection:
            seconds = await task_reminders.seconds_until_due(connection)
        if seconds is None or seconds > 0:
            return False
        async with self.database.unit_of_work() as work:
            return await task_reminders.tell_next(work.session)

    async def _fire(self) -> bool:
        now = clock.monotonic()
        self._parked = {ticket: until for ticket, until in self._parked.items() if until > now}
        async with self.database.lean() as connection:
            tickets = await sla_firing.due_tickets(connection, limit=self._fire_limit, skip=self._parked)
        if not tickets:
            return False
        try:
            async with self.database.unit_of_work() as work:
                fired = await sla_firing.fire(work.session, tickets)
        except Exception as error:
            if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                raise
            if self._fire_limit > 1:
                self._fire_limit = 1
                return True
            self._parked[tickets[0]] = now + PARK_SECONDS
            log.exception("the steps of a ticket cannot be done; parked", ticket=str(tickets[0]))
            return True
        self._fire_limit = min(sla_firing.AT_ONCE, self._fire_limit * 2)
        return fired > 0


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
