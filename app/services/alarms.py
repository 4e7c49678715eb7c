"""Alarms: episodes in which something is wrong. Of each trouble there is one at a time; soon back, it is the same one.

Members of an alarm are monitors that are down and alerts that fire; it ends with the last of them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.db import UnitOfWork, raw_connection
from app.models import Alarm
from app.rules.actors import Actor
from app.schemas.alarms import AlarmOut, AlarmPage
from app.services import alarm_opening, keyset, rows
from app.services.alarm_opening import Trouble

# Who holds it open, besides whoever has just left.
_MEMBERS = """SELECT EXISTS (SELECT FROM monitors WHERE alarm_id = $1)
OR EXISTS (SELECT FROM alerts WHERE alarm_id = $1 AND status = 'firing')"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alarms; None does not narrow."""

    open: bool | None = None
    monitor_id: UUID | None = None
    alert_source_id: UUID | None = None
    cursor: str | None = None
    limit: int = 50


def visible_to(_actor: Actor) -> SelectOfScalar[Alarm]:
    """The alarms that a caller may see: who may look at monitors sees all."""
    return select(Alarm)


async def raise_(work: UnitOfWork, trouble: Trouble, *, now: datetime) -> Alarm:
    """The alarm of this trouble: the one that is open, the one that ended a moment ago opened again, or a new one.

    What it opens is opened in the same transaction.
    """
    session = work.session
    await _one_by_one(session, trouble.key)
    query = select(Alarm).where(col(Alarm.key) == trouble.key).order_by(col(Alarm.id).desc()).limit(1)
    alarm = (await session.exec(query.with_for_update().execution_options(populate_existing=True))).first()
    if alarm is not None and alarm.closed_at is None:
        return alarm
    if alarm is not None and alarm.closed_at is not None and now - alarm.closed_at < trouble.quiet:
        alarm.closed_at = alarm.closed_because = None
        alarm.reopened += 1
        alarm.reason, alarm.impact = trouble.reason, trouble.impact
    else:
        alarm = Alarm(
            origin=trouble.origin,
            key=trouble.key,
            monitor_id=trouble.monitor_id,
            alert_source_id=trouble.alert_source_id,
            title=trouble.title,
            reason=trouble.reason,
            impact=trouble.impact,
            brand=trouble.brand,
            component_ids=list(trouble.component_ids),
            opened_at=now,
        )
        session.add(alarm)
    await session.flush()
    await alarm_opening.open_(work, alarm, trouble)
    await session.flush()
    return alarm


async def leave(work: UnitOfWork, alarm_id: UUID, *, because: str, now: datetime) -> None:
    """One of its members is no longer wrong (flushed): without others the alarm ends, and what it opened."""
    session = work.session
    key = (await session.exec(select(Alarm.key).where(col(Alarm.id) == alarm_id))).first()
    if key is None:
        return
    await _one_by_one(session, key)
    query = select(Alarm).where(col(Alarm.id) == alarm_id).with_for_update()
    alarm = (await session.exec(query.execution_options(populate_existing=True))).one()
    if alarm.closed_at is not None or await (await raw_connection(session)).fetchval(_MEMBERS, alarm_id):
        return
    alarm.closed_at, alarm.closed_because = now, because
    await session.flush()
    await alarm_opening.close(work, alarm)


async def read(session: AsyncSession, actor: Actor, alarm_id: UUID) -> AlarmOut:
    """An alarm. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor).where(col(Alarm.id) == alarm_id)))


async def page(session: AsyncSession, actor: Actor, wanted: Wanted) -> AlarmPage:
    """Alarms, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor)
    if wanted.open is not None:
        query = query.where(col(Alarm.closed_at).is_(None) if wanted.open else col(Alarm.closed_at).is_not(None))
    if wanted.monitor_id is not None:
        query = query.where(col(Alarm.monitor_id) == wanted.monitor_id)
    if wanted.alert_source_id is not None:
        query = query.where(col(Alarm.alert_source_id) == wanted.alert_source_id)
    query = keyset.newest_first(query, Alarm.opened_at, Alarm.id, cursor=wanted.cursor, limit=wanted.limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), wanted.limit, lambda last: keyset.encode(last.opened_at, last.id)
    )
    return AlarmPage(items=[shown(each) for each in found], next_cursor=following)


def shown(alarm: Alarm) -> AlarmOut:
    """An alarm as staff see it."""
    return AlarmOut.model_validate({name: getattr(alarm, name) for name in AlarmOut.model_fields})


async def _one_by_one(session: AsyncSession, key: str) -> None:
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(f"otklik alarm {key}", 0))))
