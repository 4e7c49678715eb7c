"""The tickets behind a number of a report: keyset pages, the newest first, that bring exactly what was counted.

Columns say when what counts was, so that only that is read from the facts, however rare it is among them.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.rules.report_states import DIMENSIONS
from app.schemas.report_tickets import ReportTicketOut, ReportTicketPage
from app.services import keyset, report_asking, report_figures
from app.services.report_asking import Asked
from app.services.report_figures import Measure

if TYPE_CHECKING:
    from app.tallying import Array, Piece, Wanted

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLI = timedelta(milliseconds=1)
_SHOWN = [name for name in DIMENSIONS if name != "source"]
_KEYS = ", ".join(f"(SELECT key FROM report_keys k WHERE k.id = f.{name}) AS {name}" for name in _SHOWN)  # noqa: S608
_FIELDS = f"""f.ticket_id, f.metric, f.number, f.at, f.value, f.business, f.imported,
 coalesce(t.number, 0) AS ticket_number, coalesce(t.subject, '') AS subject, coalesce(t.status, 'closed') AS status,
 {_KEYS}"""
# Each instant is looked up by itself: the bound within keeps the planner from reading all facts at once.
_AT = f"""SELECT {_FIELDS} FROM unnest($1::timestamptz[]) w (at) CROSS JOIN unnest($2::text[]) m (metric)
CROSS JOIN LATERAL (
 SELECT * FROM report_facts f WHERE f.metric = m.metric AND f.live AND f.at >= w.at
 AND f.at < w.at + interval '1 millisecond'{{where}}
 AND ($3::timestamptz IS NULL OR (f.at, f.ticket_id, f.metric, f.number) < ($3, $4::uuid, $5::text, $6::int))
 ORDER BY f.at DESC, f.ticket_id DESC, f.number DESC LIMIT $7) f LEFT JOIN tickets t ON t.id = f.ticket_id
ORDER BY f.at DESC, f.ticket_id DESC, f.metric DESC, f.number DESC LIMIT $7"""  # noqa: S608
_OPEN = f"""SELECT {_FIELDS} FROM report_facts f LEFT JOIN tickets t ON t.id = f.ticket_id
WHERE f.live AND f.span IS NOT NULL AND f.span @> $1::timestamptz AND ($2::uuid IS NULL OR f.ticket_id < $2){{where}}
ORDER BY f.ticket_id DESC LIMIT $3"""  # noqa: S608


async def page(
    metrics: tuple[str, ...], measure: Measure, session: AsyncSession, asked: Asked, cursor: str | None, limit: int
) -> ReportTicketPage:
    """What a report of these metrics has counted. Raises `Invalid` (`invalid_cursor`)."""
    connection = await raw_connection(session)
    after = None if cursor is None else keyset.by_fact(cursor)
    codes = await report_asking.codes(connection, asked)
    wanted = report_figures.wanted_of(measure, asked, codes)
    pieces = await report_figures.pieces_of(connection, metrics, asked, wanted, moments=True)
    newest = await asyncio.to_thread(_newest, pieces, wanted)
    where, values = report_figures.narrowed(codes, 8)
    if wanted.timed:
        where += f" AND f.{wanted.values} IS NOT NULL"
    sql = _AT.format(where=where)
    rows: list[Any] = []
    before = None if after is None else (after[0] - _EPOCH) // _MILLI
    # What shares a millisecond with the end of the page before may all have been on it.
    while len(rows) <= limit and (times := _page(newest, before, limit + 1)):
        instants = [_EPOCH + each * _MILLI for each in times]
        rows += await connection.fetch(
            sql, instants, list(metrics), *(after or (None, None, None, None)), limit + 1, *values
        )
        before = times[-1] - 1
    found, following = keyset.page(rows, limit, _cursor)
    return ReportTicketPage(items=[_shown(row, measure) for row in found], next_cursor=following)


async def open_page(session: AsyncSession, asked: Asked, cursor: str | None, limit: int) -> ReportTicketPage:
    """The tickets that were open at the end of the period. Raises `Invalid` (`invalid_cursor`)."""
    connection = await raw_connection(session)
    codes = await report_asking.codes(connection, asked)
    where, values = report_figures.narrowed(codes, 4)
    after = None if cursor is None else keyset.by_id(cursor)
    at = max(asked.until, asked.period.start)
    rows = await connection.fetch(_OPEN.format(where=where), at, after, limit + 1, *values)
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(row["ticket_id"]))
    return ReportTicketPage(items=[_shown(row, "level") for row in found], next_cursor=following)


def _newest(pieces: "Sequence[Piece]", wanted: "Wanted") -> "Array":
    from app import tallying  # noqa: PLC0415 - numpy is heavy, and most processes make no reports

    return tallying.moments(pieces, wanted)


def _page(newest: "Array", before: int | None, limit: int) -> list[int]:
    from app import tallying  # noqa: PLC0415 - see above

    return tallying.page(newest, before, limit)


def _cursor(row: Any) -> str:  # noqa: ANN401 - asyncpg.Record
    return keyset.encode(row["at"], row["ticket_id"], row["metric"], row["number"])


def _shown(row: Any, measure: Measure) -> ReportTicketOut:  # noqa: ANN401 - asyncpg.Record
    ids = {f"{name}_id": row[name] for name in ("agent", "team", "queue")}
    said = {name: row[name] for name in _SHOWN if f"{name}_id" not in ids}
    return ReportTicketOut(
        ticket_id=row["ticket_id"],
        number=row["ticket_number"],
        subject=row["subject"],
        status=row["status"],
        metric=row["metric"],
        at=row["at"],
        seconds=row["value"] if measure in {"time", "count"} else None,
        business_seconds=row["business"],
        value=row["value"] if measure == "share" else None,
        imported=row["imported"],
        **ids,
        **said,
    )
