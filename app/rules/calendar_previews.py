"""What a calendar means over a period, told to people: when it is open, on which days it is closed, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from app.rules.calendars import Calendar, Hours
from app.rules.openings import Opening
from app.rules.schedules import Schedule

_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)
# Hours that still run have begun on this date, on the one before, or two before where a zone has skipped one.
_BACK = 3


@dataclass(frozen=True, slots=True)
class Why:
    """What decides about a local date: the week, an exception, or a holiday; the latter two have names."""

    kind: Literal["weekly", "exception", "holiday"]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class DatedOpening:
    """An opening with the local date on which the hours begin that it begins with, and why they are so."""

    day: date
    opening: Opening
    why: Why


class Explained:
    """A calendar that gives its reasons; `names` are those of its exceptions, by date."""

    def __init__(self, calendar: Calendar, names: Mapping[date, str]) -> None:
        self.schedule = Schedule(calendar)
        self._calendar = calendar
        self._names = names
        self._zone = ZoneInfo(calendar.zone)

    def openings(self, a: datetime, b: datetime) -> Iterator[DatedOpening]:
        """The openings in `[a, b)`, as the schedule has them."""
        for each in self.schedule.openings(a, b):
            day, why = self._beginning(each.opens)
            yield DatedOpening(day, each, why)

    def closed_days(self, a: datetime, b: datetime) -> Iterator[tuple[date, Why]]:
        """The local dates that `[a, b)` touches and on which no hours begin; those of the day before may still run."""
        if a >= b:
            return
        day, last = self._date(a), self._date(b - _SECOND)
        while day <= last:
            hours, why = self._said(day)
            if not hours:
                yield day, why
            day += _DAY

    def why(self, at: datetime) -> Why:
        """Why it is open or closed at an instant."""
        return self._beginning(at)[1] if self.schedule.is_open(at) else self._said(self._date(at))[1]

    def _said(self, day: date) -> tuple[tuple[Hours, ...], Why]:
        """The hours that begin on a date, and who says so: an exception, else a holiday, else the week."""
        if day in self._calendar.exceptions:
            return self._calendar.exceptions[day], Why("exception", self._names.get(day))
        if day in self._calendar.holidays:
            return (), Why("holiday", self._calendar.holidays[day])
        return self._calendar.weekly[day.weekday()], Why("weekly")

    def _beginning(self, at: datetime) -> tuple[date, Why]:
        """The latest date whose hours are running at an open instant."""
        today = self._date(at)
        for back in range(_BACK):
            day = today - back * _DAY
            hours, why = self._said(day)
            for each in hours:
                opens, closes = each.instants(day, self._zone)
                if opens <= at < closes:
                    return day, why
        return today, self._said(today)[1]

    def _date(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()
