"""What is asked of a report: the period, what it is narrowed to and grouped by, and what of that a caller may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias
from urllib.parse import urlencode
from uuid import UUID

from app import clock
from app.db import Connection
from app.errors import Forbidden, Invalid, parameter
from app.rules import report_periods
from app.rules.actors import Actor
from app.rules.report_periods import Interval, Period

GroupBy: TypeAlias = Literal[
    "none", "agent", "team", "queue", "brand", "channel", "topic", "language", "priority", "type"
]
Hours: TypeAlias = Literal["calendar", "business"]
# Asks for what has none of a dimension: a ticket without a team.
WITHOUT = "-"
_IDS = frozenset({"agent", "team", "queue"})
# One answer has no more of them: ask for a shorter period, or a longer interval.
MOST_ROWS = 20_000

_CODES = """SELECT id FROM report_keys WHERE dimension = $1 AND key = ANY ($2::text[])"""
# What is below a topic is asked for by a star.
_TOPICS = """SELECT id FROM report_keys WHERE dimension = $1 AND (key = ANY ($2::text[])
OR EXISTS (SELECT FROM unnest($2::text[]) w WHERE right(w, 2) = '/*' AND (key = left(w, -2)
 OR starts_with(key, left(w, -1)))))"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A report as somebody asks for it. `filters` are values by dimension, any of which will do."""

    period: Period
    now: datetime
    interval: Interval = "none"
    group_by: GroupBy = "none"
    hours: Hours = "calendar"
    filters: Mapping[str, tuple[str, ...]] | None = None
    # Only what belongs to this intake source: a key that has one.
    source_id: UUID | None = None

    @property
    def until(self) -> datetime:
        """The end, or now: nothing is counted that lies ahead."""
        return min(self.period.end, self.now)

    def addresses(self, report: str) -> Callable[[datetime, datetime, str | None, bool], str]:
        """What says where the tickets behind numbers are: of a start, an end, a key, and whether it is grouped.

        A year has thousands of hours: what is the same for all of them is made once.
        """
        values: dict[str, object] = {} if self.hours == "calendar" else {"hours": self.hours}
        kept = {name: list(wanted) for name, wanted in (self.filters or {}).items() if name != self.group_by}
        same = urlencode(values | kept, doseq=True)
        by = str(self.group_by)
        alone = urlencode({by: list((self.filters or {}).get(by, ()))}, doseq=True)
        grouped_by: dict[str | None, str] = {}

        def address(start: datetime, end: datetime, key: str | None, grouped: bool) -> str:  # noqa: FBT001
            if grouped and key not in grouped_by:
                grouped_by[key] = urlencode({by: WITHOUT if key is None else key})
            own = grouped_by[key] if grouped else alone
            parts = "&".join(each for each in (same, own) if each)
            return f"/v1/reports/{report}/tickets?from={_said(start)}&to={_said(end)}" + ("&" + parts if parts else "")

        return address


def asked(
    actor: Actor,
    *,
    since: date | datetime | None,
    until: date | datetime | None,
    zone: str,
    interval: Interval = "none",
    group_by: GroupBy = "none",
    hours: Hours = "calendar",
    filters: Mapping[str, Sequence[str]],
) -> Asked:
    """What is asked for, narrowed to what this caller may see: an agent their own figures, a key of a source its own.

    Raises `Invalid` (`invalid_period`, `invalid_filter`) and `Forbidden` for the figures of others.
    """
    now = clock.now()
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    try:
        period = report_periods.of(since, until, zone, interval, now)
    except report_periods.InvalidPeriod as error:
        raise Invalid(
            "There is no such period", code="invalid_period", errors=[parameter(error.name, str(error))]
        ) from error
    wanted = {
        name: tuple(dict.fromkeys(_value(name, each) for each in values)) for name, values in filters.items() if values
    }
    return narrow(actor, Asked(period, now, interval, group_by, hours, wanted))


def bound(rows: int, most: int = MOST_ROWS) -> None:
    """Before so many rows are made: raises `Invalid` (`too_many_rows`)."""
    if rows > most:
        raise Invalid(
            f"This has more than {most} rows: ask for a shorter period or a longer interval",
            code="too_many_rows",
            errors=[parameter("interval", "makes too many rows")],
        )


def narrow(actor: Actor, wanted: Asked) -> Asked:
    """Only what this caller may see. Raises `Forbidden`."""
    filters = dict(wanted.filters or {})
    if actor.role == "agent":
        if set(filters.get("agent", ())) - {str(actor.id)}:
            raise Forbidden("Agents see their own figures; those of others are for leads")
        filters["agent"] = (str(actor.id),)
    return replace(wanted, filters=filters, source_id=actor.source_id)


def _value(name: str, value: str) -> str:
    if value == WITHOUT:
        return value
    if name in _IDS:
        try:
            return str(UUID(value))
        except ValueError:
            raise _invalid(name, f"must be an id, or `{WITHOUT}` for none") from None
    if "\x00" in value or not value.strip():
        raise _invalid(name, "must be a value of this dimension")
    return value.strip()


def _invalid(name: str, detail: str) -> Invalid:
    return Invalid("There is no such filter", code="invalid_filter", errors=[parameter(name, detail)])


async def codes(connection: Connection, wanted: Asked) -> dict[str, list[int]]:
    """The numbers that facts have for the values that are asked for, by dimension; -1 where there are none."""
    filters = dict(wanted.filters or {})
    if wanted.source_id is not None:
        filters["source"] = (str(wanted.source_id),)
    found: dict[str, list[int]] = {}
    for name, values in filters.items():
        rows = await connection.fetch(
            _TOPICS if name == "topic" else _CODES, name, [each for each in values if each != WITHOUT]
        )
        found[name] = [row["id"] for row in rows] + ([0] if WITHOUT in values else []) or [-1]
    return found


def _said(at: datetime) -> str:
    # Always in UTC: nothing of it is to be escaped.
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"
