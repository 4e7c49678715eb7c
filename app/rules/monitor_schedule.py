"""When a monitor is looked at next: on a grid of its own, so that monitors of one interval do not all come at once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def next_due(monitor_id: UUID, interval: timedelta, after: datetime) -> datetime:
    """The first point of its grid later than this instant. What was missed meanwhile is not made up for.

    Where the grid begins is as good as drawn by lot, and the same on every process.
    """
    phase = timedelta(microseconds=monitor_id.int % (interval // timedelta(microseconds=1)))
    steps = (after - _EPOCH - phase) // interval + 1
    return _EPOCH + phase + steps * interval


def vouched(at: datetime, interval: timedelta, timeout: timedelta) -> datetime:
    """Until when a check says how it is, if no other one comes: time after that is a gap, of which nobody knows."""
    return at + interval * 1.5 + timeout + timedelta(seconds=5)
