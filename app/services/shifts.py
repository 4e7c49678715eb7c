"""Shifts: create, read, list, change, delete; whoever works by shifts is on duty in them."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.models import Shift
from app.rules.actors import Actor
from app.schemas.shifts import ShiftIn, ShiftOut, ShiftPage, ShiftPatch
from app.services import agent_hours, agent_plans, keyset, naming, rows
from app.services.agent_plans import PlanFilter

LONGEST: Final = timedelta(days=31)


def visible_to(_actor: Actor) -> SelectOfScalar[Shift]:
    """The shifts that a caller may see: who may see people at all may see when they work."""
    return select(Shift)


async def create(session: AsyncSession, _actor: Actor, new: ShiftIn) -> ShiftOut:
    """Plan a shift. Raises `Invalid` (`invalid_period`, `unknown_agent`)."""
    agent_plans.refuse_span(new.starts_at, new.ends_at, longest=LONGEST)
    await naming.refuse(session, [(("agent_id",), "agent", new.agent_id)])
    now = clock.now()
    shift = Shift(**new.model_dump(), created_at=now, updated_at=now)
    session.add(shift)
    await session.flush()
    await agent_hours.refresh_planned(session, shift.agent_id)
    return _shown(shift)


async def read(session: AsyncSession, actor: Actor, shift_id: UUID) -> ShiftOut:
    """A shift. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(Shift.id) == shift_id)))


async def page(session: AsyncSession, actor: Actor, wanted: PlanFilter) -> ShiftPage:
    """Shifts, those that start first first. Raises `Invalid` for a cursor that is not ours."""
    found, following = keyset.page(
        (await session.exec(agent_plans.narrowed(visible_to(actor), Shift, wanted))).all(),
        wanted.limit,
        lambda row: keyset.encode(row.starts_at, row.id),
    )
    return ShiftPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, shift_id: UUID, change: ShiftPatch, *, version: str | None
) -> ShiftOut:
    """Give a shift another time. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    shift = await rows.lock(session, visible_to(actor).where(col(Shift.id) == shift_id), version=version)
    sent = change.model_dump(exclude_unset=True)
    changed = {name: value for name, value in sent.items() if value != getattr(shift, name)}
    if changed:
        for name, value in changed.items():
            setattr(shift, name, value)
        agent_plans.refuse_span(shift.starts_at, shift.ends_at, longest=LONGEST)
        shift.version += 1
        shift.updated_at = clock.now()
        await session.flush()
        await agent_hours.refresh_planned(session, shift.agent_id)
    return _shown(shift)


async def delete(session: AsyncSession, actor: Actor, shift_id: UUID, *, version: str | None) -> None:
    """Delete a shift. Raises `NotFound`, `PreconditionFailed`."""
    shift = await rows.lock(session, visible_to(actor).where(col(Shift.id) == shift_id), version=version)
    await session.delete(shift)
    await session.flush()
    await agent_hours.refresh_planned(session, shift.agent_id)


def _shown(shift: Shift) -> ShiftOut:
    return ShiftOut(
        id=shift.id,
        agent_id=shift.agent_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        version=shift.version,
        created_at=shift.created_at,
        updated_at=shift.updated_at,
    )
