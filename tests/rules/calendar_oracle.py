"""Opening hours by brute force: one byte for every second of a few days, and wall times found by looking at clocks.

Nothing here asks a zone what a wall time is in UTC, which is what the rules do: it only reads the zone's clock at
instants, as a person with a watch would.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app.rules.calendars import Calendar

QUARTER = 900  # no zone has changed its clocks at another minute for many years
SPAN_DAYS = 8  # what is painted
AROUND_DAYS = 4  # dates before and after it whose hours may reach into it


@cache
def clock_of(zone: str, quarter: int) -> int:
    """What the zone's clock shows at the instant `quarter * 900`, in seconds since the first of January 1970."""
    shown = datetime.fromtimestamp(quarter * QUARTER, ZoneInfo(zone)).replace(tzinfo=UTC)
    return round(shown.timestamp())


def first_instant(zone: str, wall: int) -> int:
    """The first instant at which the clock shows `wall`; if it never does, as if it had been moved by the jump."""
    quarters = range((wall - 26 * 3600) // QUARTER, (wall + 26 * 3600) // QUARTER)
    for quarter in quarters:
        if clock_of(zone, quarter) <= wall < clock_of(zone, quarter) + QUARTER:
            return quarter * QUARTER + wall - clock_of(zone, quarter)
    for quarter in quarters:
        before, after = clock_of(zone, quarter) + QUARTER, clock_of(zone, quarter + 1)
        if before <= wall < after:
            return first_instant(zone, wall + after - before)
    raise AssertionError(f"{zone} has no {wall}")


class Oracle:
    """The painted seconds from `SPAN_DAYS / 2` before a date to as many after it, as UTC midnights."""

    def __init__(self, calendar: Calendar, centre: date) -> None:
        first = centre - timedelta(days=SPAN_DAYS // 2)
        self.begin = _midnight(first)
        self.length = SPAN_DAYS * 86_400
        self.seconds = bytearray(self.length)
        for number in range(-AROUND_DAYS, SPAN_DAYS + AROUND_DAYS):
            self._paint(calendar, first + timedelta(days=number))

    def _paint(self, calendar: Calendar, day: date) -> None:
        if day in calendar.exceptions:
            hours = calendar.exceptions[day]
        elif day in calendar.holidays:
            return
        else:
            hours = calendar.weekly[day.weekday()]
        for each in hours:
            opens = first_instant(calendar.zone, _midnight(day) + each.opens) - self.begin
            closes = first_instant(calendar.zone, _midnight(day) + each.closes) - self.begin
            start, end = max(opens, 0), min(closes, self.length)
            if start < end:
                self.seconds[start:end] = b"\1" * (end - start)

    def open_seconds(self, a: int, b: int) -> int:
        """Counted one by one."""
        return self.seconds.count(1, a, b)

    def due(self, start: int, seconds: int) -> int | None:
        """Walk on, a minute at a time and then by seconds, until enough of them were open; None beyond the span."""
        at, left = start, seconds
        while at < self.length and (passed := self.seconds.count(1, at, at + 60)) < left:
            at, left = at + 60, left - passed
        while left and at < self.length:
            left -= self.seconds[at]
            at += 1
        return None if left else at

    def next_change(self, at: int) -> int | None:
        """The first later second that is not like this one."""
        found = self.seconds.find(1 - self.seconds[at], at)
        return None if found < 0 else found

    def instant(self, offset: int) -> datetime:
        """The instant of a painted second."""
        return datetime.fromtimestamp(self.begin + offset, UTC)


def _midnight(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400
