"""How monitors were over a period: uptime and response times from the slots, and what is in no slot yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Invalid, parameter
from app.models import Monitor
from app.rules import monitor_buckets, monitor_time
from app.rules.actors import Actor
from app.rules.monitor_buckets import Interval
from app.schemas.monitor_history import HistoryPart, MonitorHistoryOut, ResponseTimes
from app.services import maintenance, monitor_booking, monitors

LONGEST = timedelta(days=400)
_SECOND = 1_000_000
_SLOTS = """SELECT width_bucket(slot, $4::timestamptz[]) AS part, sum(up)::bigint AS up, sum(down)::bigint AS down,
 sum(maintenance)::bigint AS maintenance, sum(checks)::int AS checks, sum(failed)::int AS failed,
 sum(ms_sum)::bigint AS ms_sum, max(ms_max) AS ms_max
FROM monitor_slots WHERE monitor_id = $1 AND slot >= $2 AND slot < $3 GROUP BY 1"""
_TIMES = """SELECT width_bucket(slot, $4::timestamptz[]) AS part, bin, sum(n)::int AS n
FROM monitor_times WHERE monitor_id = $1 AND slot >= $2 AND slot < $3 GROUP BY 1, 2"""
_OF_COMPONENTS = """SELECT c.id AS component, width_bucket(s.slot, $4::timestamptz[]) AS part,
 sum(s.up)::bigint AS up, sum(s.down)::bigint AS down
FROM unnest($1::text[]) AS c (id) JOIN monitors m ON m.component_ids ? c.id AND m.archived_at IS NULL
JOIN monitor_slots s ON s.monitor_id = m.id AND s.slot >= $2 AND s.slot < $3 GROUP BY 1, 2"""


@dataclass(slots=True)
class _Sum:
    up: int = 0
    down: int = 0
    maintenance: int = 0
    checks: int = 0
    failed: int = 0
    ms_sum: int = 0
    ms_max: int | None = None
    bins: dict[int, int] = field(default_factory=dict)

    def add(self, other: "_Sum") -> None:
        for name in ("up", "down", "maintenance", "checks", "failed", "ms_sum"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.ms_max = max((each for each in (self.ms_max, other.ms_max) if each is not None), default=None)
        for place, count in other.bins.items():
            self.bins[place] = self.bins.get(place, 0) + count


async def read(
    session: AsyncSession,
    actor: Actor,
    monitor_id: UUID,
    *,
    since: datetime | None,
    until: datetime | None,
    zone: str,
    interval: Interval,
) -> MonitorHistoryOut:
    """How a monitor was in this period; without its ends: the last 24 hours.

    Raises `NotFound` and `Invalid` (`period_reversed`, `period_too_long`).
    """
    monitor = await monitors.get(session, actor, monitor_id)
    now = clock.now()
    start, end = _period(since, until, now)
    try:
        begins = monitor_buckets.starts(start, end, zone, interval)
    except monitor_buckets.TooManyError as error:
        detail = f"There would be more than {monitor_buckets.MOST} parts: take a shorter period or a longer interval"
        raise Invalid(detail, code="period_too_long", errors=[parameter("interval", detail)]) from error
    sums = await _sums(await raw_connection(session), monitor, begins, end, now)
    total = _Sum()
    for each in sums:
        total.add(each)
    ends = [*begins[1:], end]
    return MonitorHistoryOut(
        monitor_id=monitor.id,
        start=start,
        end=end,
        zone=zone,
        interval=interval,
        as_of=now,
        total=_part(total, start, end, now),
        items=[_part(*each, now) for each in zip(sums, begins, ends, strict=True)] if interval != "none" else [],
    )


async def times_of_components(
    connection: Connection, component_ids: Sequence[UUID], first: date, last: date, zone: str
) -> dict[UUID, list[tuple[int, int]]]:
    """Time up and down, in microseconds, of each day from `first` to `last` by the monitors of each component. Those
    that none has looked at are not there.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 2)]
    begins = [datetime.combine(each, time(), ZoneInfo(zone)).astimezone(UTC) for each in days]
    rows = await connection.fetch(
        _OF_COMPONENTS, [str(each) for each in component_ids], begins[0], begins[-1], begins[:-1]
    )
    found: dict[UUID, list[tuple[int, int]]] = {}
    for row in rows:
        days_of = found.setdefault(UUID(row["component"]), [(0, 0)] * (len(days) - 1))
        days_of[row["part"] - 1] = row["up"], row["down"]
    return found


def _period(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    end = until or now
    try:
        start = since or end - timedelta(days=1)
        if start >= end:
            detail = "The period ends before it begins"
            raise Invalid(detail, code="period_reversed", errors=[parameter("to", detail)])
        if end - start > LONGEST:
            detail = f"A period has at most {LONGEST.days} days"
            raise Invalid(detail, code="period_too_long", errors=[parameter("from", detail)])
        start, end = monitor_time.slot_of(start.astimezone(UTC)), monitor_time.slot_end(end.astimezone(UTC))
        # Local days before and after these must still be days that there are.
        _ = start - timedelta(days=40), end + timedelta(days=40)
    except OverflowError as error:
        detail = "There is no such time"
        raise Invalid(detail, code="period_too_long", errors=[parameter("from", detail)]) from error
    return start, end


async def _sums(
    connection: Connection, monitor: Monitor, begins: list[datetime], end: datetime, now: datetime
) -> list[_Sum]:
    sums = [_Sum() for _ in begins]
    for row in await connection.fetch(_SLOTS, monitor.id, begins[0], end, begins):
        sums[row["part"] - 1] = _of(row)
    for row in await connection.fetch(_TIMES, monitor.id, begins[0], end, begins):
        sums[row["part"] - 1].bins[row["bin"]] = row["n"]
    span = monitor_booking.unbooked(monitor, now)
    planned = await maintenance.spans_of(connection, monitor.id, monitor.component_ids, *span) if span else []
    for piece in monitor_booking.open_pieces(monitor, now, planned):
        if begins[0] <= piece.slot < end:
            part = sums[sum(each <= piece.slot for each in begins) - 1]
            setattr(part, piece.state, getattr(part, piece.state) + piece.microseconds)
    return sums


def _of(row: Any) -> _Sum:  # noqa: ANN401 - asyncpg's row
    names = ("up", "down", "maintenance", "checks", "failed", "ms_sum", "ms_max")
    return _Sum(**{name: row[name] for name in names})


def _part(found: _Sum, start: datetime, end: datetime, now: datetime) -> HistoryPart:
    past = max(0, (min(end, now) - start) // timedelta(microseconds=1))
    known = found.up + found.down + found.maintenance
    good, bins = found.checks - found.failed, sorted(found.bins.items())
    return HistoryPart(
        start=start,
        end=end,
        uptime=monitor_time.uptime(found.up, found.down),
        up_seconds=found.up / _SECOND,
        down_seconds=found.down / _SECOND,
        maintenance_seconds=found.maintenance / _SECOND,
        unknown_seconds=max(0, past - known) / _SECOND,
        checks=found.checks,
        failed=found.failed,
        response=ResponseTimes(
            n=sum(count for _, count in bins),
            mean=round(found.ms_sum / good, 1) if good else None,
            p50=monitor_time.percentile(bins, 0.5),
            p90=monitor_time.percentile(bins, 0.9),
            p95=monitor_time.percentile(bins, 0.95),
            max=found.ms_max,
        ),
    )
