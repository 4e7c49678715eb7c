"""The period of a report and its slots, by the clock on the wall of a zone: a day is what it is there.

Periods are half-open. A day on which clocks are changed has 23 or 25 hours; an hour begins when the clock on the wall
shows a full one, so where it is changed by half an hour there is one of 30 or 90 minutes. A local midnight that is not
there is the first instant of that day; of two the first counts. What is less than a millisecond is cut off.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Interval: TypeAlias = Literal["none", "hour", "day", "week"]
USUAL = timedelta(days=30)
LONGEST = timedelta(days=3_660)
MOST_SLOTS = 10_000
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class InvalidPeriod(ValueError):
    """There is no such period: `name` is the parameter to blame."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(detail)
        self.name = name


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` until before `end`, and the edges of its slots: the first and last are the period's own."""

    start: datetime
    end: datetime
    zone: str
    edges: tuple[datetime, ...]

    @property
    def slots(self) -> int:
        """How many slots there are."""
        return len(self.edges) - 1


def of(
    since: date | datetime | None, until: date | datetime | None, zone: str, interval: Interval, now: datetime
) -> Period:
    """The period that is asked for; up to now and of 30 days where nothing is said. Raises `InvalidPeriod`."""
    try:
        place = ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        raise InvalidPeriod("zone", "There is no such time zone") from None
    end = _instant(until, place) if until is not None else _cut(now)
    start = _instant(since, place) if since is not None else max(FIRST, end - USUAL)
    for name, each in (("from", start), ("to", end)):
        if not FIRST <= each <= LAST:
            raise InvalidPeriod(name, f"must lie between the years {FIRST.year} and {LAST.year}")
    if start >= end:
        raise InvalidPeriod("from", "must be before `to`")
    if end - start > LONGEST:
        raise InvalidPeriod("from", f"must be at most {LONGEST.days} days before `to`")
    return Period(start, end, zone, tuple(_edges(start, end, place, interval)))


def _instant(value: date | datetime, zone: ZoneInfo) -> datetime:
    try:
        if isinstance(value, datetime):
            return _cut(value.astimezone(UTC))
        return datetime.combine(value, time.min, zone).astimezone(UTC)
    except OverflowError:
        # Outside of all years that are allowed, and said so.
        return FIRST - timedelta(days=1)


def _cut(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)


def _edges(start: datetime, end: datetime, zone: ZoneInfo, interval: Interval) -> list[datetime]:
    edges = [start]
    while interval != "none" and (following := _next(edges[-1], zone, interval)) < end:
        edges.append(following)
        if len(edges) > MOST_SLOTS:
            raise InvalidPeriod("interval", f"has more than {MOST_SLOTS} slots in this period")
    return [*edges, end]


def _next(at: datetime, zone: ZoneInfo, interval: Interval) -> datetime:
    local = at.astimezone(zone)
    if interval == "hour":
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return at + timedelta(hours=1) - past
    days = 1 if interval == "day" else 7 - local.weekday()
    following = datetime.combine(local.date() + timedelta(days=days), time.min, zone).astimezone(UTC)
    # Of a date that a zone has skipped midnight is that of the day after it, and is not to be stood still at.
    return following if following > at else following + timedelta(days=1)
