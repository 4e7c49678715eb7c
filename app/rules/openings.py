"""What schedules are made of: openings, reasons, and whole seconds since the epoch."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from app.rules.calendars import DAY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What the hours of a date can reach: they end on the next, zones are up to a day from UTC, gaps up to a day wide.
REACH_DAYS = 4
# Nothing opens in the first and the last days that Python knows: their hours could end beyond them.
FIRST = (1 + 2 * REACH_DAYS - EPOCH.toordinal()) * DAY
LAST = (date.max.toordinal() - 2 * REACH_DAYS - EPOCH.toordinal()) * DAY


class NeverDue(Exception):
    """The calendar is not open for that long in the 200 years after the start."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from `opens` to just before `closes`, both UTC."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is open or closed at an instant: the week, what is said about the date, or a holiday with its name."""

    kind: Literal["open", "closed", "exception", "holiday"]
    holiday: str | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """The openings of some 388 days, in order; `after` is how many seconds were open at the end of each.

    The first may be empty: it begins with the chunk, so that every instant has an opening at or before it.
    """

    opens: list[int]
    closes: list[int]
    after: list[int]

    def passed(self, second: int) -> int:
        """Open seconds between the chunk's begin and `second`."""
        last = bisect_right(self.opens, second) - 1
        left = self.closes[last] - second
        return self.after[last] - left if left > 0 else self.after[last]


def second_of(at: datetime) -> int:
    """Whole seconds since the epoch, rounded down; exact where a float's timestamp is not."""
    since = at - EPOCH
    return since.days * DAY + since.seconds


def instant_of(second: int) -> datetime:
    """The instant so many seconds after the epoch."""
    return datetime.fromtimestamp(second, UTC)


def span_of(a: datetime, b: datetime) -> tuple[int, int]:
    """Both ends in whole seconds. Raises ValueError when `b` is before `a`."""
    begin, end = second_of(a), second_of(b)
    if end < begin:
        raise ValueError("The span ends before it begins.")
    return begin, end


def due_at_once(start: datetime, seconds: int) -> datetime:
    """When no seconds have passed: at the start. Raises ValueError for fewer than none."""
    if seconds < 0:
        raise ValueError("A target is not negative.")
    return instant_of(second_of(start))
