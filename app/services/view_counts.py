"""How many tickets each view has, without counting tables: counted when a view is made, moved by every change since.

A reader of the change feed looks at what a ticket was and is, by its log, and moves the counts in the transaction that
moves its cursor. A count is as the tickets were at that cursor, so it may be made anew, and compared, at any time.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
import structlog
from prometheus_client import Counter as Metric

from app import clock
from app.db import Connection, Database, UnitOfWork, hint, raw_connection
from app.errors import Unavailable
from app.hints import Hint
from app.rules.actors import Actor
from app.rules.views import Asked, Key, asked, folded, moved
from app.services.feed import FeedEvent
from app.services.sla_worlds import conditions_of
from app.services.view_sql import Places, where

log = structlog.get_logger("otklik.views")

CURSOR = "views"
AT_ONCE = 500
NOBODY = UUID(int=0)
# A view that cannot be counted because of an error of ours must not hold up the others.
PARK_SECONDS = 300.0
WRONG = Metric("otklik_view_counts_wrong_total", "Counts of views that were not what the tickets say")

# A view is counted anew when other tickets are asked for, when somebody wants it, and once a day to be sure.
_NEXT = """SELECT id, asked, counted, conditions::text AS conditions FROM views
WHERE (counted <> asked OR counted_at IS NULL OR counted_at < $1::timestamptz - interval '1 day')
AND id <> ALL ($2::uuid[]) ORDER BY counted = asked, counted_at NULLS FIRST LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"""
_COUNTED = """SELECT id, conditions::text AS conditions FROM views WHERE counted = asked FOR KEY SHARE"""
_LOGS = """SELECT ticket_id, seq, (data -> 'set')::text AS changes FROM events
WHERE ticket_id = ANY ($1::uuid[]) AND data ? 'set' ORDER BY ticket_id, seq"""
_MOVE = """INSERT INTO view_counts AS c (view_id, agent_id, team_id, tickets)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) AS m (view_id, agent_id, team_id, n)
ORDER BY 1, 2, 3 ON CONFLICT (view_id, agent_id, team_id) DO UPDATE SET tickets = c.tickets + excluded.tickets"""
# In one statement, and so as of one moment. What happened after the cursor is yet to be moved: those tickets count as
# their logs say they were there.
_EXACT = """WITH pending AS MATERIALIZED (SELECT ticket_id, min(seq) AS first FROM (
 SELECT ticket_id, seq FROM feed WHERE position > $1 AND ticket_id IS NOT NULL
 UNION ALL SELECT ticket_id, seq FROM feed_todo WHERE ticket_id IS NOT NULL) p GROUP BY ticket_id)
SELECT {agent} AS agent_id, {team} AS team_id, count(*) AS tickets, NULL AS changes FROM tickets t
WHERE {fits} AND NOT EXISTS (SELECT FROM pending p WHERE p.ticket_id = t.id) GROUP BY 1, 2
UNION ALL
SELECT NULL, NULL, 0, (SELECT json_agg(e.data -> 'set' ORDER BY e.seq)::text FROM events e
 WHERE e.ticket_id = p.ticket_id AND e.seq < p.first AND e.data ? 'set') FROM pending p"""
_STORED = "SELECT agent_id, team_id, tickets FROM view_counts WHERE view_id = $1 AND tickets <> 0"
_FORGET = "DELETE FROM view_counts WHERE view_id = $1"
_DONE = "UPDATE views SET counted = $2, counted_at = $3 WHERE id = $1"
_MINE = """SELECT c.view_id, sum(c.tickets)::bigint AS tickets FROM view_counts c
WHERE c.view_id = ANY ($1::uuid[]) AND c.agent_id = ANY ($2::uuid[]) AND c.team_id = ANY ($3::uuid[])
GROUP BY c.view_id"""


async def idle(connection: Connection) -> bool:
    """Whether no view is counted yet: whoever counts one has the cursor in hand meanwhile."""
    return not await connection.fetchval("SELECT EXISTS (SELECT 1 FROM views WHERE counted = asked)")


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Move the counts by what these events changed."""
    connection = await raw_connection(work.session)
    views = {str(row["id"]): _asked(row["conditions"]) for row in await connection.fetch(_COUNTED)}
    fields = {field for view in views.values() for field in view.fields}
    spans: dict[UUID, tuple[int, int]] = {}
    for each in events:
        if each.ticket_id is None or each.seq is None or not views:
            continue
        if each.type == "ticket.created" or not fields.isdisjoint(each.data.get("set") or ()):
            first, _ = spans.get(each.ticket_id, (each.seq, each.seq))
            spans[each.ticket_id] = (first, each.seq)
    if not spans:
        return
    counts = moved(views, await _changes(connection, spans))
    if counts:
        await _move(connection, counts)
        hint(work.session, Hint("views", NOBODY))


