"""Absences: create, read, list, change, delete; who is out of office, and who stands in, never in a circle."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Forbidden, Invalid, pointer
from app.models import Absence, Agent
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.absences import AbsenceIn, AbsenceOut, AbsencePage, AbsencePatch
from app.services import agent_hours, agent_plans, keyset, naming, rows
from app.services.agent_plans import PlanFilter

LONGEST: Final = timedelta(days=2 * 366)
# Who stands in for the substitute, and for them in turn, in what is left of the time: whether that leads back. UNION
# and not UNION ALL: the same person for the same time is followed once.
_LEADS_BACK = """WITH RECURSIVE chain (agent_id, starts_at, ends_at) AS (
  SELECT $2::uuid, $4::timestamptz, $5::timestamptz
  UNION
  SELECT a.substitute_id, greatest(c.starts_at, a.starts_at), least(c.ends_at, a.ends_at)
  FROM chain c JOIN absences a ON a.agent_id = c.agent_id AND a.starts_at < c.ends_at AND a.ends_at > c.starts_at
  WHERE a.substitute_id IS NOT NULL AND a.id <> $3 AND c.agent_id <> $1
) SELECT EXISTS (SELECT FROM chain WHERE agent_id = $1)"""


def visible_to(_actor: Actor) -> SelectOfScalar[Absence]:
    """The absences that a caller may see: who may see people at all may see when they are away."""
    return select(Absence)


async def create(session: AsyncSession, actor: Actor, new: AbsenceIn) -> AbsenceOut:
    """Plan an absence, of one's own unless `agent_id` says whose.

    Raises `Forbidden`, `Invalid` (`invalid_period`, `unknown_agent`, `own_substitute`) and `Conflict`
    (`substitute_cycle`).
    """
    agent_id = new.agent_id or actor.id
    _refuse_others(actor, agent_id)
    agent_plans.refuse_span(new.starts_at, new.ends_at, longest=LONGEST)
    await naming.refuse(session, [(("agent_id",), "agent", agent_id)])
    now = clock.now()
    absence = Absence(**{**new.model_dump(), "agent_id": agent_id}, created_at=now, updated_at=now)
    await _one_at_a_time(session)
    await _refuse_substitute(session, absence)
    session.add(absence)
    await session.flush()
    await agent_hours.refresh_planned(session, agent_id)
    return _shown(absence)


async def read(session: AsyncSession, actor: Actor, absence_id: UUID) -> AbsenceOut:
    """An absence. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(Absence.id) == absence_id)))


async def page(session: AsyncSession, actor: Actor, wanted: PlanFilter) -> AbsencePage:
    """Absences, those that start first first. Raises `Invalid` for a cursor that is not ours."""
    found, following = keyset.page(
        (await session.exec(agent_plans.narrowed(visible_to(actor), Absence, wanted))).all(),
        wanted.limit,
        lambda row: keyset.encode(row.starts_at, row.id),
    )
    return AbsencePage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, absence_id: UUID, change: AbsencePatch, *, version: str | None
) -> AbsenceOut:
    """Change an absence. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    await _one_at_a_time(session)
    absence = await _lock(session, actor, absence_id, version=version)
    sent = change.model_dump(exclude_unset=True)
    changed = {name: value for name, value in sent.items() if value != getattr(absence, name)}
    if changed:
        for name, value in changed.items():
            setattr(absence, name, value)
        agent_plans.refuse_span(absence.starts_at, absence.ends_at, longest=LONGEST)
        if changed.keys() - {"note"}:
            await _refuse_substitute(session, absence, new="substitute_id" in changed)
        absence.version += 1
        absence.updated_at = clock.now()
        await session.flush()
        await agent_hours.refresh_planned(session, absence.agent_id)
    return _shown(absence)


async def delete(session: AsyncSession, actor: Actor, absence_id: UUID, *, version: str | None) -> None:
    """Delete an absence. Raises `NotFound`, `Forbidden`, `PreconditionFailed`."""
    absence = await _lock(session, actor, absence_id, version=version)
    await session.delete(absence)
    await session.flush()
    await agent_hours.refresh_planned(session, absence.agent_id)


async def _lock(session: AsyncSession, actor: Actor, absence_id: UUID, *, version: str | None) -> Absence:
    query = visible_to(actor).where(col(Absence.id) == absence_id)
    _refuse_others(actor, (await rows.get(session, query)).agent_id)
    return await rows.lock(session, query, version=version)


def _refuse_others(actor: Actor, agent_id: UUID) -> None:
    if agent_id != actor.id and not actor.may(Permission.SHIFTS_WRITE):
        needs = Permission.SHIFTS_WRITE.value
        detail = f"Other people's absences need {needs}"
        raise Forbidden(detail, needs=needs)


async def _one_at_a_time(session: AsyncSession) -> None:
    """Of two who each add a half of a circle, the second sees the first."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik substitutes"))))


async def _refuse_substitute(session: AsyncSession, absence: Absence, *, new: bool = True) -> None:
    """`new`: whether they were not the substitute before. Who was may have been disabled since."""
    if absence.substitute_id is None:
        return
    if absence.substitute_id == absence.agent_id:
        detail = "Nobody stands in for themselves"
        raise Invalid(detail, code="own_substitute", errors=[pointer("substitute_id", detail)])
    if new:
        active = select(Agent.id).where(col(Agent.id) == absence.substitute_id, col(Agent.status) == "active")
        if (await session.exec(active)).first() is None:
            detail = "There is no such active agent"
            raise Invalid(detail, code="unknown_agent", errors=[pointer("substitute_id", detail)])
    connection = await raw_connection(session)
    back = await connection.fetchval(
        _LEADS_BACK, absence.agent_id, absence.substitute_id, absence.id, absence.starts_at, absence.ends_at
    )
    if back:
        detail = "At some time all of them would be away and stand in for each other"
        raise Conflict(detail, code="substitute_cycle", errors=[pointer("substitute_id", detail)])


def _shown(absence: Absence) -> AbsenceOut:
    return AbsenceOut(
        id=absence.id,
        agent_id=absence.agent_id,
        starts_at=absence.starts_at,
        ends_at=absence.ends_at,
        substitute_id=absence.substitute_id,
        note=absence.note,
        version=absence.version,
        created_at=absence.created_at,
        updated_at=absence.updated_at,
    )
