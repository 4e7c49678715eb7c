"""What an alarm opens by itself, and what its end closes: an incident with its problem, or a ticket."""

from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from sqlmodel import col, select

from app.db import UnitOfWork
from app.errors import Conflict, Invalid, NotFound
from app.models import Alarm, Team
from app.rules.actors import SYSTEM
from app.rules.statuses import OVER
from app.schemas.tickets import TicketIn, TicketPatch
from app.services import ticket_access, tickets

if TYPE_CHECKING:
    from app.services.alarms import Trouble

log = structlog.get_logger("otklik.alarms")

TAG = "alarm"


async def open_(work: UnitOfWork, alarm: Alarm, trouble: "Trouble") -> None:
    """Open what this trouble opens. An alarm stands also where the desk takes no such ticket."""
    if not (trouble.opens["incident"] or trouble.opens["ticket"]):
        return
    hints = len(work.hints)
    try:
        async with work.session.begin_nested():
            await _ticket(work, alarm, trouble)
    except (Invalid, Conflict, NotFound) as refused:
        del work.hints[hints:]
        log.warning("an alarm opened nothing", alarm=str(alarm.id), code=refused.code)


async def close(work: UnitOfWork, alarm: Alarm) -> None:
    """Close what this alarm has opened. What the desk still asks of its ticket keeps it open."""
    hints = len(work.hints)
    try:
        async with work.session.begin_nested():
            if alarm.ticket_id is not None:
                await _set(work, alarm.ticket_id, "solved")
    except (Invalid, Conflict, NotFound) as refused:
        del work.hints[hints:]
        log.info("what an alarm opened stays open", alarm=str(alarm.id), code=refused.code)


async def _ticket(work: UnitOfWork, alarm: Alarm, trouble: "Trouble") -> None:
    if alarm.ticket_id is not None:
        ticket = await ticket_access.lock(work.session, SYSTEM, alarm.ticket_id)
        if ticket.status not in OVER:
            await _set(work, alarm.ticket_id, "open")
            return
    made = await tickets.create(
        work,
        SYSTEM,
        TicketIn(
            subject=trouble.title[:500],
            body=trouble.reason or trouble.title,
            type="problem",
            priority=trouble.opens["priority"],
            brand=trouble.brand,
            team_id=await _team(work, trouble),
            tags=[TAG],
        ),
    )
    alarm.ticket_id = UUID(str(made["id"]))


async def _set(work: UnitOfWork, ticket_id: UUID, status: str) -> None:
    change = TicketPatch.model_validate({"status": status})
    await tickets.patch(work.session, SYSTEM, ticket_id, change, version=None)


async def _team(work: UnitOfWork, trouble: "Trouble") -> UUID | None:
    """The team, if it is still there."""
    wanted = trouble.opens.get("team_id")
    if wanted is None:
        return None
    return (await work.session.exec(select(Team.id).where(col(Team.id) == UUID(str(wanted))))).first()
