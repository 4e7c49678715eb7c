"""Tickets that come back by themselves: snoozed ones into sight, pending ones to open."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint
from app.errors import Conflict, Invalid, pointer
from app.hints import Hint
from app.models import Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.statuses import UNSOLVED
from app.schemas.events import EventType
from app.services import events, notifications
from app.services.ticket_access import lock

LONGEST = timedelta(days=366)
NOBODY = UUID(int=0)

# By the clock of the database: a process whose own clock is wrong brings nothing back too early.
_NEXT = """SELECT extract(epoch FROM least((SELECT min(snoozed_until) FROM tickets WHERE snoozed_until IS NOT NULL),
 (SELECT min(pending_until) FROM tickets WHERE pending_until IS NOT NULL)) - clock_timestamp())::float8"""


def check(until: datetime, field: str) -> None:
    """Raise `Invalid` (`not_in_the_future`) for an instant that is past, or over a year away."""
    now = clock.now()
    if not now < until <= now + LONGEST:
        detail = "Must be in the future, at most 366 days away"
        raise Invalid(detail, code="not_in_the_future", errors=[pointer(field, detail)])


async def snooze(session: AsyncSession, actor: Actor, ticket_id: UUID, *, until: datetime) -> None:
    """Put a ticket out of sight until then; again with another time moves it.

    Raises `NotFound`, `Invalid` and `Conflict` (`ticket_not_open`, `chat_is_live`).
    """
    check(until, "until")
    ticket = await lock(session, actor, ticket_id)
    if ticket.status not in UNSOLVED:
        raise Conflict("Only a ticket that is not solved can be snoozed", code="ticket_not_open")
    if ticket.chat_id is not None:
        raise Conflict("This ticket has a live chat: end the chat", code="chat_is_live")
    if ticket.snoozed_until != until:
        events.record(session, actor, ticket, EventType.TICKET_SNOOZED, changes={"snoozed_until": until})


async def wake(session: AsyncSession, actor: Actor, ticket_id: UUID) -> None:
    """Bring a ticket back into sight; one that is in sight stays as it is. Raises `NotFound`."""
    ticket = await lock(session, actor, ticket_id)
    if ticket.snoozed_until is not None:
        _wake(session, actor, ticket, cause="agent")


def _wake(session: AsyncSession, actor: Actor, ticket: Ticket, *, cause: str) -> None:
    changes = {"snoozed_until": None}
    events.record(session, actor, ticket, EventType.TICKET_WOKEN, changes=changes, data={"cause": cause})
    hint(session, Hint("route", ticket.team_id or NOBODY))


async def seconds_until_due(connection: Connection) -> float | None:
    """In how long the next ticket comes back; None: none does by itself."""
    seconds: float | None = await connection.fetchval(_NEXT)
    return seconds


async def come_back_next(session: AsyncSession) -> bool:
    """Bring back one ticket whose time has come; whether there was one. Two who look take different ones."""
    now = clock.now()
    for column in (Ticket.snoozed_until, Ticket.pending_until):
        query = select(Ticket).where(col(column) <= func.statement_timestamp()).order_by(col(column)).limit(1)
        ticket = (await session.exec(query.with_for_update(skip_locked=True))).first()
        if ticket is None:
            continue
        if column is Ticket.snoozed_until:
            _wake(session, SYSTEM, ticket, cause="time")
        else:
            changes = {"status": "open", "pending_until": None}
            events.record(session, SYSTEM, ticket, EventType.TICKET_STATUS_CHANGED, changes=changes)
            hint(session, Hint("route", ticket.team_id or NOBODY))
        if ticket.assignee_id is not None:
            data = {"number": ticket.number, "subject": ticket.subject}
            await notifications.tell(
                session, [ticket.assignee_id], kind="ticket.woken", ticket_id=ticket.id, data=data, key=None, now=now
            )
        return True
    return False
