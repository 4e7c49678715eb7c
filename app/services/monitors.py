"""Monitors: make, read, list, change, pause and delete them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import UnitOfWork, hint, raw_connection
from app.errors import Conflict, Invalid, pointer
from app.hints import Hint
from app.models import Brand, Monitor, Team
from app.monitoring import looking
from app.rules.actors import Actor
from app.rules.outgoing import RefusedError
from app.schemas.monitors import Expect, MonitorIn, MonitorOut, MonitorPage, MonitorPatch, fits
from app.services import alarms, keyset, maintenance, monitor_booking, rows
from app.services.sealing import seal
from app.settings import settings

MOST = 1000
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def visible_to(_actor: Actor) -> SelectOfScalar[Monitor]:
    """The monitors that a caller may see: all that are not deleted."""
    return select(Monitor).where(col(Monitor.archived_at).is_(None))


async def create(session: AsyncSession, actor: Actor, new: MonitorIn) -> MonitorOut:
    """Make a monitor. Raises `Invalid` (`address_not_allowed`, `unknown_brand`, `unknown_team`), `Conflict`
    (`too_many_monitors`) and the refusal of its constraint: `name_taken`.
    """
    _refuse_target(new.kind, new.target, new.expect)
    await check_places(session, new.brand, new.opens.team_id)
    count = select(func.count()).select_from(visible_to(actor).limit(MOST).subquery())
    if (await session.exec(count)).one() >= MOST:
        raise Conflict(f"There are {MOST} monitors already", code="too_many_monitors")
    now = clock.now()
    monitor = Monitor(
        **{name: getattr(new, name) for name in _PLAIN},
        kind=new.kind,
        expect=new.expect.model_dump(exclude_none=True),
        header_names=sorted(new.headers),
        headers=_sealed(new.headers),
        component_ids=[str(each) for each in dict.fromkeys(new.component_ids)],
        opens=new.opens.model_dump(mode="json"),
        due_at=now,
        lease_until=EPOCH,
        created_at=now,
        updated_at=now,
    )
    session.add(monitor)
    await session.flush()
    hint(session, Hint("monitor", monitor.id))
    return shown(monitor)


async def read(session: AsyncSession, actor: Actor, monitor_id: UUID) -> MonitorOut:
    """A monitor. Raises `NotFound`."""
    return shown(await get(session, actor, monitor_id))


async def get(session: AsyncSession, actor: Actor, monitor_id: UUID) -> Monitor:
    """The row of a monitor. Raises `NotFound`."""
    return await rows.get(session, visible_to(actor).where(col(Monitor.id) == monitor_id))


async def page(
    session: AsyncSession, actor: Actor, *, status: str | None, cursor: str | None, limit: int
) -> MonitorPage:
    """Monitors by name, whatever its case. Raises `Invalid` (`invalid_cursor`)."""
    name = func.lower(col(Monitor.name))
    query = visible_to(actor).order_by(name).limit(limit + 1)
    if status is not None:
        query = query.where(col(Monitor.status) == status)
    if cursor is not None:
        query = query.where(name > func.lower(keyset.by_name(cursor)))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return MonitorPage(items=[shown(each) for each in found], next_cursor=following)


async def patch(
    work: UnitOfWork, actor: Actor, monitor_id: UUID, change: MonitorPatch, *, version: str | None
) -> MonitorOut:
    """Change a monitor. What it is held against changed, it is looked at again at once.

    Raises as `create`, `NotFound` and `PreconditionFailed`.
    """
    session = work.session
    monitor = await rows.lock(session, visible_to(actor).where(col(Monitor.id) == monitor_id), version=version)
    wanted = _wanted(monitor, change)
    changed = {name: value for name, value in wanted.items() if value != getattr(monitor, name)}
    if not changed:
        return shown(monitor)
    if changed.keys() & {"target", "expect"}:
        _refuse_target(
            monitor.kind, wanted.get("target", monitor.target), Expect(**wanted.get("expect", monitor.expect))
        )
    await check_places(session, wanted.get("brand"), wanted.get("opens", {}).get("team_id"))
    now = clock.now()
    if changed.get("paused"):
        await _rest(work, monitor, because="paused", now=now)
    for name, value in changed.items():
        setattr(monitor, name, value)
    if monitor.timeout_seconds > monitor.interval_seconds:
        detail = "timeout_seconds is at most interval_seconds"
        raise Invalid(detail, errors=[pointer("timeout_seconds", detail)])
    if changed.keys() & {"paused", "target", "expect", "headers", "interval_seconds"} and not monitor.paused:
        # A check under way was of what it was before: nobody takes it.
        monitor.due_at, monitor.lease_until, monitor.holder = now, EPOCH, None
    monitor.version += 1
    monitor.updated_at = now
    await session.flush()
    hint(session, Hint("monitor", monitor.id))
    return shown(monitor)


async def delete(work: UnitOfWork, actor: Actor, monitor_id: UUID, *, version: str | None) -> None:
    """Delete a monitor; its alarm ends. Raises `NotFound` and `PreconditionFailed`."""
    monitor = await rows.lock(work.session, visible_to(actor).where(col(Monitor.id) == monitor_id), version=version)
    now = clock.now()
    await _rest(work, monitor, because="deleted", now=now)
    monitor.archived_at, monitor.headers = now, None
    monitor.version += 1
    await work.session.flush()


async def _rest(work: UnitOfWork, monitor: Monitor, *, because: str, now: datetime) -> None:
    """Nothing is known of it from now on."""
    connection = await raw_connection(work.session)
    span = monitor_booking.unbooked(monitor, now)
    planned = await maintenance.spans_of(connection, monitor.id, monitor.component_ids, *span) if span else []
    await monitor_booking.book(connection, monitor, now, planned)
    monitor.vouched_until, monitor.holder = None, None
    monitor.status, monitor.status_since, monitor.failures, monitor.successes = "unknown", now, 0, 0
    alarm_id, monitor.alarm_id = monitor.alarm_id, None
    await work.session.flush()
    if alarm_id is not None:
        await alarms.leave(work, alarm_id, because=because, now=now)


_PLAIN = (
    "name", "target", "interval_seconds", "timeout_seconds", "failures_before_alarm", "successes_before_recovery",
    "quiet_seconds", "brand", "impact", "paused",
)  # fmt: skip


def _wanted(monitor: Monitor, change: MonitorPatch) -> dict[str, Any]:
    wanted = {name: getattr(change, name) for name in change.model_fields_set if name in _PLAIN}
    if change.expect is not None:
        wanted["expect"] = change.expect.model_dump(exclude_none=True)
    if change.headers is not None:
        wanted["header_names"], wanted["headers"] = sorted(change.headers), _sealed(change.headers)
    if change.component_ids is not None:
        wanted["component_ids"] = [str(each) for each in dict.fromkeys(change.component_ids)]
    if change.opens is not None:
        wanted["opens"] = change.opens.model_dump(mode="json")
    try:
        fits(monitor.kind, change.expect or Expect(), change.headers or {})
    except ValueError as error:
        raise Invalid(str(error), errors=[pointer("expect", str(error))]) from error
    return wanted


def _sealed(headers: dict[str, str]) -> str | None:
    return seal(orjson.dumps(headers)).decode() if headers else None


def _refuse_target(kind: str, target: str, expect: Expect) -> None:
    try:
        looking.refuse(
            kind, target, authority=expect.authority, nameserver=expect.nameserver, allow=settings().outgoing_allow
        )
    except RefusedError as error:
        detail = str(error)
        raise Invalid(detail, code="address_not_allowed", errors=[pointer("target", detail)]) from error


async def check_places(session: AsyncSession, brand: str | None, team_id: UUID | str | None) -> None:
    """Raise `Invalid` (`unknown_brand`, `unknown_team`) for those that are not there."""
    if brand is not None and (await session.exec(select(Brand.id).where(col(Brand.key) == brand))).first() is None:
        detail = "There is no such brand"
        raise Invalid(detail, code="unknown_brand", errors=[pointer("brand", detail)])
    if team_id is None:
        return
    team = select(Team.id).where(col(Team.id) == UUID(str(team_id)))
    if (await session.exec(team)).first() is None:
        detail = "There is no such team"
        raise Invalid(detail, code="unknown_team", errors=[pointer("opens/team_id", detail)])


def shown(monitor: Monitor) -> MonitorOut:
    """A monitor as staff see it."""
    values = {name: getattr(monitor, name) for name in MonitorOut.model_fields}
    return MonitorOut.model_validate({**values, "due_at": None if monitor.paused else monitor.due_at})
