"""What an alarm opens by itself, and what its end closes: an incident with its problem, or a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import structlog
from sqlmodel import col, select

from app.db import UnitOfWork
from app.errors import Conflict, Invalid, NotFound
from app.models import Alarm, Brand, Team
from app.rules.actors import SYSTEM
from app.rules.component_states import Impact
from app.rules.statuses import OVER
from app.schemas.tickets import TicketIn, TicketPatch
from app.services import incident_opening, ticket_access, tickets

log = structlog.get_logger("otklik.alarms")

TAG = "alarm"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong. `key` names it: there is one open alarm of each."""

    origin: str
    key: str
    title: str
    texts: dict[str, str]
    reason: str
    impact: str
    opens: dict[str, Any]
    quiet: timedelta
    brand: str | None = None
    component_ids: Sequence[str] = ()
    monitor_id: UUID | None = None
    alert_source_id: UUID | None = None


async def open_(work: UnitOfWork, alarm: Alarm, trouble: Trouble) -> None:
    """Open what this trouble opens. An alarm stands also where the desk takes no such ticket."""
    hints = len(work.hints)
    try:
        async with work.session.begin_nested():
            if trouble.opens["incident"]:
                await _incident(work, alarm, trouble)
            elif trouble.opens["ticket"]:
                await _ticket(work, alarm, trouble)
    except (Invalid, Conflict, NotFound) as refused:
        del work.hints[hints:]
        log.warning("an alarm opened nothing", alarm=str(alarm.id), code=refused.code)


async def close(work: UnitOfWork, alarm: Alarm) -> None:
    """Close what this alarm has opened. What the desk still asks of its ticket keeps it open."""
    hints = len(work.hints)
    try:
        async with work.session.begin_nested():
            if alarm.incident_id is not None:
                await incident_opening.resolve_by(work, origin=alarm.origin, key=alarm.key)
            elif alarm.ticket_id is not None:
                await _set(work, alarm.ticket_id, "solved")
    except (Invalid, Conflict, NotFound) as refused:
        del work.hints[hints:]
        log.info("what an alarm opened stays open", alarm=str(alarm.id), code=refused.code)


async def _incident(work: UnitOfWork, alarm: Alarm, trouble: Trouble) -> None:
    incident, _ = await incident_opening.open_by(
        work,
        origin=trouble.origin,
        key=trouble.key,
        texts=trouble.texts,
        impact=cast("Impact", trouble.impact),
        component_ids=[UUID(each) for each in trouble.component_ids],
        brand=await _brand(work, trouble),
        visibility="public" if trouble.opens["public"] else "internal",
        started_at=alarm.opened_at,
        team_id=await _team(work, trouble),
        priority=trouble.opens["priority"],
        # Whether it is the same episode has been decided: by when the alarm ended, and not when somebody said so.
        reopen_within=timedelta(days=1) if alarm.reopened else timedelta(0),
    )
    alarm.incident_id, alarm.ticket_id = incident.id, incident.problem_id


async def _ticket(work: UnitOfWork, alarm: Alarm, trouble: Trouble) -> None:
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
            brand=await _brand(work, trouble),
            team_id=await _team(work, trouble),
            tags=[TAG],
        ),
    )
    alarm.ticket_id = UUID(str(made["id"]))


async def _set(work: UnitOfWork, ticket_id: UUID, status: str) -> None:
    change = TicketPatch.model_validate({"status": status})
    await tickets.patch(work.session, SYSTEM, ticket_id, change, version=None)


async def _team(work: UnitOfWork, trouble: Trouble) -> UUID | None:
    """The team, if it is still there."""
    wanted = trouble.opens.get("team_id")
    if wanted is None:
        return None
    query = select(Team.id).where(col(Team.id) == UUID(str(wanted)), col(Team.archived_at).is_(None))
    return (await work.session.exec(query)).first()


async def _brand(work: UnitOfWork, trouble: Trouble) -> str | None:
    """The brand, if it is still there."""
    return (await work.session.exec(select(Brand.key).where(col(Brand.key) == trouble.brand))).first()
