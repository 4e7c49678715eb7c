"""When a report is due to be sent, by the clock on the wall of a zone, and which period it is about then.

A local time that the clocks skip is the moment at which they have been put on; one that comes twice is the first. A day
of the month that a month has not is its last.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Every: TypeAlias = Literal["day", "week", "month"]
Relative: TypeAlias = Literal["yesterday", "last_7_days", "last_week", "last_30_days", "last_month"]
# Due times that were missed are counted up to this.
MOST_MISSED = 1_000
_DAYS: dict[str, int] = {"yesterday": 1, "last_7_days": 7, "last_30_days": 30}
# Between two due times of a month there are no more days than this.
_REACH = 70


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every day, on a day of the week (1 is Monday) or of the month, at a local time."""

    every: Every
    at: time
    zone: ZoneInfo
    weekday: int = 1
    day: int = 1

    def next_after(self, at: datetime) -> datetime:
        """The first due time later than this instant."""
        return next(each for each in self._from(at) if each > at)

    def last_until(self, at: datetime) -> datetime | None:
        """The last due time that is not later than this instant; None when there is none in two months."""
        local = at.astimezone(self.zone).date()
        days = (local - timedelta(days=back) for back in range(-1, _REACH))
        return next((due for day in days if self._on(day) and (due := self._due(day)) <= at), None)

    def missed(self, first: datetime, last: datetime) -> int:
        """How many due times there are from `first`, which is one, to just before `last`; at most `MOST_MISSED`."""
        number, at = 0, first
        while at < last and number < MOST_MISSED:
            number, at = number + 1, self.next_after(at)
        return number

    def _from(self, at: datetime) -> Iterator[datetime]:
        local = at.astimezone(self.zone).date()
        for ahead in range(-1, _REACH):
            day = local + timedelta(days=ahead)
            if self._on(day):
                yield self._due(day)

    def _on(self, day: date) -> bool:
        if self.every == "week":
            return day.isoweekday() == self.weekday
        return self.every == "day" or day.day == min(self.day, monthrange(day.year, day.month)[1])

    def _due(self, day: date) -> datetime:
        return instant(day, self.at, self.zone)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local time as an instant: the first of two, and for one that is skipped the moment after the gap."""
    wall = datetime.combine(day, at, zone)
    found = wall.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    # In a gap the first reading uses the offset from before it: the clocks are put on in between the two readings.
    early, late = wall.replace(fold=1).astimezone(UTC), found
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == early.astimezone(zone).utcoffset():
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def period(relative: Relative, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The half-open period that is meant at this instant: whole local days that are over."""
    today = at.astimezone(zone).date()
    match relative:
        case "last_week":
            end = today - timedelta(days=today.weekday())
            begin = end - timedelta(days=7)
        case "last_month":
            end = today.replace(day=1)
            begin = (end - timedelta(days=1)).replace(day=1)
        case _:
            end, begin = today, today - timedelta(days=_DAYS[relative])
    return instant(begin, time(), zone), instant(end, time(), zone)
