"""What is said of an incident: added (perhaps with another status, perhaps told to customers), changed, listed."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Forbidden
from app.models import Incident, IncidentUpdate, IncidentUpdateVersion
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.incident_updates import (
    IncidentTellingOut,
    IncidentTellingPage,
    IncidentUpdateIn,
    IncidentUpdateOut,
    IncidentUpdatePage,
    IncidentUpdatePatch,
    IncidentUpdateVersionOut,
    IncidentUpdateVersions,
    SubscribersTold,
    Told,
)
from app.schemas.problem_solving import IncidentsIn
from app.services import (
    incident_logs,
    incident_moving,
    incident_opening,
    incident_telling,
    incidents,
    jobs,
    keyset,
    problem_solving,
    rows,
    status_notices,
    ticket_access,
)

_TELLINGS = """SELECT k.ticket_id, t.number, k.outcome, k.message_id, k.at FROM incident_tellings k
JOIN tickets t ON t.id = k.ticket_id WHERE k.update_id = $1 AND k.ticket_id > $2
AND ($3::text IS NULL OR k.outcome = $3) ORDER BY k.ticket_id LIMIT $4"""


async def create(session: AsyncSession, actor: Actor, incident_id: UUID, new: IncidentUpdateIn) -> IncidentUpdateOut:
    """Say something. Of two who resolve it at once the second is refused.

    Raises `NotFound`, `Forbidden` and `Conflict` (`already_resolved`, `incident_open_elsewhere`, `incident_internal`,
    and as `problem_solving.ask`).
    """
    incident = await incidents.lock(session, actor, incident_id)
    if (new.tell or new.solve or new.public) and incident.visibility != "public":
        raise Conflict("This incident is internal: nothing of it goes out", code="incident_internal")
    if (new.solve or new.counts_as_reply) and actor.kind != "agent":
        raise Forbidden("Only agents answer tickets")
    if new.tell or new.solve:
        # Whoever links a ticket to it holds the problem, too: it was linked before this, or is after it.
        await ticket_access.lock(session, actor, incident.problem_id)
    now = clock.now()
    if new.status is not None:
        await incident_moving.move(session, actor, incident, new.status, now=now)
    public = incident.visibility == "public" if new.public is None else new.public
    update = incident_opening.say(session, actor, incident, new.texts, public=public, now=now)
    await session.flush()
    if new.solve:
        job = await problem_solving.ask(
            session, actor, incident.problem_id, IncidentsIn(texts=new.texts, solve_problem=True)
        )
        update.tell, update.job_id = True, job.id
    elif new.tell:
        arguments = {
            "update_id": str(update.id),
            "problem_id": str(incident.problem_id),
            "at": now.isoformat(),
            "texts": update.texts,
            "agent": {"id": str(actor.id), "name": actor.name} if new.counts_as_reply else None,
        }
        update.tell = True
        update.job_id = (await jobs.start(session, actor, incident_telling.KIND, arguments, now=now)).id
    await session.flush()
    return await _shown(session, actor, update)


async def page(
    session: AsyncSession, actor: Actor, incident_id: UUID, *, cursor: str | None, limit: int
) -> IncidentUpdatePage:
    """The updates of an incident, newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await incidents.get(session, actor, incident_id)
    query = _of(incident_id).order_by(col(IncidentUpdate.id).desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(IncidentUpdate.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.id))
    told = await status_notices.of(session, actor, (each.id for each in found))
    return IncidentUpdatePage(items=[_with(each, told) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, incident_id: UUID, update_id: UUID) -> IncidentUpdateOut:
    """An update. Raises `NotFound`."""
    return await _shown(session, actor, await _get(session, actor, incident_id, update_id))


async def retry(session: AsyncSession, actor: Actor, incident_id: UUID, update_id: UUID) -> IncidentUpdateOut:
    """Tell subscribers now what waits for its next attempt or was given up; others stay. Raises `NotFound`."""
    update = await _get(session, actor, incident_id, update_id)
    await status_notices.again(session, actor, update.id)
    return await _shown(session, actor, update)


async def patch(
    session: AsyncSession,
    actor: Actor,
    incident_id: UUID,
    update_id: UUID,
    change: IncidentUpdatePatch,
    *,
    version: str | None,
) -> IncidentUpdateOut:
    """Change what was said; what it said before is kept. Raises `NotFound`, `PreconditionFailed` and `Conflict`
    (`incident_internal`).
    """
    incident = await incidents.lock(session, actor, incident_id)
    update = await rows.lock(session, _of(incident_id).where(col(IncidentUpdate.id) == update_id), version=version)
    sent = change.model_dump(exclude_unset=True)
    changed = {name: value for name, value in sent.items() if value != getattr(update, name)}
    if not changed:
        return await _shown(session, actor, update)
    if changed.get("public") and incident.visibility != "public":
        raise Conflict("This incident is internal: nothing of it goes out", code="incident_internal")
    now = clock.now()
    session.add(
        IncidentUpdateVersion(
            update_id=update.id,
            number=update.version,
            texts=update.texts,
            public=update.public,
            by_id=actor.id,
            by_name=actor.name,
            since=update.edited_at or update.created_at,
            until=now,
        )
    )
    for name, value in changed.items():
        setattr(update, name, value)
    update.version += 1
    update.edited_at = update.updated_at = now
    session.add(update)
    _record(session, actor, incident, update)
    await session.flush()
    return await _shown(session, actor, update)


def _record(session: AsyncSession, actor: Actor, incident: Incident, update: IncidentUpdate) -> None:
    said = {"id": str(update.id), "status": update.status, "texts": update.texts, "public": update.public}
    incident_logs.record(
        session, actor, incident, "incident.updated", {"update": {**said, "edited": True}}, now=update.updated_at
    )


async def versions(session: AsyncSession, actor: Actor, incident_id: UUID, update_id: UUID) -> IncidentUpdateVersions:
    """What an update said before; the first hundred changes. Raises `NotFound`."""
    await _get(session, actor, incident_id, update_id)
    query = select(IncidentUpdateVersion).where(col(IncidentUpdateVersion.update_id) == update_id)
    found = (await session.exec(query.order_by(col(IncidentUpdateVersion.number)).limit(100))).all()
    items = [
        IncidentUpdateVersionOut(
            number=each.number,
            texts=each.texts,
            public=each.public,
            since=each.since,
            until=each.until,
            by=Reference(id=each.by_id, name=each.by_name),
        )
        for each in found
    ]
    return IncidentUpdateVersions(items=items)


async def tellings(
    session: AsyncSession,
    actor: Actor,
    incident_id: UUID,
    update_id: UUID,
    *,
    outcome: Told | None,
    cursor: str | None,
    limit: int,
) -> IncidentTellingPage:
    """What became of an update on each ticket. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await _get(session, actor, incident_id, update_id)
    after = UUID(int=0) if cursor is None else keyset.by_id(cursor)
    found = await (await raw_connection(session)).fetch(_TELLINGS, update_id, after, outcome, limit + 1)
    shown, following = keyset.page(found, limit, lambda row: keyset.encode(UUID(int=row["ticket_id"].int)))
    return IncidentTellingPage(items=[IncidentTellingOut(**dict(each)) for each in shown], next_cursor=following)


def _of(incident_id: UUID) -> SelectOfScalar[IncidentUpdate]:
    return select(IncidentUpdate).where(col(IncidentUpdate.incident_id) == incident_id)


async def _get(session: AsyncSession, actor: Actor, incident_id: UUID, update_id: UUID) -> IncidentUpdate:
    await incidents.get(session, actor, incident_id)
    return await rows.get(session, _of(incident_id).where(col(IncidentUpdate.id) == update_id))


async def _shown(session: AsyncSession, actor: Actor, update: IncidentUpdate) -> IncidentUpdateOut:
    return _with(update, await status_notices.of(session, actor, [update.id]))


def _with(update: IncidentUpdate, told: Mapping[UUID, SubscribersTold]) -> IncidentUpdateOut:
    shown = update.model_dump(exclude={"created_by", "created_by_name", "updated_at"})
    by = Reference(id=update.created_by, name=update.created_by_name)
    return IncidentUpdateOut(**shown, subscribers=told.get(update.id) if update.public else None, created_by=by)