async def _changes(
    connection: Connection, spans: Mapping[UUID, tuple[int, int]]
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Each ticket as its log says it was before the first and after the last of these events."""
    logs: dict[UUID, list[tuple[int, dict[str, Any]]]] = {each: [] for each in spans}
    for row in await connection.fetch(_LOGS, list(spans)):
        logs[UUID(int=row["ticket_id"].int)].append((row["seq"], orjson.loads(row["changes"])))
    return [
        (
            folded(changes for seq, changes in logs[ticket] if seq < first),
            folded(changes for seq, changes in logs[ticket] if seq <= last),
        )
        for ticket, (first, last) in spans.items()
    ]


async def _move(connection: Connection, counts: Counter[Key]) -> None:
    keys = sorted(counts)
    columns = [[UUID(key[place]) if key[place] else NOBODY for key in keys] for place in range(3)]
    await connection.execute(_MOVE, *columns, [counts[key] for key in keys])


async def count_next(database: Database, parked: dict[UUID, float]) -> bool:
    """Count a view that needs it; False when there is none. One that cannot be counted is left for a while."""
    now = clock.monotonic()
    skip = [view for view, until in parked.items() if until > now]
    trying = NOBODY
    try:
        async with database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            row = await connection.fetchrow(_NEXT, clock.now(), skip)
            if row is None:
                return False
            trying = UUID(int=row["id"].int)
            await recount(connection, row)
            hint(work.session, Hint("views", NOBODY))
    except Exception as error:
        if trying == NOBODY or isinstance(error, Unavailable):
            raise
        log.exception("a view cannot be counted, left for later", view=str(trying))
        parked[trying] = now + PARK_SECONDS
    return True


async def recount(connection: Connection, view: Mapping[str, Any]) -> tuple[Counter[Key], Counter[Key]]:
    """Count a locked view (`id`, `asked`, `counted`, `conditions` as text): what was stored, and what is now.

    The reader of the feed waits meanwhile: a second for a million tickets.
    """
    wanted, name = _asked(view["conditions"]), str(view["id"])
    await connection.execute("SET LOCAL statement_timeout = 600000; SET LOCAL lock_timeout = 60000")
    position = await connection.fetchval("SELECT position FROM feed_cursors WHERE name = $1 FOR UPDATE", CURSOR)
    places = Places(2)
    sql = _EXACT.format(
        agent="t.assignee_id" if wanted.by_agent else f"'{NOBODY}'::uuid",
        team="t.team_id" if wanted.by_team else f"'{NOBODY}'::uuid",
        fits=where(wanted.conditions, places.put),
    )
    found: Counter[Key] = Counter()
    for row in await connection.fetch(sql, position or 0, *places.values):
        if row["tickets"]:
            if row["agent_id"] is not None and row["team_id"] is not None:
                found[name, _text(row["agent_id"]), _text(row["team_id"])] += row["tickets"]
        elif row["changes"] is not None and (key := wanted.place(name, folded(orjson.loads(row["changes"])))):
            found[key] += 1
    stored: Counter[Key] = Counter(
        {(name, _text(row["agent_id"]), _text(row["team_id"])): row["tickets"]
         for row in await connection.fetch(_STORED, view["id"])}
    )  # fmt: skip
    if view["counted"] == view["asked"] and stored != found:
        WRONG.inc()
        log.error("a view's counts were wrong and are mended", view=name, was=stored.total(), now=found.total())
    await connection.execute(_FORGET, view["id"])
    if found:
        await _move(connection, found)
    await connection.execute(_DONE, view["id"], view["asked"], clock.now())
    return stored, found


async def of(
    connection: Connection, actor: Actor, views: Mapping[UUID, Mapping[str, Any]], teams: Collection[UUID]
) -> dict[UUID, int]:
    """The counts that are stored of these views (their conditions), for this agent with these teams."""
    several: dict[tuple[bool, bool], list[UUID]] = {}
    for view, conditions in views.items():
        wanted = asked(conditions_of(conditions))
        several.setdefault((wanted.by_agent, wanted.by_team), []).append(view)
    found: dict[UUID, int] = {}
    for (by_agent, by_team), ids in several.items():
        agents = [actor.id] if by_agent else [NOBODY]
        rows = await connection.fetch(_MINE, ids, agents, list(teams) if by_team else [NOBODY])
        found |= {UUID(int=row["view_id"].int): row["tickets"] for row in rows}
    return found


def _asked(conditions: str) -> Asked:
    return asked(conditions_of(orjson.loads(conditions)))


def _text(row_id: UUID) -> str:
    return "" if row_id.int == 0 else str(row_id)
