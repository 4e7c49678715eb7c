"""Incidents: open, read, list, change. What is said of them, and their tickets, have modules of their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import UnitOfWork
from app.errors import Conflict, Invalid, pointer
from app.models import Component, Incident, IncidentComponent, TicketLink
from app.rules import condition_groups, conditions
from app.rules.actors import Actor
from app.rules.component_states import said_by
from app.schemas.base import Reference
from app.schemas.condition_groups import stated
from app.schemas.incidents import (
    IncidentComponentIn,
    IncidentComponentOut,
    IncidentIn,
    IncidentOut,
    IncidentPage,
    IncidentPatch,
    IncidentRuleIn,
)
from app.services import incident_logs, incident_matching, incident_opening, keyset, naming, rows

_FIELDS = conditions.FIELDS | condition_groups.TEXTS


def visible_to(_actor: Actor) -> SelectOfScalar[Incident]:
    """The incidents that a caller may see: who may see any sees all of them, also those that are internal."""
    return select(Incident)


async def create(work: UnitOfWork, actor: Actor, new: IncidentIn) -> IncidentOut:
    """Open an incident and make its problem.

    Raises `Invalid` (`unknown_component`, `unknown_brand`, `unknown_team`, `starts_later`, and what a rule is refused
    for).
    """
    session = work.session
    components = await _components(session, new.components)
    rule = None if new.rule is None else _rule(new.rule)
    _check_start(new.started_at)
    if new.brand is not None:
        await naming.refuse(session, [(("brand",), "brand", new.brand)])
    if new.team_id is not None:
        await naming.refuse(session, [(("team_id",), "team", new.team_id)])
    opening = incident_opening.Opening(
        texts=new.texts,
        impact=new.impact,
        status=new.status,
        components=components,
        brand=new.brand,
        visibility=new.visibility,
        rule=rule,
        link_mode=new.link_mode,
        started_at=new.started_at,
        said=new.update,
        team_id=new.team_id,
        priority=new.priority,
    )
    made = await incident_opening.open_new(work, actor, opening)
    await incident_matching.look_back(session, actor, made)
    return (await shown(session, [made]))[0]


async def read(session: AsyncSession, actor: Actor, incident_id: UUID) -> IncidentOut:
    """An incident. Raises `NotFound`."""
    return (await shown(session, [await get(session, actor, incident_id)]))[0]


async def get(session: AsyncSession, actor: Actor, incident_id: UUID) -> Incident:
    """The row of an incident. Raises `NotFound`."""
    return await rows.get(session, visible_to(actor).where(col(Incident.id) == incident_id))


async def lock(session: AsyncSession, actor: Actor, incident_id: UUID, *, version: str | None = None) -> Incident:
    """An incident to change; incidents are locked before tickets. Raises `NotFound` and `PreconditionFailed`."""
    return await rows.lock(session, visible_to(actor).where(col(Incident.id) == incident_id), version=version)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    over: bool | None,
    ticket_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> IncidentPage:
    """Incidents, the latest first; `ticket_id`: the one whose problem it is, or that it is linked to.

    Raises `Invalid` (`invalid_cursor`).
    """
    query = visible_to(actor)
    if over is not None:
        query = query.where(col(Incident.resolved_at).is_not(None) if over else col(Incident.resolved_at).is_(None))
    if ticket_id is not None:
        problem = select(TicketLink.to_id).where(
            col(TicketLink.from_id) == ticket_id, col(TicketLink.kind) == "incident_of"
        )
        query = query.where((col(Incident.problem_id) == ticket_id) | col(Incident.problem_id).in_(problem))
    query = keyset.newest_first(query, Incident.started_at, Incident.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda last: keyset.encode(last.started_at, last.id)
    )
    return IncidentPage(items=await shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, incident_id: UUID, change: IncidentPatch, *, version: str | None
) -> IncidentOut:
    """Change an incident. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    sent: dict[str, Any] = {name: getattr(change, name) for name in change.model_fields_set}
    components = await _components(session, sent.pop("components")) if "components" in sent else None
    if sent.get("rule") is not None:
        sent["rule"] = _rule(sent["rule"])
    _check_start(sent.get("started_at"))
    incident = await lock(session, actor, incident_id, version=version)
    start, end = sent.get("started_at"), incident.resolved_at
    if start is not None and end is not None and start > end:
        raise _later("It was resolved before that")
    changed = {name: value for name, value in sent.items() if value != getattr(incident, name)}
    was = {name: getattr(incident, name) for name in changed}
    for name, value in changed.items():
        setattr(incident, name, value)
    if components is not None:
        query = select(IncidentComponent).where(col(IncidentComponent.incident_id) == incident.id)
        before = {each.component_id: each.state for each in (await session.exec(query)).all()}
        if before != components:
            changed["components"], was["components"] = _plain(components), _plain(before)
            await session.exec(delete(IncidentComponent).where(col(IncidentComponent.incident_id) == incident.id))
            for each, state in components.items():
                session.add(IncidentComponent(incident_id=incident.id, component_id=each, state=state))
    if changed:
        said = {"set": _json(changed), "was": _json(was)}
        incident_logs.record(session, actor, incident, "incident.updated", said, now=clock.now())
        await session.flush()
        if changed.keys() & {"rule", "link_mode", "started_at"}:
            await incident_matching.look_back(session, actor, incident)
    return (await shown(session, [incident]))[0]


