"""Draws by themselves when a week is over, and what is to be reviewed stays with somebody who can."""

from datetime import timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Database, raw_connection
from app.models import ReviewAssignment, ReviewRule
from app.rules.review_sampling import next_week, spread, week_before
from app.services import notifications, review_drawing, reviewers

log = structlog.get_logger("otklik.reviews")

LOOK_SECONDS: Final = 15.0
# Weeks that a desk was down for are drawn when it is there again, so far back.
_CATCH_UP: Final = timedelta(weeks=4)
_AT_ONCE: Final = 100
_GONE = """UPDATE review_assignments a SET state = 'dismissed', version = a.version + 1, updated_at = $1,
 reason = CASE WHEN t.merged_into_id IS NULL THEN 'The ticket is spam' ELSE 'The ticket is part of another one' END
FROM tickets t WHERE a.state = 'open' AND t.id = a.ticket_id AND (t.merged_into_id IS NOT NULL OR t.spam = 'marked')"""


class Watcher:
    """The looks of one process; most of the time nothing is due. Any number of processes may look."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._due = 0.0

    async def turn(self) -> bool:
        """Do one thing that is due; whether there may be more."""
        if clock.monotonic() < self._due:
            return False
        if await self._draw() or await self._give_on():
            return True
        self._due = clock.monotonic() + LOOK_SECONDS
        return False

    async def _draw(self) -> bool:
        """One week of one rule, in one transaction: whoever dies in the middle has drawn nothing."""
        now = clock.now()
        async with self._database.unit_of_work() as work:
            query = (
                select(ReviewRule)
                .where(col(ReviewRule.enabled), col(ReviewRule.due_at) <= now)
                .order_by(col(ReviewRule.due_at))
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            rule = (await work.session.exec(query)).first()
            if rule is None:
                return False
            zone = ZoneInfo(rule.zone)
            due = max(rule.due_at, week_before(now - _CATCH_UP, zone)[1])
            start, end = week_before(due, zone)
            drawn = await review_drawing.draw(work.session, rule, start, end, now)
            rule.due_at = next_week(due, zone)
            work.session.add(rule)
            log.info("drew for reviews", rule=rule.name, agents=drawn.agents, assigned=drawn.assigned)
        return True

    async def _give_on(self) -> bool:
        """What nobody can review any more goes to somebody else, or is dismissed when its ticket is gone."""
        now = clock.now()
        async with self._database.unit_of_work() as work:
            await (await raw_connection(work.session)).execute(_GONE, now)
            people = await reviewers.able(work.session)
            everybody = await reviewers.able(work.session, await _asked(work.session))
            query = (
                select(ReviewAssignment)
                .where(
                    col(ReviewAssignment.state) == "open",
                    or_(
                        col(ReviewAssignment.reviewer_id).is_(None),
                        col(ReviewAssignment.reviewer_id).not_in(everybody),
                    ),
                )
                .order_by(col(ReviewAssignment.id))
                .limit(_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
            found = (await work.session.exec(query)).all()
            load = await review_drawing.waiting(work.session, people)
            who = spread([(each.ticket_id, each.agent_id) for each in found], people, load, "given on")
            told = []
            for each, reviewer in zip(found, who, strict=True):
                if each.reviewer_id == reviewer:
                    continue
                each.reviewer_id, each.updated_at = reviewer, now
                each.version += 1
                work.session.add(each)
                if reviewer is not None:
                    data = {"assignment_id": str(each.id)}
                    key = f"{review_drawing.KIND}:{each.id}:{each.version}"
                    told.append(notifications.Told(reviewer, review_drawing.KIND, each.ticket_id, data, key))
            await notifications.tell_many(work.session, told, now)
        return len(told) == _AT_ONCE


async def _asked(session: AsyncSession) -> list[UUID]:
    query = select(col(ReviewAssignment.reviewer_id)).where(col(ReviewAssignment.state) == "open").distinct()
    return [each for each in (await session.exec(query)).all() if each is not None]
