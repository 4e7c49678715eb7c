"""The tickets behind what a report counts in a table of its own: keyset pages, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.schemas.report_tickets import ReportTicketOut, ReportTicketPage
from app.services import keyset, report_cells
from app.services.report_asking import Asked

_PAGE = """SELECT {at} AS at, {id} AS id, t.id AS ticket_id, t.number, t.subject, t.status, {seconds} AS seconds,
 {value} AS value, {agent} AS agent_id, {team} AS team_id, {queue} AS queue_id, t.brand, t.channel, t.topic,
 t.language, t.priority, t.type
FROM {source} {join} WHERE {at} >= $1 AND {at} < $2
AND ($3::timestamptz IS NULL OR ({at}, {id}) < ($3, $4::uuid)){where}
ORDER BY {at} DESC, {id} DESC LIMIT $5"""


@dataclass(frozen=True, slots=True)
class Behind:
    """What is counted, as SQL: its table joined to its ticket `t`, when it counts, its id, what is said of it."""

    metric: str
    source: str
    join: str
    at: str
    id: str
    seconds: str
    value: str
    columns: Mapping[str, str]
    only: str = ""


async def page(
    behind: Behind,
    session: AsyncSession,
    asked: Asked,
    columns: Mapping[str, str],
    cursor: str | None,
    limit: int,
) -> ReportTicketPage:
    """A page of it, narrowed by these columns. Raises `Invalid` (`invalid_cursor`)."""
    after = (None, None) if cursor is None else keyset.by_time(cursor)
    where, values = report_cells.conditions(asked, columns, 6)
    sql = _PAGE.format(
        at=behind.at, id=behind.id, seconds=behind.seconds, value=behind.value, source=behind.source,
        join=behind.join, where=behind.only + where, **behind.columns,
    )  # fmt: skip
    rows = []
    if asked.until > asked.period.start:
        connection = await raw_connection(session)
        rows = await connection.fetch(sql, asked.period.start, asked.until, *after, limit + 1, *values)
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(row["at"], row["id"]))
    items = [
        ReportTicketOut(
            **{name: row[name] for name in set(row.keys()) - {"id", "seconds"}},
            metric=behind.metric,
            seconds=None if row["seconds"] is None else round(row["seconds"]),
            business_seconds=None,
            imported=False,
        )
        for row in found
    ]
    return ReportTicketPage(items=items, next_cursor=following)
