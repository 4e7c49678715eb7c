"""Reports over a period: how many readers of the help centre need nobody any more, counted honestly."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Invalid, parameter
from app.rules.actors import Actor
from app.schemas.reports import DeflectionDay, DeflectionReport, KnownReaders, UnknownReaders

USUAL, LONGEST = timedelta(days=30), timedelta(days=366)

_VISITS = """SELECT to_char(started_at, 'YYYY-MM-DD') AS day, coalesce(outcome, 'waiting') AS outcome, count(*) AS n
FROM help_visits WHERE started_at >= $1 AND started_at < $2 AND searches > 0{brand} GROUP BY 1, 2 ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class Period:
    """From one instant until before another one, of one brand or all."""

    since: datetime
    until: datetime
    brand: str | None = None


def period(since: datetime | None, until: datetime | None, brand: str | None) -> Period:
    """The period that is asked for: up to now, and 30 days, if not said. Raises `Invalid` (`invalid_period`)."""
    end = until or clock.now()
    try:
        begin = since or end - USUAL
        long = end - begin > LONGEST
    except OverflowError:
        begin, long = end, True
    if long or begin > end:
        detail = f"since must be before until, and by at most {LONGEST.days} days"
        raise Invalid(detail, code="invalid_period", errors=[parameter("since", detail)])
    return Period(begin, end, brand)


async def deflection(session: AsyncSession, _actor: Actor, wanted: Period) -> DeflectionReport:
    """What became of visits with a search."""
    values: list[Any] = [wanted.since, wanted.until, *([wanted.brand] if wanted.brand is not None else [])]
    sql = _VISITS.format(brand="" if wanted.brand is None else " AND brand = $3")
    rows = await (await raw_connection(session)).fetch(sql, *values)
    total: Counter[str] = Counter()
    days: dict[str, Counter[str]] = {}
    for row in rows:
        total[row["outcome"]] += row["n"]
        days.setdefault(row["day"], Counter())[row["outcome"]] += row["n"]
    return DeflectionReport(
        since=wanted.since,
        until=wanted.until,
        brand=wanted.brand,
        visits=total.total() - total["waiting"],
        waiting=total["waiting"],
        unread=total["unread"],
        known=_known(total),
        unknown=UnknownReaders(read=total["unknown"] + total["wrote"], wrote=total["wrote"]),
        days=[
            DeflectionDay(
                date=day,
                visits=counted.total() - counted["waiting"],
                answered=counted["answered"],
                contacted=counted["contacted"],
            )
            for day, counted in days.items()
        ],
    )


def _known(total: Counter[str]) -> KnownReaders:
    counted = total["answered"] + total["contacted"] + total["said_no"]
    return KnownReaders(
        answered=total["answered"],
        contacted=total["contacted"],
        said_no=total["said_no"],
        in_contact=total["in_contact"],
        share=round(total["answered"] / counted, 4) if counted else None,
    )
