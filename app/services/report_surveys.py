"""Reports of what customers say: CSAT, NPS, CES; and how many readers of the help centre needed nobody."""

from collections.abc import Mapping
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Forbidden
from app.rules import intervals
from app.rules.actors import Actor
from app.schemas.report_tickets import ReportTicketPage
from app.services import report_behind, report_cells
from app.services.report_asking import Asked
from app.services.report_cells import Row
from app.services.report_figures import Figures, Result

# Of a metric: its scores, and from which one on a customer is content (a promoter).
SCORES: Mapping[str, range] = {"csat": range(1, 6), "nps": range(11), "ces": range(1, 8)}
CONTENT: Mapping[str, int] = {"csat": 4, "nps": 9, "ces": 5}
# And up to which one an answer detracts.
_DETRACTS = 6
_COLUMNS = {
    "agent": "i.agent_id::text",
    "team": "i.team_id::text",
    "brand": "i.brand",
    "queue": "t.queue_id::text",
    **{name: f"t.{name}" for name in ("channel", "topic", "language", "priority", "type")},
    "source": "t.source_id::text",
}
_OF_INVITATIONS = frozenset({"agent", "team", "brand", "none"})
# A late answer counts at its invitation, so that no rate is above one; changed answers are one.
_ASKED = " AND i.metric = '{metric}' AND (i.cancelled_at IS NULL OR i.answered_at IS NOT NULL)"
_SOURCE = "survey_invitations i LEFT JOIN feedback f ON f.invitation_id = i.id AND f.metric = i.metric"
# Each combination is counted once and then added up: half a million invitations are a few thousand of these.
_COUNTED = """WITH g AS (
 SELECT {key} AS key, width_bucket(i.sent_at, $3::timestamptz[]) - 1 AS place, i.score, i.ticket_id IS NULL AS apart,
  count(*) AS n FROM survey_invitations i {join} WHERE i.sent_at >= $1 AND i.sent_at < $2{where} GROUP BY 1, 2, 3, 4)
SELECT key::text AS key, place, GROUPING(place) = 1 AS whole, coalesce(sum(n), 0)::int AS sent,
 coalesce(sum(n) FILTER (WHERE score IS NOT NULL), 0)::int AS answered,
 coalesce(sum(n) FILTER (WHERE score IS NOT NULL AND apart), 0)::int AS apart, {scores}
FROM g GROUP BY GROUPING SETS ((), (g.key, place))"""
_VISITS = """SELECT {key} AS key, width_bucket(v.started_at, $3::timestamptz[]) - 1 AS place,
 GROUPING(width_bucket(v.started_at, $3::timestamptz[]) - 1) = 1 AS whole, count(*) AS visits, {outcomes}
FROM help_visits v WHERE v.started_at >= $1 AND v.started_at < $2 AND v.searches > 0{where}
GROUP BY GROUPING SETS ((), (1, 2))"""
_OUTCOMES = ("answered", "said_no", "contacted", "in_contact", "unknown", "wrote", "unread")
_BRANDS = {"brand": "v.brand"}


async def scores(metric: str, session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    """What the invitations that were sent in the period brought."""
    where, values = report_cells.conditions(asked, _COLUMNS, 4)
    used = {*(asked.filters or {}), asked.group_by, *(["source"] if asked.source_id is not None else [])}
    sql = _COUNTED.format(
        key=report_cells.group_of(asked, _COLUMNS).removesuffix("::text"), where=where + _ASKED.format(metric=metric),
        join="" if used <= _OF_INVITATIONS else "LEFT JOIN tickets t ON t.id = i.ticket_id",
        scores=", ".join(
            f"coalesce(sum(n) FILTER (WHERE score = {each}), 0)::int AS score_{each}" for each in SCORES[metric]
        ),
    )  # fmt: skip
    found = await report_cells.cells(await raw_connection(session), sql, asked, *values)
    return report_cells.result(asked, found, partial(_say, metric))


def _say(metric: str, made: Figures, row: Row | None) -> None:
    counted = {each: 0 if row is None else row[f"score_{each}"] for each in SCORES[metric]}
    sent = 0 if row is None else row["sent"]
    content = sum(number for each, number in counted.items() if each >= CONTENT[metric])
    made.n = sum(counted.values())
    made.tickets = row is not None and not row["apart"]
    made.more = {
        "sent": sent,
        "response_rate": round(made.n / sent, 6) if sent else None,
        "content": content,
        **{f"score_{each}": number for each, number in counted.items()},
    }
    rate = intervals.share(made.n, sent)
    made.more["response_low"] = None if rate is None else round(rate.low, 6)
    made.more["response_high"] = None if rate is None else round(rate.high, 6)
    if made.n:
        made.mean = round(sum(each * number for each, number in counted.items()) / made.n, 6)
    report_cells.say_share(made, content, made.n)
    if metric == "nps":
        detractors = sum(number for each, number in counted.items() if each <= _DETRACTS)
        points = intervals.net_promoters(content, detractors, made.n)
        made.more["nps"] = None if points is None else round(points.value, 2)
        made.more["nps_low"] = None if points is None else round(points.low, 2)
        made.more["nps_high"] = None if points is None else round(points.high, 2)
        made.more["detractors"] = detractors


async def page(metric: str, session: AsyncSession, asked: Asked, cursor: str | None, limit: int) -> ReportTicketPage:
    """The tickets that were rated, as often as they were. Raises `Invalid` (`invalid_cursor`)."""
    columns = {"agent": "i.agent_id", "team": "i.team_id", "queue": "t.queue_id"}
    behind = report_behind.Behind(
        metric, _SOURCE, "JOIN tickets t ON t.id = i.ticket_id", "i.sent_at", "i.id", "NULL::float8", "f.score",
        columns, _ASKED.format(metric=metric) + " AND f.id IS NOT NULL",
    )  # fmt: skip
    return await report_behind.page(behind, session, asked, _COLUMNS, cursor, limit)


async def deflection(session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    """What became of visits to the help centre with a search, by when they began. Raises `Forbidden` for a key of one
    source.
    """
    if asked.source_id is not None:
        detail = "Readers of the help centre belong to no source"
        raise Forbidden(detail)
    where, values = report_cells.conditions(asked, _BRANDS, 4)
    sql = _VISITS.format(
        key=report_cells.group_of(asked, _BRANDS), where=where,
        outcomes=", ".join(f"count(*) FILTER (WHERE v.outcome = '{each}') AS {each}" for each in _OUTCOMES),
    )  # fmt: skip
    found = await report_cells.cells(await raw_connection(session), sql, asked, *values)
    return report_cells.result(asked, found, _deflected)


def _deflected(made: Figures, row: Row | None) -> None:
    made.tickets = False
    made.more = {each: 0 if row is None else row[each] for each in ("visits", *_OUTCOMES)}
    made.more["waiting"] = 0 if row is None else row["visits"] - sum(row[each] for each in _OUTCOMES)
    if row is None:
        return
    made.n = row["answered"] + row["contacted"] + row["said_no"]
    report_cells.say_share(made, row["answered"], made.n)


csat, nps, ces = partial(scores, "csat"), partial(scores, "nps"), partial(scores, "ces")
csat_behind, nps_behind, ces_behind = partial(page, "csat"), partial(page, "nps"), partial(page, "ces")
