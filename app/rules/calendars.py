"""What a calendar of opening hours means, and what is wrong with one; `schedules.py` answers questions about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

DAY = 86_400
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ProblemCode = Literal["unknown_zone", "invalid_week", "invalid_hours", "overlapping_hours", "never_open", "barely_open"]
# A target of a year in fewer hours than this would be due in centuries, and take seconds to find.
LEAST_WEEK = 3_600

# Files of zoneinfo that name no place: what the server happens to be set to, and "not configured yet".
_NOT_ZONES = frozenset({"localtime", "posixrules", "Factory"})


@dataclass(frozen=True, slots=True)
class Hours:
    """One interval `[opens, closes)` of a local day, in seconds of wall time since its midnight.

    `opens` is 0 to 86399; `closes` is later than `opens` by a day at most. Beyond 86400 it is wall time of the next
    day: 22:00 to 06:00 is `Hours(79_200, 108_000)`, a whole day `Hours(0, 86_400)`.
    """

    opens: int
    closes: int

    def instants(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When the hours of this date begin and end; both in wall time, so a change of the clocks between them counts.

        A wall time that does not exist moves forward by the gap: 02:30 is 03:30, and on a date that a zone has skipped
        it is the same time a day later. Of two equal ones the first is meant. Between such, the end may come first.
        """
        # Adding to an aware datetime moves its wall time; what the zone then makes of it is PEP 495's `fold=0`.
        midnight = datetime.combine(day, time.min, zone)
        return midnight + timedelta(seconds=self.opens), midnight + timedelta(seconds=self.closes)

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One version of a calendar; it never changes, so that a clock that names it is always counted alike.

    `zone` is an IANA name. `weekly` has seven days, Monday first. What `exceptions` says about a date replaces what
    would begin on it, `()` closes it; it wins over `holidays`, which close a date as a whole and name why.
    """

    zone: str
    weekly: tuple[tuple[Hours, ...], ...]
    exceptions: Mapping[date, tuple[Hours, ...]]
    holidays: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (keys and positions from the calendar down), a stable code, and a sentence."""

    path: tuple[str | int, ...]
    code: ProblemCode
    sentence: str


def problems(calendar: Calendar) -> list[Problem]:
    """Everything that is wrong with the calendar; with none of it, it is open again and again for ever.

    Special hours alone do not make a calendar: they run out, and a target would then never be due. Special hours
    may overlap what the day before left open past midnight; weekly hours may not, because that is a slip.
    """
    found = []
    if calendar.zone not in zones():
        found.append(Problem(("zone",), "unknown_zone", f"There is no time zone {calendar.zone!r}."))
    if len(calendar.weekly) != len(WEEKDAYS):
        found.append(Problem(("weekly",), "invalid_week", "A week has seven days, Monday first."))
    if not any(calendar.weekly):
        found.append(Problem(("weekly",), "never_open", "No day of the week has opening hours."))
    elif sum(each.closes - each.opens for day in calendar.weekly for each in day if _is_valid(each)) < LEAST_WEEK:
        found.append(Problem(("weekly",), "barely_open", "A week has at least an hour of opening hours."))
    for place, day in enumerate(calendar.weekly):
        found += _problems_of_a_day(("weekly", place), day)
    for when, day in sorted(calendar.exceptions.items()):
        found += _problems_of_a_day(("exceptions", when.isoformat()), day)
    if not any(each.code == "invalid_hours" for each in found):  # else what spills over where means nothing
        found += _spills(calendar.weekly)
    return found


@cache  # a walk over some six hundred files
def zones() -> frozenset[str]:
    """The names of all time zones that there are."""
    return frozenset(available_timezones() - _NOT_ZONES)


def _problems_of_a_day(path: tuple[str | int, ...], day: Sequence[Hours]) -> Iterator[Problem]:
    valid = [(each, place) for place, each in enumerate(day) if _is_valid(each)]
    for place, each in enumerate(day):
        if not _is_valid(each):
            sentence = "Hours begin within their day and end later, within 24 hours."
            yield Problem((*path, place), "invalid_hours", sentence)
    latest: Hours | None = None
    for each, place in sorted(valid, key=lambda pair: (pair[0].opens, pair[1])):
        if latest is not None and each.opens < latest.closes:
            yield Problem((*path, place), "overlapping_hours", f"{each} overlaps {latest} of the same day.")
        if latest is None or each.closes > latest.closes:
            latest = each


def _is_valid(hours: Hours) -> bool:
    return 0 <= hours.opens < DAY and hours.opens < hours.closes <= hours.opens + DAY


def _spills(weekly: Sequence[Sequence[Hours]]) -> Iterator[Problem]:
    """Weekly hours that begin before those of the day before have ended, Sunday's into Monday too."""
    for place, day in enumerate(weekly):
        before = (place - 1) % len(weekly)
        latest = max(weekly[before], key=lambda each: each.closes, default=None)
        for number, each in enumerate(day):
            if latest is not None and each.opens < latest.closes - DAY:
                sentence = f"{each} overlaps {latest} of {WEEKDAYS[before % len(WEEKDAYS)]}, the day before."
                yield Problem(("weekly", place, number), "overlapping_hours", sentence)


def _clock(second: int) -> str:
    """A wall time for people: 09:00, 09:00:30; past midnight as what the next day's clock shows, 24:00 at midnight."""
    shown = second - DAY if second > DAY else second
    text = f"{shown // 3600:02}:{shown // 60 % 60:02}"
    return f"{text}:{shown % 60:02}" if shown % 60 else text
