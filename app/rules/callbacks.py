"""When to call somebody back: while the desk is open, and at a decent hour where they live."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.rules.schedules import AnySchedule

# Further ahead nobody plans a call.
HORIZON = timedelta(days=60)
EARLIEST, LATEST = time(9), time(20)
# More zones than this are a whole continent: an hour that is decent in all of them is no hour.
MOST_ZONES = 4


def zones_of(zones: Sequence[str], home: str | None, likely: Sequence[str] = ()) -> tuple[str, ...]:
    """The zones to be decent in. A number that may be of many (a mobile one of a wide country) is taken to be of the
    desk's own, if it may be, else of the likely ones; of a few, all count.
    """
    if home is not None and (home in zones or not zones):
        return (home,)
    if len(zones) <= MOST_ZONES:
        return tuple(zones)
    # They are in the order of the alphabet: the first says nothing, and is taken only when nothing else is known.
    return tuple(likely) if 0 < len(likely) <= MOST_ZONES else (zones[0],)


def next_time(
    hours: AnySchedule, zones: Sequence[str], *, after: datetime, earliest: time = EARLIEST, latest: time = LATEST
) -> datetime | None:
    """The first instant from `after` on when the desk is open and it is between `earliest` and `latest` (not after) in
    every one of the zones; None when there is none within 60 days. Without zones the desk's hours alone count.
    """
    places = [ZoneInfo(each) for each in zones]
    for opening in hours.openings(after, after + HORIZON):
        at = opening.opens
        while at < opening.closes:
            later = max((_decent(place, at, earliest, latest) for place in places), default=at)
            if later == at:
                return at
            at = later
    return None


def _decent(place: ZoneInfo, at: datetime, earliest: time, latest: time) -> datetime:
    """`at` itself when the hour is decent there, else when it next is."""
    local = at.astimezone(place)
    now = local.time()
    if earliest <= now < latest:
        return at
    day = local.date() if now < earliest else local.date() + timedelta(days=1)
    # A time that clocks skip is the one after the gap.
    return max(at + timedelta(seconds=1), datetime.combine(day, earliest, place).astimezone(UTC))
