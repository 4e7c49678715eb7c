"""Candidates are linked to an incident's problem, as a job: some in one transaction, each with what became of it.

Whoever dies in the middle has done whole transactions only; whoever goes on finds those that are left.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import AppError, Conflict, Unavailable
from app.models import Job
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import AGENT
from app.schemas.ticket_links import LinkIn
from app.services import jobs, ticket_links
from app.services.ticket_locks import lock_all

log = structlog.get_logger("otklik.incidents")

KIND = "incidents.link"
AT_ONCE, TOGETHER = 500, 20
_TRIES = 4

_NEXT = f"""SELECT ticket_id FROM incident_candidates WHERE incident_id = $1 AND state = 'waiting'
ORDER BY ticket_id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours
# Whoever does the same job after us, because we seemed dead, waits here, and then finds it done.
_HOLD = """SELECT ticket_id FROM incident_candidates WHERE incident_id = $1 AND ticket_id = ANY ($2::uuid[])
AND state = 'waiting' ORDER BY ticket_id FOR UPDATE"""
_DONE = "UPDATE incident_candidates SET state = $3, at = $4 WHERE incident_id = $1 AND ticket_id = ANY ($2::uuid[])"
_PROBLEM = "SELECT desk_merge_root(problem_id) FROM incidents WHERE id = $1"
_COUNTS = "SELECT state, count(*) AS n FROM incident_candidates WHERE incident_id = $1 GROUP BY state"
_QUEUED = """SELECT id FROM jobs WHERE kind = $1 AND status = 'queued' AND arguments ->> 'incident_id' = $2
AND arguments ->> 'by' = $3 LIMIT 1"""


async def begin(session: AsyncSession, actor: Actor, incident_id: UUID) -> Job:
    """Ask for the candidates that wait to be linked; one job that has not begun yet is enough for all of them."""
    connection = await raw_connection(session)
    queued = await connection.fetchval(_QUEUED, KIND, str(incident_id), str(actor.id))
    if queued is not None and (known := await session.get(Job, UUID(int=queued.int))) is not None:
        return known
    arguments = {
        "incident_id": str(incident_id),
        "by": str(actor.id),
        "agent": {"id": str(actor.id), "name": actor.name} if actor.kind == "agent" else None,
    }
    return await jobs.start(session, actor, KIND, arguments, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Link all that wait."""
    incident_id, done = UUID(job.arguments["incident_id"]), int(job.checkpoint.get("done", 0))
    while True:
        async with job.database.lean() as connection:
            ids = [UUID(int=row["ticket_id"].int) for row in await connection.fetch(_NEXT, incident_id)]
        if not ids:
            break
        for start in range(0, len(ids), TOGETHER):
            await _link_some(job, incident_id, ids[start : start + TOGETHER])
        done += len(ids)
        await job.progress(done, checkpoint={"done": done})
    async with job.database.lean() as connection:
        return {row["state"]: row["n"] for row in await connection.fetch(_COUNTS, incident_id)}


async def _link_some(job: jobs.Running, incident_id: UUID, ids: Sequence[UUID]) -> None:
    try:
        await _link(job, incident_id, ids)
    except AppError as error:
        log.info("tickets are linked one by one", code=error.code)
        for each in ids:
            await _link_one(job, incident_id, each)


async def _link_one(job: jobs.Running, incident_id: UUID, ticket_id: UUID) -> None:
    state = "failed"
    try:
        for tries in range(_TRIES, 0, -1):
            try:
                await _link(job, incident_id, [ticket_id])
            except Unavailable:
                if tries == 1:
                    raise
            else:
                return
    except Conflict as error:
        state = {"ticket_merged": "gone", "already_linked": "elsewhere"}.get(error.code, "failed")
    except AppError as error:
        if error.temporary:
            raise
        log.info("a ticket is not linked to its incident", ticket=str(ticket_id), code=error.code)
    async with job.database.lean() as connection:
        await connection.execute(_DONE, incident_id, [ticket_id], state, clock.now())


async def _link(job: jobs.Running, incident_id: UUID, ids: Sequence[UUID]) -> None:
    who = job.arguments["agent"]
    actor = SYSTEM if who is None else Actor("agent", UUID(who["id"]), who["name"], AGENT, role="agent")
    async with job.database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        waiting = [UUID(int=row["ticket_id"].int) for row in await connection.fetch(_HOLD, incident_id, list(ids))]
        if not waiting:
            return
        problem_id = UUID(int=(await connection.fetchval(_PROBLEM, incident_id)).int)
        # All of them before any of them: two such jobs do not wait for each other in a circle.
        await lock_all(work.session, actor, {problem_id, *waiting})
        for each in waiting:
            await ticket_links.create(work.session, actor, each, LinkIn(kind="incident_of", ticket_id=problem_id))
        await work.session.flush()
        await connection.execute(_DONE, incident_id, waiting, "linked", clock.now())
