"""Calls as agents see them: listed, read with who calls, put on a ticket or made one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import UnitOfWork, hint
from app.errors import Conflict, Forbidden, NotFound
from app.hints import Hint
from app.models import Call, Channel, Customer, Ticket
from app.rules import call_words, phone_numbers
from app.rules import calls as rules
from app.rules.actors import SYSTEM, Actor
from app.rules.statuses import UNSOLVED
from app.schemas.calls import CallerOut, CallOut, CallPage, CallState, CallTicketIn, CallTicketOut, PhoneSettings
from app.schemas.tickets import RequesterIn, TicketIn
from app.services import call_events, call_tickets, keyset, rows, tickets
from app.services.call_pops import TICKETS

_HIDDEN = {
    "external_id",
    "caller",
    "called",
    "rung",
    "customer_id",
    "missed",
    "told",
    "ended_at",
    "closed_at",
    "created_at",
    "updated_at",
}


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls; what is None does not narrow. `number` as anybody writes it, with its country."""

    state: CallState | None = None
    direction: str | None = None
    agent_id: UUID | None = None
    ticket_id: UUID | None = None
    customer_id: UUID | None = None
    number: str | None = None
    cursor: str | None = None
    limit: int = 50


def visible_to(_actor: Actor) -> SelectOfScalar[Call]:
    """The calls that a caller may see: whoever may see all tickets sees all of them."""
    return select(Call)


async def page(session: AsyncSession, actor: Actor, wanted: CallFilter) -> CallPage:
    """Calls, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor)
    for name in ("state", "direction", "agent_id", "ticket_id", "customer_id"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Call, name) == value)
    if wanted.number is not None:
        query = query.where(col(Call.number) == (phone_numbers.read(wanted.number, None).e164 or wanted.number))
    query = keyset.newest_first(query, Call.started_at, Call.id, cursor=wanted.cursor, limit=wanted.limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), wanted.limit, lambda row: keyset.encode(row.started_at, row.id)
    )
    names = await _names(session, found)
    return CallPage(items=[shown(each, names) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, call_id: UUID) -> CallOut:
    """A call, with the open tickets of who calls. Raises `NotFound`."""
    return await _whole(session, await rows.get(session, visible_to(actor).where(col(Call.id) == call_id)))


async def put(
    session: AsyncSession, actor: Actor, call_id: UUID, ticket_id: UUID | None, *, version: str | None
) -> CallOut:
    """Put a call on a ticket, or on none. Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_ticket`) and
    `Conflict` (`ticket_closed`).
    """
    call = await _lock(session, actor, call_id, version=version)
    if call.ticket_id != ticket_id:
        await call_tickets.put(session, actor, call, ticket_id)
        _touch(session, call)
        await session.flush()
    return await _whole(session, call)


async def make_ticket(work: UnitOfWork, actor: Actor, call_id: UUID, new: CallTicketIn) -> CallOut:
    """Make a ticket of a call: who calls is its requester. Raises `NotFound`, `Conflict` (`has_ticket`), and as for any
    new ticket.
    """
    session = work.session
    call = await _lock(session, actor, call_id, version=None)
    if call.ticket_id is not None:
        raise Conflict("This call is on a ticket already", code="has_ticket", ticket_id=str(call.ticket_id))
    channel = await session.get(Channel, call.channel_id)
    language = "en" if channel is None else PhoneSettings.model_validate(channel.settings).language
    subject = new.subject or call_words.talked(call.caller, language, outbound=call.direction == "out")
    known = None if call.customer_id is None else await session.get(Customer, call.customer_id)
    made = await tickets.create(
        work,
        SYSTEM,
        TicketIn(
            subject=subject,
            body=call_words.body(subject, call.ivr_path, language),
            # By the very spelling by which they are known.
            requester=RequesterIn(phone=call.number if known is None or known.phone is None else known.phone),
            brand=None if channel is None else channel.brand,
            team_id=None if channel is None else channel.team_id,
            assignee_id=actor.id if actor.kind == "agent" else None,
        ),
        channel="phone",
    )
    ticket_id = UUID(str(made["id"]))
    await call_tickets.put(session, actor, call, ticket_id)
    if call.customer_id is None and call.number is not None:
        call.customer_id = UUID(str(made["requester"]["id"]))
    _touch(session, call)
    await session.flush()
    return await _whole(session, call)


async def end(work: UnitOfWork, actor: Actor, call_id: UUID) -> CallOut:
    """End a call whose end the exchange has not said; one that is over stays as it is.

    Raises `NotFound`, and `Forbidden` (`not_your_call`) for an agent who does not talk, and is no lead.
    """
    session, now = work.session, clock.now()
    call = await _lock(session, actor, call_id, version=None)
    rings = call.answered_at is None and str(actor.id) in call.rung
    if actor.role not in {"lead", "admin"} and call.agent_id != actor.id and not rings:
        raise Forbidden("Whoever talks, or a lead, may end this call", code="not_your_call")
    channel = await session.get(Channel, call.channel_id)
    if channel is None:
        raise NotFound
    line = call_events.Line(channel, PhoneSettings.model_validate(channel.settings))
    after = rules.close(call_events.facts(call), actor.id, now)
    await call_events.become(work, line, call, after, now=now, actor=actor)
    await session.flush()
    return await _whole(session, call)


def _touch(session: AsyncSession, call: Call) -> None:
    call.version += 1
    call.updated_at = clock.now()
    session.add(call)
    for each in {call.agent_id, *(UUID(one) for one in call.rung)} - {None}:
        hint(session, Hint("call", each or UUID(int=0)))


async def _lock(session: AsyncSession, actor: Actor, call_id: UUID, *, version: str | None) -> Call:
    return await rows.lock(session, visible_to(actor).where(col(Call.id) == call_id), version=version)


async def _whole(session: AsyncSession, call: Call) -> CallOut:
    found: Sequence[Ticket] = ()
    if call.customer_id is not None:
        merged = select(Customer.id).where(col(Customer.merged_into) == call.customer_id)
        theirs = or_(col(Ticket.requester_id) == call.customer_id, col(Ticket.requester_id).in_(merged))
        mine = select(Ticket).where(theirs, col(Ticket.status).in_(UNSOLVED))
        found = (await session.exec(mine.order_by(col(Ticket.updated_at).desc()).limit(TICKETS))).all()
    made = shown(call, await _names(session, [call]))
    made.tickets = [
        CallTicketOut(id=each.id, number=each.number or 0, subject=each.subject, status=each.status) for each in found
    ]
    return made


async def _names(session: AsyncSession, found: Sequence[Call]) -> dict[UUID, str | None]:
    ids = {each.customer_id for each in found} - {None}
    if not ids:
        return {}
    query = select(Customer.id, Customer.name).where(col(Customer.id).in_(ids))
    return dict((await session.exec(query)).all())


def shown(call: Call, names: Mapping[UUID, str | None]) -> CallOut:
    """A call as agents see it."""
    customer = call.customer_id
    values: dict[str, Any] = call.model_dump(exclude=_HIDDEN)
    return CallOut(
        **values,
        ended_at=call.ended_at or call.closed_at,
        call_id=call.external_id,
        shown=call.caller,
        line=call.called,
        ringing_at=[UUID(each) for each in call.rung],
        customer=None if customer is None else CallerOut(id=customer, name=names.get(customer)),
        tickets=[],
    )
