"""The hour or the day that is looked at, and the same one of the weeks before, by the clock on the wall of the desk.

At ten on Mondays people write because it is ten on a Monday there, also in the week in which clocks are changed: going
back goes by local time. A local time that is not there is the one after it; one that is there twice is the first. A day
has the hours that it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

By = Literal["hour", "day"]
MOST_WEEKS = 8
# Weeks before and after these are still years that there are.
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Periods:
    """Half-open spans in UTC: the one that is looked at, and those of the weeks before that, the latest first."""

    start: datetime
    end: datetime
    earlier: Sequence[tuple[datetime, datetime]]


def around(at: datetime, by: By, zone: ZoneInfo, *, since: datetime | None) -> Periods:
    """The period that holds this instant, and those before it that lie wholly in what is known `since` then.

    A desk in its first week has none. What is before the year 2000 or after 9000 is taken as there.
    """
    at = min(max(at, _FIRST), _LAST)
    start, end = _span(at.astimezone(zone), by)
    earlier = []
    for week in range(1, MOST_WEEKS + 1):
        before = _span(_plain(at.astimezone(zone), by) - timedelta(weeks=week), by)
        if since is None or before[0] < since:
            break
        earlier.append(before)
    return Periods(start, end, earlier)


def _plain(local: datetime, by: By) -> datetime:
    """The beginning of its hour or day on the wall; of an hour that is there twice either one."""
    plain = local.replace(minute=0, second=0, microsecond=0)
    return plain.replace(hour=0, fold=0) if by == "day" else plain


def _span(local: datetime, by: By) -> tuple[datetime, datetime]:
    plain = _plain(local, by)
    start = plain.astimezone(UTC)
    if by == "hour":
        return start, start + timedelta(hours=1)
    return start, (plain + timedelta(days=1)).astimezone(UTC)
