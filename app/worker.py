"""What happens later or by itself: routing of waiting work, offers that end when they are due, what leaves, jobs."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.beside import Beside
from app.db import Database, raw_connection
from app.errors import Unavailable
from app.hints import Hint
from app.loops import pause_after, wait
from app.services import (
    agent_hours,
    article_reminders,
    call_events,
    chat_endings,
    chat_placing,
    chat_transfers,
    help_outcomes,
    offers,
    placing,
    queue_items,
    queueing,
    ticket_children,
    ticket_placing,
    tidying,
    topic_retraining,
)
from app.settings import Settings
from app.worker_tables import BULK, CONSUMERS, JOBS

log = structlog.get_logger("otklik.worker")

# After a crash or a lost hint, work waits no longer than this for the due-loop to find it.
TICK_SECONDS = 0.5
# An item that cannot be routed because of an error of ours must not hold up those behind it.
PARK_SECONDS = 60.0
# Nor one whose ticket somebody else keeps locked.
BUSY_SECONDS = 2.0
# A hint tells at once that an agent was disabled; this finds the chats of one whose hint was lost.
AGENTS_SECONDS = 15.0
# How often what nobody needs any more is deleted.
TIDY_SECONDS = 3600.0
# When there was more of it than one transaction should delete.
TIDY_ON_SECONDS = 5.0


class Worker:
    """The background work of one process. `deadlines` runs the due-loop too (any number of processes may)."""

    def __init__(self, database: Database, settings: Settings, *, deadlines: bool = True) -> None:
        self.database = database
        self.settings = settings
        self.deadlines = deadlines
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stop = asyncio.Event()
        self._parked: dict[UUID, float] = {}
        self._tidy_at = 0.0
        self._look_at_agents = 0.0
        # What is done when, how often in one turn, and what it is called among what is due (None: it looks for itself).
        # Whatever there is much of, the next step has its turn soon: a chat does not wait behind a thousand tickets.
        self._steps: tuple[tuple[str | None, int, Callable[[], Awaitable[bool]]], ...] = (
            (None, 200, self._end_offer),
            # Agents who have had their time to write things down can take the next chat.
            ("wrap_up", 20, partial(self._alone, chat_endings.end_wrap_ups)),
            # Shifts and absences that begin and end.
            ("duty", 20, partial(self._alone, agent_hours.refresh_next)),
            (None, 20, self._take_back_chat),
            ("returning", 20, partial(self._alone, queueing.take_back_next)),
            ("children", 20, partial(self._alone, ticket_children.tell_next)),
            ("sort", 1, self._sort),
            (None, 50, self._place_chat),
            (None, 2, self._place_tickets),
        )
        self._beside = Beside(database, settings, JOBS, BULK, CONSUMERS)

    async def start(self) -> None:
        """Begin; the first turn finds what waited while nobody was there."""
        self._stop.clear()
        self._wake.set()
        self._task = asyncio.create_task(self._run(), name="otklik-worker")
        if self.deadlines:
            self._beside.start()

    async def stop(self) -> None:
        """Finish what is under way and stop."""
        self._stop.set()
        self._wake.set()
        if self._task is not None:
            await self._task
            self._task = None
        await self._beside.stop()

    def notice(self, hints: Sequence[Hint]) -> None:
        """Look at the hints that this process has just committed: work may be waiting, or an agent may have gone."""
        kinds = {each.kind for each in hints}
        if "agent" in kinds:
            self._look_at_agents = 0.0
        if kinds & {"route", "agent"}:
            self._wake.set()
        self._beside.notice(hints)

    def overhear(self, hints: Sequence[Hint]) -> None:
        """Look at the hints that another process has committed."""
        self._beside.overhear(hints)

    async def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            self._wake.clear()
            try:
                more = await self.turn()
                pause = None if more else await self._until_due()
                failures = 0
            except Exception as error:  # noqa: BLE001 - the loop goes on, whatever it is, and hints do not hurry it
                failures += 1
                await wait(self._stop, pause_after(error, failures))
                continue
            if not more:
                await wait(self._wake, pause)

    async def _until_due(self) -> float | None:
        """Seconds until something is due by itself; None when only a hint can bring work."""
        if not self.deadlines:
            return None
        async with self.database.lean() as connection:
            due = await placing.next_due(connection)
        if due is None:
            return TICK_SECONDS
        # A due offer whose ticket is being written to right now is tried again a moment later.
        return min(TICK_SECONDS, max(0.02, (due - clock.now()).total_seconds()))

    async def turn(self) -> bool:
        """Do everything that can be done now; whether there may be more at once."""
        await self._tidy()
        async with self.database.lean() as connection:
            due = await placing.due(connection)
        more = False
        for name, times, step in self._steps:
            if name is not None and name not in due:
                continue
            for _ in range(times):
                if self._stop.is_set() or not await step():
                    break
            else:
                more = True
        return more

    async def _tidy(self) -> None:
        if not self.deadlines or clock.monotonic() < self._tidy_at:
            return
        self._tidy_at = clock.monotonic() + TIDY_SECONDS
        async with self.database.unit_of_work() as work:
            more = await tidying.tidy(work.session)
        async with self.database.unit_of_work() as work:
            more = await call_events.end_lost(work) or more
        async with self.database.unit_of_work() as work:
            more = await help_outcomes.judge(work) or more
        async with self.database.unit_of_work() as work:
            more = await article_reminders.tell(work.session) or more
        async with self.database.unit_of_work() as work:
            await topic_retraining.begin_due(work.session)
        if more:
            self._tidy_at = clock.monotonic() + TIDY_ON_SECONDS

    async def _end_offer(self) -> bool:
        async with self.database.lean() as connection:
            if not await offers.any_due(connection):
                return False
        async with self.database.unit_of_work() as work:
            ended, missed_by = await offers.end_next_due(work.session)
        if missed_by is not None:
            async with self.database.unit_of_work() as work:
                await offers.set_away_if_absent(work.session, missed_by)
        return ended

    async def _take_back_chat(self) -> bool:
        """Chats of agents who were disabled; looked for when an agent changed, and now and then."""
        if clock.monotonic() < self._look_at_agents:
            return False
        async with self.database.unit_of_work() as work:
            found = await chat_transfers.take_back_next(work.session)
        if not found:
            self._look_at_agents = clock.monotonic() + AGENTS_SECONDS
            async with self.database.lean() as connection:
                await queueing.find_left_behind(connection)
        return found

    async def _alone(self, step: Callable[[AsyncSession], Awaitable[bool]]) -> bool:
        """A step that is one transaction and looks for what is to be done itself."""
        async with self.database.unit_of_work() as work:
            return await step(work.session)

    async def _sort(self) -> bool:
        """Put what waits in its place, and do what must be done for that under the tickets' own locks."""
        async with self.database.unit_of_work() as work:
            sorted_, errands = await queue_items.sort_next(await raw_connection(work.session))
        for each in errands:
            await self._do(each)
        return sorted_ > 0

    async def _do(self, errand: queue_items.Errand) -> None:
        do = queueing.move if errand.do == "move" else queueing.turn_away
        try:
            async with self.database.unit_of_work() as work:
                await do(work.session, errand.ticket_id)
        except Unavailable:
            # Its ticket is in somebody's hands: it stays unsorted, and is looked at again some seconds later.
            log.info("left for later", what=errand.do, item=str(errand.ticket_id))
        except Exception:
            # One that cannot be sorted holds up nobody behind it.
            log.exception("cannot be done, left for later", what=errand.do, item=str(errand.ticket_id))

    async def _place_chat(self) -> bool:
        return await self._place("chat")

    async def _place_tickets(self) -> bool:
        return await self._place("ticket")

    async def _place(self, channel: str) -> bool:
        """Look without a lock where somebody free could take something, then place it with that line in hand."""
        skip = self._skipped()
        async with self.database.lean() as connection:
            lines = await placing.lines_with_work(connection, channel, skip=skip)
        for line, first in lines.items():
            tried = [first]
            with self._parking(tried, channel):
                async with self.database.unit_of_work() as work:
                    if channel == "ticket":
                        placed = await ticket_placing.place_next(work, line, skip=skip)
                    else:
                        placed = await chat_placing.place_next(work.session, line, skip=skip, tried=tried)
                if placed:
                    return True
        return False

    @contextmanager
    def _parking(self, tried: list[UUID], what: str) -> Iterator[None]:
        """What was tried last and cannot be done now is left for a while, and nothing waits behind it."""
        try:
            yield
        except Unavailable:
            self._parked[tried[-1]] = clock.monotonic() + BUSY_SECONDS
            raise
        except Exception:
            log.exception("cannot be routed, parked", what=what, item=str(tried[-1]))
            self._parked[tried[-1]] = clock.monotonic() + PARK_SECONDS

    def _skipped(self) -> list[UUID]:
        now = clock.monotonic()
        self._parked = {item: until for item, until in self._parked.items() if until > now}
        return list(self._parked)
