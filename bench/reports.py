"""Reports at a million tickets: p95 of each, narrowed and grouped in many ways, beside plain SQL over the same facts.

The facts are written as the desk writes them, some sixteen for each ticket over a year, and packed by the desk's own
function. The floor is one SQL statement over the facts with its indexes, which says the same: what columns save.
"""

import asyncio
import random
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from app import clock, migrations
from app.db import Database
from app.rules.actors import SYSTEM
from app.services import report_asking, report_reading, report_segments
from app.services.report_catalogue import REPORTS
from app.settings import settings
from bench import databases
from bench.figures import Figure
from bench.place import Place
from bench.tally import percentile

P95_MS, RATIO = 500.0, 1.0
DAYS = 365
_KINDS = {
    "agent": 50, "team": 10, "queue": 8, "brand": 3, "channel": 5, "topic": 60, "language": 6, "priority": 4, "type": 5,
    "source": 3,
}  # fmt: skip
_DIMENSIONS = ", ".join(_KINDS)
_KEYS = """INSERT INTO report_keys (dimension, key)
SELECT $1::text, CASE WHEN $1::text IN ('agent', 'team', 'queue', 'source') THEN gen_random_uuid()::text
 ELSE $1::text || n END FROM generate_series(1, $2) n"""
# Of each ticket who and where it is, by numbers that have nothing to do with one another; few things are most of it.
_TICKETS = """CREATE UNLOGGED TABLE bench_tickets AS
SELECT gen_random_uuid() AS ticket_id, now() - $1 * interval '1 day' * random() AS at,
 (60 * exp(2.5 * random() + 2 * random()))::int AS first, (3600 * exp(3 * random()))::int AS solved, random() AS chance,
 {picked}
FROM generate_series(1, $2)"""
_PICKED = "{name}_codes.ids[1 + floor({n} * power(random(), 1.7))::int] AS {name}"
_FACTS = f"""INSERT INTO report_facts (ticket_id, metric, number, at, value, business, {_DIMENSIONS}, span)
SELECT t.ticket_id, f.metric, f.number, f.at, f.value, CASE WHEN f.time THEN f.value / 3 END,
 CASE WHEN f.nobody THEN NULL ELSE t.agent END, {", ".join(f"t.{n}" for n in list(_KINDS)[1:])}, f.span
FROM bench_tickets t CROSS JOIN LATERAL (VALUES
 ('created', 1, t.at, NULL::int, false, true, NULL::tstzrange),
 ('backlog', 1, t.at, 1, false, true, tstzrange(t.at, t.at + t.first * interval '1 second', '(]')),
 ('backlog:agent', 1, t.at + t.first * interval '1 second', -1, false, true, NULL),
 ('backlog:agent', 2, t.at + t.first * interval '1 second', 1, false, false,
  tstzrange(t.at + t.first * interval '1 second', t.at + (t.first + t.solved) * interval '1 second', '(]')),
 ('backlog', 2, t.at + (t.first + t.solved) * interval '1 second', -1, false, false, NULL),
 ('assigned', 1, t.at + t.first * interval '1 second', t.first, true, false, NULL),
 ('first_reply', 1, t.at + t.first * interval '1 second', t.first, true, false, NULL),
 ('first_human_reply', 1, t.at + t.first * interval '1 second', t.first, true, false, NULL),
 ('reply', 1, t.at + t.first * interval '1 second', t.first, true, false, NULL),
 ('reply', 2, t.at + (t.first + t.solved / 2) * interval '1 second', t.solved / 2, true, false, NULL),
 ('resolved', 1, t.at + (t.first + t.solved) * interval '1 second', t.first + t.solved, true, false, NULL),
 ('resolved_at_last', 1, t.at + (t.first + t.solved) * interval '1 second', t.first + t.solved, true, false, NULL),
 ('one_touch', 1, t.at + (t.first + t.solved) * interval '1 second', (t.chance < 0.4)::int, false, false, NULL),
 ('first_contact', 1, t.at + (t.first + t.solved) * interval '1 second' + interval '7 days', (t.chance < 0.6)::int,
  false, false, NULL),
 ('sla:first_reply', 1, t.at + t.first * interval '1 second', (t.chance < 0.9)::int, false, false, NULL),
 ('sla:resolution', 1, t.at + (t.first + t.solved) * interval '1 second', (t.chance < 0.8)::int, false, false, NULL)
) AS f (metric, number, at, value, time, nobody, span)"""  # noqa: S608 - names of ours
_DAYS = """INSERT INTO report_segments (metric, day, stale_at)
SELECT DISTINCT metric, (at AT TIME ZONE 'UTC')::date, now() - interval '1 hour' FROM report_facts"""
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE indexname IN ('report_facts_at', 'report_facts_open')"
_FLOOR = """SELECT agent, count(*), avg(value), percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY value)
FROM report_facts WHERE metric = 'first_reply' AND live AND at >= $1 AND at < $2 GROUP BY agent"""


