"""Doing a bulk change: one ticket after the other, each in a transaction of its own that also says what became of it.

So each is done once, whoever dies when; and at a pace that leaves room for others.
"""

import asyncio
from collections import Counter
from typing import Any, Final
from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Database, as_unavailable
from app.errors import AppError, Forbidden, NotFound
from app.models import Agent, BulkItem
from app.rules.actors import Actor
from app.rules.permissions import ROLES, Permission
from app.services import jobs, ticket_access, ticket_actions
from app.services.causes import Cause
from app.services.ticket_action_context import Outcome

log = structlog.get_logger("otklik.bulk")

# A ticket that somebody else has in hand for long, or a database that is away, is tried again so often, so much later
# each time: it is no failure of the job.
TRIES: Final = 5
PAUSE: Final = 1.0
# Tickets a second, at most.
PACE: Final = 50.0
# After so many it is said how far it is, and looked whether it is still wanted.
_SAY_AFTER = 10
_COUNT = "SELECT status, count(*) AS n FROM bulk_items WHERE job_id = $1 GROUP BY status"


class _NotDoneError(Exception):
    """Takes back what was done to a ticket to which not all could be done."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do what is still waiting, as the agent who asked, with what they may do now."""
    counts = await _counts(job)
    total = counts.total()
    await job.progress(total - counts["waiting"], total)
    while True:
        begun = clock.monotonic()
        for _ in range(_SAY_AFTER):
            status = await _patiently(job)
            if status is None:
                counts = await _counts(job)
                await job.progress(total - counts["waiting"], total)
                return {"done": counts["done"], "skipped": counts["skipped"], "failed": counts["failed"]}
            counts["waiting"] -= 1
        await job.progress(total - counts["waiting"], total)
        await asyncio.sleep(max(0.0, begun + _SAY_AFTER / PACE - clock.monotonic()))


async def _counts(job: jobs.Running) -> Counter[str]:
    async with job.database.lean() as connection:
        return Counter({row["status"]: row["n"] for row in await connection.fetch(_COUNT, job.id)})


async def _patiently(job: jobs.Running) -> str | None:
    for tried in range(1, TRIES):
        try:
            return await _next(job.database, job)
        except Exception as error:
            if not (isinstance(error, AppError) and error.temporary) and as_unavailable(error) is None:
                raise
            await asyncio.sleep(PAUSE * tried)
    return await _next(job.database, job)


async def _next(database: Database, job: jobs.Running) -> str | None:
    """Do the next ticket; its item's new status, None when nothing waits."""
    async with database.unit_of_work() as work:
        session = work.session
        query = select(BulkItem).where(col(BulkItem.job_id) == job.id, col(BulkItem.status) == "waiting")
        query = query.order_by(col(BulkItem.number)).limit(1).with_for_update()
        item = (await session.exec(query.execution_options(populate_existing=True))).first()
        if item is None:
            return None
        actor = await _actor(session, UUID(job.arguments["agent"]))
        cause = Cause("bulk", job.id, "Bulk change", key=f"bulk:{job.id}:{item.ticket_id}")
        hints = len(session.info["hints"])
        try:
            async with session.begin_nested():
                ticket = await ticket_access.lock(session, actor, item.ticket_id, version=item.expected)
                outcomes = await ticket_actions.apply(session, actor, ticket, job.arguments["actions"], cause=cause)
                if ticket_actions.refused(outcomes):
                    raise _NotDoneError(outcomes)  # noqa: TRY301 - that is how a savepoint is taken back
        except _NotDoneError as error:
            del session.info["hints"][hints:]
            refusal = ticket_actions.refused(error.outcomes)[0]
            _say(item, "failed", refusal["skipped"], refusal.get("detail"), error.outcomes)
        except AppError as error:
            if error.temporary:
                raise
            del session.info["hints"][hints:]
            _say(item, "failed", error.code, error.detail, [])
        except Exception as error:
            if as_unavailable(error) is not None:
                raise
            # It is of this ticket alone: the others are done all the same.
            log.exception("a ticket cannot be changed", job=str(job.id), ticket=str(item.ticket_id))
            del session.info["hints"][hints:]
            _say(item, "failed", "internal_error", "Something went wrong on our side; the log says more", [])
        else:
            changed = any("skipped" not in each for each in outcomes)
            _say(item, "done" if changed else "skipped", None if changed else "already_so", None, outcomes)
        session.add(item)
        await session.flush()
        return item.status


def _say(item: BulkItem, status: str, code: str | None, detail: str | None, outcomes: list[Outcome]) -> None:
    item.status, item.code, item.detail, item.outcomes, item.at = status, code, detail, outcomes, clock.now()


async def _actor(session: AsyncSession, agent_id: UUID) -> Actor:
    """The agent who asked, as they are now. Raises `Forbidden` when they may change tickets no more."""
    agent = await session.get(Agent, agent_id)
    if agent is None:
        raise NotFound
    if agent.status != "active" or Permission.TICKETS_WRITE not in ROLES[agent.role]:
        raise Forbidden("The agent who began this may not change tickets any more")
    return Actor(kind="agent", id=agent.id, name=agent.name, permissions=ROLES[agent.role], role=agent.role)
