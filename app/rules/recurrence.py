"""When what comes again and again comes next: every so many days, weeks or months, at an hour that a clock shows."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Unit: TypeAlias = Literal["day", "week", "month"]

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Every `every` units at this hour and minute in this zone, counted from the date on which the first one falls.

    `zone` is an IANA name.
    """

    every: int
    unit: Unit
    hour: int
    minute: int
    zone: str


def first_due(period: Period, start: datetime) -> datetime:
    """The first time: at or after `start`, on its date in the zone or on the next one."""
    zone = ZoneInfo(period.zone)
    day = start.astimezone(zone).date()
    found = _at(period, day, zone)
    return found if found >= start else _at(period, day + timedelta(days=1), zone)


def next_due(period: Period, first: datetime, after: datetime) -> datetime:
    """The first time later than `after`, counted from the time `first` that `first_due` gave.

    It is counted from there and not from the time before: of the 31st the months that have none have their last day,
    and March has its 31st again. An hour that the clocks skip moves forward by the gap; of one that they show twice the
    first is meant. Raises OverflowError when Python knows no such date.
    """
    zone = ZoneInfo(period.zone)
    anchor = first.astimezone(zone).date()
    # One too few is cheap, one too many would be a time that is missed.
    steps = max(0, _least(period, anchor, after.astimezone(zone).date()) - 1)
    while True:
        found = _at(period, _day(period, anchor, steps), zone)
        if found > after and found >= first:
            return found
        steps += 1


def _least(period: Period, anchor: date, day: date) -> int:
    if period.unit == "month":
        return ((day.year - anchor.year) * _MONTHS + day.month - anchor.month) // period.every
    return (day - anchor).days // (period.every * (7 if period.unit == "week" else 1))


def _day(period: Period, anchor: date, steps: int) -> date:
    if period.unit != "month":
        return anchor + timedelta(days=steps * period.every * (7 if period.unit == "week" else 1))
    months = anchor.year * _MONTHS + anchor.month - 1 + steps * period.every
    year, month = divmod(months, _MONTHS)
    if year > date.max.year:
        raise OverflowError(year)
    return date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1]))


def _at(period: Period, day: date, zone: ZoneInfo) -> datetime:
    # What the zone makes of a wall time is PEP 495's `fold=0`.
    return datetime.combine(day, time(period.hour, period.minute), zone).astimezone(UTC)
