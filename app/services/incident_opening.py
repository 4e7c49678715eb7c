"""Incidents are opened: the incident, its problem ticket and its first update in one transaction.

What watches by itself (monitors, alerts, insights) names its trouble by origin and key: as long as an incident of these
is open there is no second one, whoever else says the same at this moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork
from app.models import Component, Incident, IncidentComponent, IncidentUpdate
from app.rules import locales
from app.rules.actors import SYSTEM, Actor
from app.rules.component_states import Impact, Said
from app.schemas.tickets import Priority, TicketIn
from app.services import incident_logs, incident_moving, tickets

_PRIORITIES: Mapping[str, Priority] = {"none": "low", "minor": "normal", "major": "high", "critical": "urgent"}
_LONGEST_SUBJECT = 500


@dataclass(frozen=True, slots=True)
class Opening:
    """An incident to be opened. `said` is the first update by locale; without it the title is all that is said."""

    texts: Mapping[str, str]
    impact: Impact = "minor"
    status: str = "investigating"
    components: Mapping[UUID, Said | None] = field(default_factory=dict)
    brand: str | None = None
    visibility: str = "internal"
    origin: str = "agent"
    key: str | None = None
    rule: Mapping[str, Any] | None = None
    link_mode: str = "off"
    started_at: datetime | None = None
    said: Mapping[str, str] | None = None
    team_id: UUID | None = None
    priority: Priority | None = None


async def open_new(work: UnitOfWork, actor: Actor, new: Opening) -> Incident:
    """Open an incident and make its problem. Raises what the ticket raises (`unknown_brand`, `unknown_team`)."""
    now = clock.now()
    title = locales.best(new.texts, ())
    asked = TicketIn(
        subject=title[:_LONGEST_SUBJECT],
        body=locales.best(new.said, ()) if new.said else title,
        type="problem",
        priority=new.priority or _PRIORITIES[new.impact],
        brand=new.brand,
        team_id=new.team_id,
    )
    session = work.session
    problem = await tickets.create(work, actor, asked)
    incident = Incident(
        texts=dict(new.texts),
        status=new.status,
        impact=new.impact,
        brand=new.brand,
        visibility=new.visibility,
        origin=new.origin,
        origin_key=new.key,
        problem_id=UUID(str(problem["id"])),
        rule=None if new.rule is None else dict(new.rule),
        link_mode=new.link_mode,
        started_at=new.started_at or now,
        created_by=actor.id,
        created_by_name=actor.name,
        created_at=now,
        updated_at=now,
    )
    session.add(incident)
    await session.flush()
    for component_id, state in new.components.items():
        session.add(IncidentComponent(incident_id=incident.id, component_id=component_id, state=state))
    seen = {"texts": dict(new.texts), "status": new.status, "impact": new.impact, "visibility": new.visibility}
    said = {"set": {**seen, "components": [str(each) for each in new.components]}, "problem_id": str(problem["id"])}
    incident_logs.record(session, actor, incident, "incident.created", said, now=now)
    if new.said:
        say(session, actor, incident, new.said, public=new.visibility == "public", now=now)
    await session.flush()
    return incident


def say(
    session: AsyncSession, actor: Actor, incident: Incident, texts: Mapping[str, str], *, public: bool, now: datetime
) -> IncidentUpdate:
    """Add an update to a locked incident, with the status that it has now."""
    update = IncidentUpdate(
        incident_id=incident.id,
        status=incident.status,
        texts=dict(texts),
        public=public,
        created_by=actor.id,
        created_by_name=actor.name,
        created_at=now,
        updated_at=now,
    )
    session.add(update)
    kind: incident_logs.Type = "incident.resolved" if incident.status == "resolved" else "incident.updated"
    said = {"id": str(update.id), "status": update.status, "texts": update.texts, "public": public}
    incident_logs.record(session, actor, incident, kind, {"update": said}, now=now)
    return update


async def open_by(
    work: UnitOfWork,
    *,
    origin: str,
    key: str,
    texts: Mapping[str, str],
    impact: Impact = "minor",
    component_ids: Sequence[UUID] = (),
    brand: str | None = None,
    visibility: str = "internal",
    started_at: datetime | None = None,
    said: Mapping[str, str] | None = None,
    team_id: UUID | None = None,
    priority: Priority | None = None,
    reopen_within: timedelta = timedelta(0),
) -> tuple[Incident, bool]:
    """Open an incident by itself, and whether it was opened now; of this origin and key there is one at a time.

    One that ended at most `reopen_within` ago is opened again instead of a new one. Components that are gone are left
    out. `brand` and `team_id` must be there.
    """
    session, now = work.session, clock.now()
    known = await _of(session, origin, key)
    if known is not None and known.resolved_at is None:
        return known, False
    if known is not None and known.resolved_at is not None and now - known.resolved_at < reopen_within:
        await incident_moving.move(session, SYSTEM, known, "investigating", now=now)
        again = {"set": {"status": "investigating"}, "was": {"status": "resolved"}, "again": True}
        incident_logs.record(session, SYSTEM, known, "incident.updated", again, now=now)
        if said:
            say(session, SYSTEM, known, said, public=known.visibility == "public", now=now)
        await session.flush()
        return known, True
    there = select(Component.id).where(col(Component.id).in_(component_ids), col(Component.archived_at).is_(None))
    opening = Opening(
        texts=texts,
        impact=impact,
        components=dict.fromkeys((await session.exec(there)).all()),
        brand=brand,
        visibility=visibility,
        origin=origin,
        key=key,
        started_at=started_at,
        said=said,
        team_id=team_id,
        priority=priority,
    )
    return await open_new(work, SYSTEM, opening), True


async def resolve_by(
    work: UnitOfWork, *, origin: str, key: str, said: Mapping[str, str] | None = None
) -> Incident | None:
    """End the open incident of this origin and key; None where none is open (somebody has resolved it, say)."""
    session, now = work.session, clock.now()
    known = await _of(session, origin, key)
    if known is None or known.resolved_at is not None:
        return None
    before = known.status
    await incident_moving.move(session, SYSTEM, known, "resolved", now=now)
    if said:
        say(session, SYSTEM, known, said, public=known.visibility == "public", now=now)
    else:
        ended = {"set": {"status": "resolved"}, "was": {"status": before}}
        incident_logs.record(session, SYSTEM, known, "incident.resolved", ended, now=now)
    await session.flush()
    return known


async def _of(session: AsyncSession, origin: str, key: str) -> Incident | None:
    """The latest incident of an origin and key, locked; nobody else opens or ends one until this transaction ends."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(f"otklik incident {origin} {key}", 0))))
    query = select(Incident).where(col(Incident.origin) == origin, col(Incident.origin_key) == key)
    query = query.order_by(col(Incident.resolved_at).desc().nulls_first()).limit(1).with_for_update(key_share=True)
    return (await session.exec(query.execution_options(populate_existing=True))).first()
