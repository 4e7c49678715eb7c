"""The time of a monitor, booked into quarters of an hour with each check: how long it was up, down or in maintenance.

Booked is what lies between two checks, as the first of them said and as long as it may speak for; the rest is a gap.
Maintenance counts as it is declared when the time is booked: what is declared afterwards changes no past.
"""

from collections.abc import Sequence
from datetime import datetime

from app.db import Connection
from app.models import Monitor
from app.monitoring.base import Found
from app.rules.monitor_time import Piece, Span, bin_of, pieces, slot_of

_TIME = """INSERT INTO monitor_slots (monitor_id, slot, up, down, maintenance, checks, failed, ms_sum)
SELECT $1, slot, sum(us) FILTER (WHERE state = 'up'), sum(us) FILTER (WHERE state = 'down'),
 sum(us) FILTER (WHERE state = 'maintenance'), 0, 0, 0
FROM (SELECT slot, state, us FROM unnest($2::timestamptz[], $3::text[], $4::bigint[]) AS p (slot, state, us)
 UNION ALL SELECT s, k, 0 FROM unnest($2::timestamptz[]) AS s, unnest(ARRAY['up', 'down', 'maintenance']) AS k) x
GROUP BY slot ORDER BY slot
ON CONFLICT (monitor_id, slot) DO UPDATE SET up = monitor_slots.up + excluded.up,
 down = monitor_slots.down + excluded.down, maintenance = monitor_slots.maintenance + excluded.maintenance"""
_CHECK = """INSERT INTO monitor_slots (monitor_id, slot, up, down, maintenance, checks, failed, ms_sum, ms_max)
VALUES ($1, $2, 0, 0, 0, 1, $3, $4, $5) ON CONFLICT (monitor_id, slot) DO UPDATE SET
 checks = monitor_slots.checks + 1, failed = monitor_slots.failed + excluded.failed,
 ms_sum = monitor_slots.ms_sum + excluded.ms_sum, ms_max = greatest(monitor_slots.ms_max, excluded.ms_max)"""
_BIN = """INSERT INTO monitor_times (monitor_id, slot, bin, n) VALUES ($1, $2, $3, 1)
ON CONFLICT (monitor_id, slot, bin) DO UPDATE SET n = monitor_times.n + 1"""


def unbooked(monitor: Monitor, now: datetime) -> Span | None:
    """The time since the last check that it speaks for, and that is in no slot yet."""
    if monitor.booked_until is None or monitor.vouched_until is None:
        return None
    end = min(now, monitor.vouched_until)
    return (monitor.booked_until, end) if end > monitor.booked_until else None


def open_pieces(monitor: Monitor, now: datetime, maintenance: Sequence[Span]) -> list[Piece]:
    """The same as it would be booked now."""
    span = unbooked(monitor, now)
    return [] if span is None else pieces(span, ok=bool(monitor.last_ok), maintenance=maintenance)


async def book(connection: Connection, monitor: Monitor, now: datetime, maintenance: Sequence[Span]) -> None:
    """Book the time of a locked monitor up to now."""
    found = open_pieces(monitor, now, maintenance)
    if found:
        columns = [each.slot for each in found], [each.state for each in found], [each.microseconds for each in found]
        await connection.execute(_TIME, monitor.id, *columns)
    monitor.booked_until = max(now, monitor.booked_until or now)


async def count(connection: Connection, monitor: Monitor, at: datetime, found: Found) -> None:
    """Count a check; response times are those of checks that went well."""
    slot, ms = slot_of(at), found.ms if found.ok else None
    await connection.execute(_CHECK, monitor.id, slot, 0 if found.ok else 1, ms or 0, ms)
    if ms is not None:
        await connection.execute(_BIN, monitor.id, slot, bin_of(ms))
