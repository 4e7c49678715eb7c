"""Bulk changes: asking for one, looking at what it would do, and what became of each ticket."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict
from app.ids import new_id
from app.models import BulkItem, Ticket, View
from app.rules.actors import Actor
from app.rules.conditions import Conditions
from app.rules.views import of_work
from app.schemas.jobs import JobOut
from app.schemas.ticket_actions import ChangeOut
from app.schemas.ticket_bulk import MOST, BulkExample, BulkIn, BulkItemOut, BulkItemPage, BulkPreview
from app.services import jobs, keyset, outcomes, rows, search_tickets, ticket_access, ticket_actions, views
from app.services.causes import Cause
from app.services.sla_worlds import conditions_of
from app.services.view_sql import Places, where

KIND = "tickets.bulk"
_EXAMPLES = 3
_INSERT = """INSERT INTO bulk_items (job_id, number, ticket_id, expected, status)
SELECT $1, n, id, expected, 'waiting' FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS w (id, expected, n)"""


async def ask(session: AsyncSession, actor: Actor, wanted: BulkIn) -> JobOut:
    """Begin it as a job of this agent: the tickets are chosen now, and are changed one after the other.

    Raises `NotFound` (a view), `Invalid`, and `Conflict` (`too_many_tickets`).
    """
    actions = [each.model_dump(mode="json") for each in wanted.actions]
    found = await _found(session, actor, wanted)
    tickets = await _chosen(session, actor, wanted, found, limit=MOST + 1)
    if len(tickets) > MOST:
        raise Conflict(f"These are more than {MOST} tickets: narrow it", code="too_many_tickets")
    job = await jobs.start(session, actor, KIND, {"actions": actions, "agent": str(actor.id)}, now=clock.now())
    job.total = len(tickets)
    await session.flush()
    expected = [wanted.versions.get(each) for each in tickets]
    await (await raw_connection(session)).execute(_INSERT, job.id, tickets, expected)
    return jobs.shown(job)


async def preview(session: AsyncSession, actor: Actor, wanted: BulkIn) -> BulkPreview:
    """How many it would be, and what would become of the first few; nothing changes. Raises as `ask`."""
    actions = [each.model_dump(mode="json") for each in wanted.actions]
    found = await _found(session, actor, wanted)
    first = await _chosen(session, actor, wanted, found, limit=_EXAMPLES)
    tickets = await _count(session, actor, wanted, found)
    examples = []
    # In one order for everybody, so that two who look at the same tickets do not wait in a circle.
    for ticket_id in sorted(first):
        query = ticket_access.visible_to(actor).where(col(Ticket.id) == ticket_id)
        if (await session.exec(query)).first() is None:
            continue
        ticket = await ticket_access.lock(session, actor, ticket_id)
        cause = Cause("bulk", new_id(), "Preview", key=f"bulk:{new_id()}")
        seen = await ticket_actions.preview(session, actor, ticket, actions, cause=cause)
        examples.append(
            BulkExample(
                ticket_id=ticket.id,
                number=ticket.number or 0,
                subject=ticket.subject,
                would_apply=not ticket_actions.refused(seen.outcomes),
                outcomes=outcomes.shown(seen.outcomes),
                changes=[ChangeOut(field=name, before=was, after=now) for name, was, now in seen.changes],
            )
        )
    return BulkPreview(tickets=tickets, too_many=tickets is not None and tickets > MOST, examples=examples)


async def items(
    session: AsyncSession, actor: Actor, job_id: UUID, *, status: str | None, cursor: str | None, limit: int
) -> BulkItemPage:
    """What became of the tickets of a job so far. Raises `NotFound`, `Invalid` (`invalid_cursor`)."""
    await jobs.read(session, actor, job_id)
    query = select(BulkItem).where(col(BulkItem.job_id) == job_id).order_by(col(BulkItem.number)).limit(limit + 1)
    if status is not None:
        query = query.where(col(BulkItem.status) == status)
    if cursor is not None:
        query = query.where(col(BulkItem.number) > keyset.by_place(cursor)[0])
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.number, row.ticket_id)
    )
    return BulkItemPage(items=[_item(each) for each in found], next_cursor=following)


def _item(row: BulkItem) -> BulkItemOut:
    return BulkItemOut(
        number=row.number,
        ticket_id=row.ticket_id,
        status=row.status,
        code=row.code,
        detail=row.detail,
        outcomes=outcomes.shown(row.outcomes),
        at=row.at,
    )


async def _found(session: AsyncSession, actor: Actor, wanted: BulkIn) -> Sequence[UUID] | None:
    """What the search finds, of more than `MOST` some more; None: nothing is searched for. Raises as `ask`."""
    if wanted.q is None:
        return None
    await session.flush()
    return sorted(await search_tickets.matching(await raw_connection(session), actor, wanted.q, limit=MOST))


async def _chosen(
    session: AsyncSession, actor: Actor, wanted: BulkIn, found: Sequence[UUID] | None, *, limit: int
) -> Sequence[UUID]:
    """The tickets that are meant at this moment, at most `limit`, the oldest first. Raises as `ask`."""
    if wanted.ticket_ids is not None:
        return list(dict.fromkeys(wanted.ticket_ids))[:limit]
    if found is not None and len(found) > MOST:
        # Which of them the conditions leave is not looked at: those that were found are not all.
        return found[:limit]
    return [UUID(int=row["id"].int) for row in await _rows(session, actor, wanted, found, "t.id", limit)]


async def _count(session: AsyncSession, actor: Actor, wanted: BulkIn, found: Sequence[UUID] | None) -> int | None:
    if wanted.ticket_ids is not None:
        return len(set(wanted.ticket_ids))
    if found is not None and len(found) > MOST:
        return len(found)
    try:
        async with session.begin_nested():
            return len(await _rows(session, actor, wanted, found, "NULL", MOST + 1))
    except (asyncpg.QueryCanceledError, DBAPIError):
        return None


async def _rows(
    session: AsyncSession, actor: Actor, wanted: BulkIn, found: Sequence[UUID] | None, column: str, limit: int
) -> list[Any]:
    conditions = await _conditions(session, actor, wanted)
    places = Places(1)
    fits = where(conditions, places.put, me=actor.id, teams=await views.teams_of(session, actor))
    if found is not None:
        fits = f"t.id = ANY ({places.put(found, 'uuid[]')}) AND {fits}"
    connection = await raw_connection(session)
    await connection.execute("SET LOCAL statement_timeout = 5000")
    # The ids of tickets are in the order of their making.
    order = "ORDER BY t.id" if column == "t.id" else ""
    sql = f"SELECT {column} FROM tickets t WHERE {fits} {order} LIMIT {int(limit)}"  # noqa: S608 - names of ours only
    return await connection.fetch(sql, *places.values)


async def _conditions(session: AsyncSession, actor: Actor, wanted: BulkIn) -> Conditions:
    if wanted.view_id is not None:
        view = await rows.get(session, views.visible_to(actor).where(col(View.id) == wanted.view_id))
        return of_work(conditions_of(view.conditions))
    if wanted.conditions is None:
        return of_work(Conditions())
    return of_work(conditions_of(await views.checked(session, wanted.conditions.model_dump())))