def _plain(components: Mapping[UUID, str | None]) -> dict[str, str | None]:
    return {str(each): state for each, state in components.items()}


def _json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each.isoformat() if isinstance(each, datetime) else each for name, each in values.items()}


def _check_start(at: datetime | None) -> None:
    if at is not None and at > clock.now():
        raise _later("It began now, or before")


def _later(detail: str) -> Invalid:
    return Invalid(detail, code="starts_later", errors=[pointer("started_at", detail)])


async def _components(session: AsyncSession, named: Sequence[IncidentComponentIn]) -> dict[UUID, Any]:
    """Those that are named, each with its state; the last word on one counts. Raises `Invalid`."""
    wanted = {each.component_id: each.state for each in named}
    query = select(Component.id).where(col(Component.id).in_(wanted), col(Component.archived_at).is_(None))
    there = set((await session.exec(query)).all())
    detail = "There is no such component, or it is archived"
    missing = [
        pointer(f"components/{place}/component_id", detail)
        for place, each in enumerate(named)
        if each.component_id not in there
    ]
    if missing:
        raise Invalid(detail, code="unknown_component", errors=missing)
    return wanted


def _rule(rule: IncidentRuleIn) -> dict[str, Any]:
    group = stated(rule.conditions)
    found = [
        naming.refusal(("rule", "conditions", *each.path), each.code, each.sentence)
        for each in condition_groups.problems(condition_groups.group_of(group), _FIELDS)
    ]
    if found:
        raise Invalid("See errors: each entry names a field", errors=found)
    return {"conditions": group, "phrases": rule.phrases}


def refuse_over(incident: Incident) -> None:
    """Raise `Conflict` (`incident_over`) for one that is resolved: open it again first."""
    if incident.resolved_at is not None:
        raise Conflict("This incident is over", code="incident_over")


async def shown(session: AsyncSession, incidents: Sequence[Incident]) -> list[IncidentOut]:
    """Incidents as staff sees them."""
    query = (
        select(IncidentComponent, Component.key)
        .join(Component, col(Component.id) == col(IncidentComponent.component_id))
        .where(col(IncidentComponent.incident_id).in_([each.id for each in incidents]))
        .order_by(col(Component.position), col(Component.id))
    )
    named = (await session.exec(query)).all()
    return [
        IncidentOut(
            **each.model_dump(exclude={"created_by", "created_by_name"}),
            components=[
                IncidentComponentOut(component_id=part.component_id, key=key, state=said_by(each.impact, part.state))
                for part, key in named
                if part.incident_id == each.id
            ],
            created_by=Reference(id=each.created_by, name=each.created_by_name),
        )
        for each in incidents
    ]
