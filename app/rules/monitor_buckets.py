"""Hours, days, weeks and months of a zone between two instants, as plots need them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Interval = Literal["none", "hour", "day", "week", "month"]

MOST = 1500
_DECEMBER = 12


class TooManyError(ValueError):
    """There would be more than `MOST` of them."""


def starts(start: datetime, end: datetime, zone: str, interval: Interval) -> list[datetime]:
    """Where the parts of this half-open period begin, in UTC: the first with the period, the others by the clock.

    Days have the hours that they have; hours are hours of time, beginning where the zone's clock shows none of minutes.
    Raises `TooManyError`.
    """
    found = [start]
    at = start
    while interval != "none":
        at = _following(at, ZoneInfo(zone), interval)
        if at >= end:
            break
        if len(found) == MOST:
            raise TooManyError
        found.append(at)
    return found


def _following(at: datetime, zone: ZoneInfo, interval: Interval) -> datetime:
    local = at.astimezone(zone)
    if interval == "hour":
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return (at - past + timedelta(hours=1)).astimezone(UTC)
    day = local.date()
    if interval == "day":
        day += timedelta(days=1)
    elif interval == "week":
        day += timedelta(days=7 - day.weekday())
    else:
        day = date(day.year + day.month // _DECEMBER, day.month % _DECEMBER + 1, 1)
    found = datetime.combine(day, time(), zone).astimezone(UTC)
    # Where midnight is there twice, the first one has been.
    return found if found > at else found + timedelta(days=1)
