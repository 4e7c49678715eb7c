"""The facts of a metric and a day in columns: what makes any report fast, whatever it is narrowed to or grouped by.

A segment is exactly the live facts, or it is stale and the facts are read in its place, packed in the same way by the
same function, in the same statement. So no report waits for this, and none is wrong: it is made again a moment later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.db import Connection, Database
from app.rules.report_states import DIMENSIONS

# A day that goes on is packed again this often; until then its facts are read.
SETTLE = timedelta(seconds=60)
# Days that are packed in one transaction.
AT_ONCE = 50

COLUMNS = ("at", "value", "business", *DIMENSIONS)
_NEXT = """SELECT metric, day FROM report_segments WHERE stale_at <= $1 ORDER BY stale_at LIMIT $2
FOR UPDATE SKIP LOCKED"""
# A statement of its own: it sees all that was committed before the row was locked. What comes later waits for the row,
# and marks it again.
_PACK = f"""UPDATE report_segments s SET stale_at = NULL, n = p.n, {", ".join(f"{c} = p.{c}" for c in COLUMNS)}
FROM unnest($1::text[], $2::date[]) AS w (metric, day) CROSS JOIN LATERAL desk_report_pack(w.metric, w.day) p
WHERE s.metric = w.metric AND s.day = w.day AND p.n > 0"""  # noqa: S608 - names of ours
_EMPTY = """DELETE FROM report_segments s USING unnest($1::text[], $2::date[]) AS w (metric, day)
WHERE s.metric = w.metric AND s.day = w.day AND s.stale_at IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some columns of a metric on a day, as they are stored, and how many facts it has; the first is `at`."""

    day: date
    n: int
    columns: Sequence[bytes | None]


async def pack_next(database: Database) -> bool:
    """Pack days that have been stale for a while; whether there may be more. Any number of processes may do it."""
    async with database.lean() as connection, connection.transaction():
        return await pack(connection, clock.now() - SETTLE, AT_ONCE) == AT_ONCE


async def pack(connection: Connection, before: object, limit: int) -> int:
    """Pack days that became stale before then, in the caller's transaction; how many."""
    rows = await connection.fetch(_NEXT, before, limit)
    if rows:
        which = [row["metric"] for row in rows], [row["day"] for row in rows]
        await connection.execute(_PACK, *which)
        # What has no facts any more has no row.
        await connection.execute(_EMPTY, *which)
    return len(rows)


async def read(
    connection: Connection,
    metrics: Collection[str],
    first: date,
    last: date,
    columns: Sequence[str],
    *,
    moments_of: Collection[date] | None = None,
) -> list[Segment]:
    """`at` and these columns of these days, both included, and of these metrics, in one snapshot.

    `moments_of`: of the other days `at` is left out.
    """
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        msg = f"no columns {sorted(unknown)}"
        raise ValueError(msg)
    found = "".join(f", {{0}}.{each}" for each in columns)
    at = "CASE WHEN $4::date[] IS NULL OR s.day = ANY ($4) THEN {0}.at END"
    where = "s.metric = ANY ($1::text[]) AND s.day BETWEEN $2 AND $3"
    rows = await connection.fetch(
        f"""SELECT s.day, s.n, {(at + found).format("s")} FROM report_segments s WHERE {where} AND s.stale_at IS NULL
        UNION ALL SELECT s.day, p.n, {(at + found).format("p")} FROM report_segments s
        CROSS JOIN LATERAL desk_report_pack(s.metric, s.day) p WHERE {where} AND s.stale_at IS NOT NULL AND p.n > 0""",  # noqa: S608 - names of ours
        list(metrics), first, last, None if moments_of is None else list(moments_of),
    )  # fmt: skip
    return [Segment(row[0], row[1], row[2:]) for row in rows]


async def metrics_like(connection: Connection, prefix: str, first: date, last: date) -> list[str]:
    """The metrics that begin like this and have facts on these days.

    From one metric to the next by the index, which need not sort as bytes: that is the database's collation.
    """
    rows = await connection.fetch(
        """WITH RECURSIVE m (metric) AS (SELECT min(metric) FROM report_segments
          UNION ALL SELECT (SELECT min(s.metric) FROM report_segments s WHERE s.metric > m.metric) FROM m
          WHERE m.metric IS NOT NULL)
        SELECT metric FROM m WHERE starts_with(metric, $1)
        AND EXISTS (SELECT FROM report_segments s WHERE s.metric = m.metric AND s.day BETWEEN $2 AND $3)""",
        prefix, first, last,
    )  # fmt: skip
    return [row["metric"] for row in rows]
