"""Maintenance windows: planned, read, listed, changed and called off."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid, pointer
from app.models import MaintenanceWindow
from app.rules import maintenance as rules
from app.rules.actors import Actor
from app.schemas.maintenance_windows import (
    MaintenanceWindowIn,
    MaintenanceWindowOut,
    MaintenanceWindowPage,
    MaintenanceWindowPatch,
    RepeatIn,
    Span,
)
from app.services import keyset, maintenance, monitors, rows

# An occurrence is found within this; a window of every hundredth month has one.
_FAR = timedelta(days=365 * 9)
_TIMES = frozenset({"starts_at", "ends_at", "repeat", "monitor_ids", "component_ids"})


def visible_to(_actor: Actor) -> SelectOfScalar[MaintenanceWindow]:
    """The windows that a caller may see: who may look at monitors sees all."""
    return select(MaintenanceWindow)


async def create(session: AsyncSession, _actor: Actor, new: MaintenanceWindowIn) -> MaintenanceWindowOut:
    """Plan a window. What of it has been already does not count.

    Raises `Invalid` (`unknown_brand`) and `Conflict` (`too_many_windows`).
    """
    await monitors.check_places(session, new.brand, None)
    now = clock.now()
    coming = select(MaintenanceWindow.id).where(
        or_(col(MaintenanceWindow.over_at).is_(None), col(MaintenanceWindow.over_at) > now)
    )
    if len((await session.exec(coming.limit(maintenance.MOST))).all()) >= maintenance.MOST:
        raise Conflict(f"{maintenance.MOST} windows are planned already", code="too_many_windows")
    row = MaintenanceWindow(declared_at=now, created_at=now, updated_at=now, **_stored(new))
    row.over_at = rules.over_at(maintenance.window(row))
    session.add(row)
    await session.flush()
    return shown(row, now)


async def read(session: AsyncSession, actor: Actor, window_id: UUID) -> MaintenanceWindowOut:
    """A window. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(MaintenanceWindow.id) == window_id))
    return shown(found, clock.now())


async def page(
    session: AsyncSession, actor: Actor, *, over: bool | None, cursor: str | None, limit: int
) -> MaintenanceWindowPage:
    """Windows, newest first. Raises `Invalid` (`invalid_cursor`)."""
    now = clock.now()
    query = visible_to(actor)
    if over is not None:
        coming = or_(col(MaintenanceWindow.over_at).is_(None), col(MaintenanceWindow.over_at) > now)
        query = query.where(~coming if over else coming)
    query = keyset.newest_first(query, MaintenanceWindow.created_at, MaintenanceWindow.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda last: keyset.encode(last.created_at, last.id)
    )
    return MaintenanceWindowPage(items=[shown(each, now) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, window_id: UUID, change: MaintenanceWindowPatch, *, version: str | None
) -> MaintenanceWindowOut:
    """Change a window; another time counts from now on. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    query = visible_to(actor).where(col(MaintenanceWindow.id) == window_id)
    row = await rows.lock(session, query, version=version)
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    before = {name: getattr(row, name) for name in MaintenanceWindowIn.model_fields} | {
        "repeat": None if row.repeat is None else RepeatIn.model_validate(row.repeat)
    }
    try:
        wanted = MaintenanceWindowIn.model_validate({**before, **sent})
    except ValidationError as error:
        detail = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise Invalid(detail, errors=[pointer("ends_at", detail)]) from error
    await monitors.check_places(session, sent.get("brand"), None)
    now = clock.now()
    changed = {name: value for name, value in _stored(wanted).items() if value != getattr(row, name)}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        if changed.keys() & _TIMES - {"ends_at"}:
            row.declared_at = now
        row.over_at = rules.over_at(maintenance.window(row))
        row.version += 1
        row.updated_at = now
        await session.flush()
    return shown(row, now)


async def delete(session: AsyncSession, actor: Actor, window_id: UUID, *, version: str | None) -> None:
    """Call a window off; what it has counted for stays. Raises `NotFound` and `PreconditionFailed`."""
    query = visible_to(actor).where(col(MaintenanceWindow.id) == window_id)
    await session.delete(await rows.lock(session, query, version=version))
    await session.flush()


def shown(row: MaintenanceWindow, now: datetime) -> MaintenanceWindowOut:
    """A window as staff see it."""
    values = {name: getattr(row, name) for name in MaintenanceWindowOut.model_fields if name != "next"}
    coming = upcoming(row, now)
    span = None if coming is None else Span(starts_at=coming[0], ends_at=coming[1])
    return MaintenanceWindowOut.model_validate({**values, "next": span})


def upcoming(row: MaintenanceWindow, now: datetime) -> rules.Span | None:
    """Its occurrence under way, or the next one."""
    window = maintenance.window(row)
    return next(iter(rules.occurrences(window, now, max(now, window.starts_at) + _FAR, most=1)), None)


def _stored(new: MaintenanceWindowIn) -> Mapping[str, Any]:
    return {
        "texts": dict(new.texts),
        "monitor_ids": [str(each) for each in dict.fromkeys(new.monitor_ids)],
        "component_ids": [str(each) for each in dict.fromkeys(new.component_ids)],
        "brand": new.brand,
        "public": new.public,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "repeat": None if new.repeat is None else new.repeat.model_dump(mode="json"),
    }
