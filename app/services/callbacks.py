"""Calls that are to be made: planned for an hour that suits both sides, and done when somebody has been reached."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, NotFound, pointer
from app.models import Call, Callback, Customer, Ticket, TicketTask
from app.rules import call_words, phone_numbers
from app.rules.actors import SYSTEM, Actor
from app.rules.callbacks import EARLIEST, LATEST, next_time, zones_of
from app.rules.schedules import ALWAYS, AnySchedule
from app.rules.statuses import OVER
from app.schemas.callbacks import CallbackIn, CallbackOut, CallbackPage
from app.schemas.ticket_tasks import TaskIn, TaskPatch
from app.services import keyset, sla_worlds, ticket_access, ticket_tasks

# The hours of its queue count, else of its team, else of its brand, else any.
_HOURS = """SELECT cv.id AS version, cv.zone FROM tickets t
LEFT JOIN queues q ON q.id = t.queue_id LEFT JOIN teams m ON m.id = t.team_id LEFT JOIN brands b ON b.key = t.brand
JOIN calendars c ON c.id = coalesce(q.calendar_id, m.calendar_id, b.calendar_id)
JOIN calendar_versions cv ON cv.calendar_id = c.id AND cv.number = c.number WHERE t.id = $1"""
_WAITS = """SELECT EXISTS (SELECT 1 FROM callbacks k JOIN ticket_tasks s ON s.id = k.task_id
WHERE k.ticket_id = $1 AND s.done_at IS NULL)"""
_OPEN = """SELECT k.ticket_id, k.task_id FROM callbacks k JOIN ticket_tasks s ON s.id = k.task_id
JOIN tickets t ON t.id = k.ticket_id WHERE k.number = $1 AND s.done_at IS NULL AND t.status NOT IN ('closed', 'merged')
ORDER BY k.ticket_id, k.id LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Plan:
    """A call to make: to whom, for what, and from when on."""

    ticket_id: UUID
    number: str
    title: str
    after: datetime
    call_id: UUID | None = None
    assignee_id: UUID | None = None
    earliest: time = field(default=EARLIEST)
    latest: time = field(default=LATEST)


def visible_to(_actor: Actor) -> SelectOfScalar[Callback]:
    """The calls to make, for who may see all tickets."""
    return select(Callback)


async def plan(session: AsyncSession, actor: Actor, wanted: Plan) -> Callback:
    """Add the task, due at the first time that suits both sides. Raises as tasks do: `NotFound`, `Invalid`
    (`unknown_agent`), `Conflict` (`ticket_closed`, `too_many_tasks`).
    """
    hours, home = await _hours(session, wanted.ticket_id)
    number = phone_numbers.read(wanted.number, None)
    zones = zones_of(number.zones, home, number.likely)
    due = next_time(hours, zones, after=wanted.after, earliest=wanted.earliest, latest=wanted.latest)
    task = await ticket_tasks.add(
        session,
        actor,
        wanted.ticket_id,
        TaskIn(title=wanted.title, due_at=due, assignee_id=wanted.assignee_id),
    )
    row = Callback(
        ticket_id=wanted.ticket_id, task_id=task.id, number=wanted.number, zones=list(zones), due_at=due,
        call_id=wanted.call_id, created_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def create(session: AsyncSession, actor: Actor, new: CallbackIn) -> CallbackOut:
    """Plan a call by hand. Raises as `plan`, and `Invalid` (`unknown_number`: none is known, or it is none)."""
    ticket = await ticket_access.get(session, actor, new.ticket_id)
    if ticket.status in OVER:
        raise Conflict("This ticket is closed and does not change any more", code="ticket_closed")
    raw = new.number
    if raw is None:
        customer = await session.get(Customer, ticket.requester_id)
        raw = None if customer is None else customer.phone
    number = phone_numbers.read(raw, new.region).e164
    if number is None:
        detail = "No number with its country is known: +74951234567, or say the `region`"
        raise Invalid(detail, code="unknown_number", errors=[pointer("number", detail)])
    now = clock.now()
    after = now if new.not_before is None else max(now, new.not_before)
    title = call_words.call_back(number, ticket.language or "en")
    return shown(
        await plan(
            session,
            actor,
            Plan(ticket_id=ticket.id, number=number, title=title, after=after, assignee_id=new.assignee_id),
        ),
        done=False,
    )


async def page(
    session: AsyncSession, actor: Actor, *, ticket_id: UUID | None, done: bool | None, cursor: str | None, limit: int
) -> CallbackPage:
    """Newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).join(TicketTask, col(TicketTask.id) == col(Callback.task_id), isouter=True)
    query = query.order_by(col(Callback.id).desc()).limit(limit + 1)
    if ticket_id is not None:
        query = query.where(col(Callback.ticket_id) == ticket_id)
    if done is not None:
        finished = col(TicketTask.done_at).is_not(None)
        # Of a ticket that is over nobody is called back any more.
        of_over = select(Ticket.id).where(col(Ticket.id) == col(Callback.ticket_id), col(Ticket.status).in_(OVER))
        query = query.where(finished if done else and_(col(TicketTask.id).is_not(None), ~finished, ~of_over.exists()))
    if cursor is not None:
        query = query.where(col(Callback.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    of_tasks = col(TicketTask.id).in_([each.task_id for each in found if each.task_id is not None])
    over = set((await session.exec(select(TicketTask.id).where(of_tasks, col(TicketTask.done_at).is_not(None)))).all())
    return CallbackPage(items=[shown(each, done=each.task_id in over) for each in found], next_cursor=following)


async def waits(session: AsyncSession, ticket_id: UUID) -> bool:
    """Whether somebody is to be called back about this ticket already."""
    return bool(await (await raw_connection(session)).fetchval(_WAITS, ticket_id))


async def reached(session: AsyncSession, call: Call) -> None:
    """Somebody talks with this number, whoever has called: what was to be called back is done, and the call is on that
    ticket, unless an agent has put it on another one.
    """
    if call.number is None:
        return
    rows = await (await raw_connection(session)).fetch(_OPEN, call.number)
    for row in rows:
        ticket_id, task_id = UUID(int=row["ticket_id"].int), UUID(int=row["task_id"].int)
        try:
            await ticket_tasks.change(session, SYSTEM, ticket_id, task_id, TaskPatch(done=True), version=None)
        except (Conflict, NotFound):
            # Its ticket was closed at this very moment, or the task taken away: the call is answered all the same.
            continue
        if call.ticket_id is None:
            call.ticket_id = ticket_id
            session.add(call)
    await session.flush()


async def _hours(session: AsyncSession, ticket_id: UUID) -> tuple[AnySchedule, str | None]:
    connection = await raw_connection(session)
    await session.flush()
    row: Any = await connection.fetchrow(_HOURS, ticket_id)
    if row is None:
        return ALWAYS, None
    version = UUID(int=row["version"].int)
    return (await sla_worlds.rule_hours(connection, {version}))[version], row["zone"]


def shown(row: Callback, *, done: bool) -> CallbackOut:
    """A call to make, as agents see it."""
    return CallbackOut(**row.model_dump(), done=done)
