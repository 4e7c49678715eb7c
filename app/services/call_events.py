"""What exchanges say of calls: verified, folded whatever the order, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork, hint, raw_connection
from app.errors import Conflict, Invalid, Unauthenticated, pointer
from app.hints import Hint
from app.models import Agent, Call, Channel, Customer
from app.rules import calls as rules
from app.rules import phone_numbers
from app.rules.actors import SYSTEM, Actor
from app.schemas.calls import CallEventIn, CallEventOut, PhoneSettings
from app.services import call_missed, call_tickets, callbacks, channels, intake
from app.services.intake import Delivery

# An exchange whose clock is wrong by more than this is believed about everything but the time.
AHEAD = timedelta(minutes=5)
# One that has forgotten to say that a call is over must not keep its agent from everything for ever, nor on a screen.
LOST = timedelta(hours=8)
RINGS = timedelta(hours=1)
NOBODY = UUID(int=0)

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_KNOWN = """SELECT coalesce(c.merged_into, c.id) AS id FROM customers c WHERE c.phone = ANY ($1::text[])
ORDER BY array_position($1::text[], c.phone) LIMIT 1"""
_LOST = """SELECT id FROM calls WHERE state IN ('ringing', 'answered')
AND updated_at < CASE state WHEN 'ringing' THEN $2::timestamptz ELSE $1::timestamptz END
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"""


@dataclass(frozen=True, slots=True)
class Line:
    """A channel of kind `phone`, as it is set up."""

    channel: Channel
    settings: PhoneSettings


async def line(session: AsyncSession, channel_id: UUID) -> Line | None:
    """The channel, if it is a phone line that takes calls."""
    found = await session.get(Channel, channel_id)
    if found is None or found.kind != "phone" or not found.enabled or found.archived_at is not None:
        return None
    return Line(found, PhoneSettings.model_validate(found.settings))


def authenticate(line: Line | None, actor: Actor | None, delivery: Delivery) -> Line:
    """The line, for whoever may speak of it: its own exchange by signature, or an API key of the whole desk.

    A line that is not there and a wrong signature look the same. Raises `Unauthenticated` (`invalid_signature`,
    `webhook_expired`), `Invalid` (`unknown_channel`, to a key).
    """
    if actor is not None:
        if line is None:
            detail = "There is no such phone channel that is enabled"
            raise Invalid(detail, code="unknown_channel", errors=[pointer("channel_id", detail)])
        return line
    intake.refuse_old(delivery)
    secret = None if line is None else channels.account_of(line.channel).secrets.get("signing_secret")
    if not intake.signed_with(secret or intake.NO_SECRET, delivery) or line is None or secret is None:
        raise Unauthenticated("The signature does not fit this line, body and time", code="invalid_signature")
    return line


async def take(work: UnitOfWork, line: Line, said: CallEventIn) -> CallEventOut:
    """Fold what was said into its call. The same again, also at the same moment and in any order, is the same call.

    Raises `Invalid` (`unknown_agent`) and `Conflict` (`other_direction`).
    """
    session, now = work.session, clock.now()
    connection = await raw_connection(session)
    await connection.execute(_LOCK, f"otklik call {line.channel.id} {said.call_id}")
    query = select(Call).where(col(Call.channel_id) == line.channel.id, col(Call.external_id) == said.call_id)
    call = (await session.exec(query.with_for_update().execution_options(populate_existing=True))).first()
    agent_id = await _agent(session, line.settings, said)
    if call is None:
        call = await _made(session, line, said, now)
    elif call.direction != said.direction:
        raise Conflict("This call goes the other way", code="other_direction")
    await _name_numbers(session, line, call, said)
    await fold(work, line, call, rules.Said(
        event=said.event,
        at=min(said.at or now, now + AHEAD),
        agent_id=agent_id,
        duration_seconds=said.duration_seconds,
        recording_url=said.recording_url,
        ivr_path=tuple(said.ivr_path),
    ), now=now)  # fmt: skip
    return CallEventOut(id=call.id, state=call.state, ticket_id=call.ticket_id, customer_id=call.customer_id)


async def fold(work: UnitOfWork, line: Line, call: Call, said: rules.Said, *, now: datetime) -> None:
    """Put what was said into a locked call."""
    await become(work, line, call, rules.fold(facts(call), said), now=now)


async def become(
    work: UnitOfWork, line: Line, call: Call, after: rules.Call, *, now: datetime, actor: Actor = SYSTEM
) -> None:
    """Make this of a locked call; its ticket, its agents and their loads follow."""
    session = work.session
    was, before = call.agent_id if call.state == "answered" else None, set(call.rung)
    changed = _apply(call, after)
    if changed:
        call.version += 1
        call.updated_at = now
    session.add(call)
    # Before the ticket is locked: nobody else can have this call.
    await session.flush()
    if call.state == "missed" and call.ticket_id is None:
        await call_missed.follow(work, line.channel, line.settings, call, now=now)
    elif call.state == "answered":
        await callbacks.reached(session, call)
    if call.ticket_id is not None:
        await call_tickets.tell(session, call, actor=actor)
    holds = call.agent_id if call.state == "answered" else None
    for each in {was, holds} - {None}:
        if was != holds:
            hint(session, Hint("load", each or NOBODY))
    if was is not None and was != holds:
        hint(session, Hint("route", NOBODY))
    if changed:
        for each in {*(UUID(one) for one in {*before, *call.rung}), call.agent_id} - {None}:
            hint(session, Hint("call", each or NOBODY))


def facts(call: Call) -> rules.Call:
    """What is known of it."""
    return rules.Call(
        rung=tuple(UUID(each) for each in call.rung),
        agent_id=call.agent_id,
        started_at=call.started_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        closed_at=call.closed_at,
        closed_by=call.closed_by,
        missed=call.missed,
        duration_seconds=call.duration_seconds,
        recording_url=call.recording_url,
        ivr_path=tuple(call.ivr_path),
    )


def _apply(call: Call, after: rules.Call) -> bool:
    wanted: dict[str, Any] = {
        "rung": [str(each) for each in after.rung],
        "agent_id": after.agent_id,
        "started_at": after.started_at or call.started_at,
        "answered_at": after.answered_at,
        "ended_at": after.ended_at,
        "closed_at": after.closed_at,
        "closed_by": after.closed_by,
        "missed": after.missed,
        "duration_seconds": rules.seconds(after),
        "recording_url": after.recording_url,
        "ivr_path": list(after.ivr_path),
        "state": after.state,
    }
    changed = {name: value for name, value in wanted.items() if getattr(call, name) != value}
    for name, value in changed.items():
        setattr(call, name, value)
    return bool(changed)


async def _made(session: AsyncSession, line: Line, said: CallEventIn, now: datetime) -> Call:
    call = Call(
        channel_id=line.channel.id,
        external_id=said.call_id,
        direction=said.direction,
        started_at=min(said.at or now, now + AHEAD),
        created_at=now,
        updated_at=now,
    )
    session.add(call)
    await session.flush()
    return call


async def _name_numbers(session: AsyncSession, line: Line, call: Call, said: CallEventIn) -> None:
    """Who is on the other side; what an earlier event has said stays."""
    theirs, ours = (said.caller, said.called) if said.direction == "in" else (said.called, said.caller)
    if call.called is None and ours:
        call.called = phone_numbers.read(ours, line.settings.region).shown
    if call.caller is None and theirs:
        found = phone_numbers.read(theirs, line.settings.region)
        call.caller, call.number = found.shown, found.e164
    if call.number is not None and call.customer_id is None:
        connection = await raw_connection(session)
        known = await connection.fetchval(_KNOWN, phone_numbers.spellings(call.number))
        call.customer_id = None if known is None else UUID(int=known.int)


async def _agent(session: AsyncSession, settings: PhoneSettings, said: CallEventIn) -> UUID | None:
    """Whose desk it is at. An extension that nobody has is nobody's: the call is taken all the same."""
    if said.agent_id is not None:
        agent = await session.get(Agent, said.agent_id)
        if agent is None or agent.status != "active":
            detail = "There is no such active agent"
            raise Invalid(detail, code="unknown_agent", errors=[pointer("agent_id", detail)])
        return said.agent_id
    found = settings.extensions.get(said.extension or "")
    agent = None if found is None else await session.get(Agent, found)
    return None if agent is None or agent.status != "active" else found


async def end_lost(work: UnitOfWork) -> bool:
    """End a call of which nothing was heard for eight hours (that rings: for one). Whether there was one."""
    session, now = work.session, clock.now()
    call_id = await (await raw_connection(session)).fetchval(_LOST, now - LOST, now - RINGS)
    if call_id is None:
        return False
    call = await session.get(Call, UUID(int=call_id.int), populate_existing=True)
    channel = None if call is None else await session.get(Channel, call.channel_id)
    if call is None or channel is None:
        return False
    found = Line(channel, PhoneSettings.model_validate(channel.settings))
    await fold(work, found, call, rules.Said("ended", call.updated_at), now=now)
    return True


async def customer_of(session: AsyncSession, call: Call) -> Customer | None:
    """Who is on the other side, as far as the number tells."""
    return None if call.customer_id is None else await session.get(Customer, call.customer_id)
