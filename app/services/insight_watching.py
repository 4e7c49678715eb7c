"""Rules are held against what is counted, every now and then, by one process at a time.

A look is claimed by moving when the next one is due: whoever dies in the middle is followed by another one then, and
what was found by then is found again and told once (`insight_raising`).
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import col, select

from app import clock
from app.db import Database, UnitOfWork, raw_connection
from app.errors import Unavailable
from app.models import InsightRule
from app.rules.actors import SYSTEM
from app.services import (
    insight_counting,
    insight_findings,
    insight_gathering,
    insight_raising,
    jobs,
)
from app.settings import settings

log = structlog.get_logger("otklik.insights")

# A look takes no longer: then another process may look.
LEASE = timedelta(minutes=5)

_BEGIN = "INSERT INTO insight_state (one, due_at) VALUES (true, $1) ON CONFLICT DO NOTHING"
_CLAIM = "UPDATE insight_state SET due_at = $2 WHERE due_at <= $1 RETURNING looked_at, job_id"
_DONE = "UPDATE insight_state SET due_at = $1, looked_at = $2"
_JOB = "UPDATE insight_state SET job_id = $1"
_NEWS = """SELECT count(*) AS n, max(at) AS last FROM insight_tickets
WHERE at > $2 AND {of_brand}"""


class Watcher:
    """The looks of one process. `turn` is called again and again; most of the time it is not due."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._due = 0.0
        # What was there when clusters were made last: nothing is done over when nothing came.
        self._gathered: dict[str | None, tuple[Any, ...]] = {}

    async def turn(self) -> bool:
        """Look, when it is time; False."""
        pause = settings().insight_seconds
        if settings().insight_days == 0 or clock.monotonic() < self._due:
            return False
        self._due = clock.monotonic() + pause
        now = clock.now()
        async with self._database.lean() as connection:
            claimed = await connection.fetchrow(_CLAIM, now, now + LEASE)
            if claimed is None:
                await connection.execute(_BEGIN, now)
                claimed = await connection.fetchrow(_CLAIM, now, now + LEASE)
        if claimed is None:
            return False
        if claimed["job_id"] is None:
            await self._count_what_was()
        await self.look(now)
        async with self._database.lean() as connection:
            await connection.execute(_DONE, now + timedelta(seconds=pause), now)
        return False

    async def _count_what_was(self) -> None:
        """What was there before this desk counted is counted once."""
        async with self._database.unit_of_work() as work:
            job = await jobs.start(work.session, SYSTEM, insight_counting.KIND, {}, now=clock.now())
            await (await raw_connection(work.session)).execute(_JOB, job.id)

    async def look(self, now: datetime) -> None:
        """Gather clusters, then hold every rule against what there is. What one cannot do holds up no other."""
        async with self._database.lean() as connection:
            brands = await insight_gathering.brands(connection, now)
        for brand in brands:
            async with _going_on("clusters", brand):
                await self._gather(brand, now)
        async with self._database.unit_of_work() as work:
            rules = await _rules(work)
        for rule in rules:
            async with _going_on("rule", str(rule.id)):
                await self._hold(rule, now)
        async with self._database.lean() as connection:
            await insight_raising.end_quiet(connection, now)

    async def _gather(self, brand: str | None, now: datetime) -> None:
        async with self._database.lean() as connection:
            news = _NEWS.format(of_brand=insight_gathering.OF_BRAND[brand is None])
            row = await connection.fetchrow(news, brand, now - insight_gathering.NEW)
        # Also by the hour: what rises is another thing then.
        there = (*row.values(), now.replace(minute=0, second=0, microsecond=0)) if row is not None else ()
        if self._gathered.get(brand) != there:
            await insight_gathering.gather(self._database, brand, now)
            self._gathered[brand] = there

    async def _hold(self, rule: InsightRule, now: datetime) -> None:
        async with self._database.lean() as connection:
            found = await insight_findings.of(connection, rule, now)
        for each in found:
            async with self._database.unit_of_work() as work:
                if await insight_raising.raise_(work.session, rule, each, now=now):
                    log.info("an alert is raised", rule=str(rule.id), subject=each.subject, tickets=len(each.tickets))


async def _rules(work: UnitOfWork) -> Sequence[InsightRule]:
    query = select(InsightRule).where(col(InsightRule.enabled)).order_by(col(InsightRule.created_at))
    return (await work.session.exec(query)).all()


@asynccontextmanager
async def _going_on(what: str, which: str | None) -> AsyncIterator[None]:
    try:
        yield
    except Unavailable:
        raise
    except Exception:
        log.exception("cannot be looked at; the next look tries again", what=what, which=which)
