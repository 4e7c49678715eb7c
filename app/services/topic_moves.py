"""Tickets follow their topic when it is moved in the tree, as a job."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Ticket, Topic
from app.rules import topics as rules
from app.rules.actors import SYSTEM
from app.schemas.events import EventType
from app.services import events, jobs

KIND = "topics.move"
AT_ONCE = 50
# The operators of the index, which takes no notice of the database's collation: `0` comes after `/`.
_NEXT = f"""SELECT id FROM tickets WHERE (topic = $1 OR topic ~>=~ ($1 || '/') AND topic ~<~ ($1 || '0'))
AND id > $2 ORDER BY id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it: to where the topic is by then, so that two moves one after the other end in one place."""
    topic_id, path = UUID(job.arguments["topic_id"]), job.arguments["path"]
    state = job.checkpoint or {"done": 0, "after": str(UUID(int=0))}
    while True:
        async with job.database.lean() as connection:
            ids = [row["id"] for row in await connection.fetch(_NEXT, path, UUID(state["after"]))]
        if not ids:
            return {"tickets": state["done"], "followed": job.arguments.get("followed", [])}
        async with job.database.unit_of_work() as work:
            state["done"] += await _change(work.session, ids, path, topic_id)
        state["after"] = str(ids[-1])
        await job.progress(state["done"], checkpoint=state)


async def _change(session: AsyncSession, ids: list[UUID], path: str, topic_id: UUID) -> int:
    target = (await session.exec(select(Topic.path).where(col(Topic.id) == topic_id))).one()
    query = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id)).with_for_update()
    changed = 0
    for ticket in (await session.exec(query.execution_options(populate_existing=True))).all():
        if target != path and ticket.topic is not None and rules.within(ticket.topic, path):
            topic = target + ticket.topic[len(path) :]
            data = {"cause": KIND}
            events.record(session, SYSTEM, ticket, EventType.TICKET_UPDATED, changes={"topic": topic}, data=data)
            changed += 1
    return changed
