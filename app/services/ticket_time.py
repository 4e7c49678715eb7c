"""Time spent on tickets: entered by agents, changed by whoever entered it or a lead, summed per ticket."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Forbidden, Invalid, pointer
from app.models import Agent, Ticket, TimeEntry
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.schemas.ticket_time import TimeEntryIn, TimeEntryOut, TimeEntryPage, TimeEntryPatch
from app.services import events, keyset, rows, ticket_access

AT_MOST = 1_000
# Clocks differ a little.
SKEW = timedelta(minutes=1)

_SUMS = """SELECT coalesce(sum(seconds), 0) AS total, coalesce(sum(seconds) FILTER (WHERE billable), 0) AS billable,
count(*) AS entries FROM time_entries WHERE ticket_id = $1"""


def visible_to(_actor: Actor, ticket_id: UUID) -> SelectOfScalar[TimeEntry]:
    """The entries of one ticket: agents see everybody's."""
    return select(TimeEntry).where(col(TimeEntry.ticket_id) == ticket_id)


async def create(session: AsyncSession, actor: Actor, ticket_id: UUID, new: TimeEntryIn) -> TimeEntryOut:
    """Enter time; also on a closed ticket, where the last of it is often entered.

    Raises `NotFound`, `Invalid` (`unknown_agent`, `in_the_future`), `Forbidden` and `Conflict` (`too_many`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    agent_id, name = await _whose(session, actor, new.agent_id)
    if (await _sums(session, ticket_id))["entries"] >= AT_MOST:
        raise Conflict(f"A ticket has at most {AT_MOST} entries of time", code="too_many")
    now = clock.now()
    entry = TimeEntry(
        ticket_id=ticket_id,
        agent_id=agent_id,
        agent_name=name,
        seconds=new.seconds,
        note=new.note,
        billable=new.billable,
        spent_at=_past(new.spent_at, now) or now,
        created_at=now,
        updated_at=now,
    )
    session.add(entry)
    await session.flush()
    await _told(session, actor, ticket, entry, entry.seconds)
    return shown(entry)


async def page(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, cursor: str | None, limit: int
) -> TimeEntryPage:
    """The time spent on a ticket, the latest first, and its sums. Raises `NotFound`, `Invalid` (`invalid_cursor`)."""
    await ticket_access.get(session, actor, ticket_id)
    query = keyset.newest_first(
        visible_to(actor, ticket_id), TimeEntry.spent_at, TimeEntry.id, cursor=cursor, limit=limit
    )
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.spent_at, row.id)
    )
    sums = await _sums(session, ticket_id)
    return TimeEntryPage(
        items=[shown(each) for each in found],
        next_cursor=following,
        total_seconds=sums["total"],
        billable_seconds=sums["billable"],
    )


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID, entry_id: UUID) -> TimeEntryOut:
    """An entry. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor, ticket_id).where(col(TimeEntry.id) == entry_id)))


async def patch(
    session: AsyncSession,
    actor: Actor,
    ticket_id: UUID,
    entry_id: UUID,
    change: TimeEntryPatch,
    *,
    version: str | None,
) -> TimeEntryOut:
    """Change an entry. Raises `NotFound`, `Forbidden`, `PreconditionFailed` and `Invalid` (`in_the_future`)."""
    ticket = await ticket_access.lock(session, actor, ticket_id)
    entry = await _own(session, actor, ticket_id, entry_id, version)
    _past(change.spent_at, clock.now())
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    wanted = {name: value for name, value in sent.items() if getattr(entry, name) != value}
    if wanted:
        was = entry.seconds
        for name, value in wanted.items():
            setattr(entry, name, value)
        entry.version += 1
        entry.updated_at = clock.now()
        session.add(entry)
        await session.flush()
        await _told(session, actor, ticket, entry, entry.seconds - was)
    return shown(entry)


async def delete(session: AsyncSession, actor: Actor, ticket_id: UUID, entry_id: UUID, *, version: str | None) -> None:
    """Delete an entry. Raises as `patch`."""
    ticket = await ticket_access.lock(session, actor, ticket_id)
    entry = await _own(session, actor, ticket_id, entry_id, version)
    await session.delete(entry)
    await session.flush()
    await _told(session, actor, ticket, entry, -entry.seconds)


async def _own(session: AsyncSession, actor: Actor, ticket_id: UUID, entry_id: UUID, version: str | None) -> TimeEntry:
    query = visible_to(actor, ticket_id).where(col(TimeEntry.id) == entry_id)
    entry = await rows.lock(session, query, version=version)
    if entry.agent_id != actor.id and not _leads(actor):
        raise Forbidden("Whoever spent the time, a lead or an admin may change it", code="not_the_author")
    return entry


async def _whose(session: AsyncSession, actor: Actor, agent_id: UUID | None) -> tuple[UUID, str]:
    if agent_id is None or agent_id == actor.id:
        return actor.id, actor.name
    if not _leads(actor):
        raise Forbidden("Leads and admins enter time for others", code="not_the_author")
    agent = await session.get(Agent, agent_id)
    if agent is None:
        detail = "There is no such agent"
        raise Invalid(detail, code="unknown_agent", errors=[pointer("agent_id", detail)])
    return agent.id, agent.name


def _leads(actor: Actor) -> bool:
    return actor.role in {"lead", "admin"}


def _past(spent_at: datetime | None, now: datetime) -> datetime | None:
    if spent_at is not None and spent_at > now + SKEW:
        detail = "Time that is still to come has not been spent"
        raise Invalid(detail, code="in_the_future", errors=[pointer("spent_at", detail)])
    return spent_at


async def _sums(session: AsyncSession, ticket_id: UUID) -> Any:  # noqa: ANN401 - asyncpg.Record
    return await (await raw_connection(session)).fetchrow(_SUMS, ticket_id)


async def _told(session: AsyncSession, actor: Actor, ticket: Ticket, entry: TimeEntry, seconds: int) -> None:
    """The log has how much more (or less) it was, and what it comes to: a report need not read the entries."""
    data = {
        "entry_id": str(entry.id),
        "agent": {"id": str(entry.agent_id), "name": entry.agent_name},
        "seconds": seconds,
        "total_seconds": (await _sums(session, ticket.id))["total"],
    }
    events.record(session, actor, ticket, EventType.TICKET_TIME_SPENT, data=data)


def shown(row: TimeEntry) -> TimeEntryOut:
    """An entry as agents see it."""
    return TimeEntryOut(
        id=row.id,
        ticket_id=row.ticket_id,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        seconds=row.seconds,
        note=row.note,
        billable=row.billable,
        spent_at=row.spent_at,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
