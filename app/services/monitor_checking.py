"""Checks of monitors: on any number of processes each due time is checked once, and what was found is kept whole.

A process claims a monitor with a lease, looks without holding anything, and records under the monitor's lock, if the
claim is still its own. Killed in between, another one takes the same due time when the lease is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlmodel import col, select

from app import clock, locales
from app.db import Database, UnitOfWork, raw_connection
from app.ids import new_id
from app.models import Monitor, MonitorCheck
from app.monitoring import looking
from app.monitoring.base import Asked, Found
from app.rules import monitor_states as states
from app.rules.actors import Actor
from app.rules.monitor_schedule import next_due, vouched
from app.schemas.monitors import CheckOut, FoundOut, MonitorPreviewIn
from app.services import alarms, maintenance, monitor_booking, monitors, rows
from app.services.alarm_opening import Trouble
from app.services.sealing import unseal
from app.settings import settings

# Longer than a check takes and what it found is recorded.
SPARE = timedelta(seconds=30)
# So long it is taken for the desk's own network when nothing at all can be reached.
HELD = timedelta(minutes=10)
CUT_OFF = "monitor:everything"
_CLAIM = """UPDATE monitors SET holder = $2, lease_until = $1 + make_interval(secs => timeout_seconds) + $3
WHERE id = (SELECT id FROM monitors WHERE due_at <= $1 AND lease_until <= $1 AND NOT paused AND archived_at IS NULL
 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, due_at"""
_NEXT = "SELECT min(greatest(due_at, lease_until)) FROM monitors WHERE NOT paused AND archived_at IS NULL"
_LAST = """SELECT last_code, status_since FROM monitors
WHERE NOT paused AND archived_at IS NULL AND checked_at IS NOT NULL LIMIT 1001"""


@dataclass(frozen=True, slots=True)
class Held:
    """A monitor that this process looks at, and the time at which that was due."""

    monitor_id: UUID
    holder: UUID
    due_at: datetime


async def claim(database: Database) -> Held | None:
    """Take a monitor that is due; None when none is."""
    now, holder = clock.now(), new_id()
    async with database.lean() as connection:
        row = await connection.fetchrow(_CLAIM, now, holder, SPARE)
    return None if row is None else Held(UUID(int=row["id"].int), holder, row["due_at"])


async def due_next(database: Database) -> datetime | None:
    """When the next one is due; None: there is none."""
    async with database.lean() as connection:
        found: datetime | None = await connection.fetchval(_NEXT)
    return found


async def check(database: Database, held: Held) -> None:
    """Look at a claimed monitor and record what was found. What changed or went meanwhile is left alone."""
    async with database.unit_of_work() as work:
        monitor = await work.session.get(Monitor, held.monitor_id)
    if monitor is None or monitor.holder != held.holder:
        return
    begun, found = clock.now(), await looking.look(asked_of(monitor))
    async with database.unit_of_work() as work:
        query = select(Monitor).where(col(Monitor.id) == held.monitor_id).with_for_update(key_share=True)
        monitor = (await work.session.exec(query.execution_options(populate_existing=True))).first()
        if monitor is not None and monitor.holder == held.holder:
            await _record(work, monitor, found, begun=begun, due_at=held.due_at)


async def by_hand(work: UnitOfWork, actor: Actor, monitor_id: UUID) -> CheckOut:
    """Look at a monitor now; it counts as any other check. A paused one is looked at, and nothing follows.

    Raises `NotFound`.
    """
    monitor = await monitors.get(work.session, actor, monitor_id)
    asked = asked_of(monitor)
    await work.let_go()
    begun, found = clock.now(), await looking.look(asked)
    await work.take_up()
    query = monitors.visible_to(actor).where(col(Monitor.id) == monitor_id)
    now = await rows.lock(work.session, query, version=None)
    if now.paused or (now.target, now.expect) != (monitor.target, monitor.expect):
        # It is another one by now: what was found is said, and not counted.
        return _shown(_row(now, found, begun, None, maintenance=False))
    return _shown(await _record(work, now, found, begun=begun, due_at=None))


async def preview(work: UnitOfWork, _actor: Actor, asked: MonitorPreviewIn) -> FoundOut:
    """Try a check without keeping anything."""
    await work.let_go()
    found = await looking.look(
        Asked(
            asked.kind, asked.target, asked.timeout_seconds, asked.expect.model_dump(exclude_none=True), asked.headers,
            settings().outgoing_allow,
        )
    )  # fmt: skip
    await work.take_up()
    return FoundOut(ok=found.ok, code=found.code, reason=found.reason, ms=found.ms, facts=found.facts)


def asked_of(monitor: Monitor) -> Asked:
    """What to look at."""
    sealed = None if monitor.headers is None else unseal(monitor.headers.encode())
    headers = {} if sealed is None else orjson.loads(sealed)
    allow = settings().outgoing_allow
    return Asked(monitor.kind, monitor.target, monitor.timeout_seconds, monitor.expect, headers, allow)


async def _record(
    work: UnitOfWork, monitor: Monitor, found: Found, *, begun: datetime, due_at: datetime | None
) -> MonitorCheck:
    """Keep what was found of a locked monitor, book its time up to now, and do what follows."""
    session, connection = work.session, await raw_connection(work.session)
    # One by hand may have begun later and come in before: time goes forwards.
    at = max(begun, monitor.booked_until or begun)
    since = min(monitor.booked_until or at, at)
    just_after = at + timedelta(microseconds=1)
    planned = await maintenance.spans_of(connection, monitor.id, monitor.component_ids, since, just_after)
    in_maintenance = any(start <= at < end for start, end in planned)
    await monitor_booking.book(connection, monitor, at, planned)
    await monitor_booking.count(connection, monitor, at, found)
    row = _row(monitor, found, at, due_at, maintenance=in_maintenance)
    session.add(row)
    interval = timedelta(seconds=monitor.interval_seconds)
    standing, act = states.after(
        states.Standing(monitor.status, monitor.failures, monitor.successes),  # type: ignore[arg-type]  # its CHECK
        ok=found.ok,
        maintenance=in_maintenance,
        patience=states.Patience(monitor.failures_before_alarm, monitor.successes_before_recovery),
    )
    if standing.status != monitor.status:
        monitor.status_since = at
    monitor.status, monitor.failures, monitor.successes = standing.status, standing.failures, standing.successes
    monitor.checked_at = at
    monitor.last_ok, monitor.last_code = found.ok, found.code
    monitor.last_reason, monitor.last_ms = found.reason or None, found.ms
    monitor.vouched_until = vouched(at, interval, timedelta(seconds=monitor.timeout_seconds))
    if due_at is not None:
        monitor.due_at = next_due(monitor.id, interval, clock.now())
        monitor.holder, monitor.lease_until = None, monitors.EPOCH
    await session.flush()
    if act == "alarm" and monitor.alarm_id is None:
        await _alarm(work, monitor, now=at)
    elif act == "recover" and monitor.alarm_id is not None:
        alarm_id, monitor.alarm_id = monitor.alarm_id, None
        await session.flush()
        await alarms.leave(work, alarm_id, because="recovered", now=at)
    return row


async def _alarm(work: UnitOfWork, monitor: Monitor, *, now: datetime) -> None:
    """Raise the alarm of a monitor that is down. When nothing at all is reached it is held, and then one for all."""
    rows_ = await (await raw_connection(work.session)).fetch(_LAST)
    codes = [None if row["last_code"] == "ok" else row["last_code"] for row in rows_]
    together = states.cut_off(codes)
    if together and monitor.status_since is not None and now - monitor.status_since < HELD:
        return
    name = "alarm.cut_off" if together else "alarm.down"
    texts = {each: locales.text(name, each, name=monitor.name) for each in ("en", "ru")}
    trouble = Trouble(
        origin="monitor",
        key=CUT_OFF if together else f"monitor:{monitor.id}",
        title=texts["en"],
        texts=texts,
        reason=monitor.last_reason or "",
        impact=monitor.impact,
        opens=monitor.opens,
        quiet=timedelta(seconds=monitor.quiet_seconds),
        brand=None if together else monitor.brand,
        component_ids=[] if together else monitor.component_ids,
        monitor_id=None if together else monitor.id,
    )
    monitor.alarm_id = (await alarms.raise_(work, trouble, now=now)).id
    await work.session.flush()


def _row(monitor: Monitor, found: Found, at: datetime, due_at: datetime | None, *, maintenance: bool) -> MonitorCheck:
    return MonitorCheck(
        monitor_id=monitor.id,
        due_at=due_at,
        at=at,
        ok=found.ok,
        code=found.code,
        reason=found.reason[:500],
        ms=found.ms,
        facts=found.facts,
        maintenance=maintenance,
    )


def _shown(row: MonitorCheck) -> CheckOut:
    return CheckOut.model_validate({name: getattr(row, name) for name in CheckOut.model_fields})
