"""Figures of reviews: means with how many they are of, by agent, team, scorecard, criterion or time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Forbidden, Invalid, parameter
from app.rules import calendars, intervals
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.review_figures import GroupBy, ReviewFigure, ReviewFigures

LONGEST: Final = timedelta(days=3 * 366)

# Of each way to group: what the key is, and the name that belongs to it. The zone is a parameter of every statement.
_KEYS: Final[Mapping[GroupBy, tuple[str, str]]] = {
    "none": ("NULL::text", "NULL::text"),
    "agent": ("r.agent_id::text", "(SELECT name FROM agents WHERE id = min(r.agent_id::text)::uuid)"),
    "team": ("r.team_id::text", "(SELECT name FROM teams WHERE id = min(r.team_id::text)::uuid)"),
    "scorecard": ("r.scorecard_id::text", "(SELECT name FROM scorecards WHERE id = min(r.scorecard_id::text)::uuid)"),
    "criterion": ("a.key", "NULL::text"),
    "week": ("date_trunc('week', r.published_at AT TIME ZONE $3::text)::date::text", "NULL::text"),
    "month": ("date_trunc('month', r.published_at AT TIME ZONE $3::text)::date::text", "NULL::text"),
}
_OF_REVIEWS = ("r.score", "cardinality(r.failed) > 0", "FROM reviews r")
_OF_ANSWERS = (
    "(a.value->>'points')::float8",
    "a.key = ANY (r.failed)",
    "FROM reviews r CROSS JOIN jsonb_each(r.answers) a",
)
_FIGURES = """SELECT {key} AS key, {name} AS name, count({value}) AS n, count(*) - count({value}) AS not_applicable,
 coalesce(sum({value}), 0)::float8 AS total, coalesce(sum({value} * {value}), 0)::float8 AS squares,
 count(*) FILTER (WHERE {failed}) AS failed,
 count(*) FILTER (WHERE r.history @> '[{{"what": "disputed"}}]') AS disputed
{tables} WHERE r.calibration_id IS NULL AND r.published_at >= $1 AND r.published_at < $2 AND $3::text IS NOT NULL
 AND r.state NOT IN ('draft', 'withdrawn') AND ($4::uuid IS NULL OR r.agent_id = $4)
 AND ($5::uuid IS NULL OR r.team_id = $5) AND ($6::uuid IS NULL OR r.scorecard_id = $6)
GROUP BY 1 ORDER BY 1 NULLS LAST LIMIT 5000"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reviews, published in [start, end); None does not narrow."""

    start: datetime
    end: datetime
    zone: str = "UTC"
    group_by: GroupBy = "none"
    agent_id: UUID | None = None
    team_id: UUID | None = None
    scorecard_id: UUID | None = None


async def figures(session: AsyncSession, actor: Actor, wanted: Wanted) -> ReviewFigures:
    """The figures. Whoever does not review sees only their own, and none of who else was reviewed.

    Raises `Invalid` (`invalid_period`, `unknown_zone`) and `Forbidden` (`not_your_figures`).
    """
    if not timedelta() < wanted.end - wanted.start <= LONGEST:
        detail = "to is after from, by at most three years"
        raise Invalid(detail, code="invalid_period", errors=[parameter("to", detail)])
    if wanted.zone not in calendars.zones():
        detail = f"There is no time zone {wanted.zone[:100]!r}"
        raise Invalid(detail, code="unknown_zone", errors=[parameter("zone", detail)])
    agent_id = wanted.agent_id
    if not actor.may(Permission.REVIEWS_WRITE):
        if agent_id not in {None, actor.id}:
            raise Forbidden("These are somebody else's figures", code="not_your_figures")
        agent_id = actor.id
    key, name = _KEYS[wanted.group_by]
    value, failed, tables = _OF_ANSWERS if wanted.group_by == "criterion" else _OF_REVIEWS
    statement = _FIGURES.format(key=key, name=name, value=value, failed=failed, tables=tables)
    connection = await raw_connection(session)
    found = await connection.fetch(
        statement, wanted.start, wanted.end, wanted.zone, agent_id, wanted.team_id, wanted.scorecard_id
    )
    filters = {"agent_id": agent_id, "scorecard_id": wanted.scorecard_id}
    return ReviewFigures(
        start=wanted.start,
        end=wanted.end,
        zone=wanted.zone,
        group_by=wanted.group_by,
        rows=[_row(each, wanted, {name: one for name, one in filters.items() if one is not None}) for each in found],
    )


def _row(row: Any, wanted: Wanted, filters: dict[str, Any]) -> ReviewFigure:  # noqa: ANN401 - asyncpg.Record
    mean = intervals.mean(row["total"], row["squares"], row["n"], least=0.0, most=100.0)
    share = intervals.share(row["failed"], row["n"])
    narrowed = dict(filters)
    if wanted.group_by in ("agent", "scorecard"):
        narrowed[f"{wanted.group_by}_id"] = row["key"]
    span = {"published_from": wanted.start.isoformat(), "published_to": wanted.end.isoformat()}
    return ReviewFigure(
        key=row["key"],
        name=row["name"],
        n=row["n"],
        not_applicable=row["not_applicable"],
        mean=None if mean is None else round(mean.value, 2),
        low=None if mean is None else round(mean.low, 2),
        high=None if mean is None else round(mean.high, 2),
        failed=row["failed"],
        failed_share=None if share is None else share.value,
        failed_low=None if share is None else share.low,
        failed_high=None if share is None else share.high,
        disputed=row["disputed"],
        reviews=f"/v1/reviews?{urlencode({**narrowed, **span})}",
    )