def measure(place: Place, tickets: int, asked: int) -> dict[str, Figure]:
    """So many tickets, and each question so often."""
    name = f"bench_reports_{tickets}"
    fresh = asyncio.run(databases.create(place.url, name))
    migrations.upgrade(databases.address(place.url, name))
    return asyncio.run(_measured(databases.address(place.url, name), tickets, asked, fresh=fresh))


async def seed(url: str, tickets: int) -> None:
    """Facts and their columns, by the desk's own statements."""
    connection = await asyncpg.connect(url, timeout=60)
    try:
        await connection.execute("SET synchronous_commit = off")
        for name, number in _KINDS.items():
            await connection.execute(_KEYS, name, number)
        picked = ", ".join(_PICKED.format(name=name, n=number) for name, number in _KINDS.items())
        codes = ", ".join(
            f"(SELECT array_agg(id) AS ids FROM report_keys WHERE dimension = '{name}') AS {name}_codes"  # noqa: S608
            for name in _KINDS
        )
        await connection.execute("SELECT setseed(0.5)")
        # Parameters are not for statements that make tables.
        made = _TICKETS.format(picked=picked).replace("$1", str(DAYS)).replace("$2", str(tickets))
        await connection.execute(f"{made}, {codes}", timeout=3_600)
        indexes = await connection.fetch(_INDEXES)
        for row in indexes:
            await connection.execute(f"DROP INDEX {row['indexname']}")
        await connection.execute(_FACTS, timeout=3_600)
        for row in indexes:
            await connection.execute(row["indexdef"], timeout=3_600)
        await connection.execute("DROP TABLE bench_tickets")
        await connection.execute(_DAYS, timeout=3_600)
        while True:
            async with connection.transaction():
                if not await report_segments.pack(connection, datetime.now(UTC), 200):
                    break
        await connection.execute("VACUUM ANALYZE report_facts", timeout=3_600)
        await connection.execute("VACUUM ANALYZE report_segments", timeout=3_600)
    finally:
        await connection.close()


