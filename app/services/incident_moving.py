"""Incidents move from one status to another, and are over or open again; their problem's tickets follow."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Conflict
from app.models import Incident
from app.rules.actors import Actor
from app.services import incident_marks, ticket_access

_TAKEN = "Another incident of the same origin is open: go on there"


async def move(session: AsyncSession, actor: Actor, incident: Incident, status: str, *, now: datetime) -> None:
    """Give a locked incident another status. Of two who resolve it at once the second is told so.

    Raises `Conflict` (`already_resolved`, `incident_open_elsewhere`).
    """
    if status == incident.status:
        if status == "resolved":
            raise Conflict("Somebody has resolved it already", code="already_resolved")
        return
    over, was_over = status == "resolved", incident.resolved_at is not None
    if was_over and not over and incident.origin_key is not None:
        same = select(Incident.id).where(
            col(Incident.origin) == incident.origin,
            col(Incident.origin_key) == incident.origin_key,
            col(Incident.resolved_at).is_(None),
        )
        other = (await session.exec(same)).first()
        if other is not None:
            raise Conflict(_TAKEN, code="incident_open_elsewhere", incident_id=str(other))
    if over != was_over:
        # Whoever links a ticket to it holds the problem, too.
        await ticket_access.lock(session, actor, incident.problem_id)
    incident.status = status
    incident.resolved_at = max(now, incident.started_at) if over else None
    session.add(incident)
    await session.flush()
    if over != was_over:
        await incident_marks.follow_all(session, actor, incident.problem_id)
