"""Calls on tickets: what their logs say of them, and on which ticket a call is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Conflict, Invalid, NotFound, pointer
from app.models import Agent, Call, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.statuses import OVER
from app.schemas.events import EventType
from app.services import events, ticket_access


async def tell(session: AsyncSession, call: Call, *, actor: Actor = SYSTEM) -> None:
    """Bring the log of its ticket up to what is known of a locked call; what it says already it does not say again.

    A ticket that was merged meanwhile hears of it where it goes on.
    """
    ticket = await _ticket(session, call.ticket_id)
    if ticket is None:
        return
    wanted: list[tuple[str, EventType]] = []
    if call.answered_at is not None or call.state == "ringing":
        wanted.append(("started", EventType.CALL_STARTED))
    if call.state == "missed":
        wanted.append(("missed", EventType.CALL_MISSED))
    if call.state == "ended":
        # By hand, and again when the exchange says how long it was.
        wanted.append(("closed" if call.ended_at is None else "ended", EventType.CALL_ENDED))
    if call.recording_url is not None:
        wanted.append(("recorded", EventType.CALL_RECORDED))
    said = await _said(session, call)
    told = [each for each in wanted if each[0] not in call.told]
    for name, kind in told:
        events.record(session, actor, ticket, kind, data={"call": {**said, "at": _when(call, name)}})
    if told:
        call.told = [*call.told, *(name for name, _ in told)]
        session.add(call)
        await session.flush()


async def put(session: AsyncSession, actor: Actor, call: Call, ticket_id: UUID | None) -> None:
    """Put a locked call on another ticket, or on none; both logs say so.

    Raises `Invalid` (`unknown_ticket`) and `Conflict` (`ticket_closed`).
    """
    if call.ticket_id == ticket_id:
        return
    # Two at once that swap tickets lock them in one order.
    found = {
        each: await _locked(session, actor, each) for each in sorted({call.ticket_id, ticket_id} - {None}, key=str)
    }
    after = found.get(ticket_id)
    if ticket_id is not None:
        if after is None:
            detail = "There is no such ticket"
            raise Invalid(detail, code="unknown_ticket", errors=[pointer("ticket_id", detail)])
        if after.status in OVER:
            raise Conflict("This ticket is closed and does not change any more", code="ticket_closed")
    before = found.get(call.ticket_id)
    if before is not None:
        moved = {"call": await _said(session, call), "to_ticket_id": None if ticket_id is None else str(ticket_id)}
        events.record(session, actor, before, EventType.CALL_MOVED, data=moved)
    call.ticket_id, call.told = ticket_id, []
    await session.flush()
    if ticket_id is not None:
        await tell(session, call, actor=actor)


async def _locked(session: AsyncSession, actor: Actor, ticket_id: UUID | None) -> Ticket | None:
    if ticket_id is None:
        return None
    try:
        return await ticket_access.lock(session, actor, ticket_id)
    except NotFound:
        return None


async def _ticket(session: AsyncSession, ticket_id: UUID | None) -> Ticket | None:
    ticket = await _locked(session, SYSTEM, ticket_id)
    while ticket is not None and ticket.merged_into_id is not None:
        ticket = await _locked(session, SYSTEM, ticket.merged_into_id)
    return ticket


async def _said(session: AsyncSession, call: Call) -> dict[str, Any]:
    agent = None if call.agent_id is None else await session.get(Agent, call.agent_id)
    closer = None if call.closed_by is None else await session.get(Agent, call.closed_by)
    return {
        "id": str(call.id),
        "direction": call.direction,
        "number": call.caller,
        "agent": None if agent is None else {"id": str(agent.id), "name": agent.name},
        "closed_by": None if closer is None else {"id": str(closer.id), "name": closer.name},
        "duration_seconds": call.duration_seconds,
        "recording_url": call.recording_url,
        "ivr_path": list(call.ivr_path),
    }


def _when(call: Call, name: str) -> str | None:
    at: datetime | None = call.started_at if name == "started" else call.ended_at or call.closed_at
    return None if at is None else at.isoformat()
