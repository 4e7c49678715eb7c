"""The log of an incident: the one place that appends to it. The change feed tells of it (a trigger does)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Incident, IncidentEvent
from app.rules.actors import Actor

Type = Literal["incident.created", "incident.updated", "incident.resolved"]


def record(
    session: AsyncSession, actor: Actor, incident: Incident, kind: Type, data: Mapping[str, Any], *, now: datetime
) -> None:
    """Append what happened to an incident that this transaction has locked or made, and count it in its version."""
    at = max(now, incident.updated_at)
    if kind != "incident.created":
        incident.version += 1
    incident.updated_at = at
    session.add(incident)
    session.add(
        IncidentEvent(
            incident_id=incident.id,
            type=kind,
            data=dict(data),
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            at=at,
        )
    )
