"""Tickets know whether they are part of an incident that is not over: their field `incident`, with an event of its own.

The mark follows the link to the incident's problem. Whoever links, unlinks, resolves or reopens holds the problem's
row, so that no link slips between an incident's end and the taking away of its marks.
"""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.models import Job, Ticket
from app.rules.actors import SYSTEM, Actor
from app.schemas.events import EventType
from app.services import events, jobs

KIND = "incidents.mark"
AT_ONCE = 25

_OPEN = """SELECT l.from_id, i.id FROM ticket_links l JOIN incidents i ON i.problem_id = l.to_id
WHERE l.from_id = ANY ($1::uuid[]) AND l.kind = 'incident_of' AND i.resolved_at IS NULL"""
_NEXT = f"""SELECT l.from_id FROM ticket_links l WHERE l.to_id = $1 AND l.kind = 'incident_of' AND l.from_id > $2
ORDER BY l.from_id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours


async def follow(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    """Bring the mark of a locked ticket in line with its links as they are in this transaction."""
    await session.flush()
    await _follow(session, actor, [ticket])


async def _follow(session: AsyncSession, actor: Actor, tickets: list[Ticket]) -> None:
    connection = await raw_connection(session)
    rows = await connection.fetch(_OPEN, [each.id for each in tickets])
    within = {UUID(int=row["from_id"].int): str(row["id"]) for row in rows}
    for each in tickets:
        wanted = "open" if each.id in within else "no"
        if each.incident != wanted:
            events.record(
                session,
                actor,
                each,
                EventType.TICKET_INCIDENT_CHANGED,
                changes={"incident": wanted},
                data={"incident_id": within.get(each.id)},
            )


async def follow_all(session: AsyncSession, actor: Actor, problem_id: UUID) -> Job:
    """The same for all tickets of an incident, as a job: it was resolved, or opened again."""
    return await jobs.start(session, actor, KIND, {"problem_id": str(problem_id)}, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it. What it does twice changes nothing: the mark is what the links and the incident say when it looks."""
    problem_id = UUID(job.arguments["problem_id"])
    after, done = UUID(job.checkpoint.get("after", str(UUID(int=0)))), int(job.checkpoint.get("done", 0))
    while True:
        async with job.database.lean() as connection:
            ids = [UUID(int=row["from_id"].int) for row in await connection.fetch(_NEXT, problem_id, after)]
        if not ids:
            return {"tickets": done}
        async with job.database.unit_of_work() as work:
            query = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id)).with_for_update(of=Ticket)
            found = (await work.session.exec(query.execution_options(populate_existing=True))).all()
            await _follow(work.session, SYSTEM, list(found))
            await work.session.flush()
        after, done = ids[-1], done + len(ids)
        await job.progress(done, checkpoint={"after": str(after), "done": done})