async def _measured(url: str, tickets: int, asked: int, *, fresh: bool) -> dict[str, Figure]:
    if fresh:
        await seed(url, tickets)
    database = Database(url, settings())
    try:
        keys = await _some_keys(url)
        took: dict[str, list[float]] = {}
        questions = list(_questions(keys))
        for turn in range(asked + 1):
            random.Random(turn).shuffle(questions)
            for name, more in questions:
                seconds = await _ask(database, name, more)
                if turn:
                    took.setdefault(name, []).append(seconds)
        floor = [await _floor(url) for _ in range(max(3, asked // 2))]
        mine = [await _ask(database, "first-reply", {"group_by": "agent"}) for _ in range(max(3, asked // 2))]
    finally:
        await database.close()
    return _figures(took, mine, floor, tickets)


def _figures(took: dict[str, list[float]], mine: list[float], floor: list[float], tickets: int) -> dict[str, Figure]:
    ordered = {name: sorted(each * 1000 for each in found) for name, found in took.items()}
    details: dict[str, Any] = {
        name: {f"p{part}": round(percentile(each, part / 100), 1) for part in (50, 95)} | {"max": round(each[-1], 1)}
        for name, each in sorted(ordered.items())
    }
    worst = max(ordered, key=lambda name: percentile(ordered[name], 0.95))
    ratio = percentile(sorted(mine), 0.5) / percentile(sorted(floor), 0.5)
    title = f"{tickets:,} tickets of a year"
    return {
        "reports": Figure(
            f"Reports: p95 (ms) of the slowest, {worst}, with {title}", percentile(ordered[worst], 0.95), P95_MS, True,
            details,
        ),
        "reports_floor": Figure(
            f"Reports: times to reply by agent over one SQL statement that says so, with {title}", ratio, RATIO, True,
            {"desk_ms": round(percentile(sorted(mine), 0.5) * 1000, 1),
             "sql_ms": round(percentile(sorted(floor), 0.5) * 1000, 1)},
        ),
    }  # fmt: skip


async def _some_keys(url: str) -> dict[str, list[str]]:
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT dimension, array_agg(key ORDER BY id) AS keys FROM report_keys GROUP BY 1"
        )
        return {row["dimension"]: row["keys"] for row in rows}
    finally:
        await connection.close()


def _questions(keys: Mapping[str, list[str]]) -> Any:  # noqa: ANN401 - pairs
    """Each report over the whole year: plain, by each dimension, narrowed to one and to pairs, by day and by hour."""
    shapes: list[dict[str, Any]] = [
        {}, {"group_by": "agent"}, {"group_by": "topic", "interval": "week"},
        {"interval": "day", "zone": "Asia/Kathmandu"},
        {"interval": "hour", "zone": "Europe/Berlin"}, {"filters": {"team": keys["team"][:1]}, "group_by": "agent"},
        {"filters": {"agent": keys["agent"][-1:]}},
        {"filters": {"brand": keys["brand"][:1], "channel": keys["channel"][:2]}, "group_by": "priority",
         "interval": "day"},
    ]  # fmt: skip
    names = (
        "volume", "backlog", "first-reply", "resolution", "full-resolution", "first-contact", "one-touch", "sla",
        "replies", "reply-times", "assignments",
    )  # fmt: skip
    for name in names:
        for shape in shapes:
            yield name, shape
        if REPORTS[name].business:
            yield name, {"hours": "business", "group_by": "queue"}
        yield name, {"tickets": True, "filters": {"agent": keys["agent"][-1:]}}


async def _ask(database: Database, name: str, more: Mapping[str, Any]) -> float:
    begun = time.perf_counter()
    given = {each: value for each, value in more.items() if each != "tickets"}
    today = clock.now().date()
    wanted = report_asking.asked(
        SYSTEM, since=today - timedelta(days=DAYS), until=today + timedelta(days=1),
        **{"zone": "UTC", "filters": {}, **given},
    )  # fmt: skip
    async with database.unit_of_work() as work:
        if more.get("tickets"):
            await report_reading.tickets(work.session, name, wanted, cursor=None, limit=50)
        else:
            await report_reading.read(work.session, SYSTEM, name, wanted)
    return time.perf_counter() - begun


async def _floor(url: str) -> float:
    connection = await asyncpg.connect(url)
    try:
        today = datetime.combine(date.today(), datetime.min.time(), UTC)  # noqa: DTZ011 - UTC's, near enough
        begun = time.perf_counter()
        await connection.fetch(_FLOOR, today - timedelta(days=DAYS), today + timedelta(days=1))
        return time.perf_counter() - begun
    finally:
        await connection.close()
