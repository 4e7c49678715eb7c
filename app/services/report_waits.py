"""Reports of who waited for somebody to answer: chats and calls, how long, and who gave up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.rules.actors import Actor
from app.schemas.report_tickets import ReportTicketPage
from app.services import report_behind, report_cells
from app.services.report_asking import Asked
from app.services.report_cells import Row
from app.services.report_figures import Figures, Result

# Who is gone before this has not waited: a wrong button, a page that was closed.
AT_ONCE = 10

_OF_TICKETS = {
    **{name: f"t.{name}" for name in ("brand", "channel", "topic", "language", "priority", "type")},
    "source": "t.source_id::text",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What waits: where from, when it began, was answered and ended, whether it was given up, and whose it is."""

    name: str
    source: str
    at: str
    answered: str
    ended: str
    given_up: str
    columns: Mapping[str, str]
    join: str


# A chat that went back to the queue has been accepted before: whoever had it first ended the wait.
CHATS = Kind(
    "chat",
    "chats c",
    "c.queued_at",
    "c.first_accepted_at",
    "c.ended_at",
    "c.ended_by = 'customer'",
    {
        **_OF_TICKETS,
        "agent": "c.agent_id::text",
        "team": "c.team_id::text",
        "queue": "c.queue_id::text",
    },
    "JOIN tickets t ON t.id = c.ticket_id",
)
CALLS = Kind(
    "call",
    "calls c",
    "c.started_at",
    "c.answered_at",
    "CASE WHEN c.state IN ('ended', 'missed') THEN coalesce(c.ended_at, c.closed_at, c.updated_at) END",
    "true",
    {**_OF_TICKETS, "agent": "c.agent_id::text", "team": "t.team_id::text", "queue": "t.queue_id::text"},
    "LEFT JOIN tickets t ON t.id = c.ticket_id",
)
_ONLY = {"chat": "", "call": " AND c.direction = 'in'"}

_COUNTED = """WITH w AS MATERIALIZED (
 SELECT {key} AS key, width_bucket({at}, $3::timestamptz[]) - 1 AS place, {answered} IS NOT NULL AS answered,
  {answered} IS NULL AND {ended} IS NOT NULL AND {given_up} AS given_up,
  {answered} IS NULL AND {ended} IS NULL AS waiting, c.ticket_id IS NULL AS apart,
  extract(epoch FROM {answered} - {at})::float8 AS wait, extract(epoch FROM {ended} - {at})::float8 AS gone
 FROM {source} {join} WHERE {at} >= $1 AND {at} < $2{where})
SELECT key, place, GROUPING(place) = 1 AS whole, count(*) AS n, count(*) FILTER (WHERE answered) AS answered,
 count(*) FILTER (WHERE given_up AND gone >= {at_once}) AS given_up,
 count(*) FILTER (WHERE given_up AND gone < {at_once}) AS gone_at_once, count(*) FILTER (WHERE waiting) AS waiting,
 count(*) FILTER (WHERE apart) AS apart, avg(wait) AS mean, max(wait) AS longest,
 percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY wait) AS percentiles
FROM w GROUP BY GROUPING SETS ((), (key, place))"""


async def waits(kind: Kind, session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    """Those that began to wait in the period, by when that was."""
    where, values = report_cells.conditions(asked, kind.columns, 4)
    sql = _COUNTED.format(
        key=report_cells.group_of(asked, kind.columns), at=kind.at, answered=kind.answered, ended=kind.ended,
        given_up=kind.given_up, source=kind.source, join=_join(kind, asked), where=where + _ONLY[kind.name],
        at_once=AT_ONCE,
    )  # fmt: skip
    found = await report_cells.cells(await raw_connection(session), sql, asked, *values)
    return report_cells.result(asked, found, _say)


def _join(kind: Kind, asked: Asked) -> str:
    """Tickets are looked at only where something of them is asked for."""
    used = {*(asked.filters or {}), asked.group_by, *(["source"] if asked.source_id is not None else [])}
    return kind.join if any(kind.columns.get(each, "").startswith("t.") for each in used) else ""


def _say(made: Figures, row: Row | None) -> None:
    names = ("answered", "given_up", "gone_at_once", "waiting")
    made.more = {name: 0 if row is None else row[name] for name in names}
    made.more["ended_otherwise"] = 0
    made.more["longest_seconds"] = None
    if row is None:
        return
    made.n = row["n"]
    made.more["ended_otherwise"] = row["n"] - sum(row[name] for name in names)
    made.tickets = not row["apart"]
    served = row["answered"] + row["given_up"]
    if row["answered"]:
        made.mean = round(row["mean"], 3)
        made.p50, made.p90, made.p95 = (round(each, 3) for each in row["percentiles"])
        made.more["longest_seconds"] = round(row["longest"], 3)
    report_cells.say_share(made, row["given_up"], served)


async def page(kind: Kind, session: AsyncSession, asked: Asked, cursor: str | None, limit: int) -> ReportTicketPage:
    """The tickets behind what waited. Raises `Invalid` (`invalid_cursor`)."""
    columns = {name: kind.columns[name].removesuffix("::text") for name in ("agent", "team", "queue")}
    behind = report_behind.Behind(
        kind.name, kind.source, "JOIN tickets t ON t.id = c.ticket_id", kind.at, "c.id",
        f"extract(epoch FROM {kind.answered} - {kind.at})::float8", "NULL::int", columns, _ONLY[kind.name],
    )  # fmt: skip
    return await report_behind.page(behind, session, asked, kind.columns, cursor, limit)


chats, calls = partial(waits, CHATS), partial(waits, CALLS)
chats_behind, calls_behind = partial(page, CHATS), partial(page, CALLS)
