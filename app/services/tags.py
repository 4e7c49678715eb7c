"""Tags: how many tickets have each, and renaming and merging them over the whole desk, as a job."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.models import Job, Tag, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.renaming import of_tags
from app.schemas.events import EventType
from app.schemas.tags import TagOut, TagPage, TagsRenameIn
from app.services import events, jobs, keyset, renames

KIND = "tags.rename"
AT_ONCE = 50
# More than a busy desk changes between two looks of its worker.
_SUMMED = 20_000
_NEXT = f"""SELECT id FROM tickets WHERE tags && $1::text[] AND tags <> '{{}}'
ORDER BY id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours
_COUNT = "SELECT count(*) FROM tickets WHERE tags && $1::text[] AND tags <> '{}'"


async def page(session: AsyncSession, _actor: Actor, *, begins: str | None, cursor: str | None, limit: int) -> TagPage:
    """Tags that tickets have, by name. Raises `Invalid` for a cursor that is not ours."""
    await sum_up(await raw_connection(session))
    query = select(Tag).where(col(Tag.uses) > 0).order_by(col(Tag.name)).limit(limit + 1)
    if begins is not None:
        query = query.where(col(Tag.name).startswith(begins, autoescape=True))
    if cursor is not None:
        query = query.where(col(Tag.name) > keyset.by_name(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return TagPage(items=[TagOut(name=each.name, uses=each.uses) for each in found], next_cursor=following)


async def sum_up(connection: Connection) -> int:
    """Bring the counts up to date; how many changes there were."""
    changes: int = await connection.fetchval("SELECT desk_sum_up_tags($1)", _SUMMED)
    return changes


async def rename(session: AsyncSession, actor: Actor, asked: TagsRenameIn) -> Job:
    """Begin it, as a job: every ticket that has one of the tags gets the other one in its place.

    What is set up with the old names has the new one at once. Of tags that are taken off, it is only told what names
    them: what is meant by it then, only people know.
    """
    names = [each for each in asked.names if each != asked.to]
    renaming = of_tags(names, asked.to or "")
    named = await renames.follow(session, "tags", renaming, write=asked.to is not None)
    followed, left = (named, []) if asked.to is not None else ([], named)
    arguments = {"names": names, "to": asked.to, "followed": followed, "left": left}
    return await jobs.start(session, actor, KIND, arguments, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it. What is done is not found again, so that a crash in the middle repeats nothing."""
    names, to = job.arguments["names"], job.arguments["to"]
    async with job.database.lean() as connection:
        total = await connection.fetchval(_COUNT, names)
    done = int(job.checkpoint.get("done", 0))
    total += done
    while True:
        async with job.database.lean() as connection:
            ids = [row["id"] for row in await connection.fetch(_NEXT, names)]
        if not ids:
            told = {name: job.arguments.get(name, []) for name in ("followed", "left")}
            return {"tickets": done, **told}
        async with job.database.unit_of_work() as work:
            done += await _change(work.session, ids, names, to)
        await job.progress(done, max(total, done), checkpoint={"done": done})


async def _change(session: AsyncSession, ids: Sequence[UUID], names: Sequence[str], to: str | None) -> int:
    query = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id)).with_for_update()
    tickets = (await session.exec(query.execution_options(populate_existing=True))).all()
    changed = 0
    for ticket in tickets:
        renamed = [to if each in names else each for each in ticket.tags]
        tags = list(dict.fromkeys(each for each in renamed if each is not None))
        if tags != ticket.tags:
            data = {"cause": KIND}
            events.record(session, SYSTEM, ticket, EventType.TICKET_UPDATED, changes={"tags": tags}, data=data)
            changed += 1
    return changed
