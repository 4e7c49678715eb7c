"""The timeline of an incident, its figures, and its post-mortem: a draft made of the log until somebody writes one."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, PreconditionFailed
from app.models import Incident, IncidentEvent, IncidentPostMortem
from app.rules import incident_drafts
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.incident_reviews import (
    IncidentEntryOut,
    IncidentFigures,
    IncidentTimeline,
    PostMortemIn,
    PostMortemOut,
)
from app.services import incidents, keyset

# Lines of the log that a draft holds.
MOST_LINES = 500
_FIGURES = """SELECT count(*) AS tickets, count(DISTINCT coalesce(c.merged_into, c.id)) AS customers,
 min(t.created_at) AS first, max(t.created_at) AS last
FROM ticket_links l JOIN tickets t ON t.id = l.from_id JOIN customers c ON c.id = t.requester_id
WHERE l.to_id = $1 AND l.kind = 'incident_of'"""
_SAID = """SELECT (SELECT count(*) FROM incident_updates WHERE incident_id = $1) AS updates,
 (SELECT count(*) FROM incident_tellings k JOIN incident_updates u ON u.id = k.update_id
  WHERE u.incident_id = $1 AND k.outcome = 'told') AS messages"""


async def timeline(
    session: AsyncSession, actor: Actor, incident_id: UUID, *, cursor: str | None, limit: int
) -> IncidentTimeline:
    """The log of an incident, oldest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await incidents.get(session, actor, incident_id)
    query = select(IncidentEvent).where(col(IncidentEvent.incident_id) == incident_id)
    query = query.order_by(col(IncidentEvent.id)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(IncidentEvent.id) > keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.id))
    items = [
        IncidentEntryOut(
            id=each.id,
            type=each.type,
            actor_kind=each.actor_kind,
            by=Reference(id=each.actor_id, name=each.actor_name),
            data=each.data,
            at=each.at,
        )
        for each in found
    ]
    return IncidentTimeline(items=items, next_cursor=following)


async def read(session: AsyncSession, actor: Actor, incident_id: UUID) -> PostMortemOut:
    """The post-mortem of an incident, or a draft of it. Raises `NotFound`."""
    incident = await incidents.get(session, actor, incident_id)
    return await _shown(session, incident, await session.get(IncidentPostMortem, incident_id))


async def put(
    session: AsyncSession, actor: Actor, incident_id: UUID, said: PostMortemIn, *, version: str | None
) -> PostMortemOut:
    """Write it. Raises `NotFound`, `PreconditionFailed` and `Conflict` (`incident_internal`: it would be published)."""
    incident = await incidents.lock(session, actor, incident_id)
    if said.published and incident.visibility != "public":
        raise Conflict("This incident is internal: nothing of it goes out", code="incident_internal")
    found = await session.get(IncidentPostMortem, incident_id)
    now = clock.now()
    if version is not None and version != str(0 if found is None else found.version):
        raise PreconditionFailed
    if found is None:
        found = IncidentPostMortem(
            incident_id=incident_id, body=said.body, version=0, by_id=actor.id, by_name=actor.name, created_at=now,
            updated_at=now,
        )  # fmt: skip
    found.body, found.by_id, found.by_name, found.updated_at = said.body, actor.id, actor.name, now
    found.published_at = (found.published_at or now) if said.published else None
    found.version += 1
    session.add(found)
    await session.flush()
    return await _shown(session, incident, found)


async def _shown(session: AsyncSession, incident: Incident, known: IncidentPostMortem | None) -> PostMortemOut:
    figures = await _figures(session, incident)
    if known is None:
        query = select(IncidentEvent).where(col(IncidentEvent.incident_id) == incident.id)
        lines = (await session.exec(query.order_by(col(IncidentEvent.id)).limit(MOST_LINES))).all()
        log = [{"type": each.type, "data": each.data, "at": each.at, "by": each.actor_name} for each in lines]
        body = incident_drafts.draft(_facts(incident), figures.model_dump(), log)
        return PostMortemOut(
            incident_id=incident.id, body=body, draft=True, published_at=None, by=None, figures=figures, version=0
        )
    return PostMortemOut(
        incident_id=incident.id,
        body=known.body,
        draft=False,
        published_at=known.published_at,
        by=Reference(id=known.by_id, name=known.by_name),
        figures=figures,
        version=known.version,
    )


def _facts(incident: Incident) -> dict[str, Any]:
    names = ("texts", "status", "impact", "started_at", "resolved_at")
    return {name: getattr(incident, name) for name in names}


async def _figures(session: AsyncSession, incident: Incident) -> IncidentFigures:
    connection = await raw_connection(session)
    (linked,) = await connection.fetch(_FIGURES, incident.problem_id)
    (said,) = await connection.fetch(_SAID, incident.id)
    return IncidentFigures(
        seconds=max(0, int(((incident.resolved_at or clock.now()) - incident.started_at).total_seconds())),
        tickets=linked["tickets"],
        customers=linked["customers"],
        updates=said["updates"],
        messages=said["messages"],
        first_ticket_at=linked["first"],
        last_ticket_at=linked["last"],
    )
