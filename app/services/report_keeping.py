"""Keeping the facts of tickets: each log is folded a little further, many tickets in one transaction.

A reader of the change feed does it, a moment after something has happened: whoever writes waits for nothing. It folds
what is in the log and not folded yet, so it does not matter how often a ticket is looked at, or by whom; and what a
crash takes back is done again. In the same transaction the days of the facts that have moved become stale
(`report_segments.py`).
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.rules.report_facts import Changes, fold, of_clocks
from app.rules.report_states import DIMENSIONS, Fact, State
from app.rules.sla_clocks import Clock
from app.services import report_hours, sla_keeping
from app.services.feed import FeedEvent
from app.settings import settings

NAME = "reports"
# Events that are taken up in one transaction; with its pace so many a second: a storm is left to those who work in it,
# and what is behind says so (`as_of`) and is caught up with after it.
AT_ONCE = 250
# After so many tickets others have their turn.
BETWEEN = 20

_OFF = """INSERT INTO report_state (one, incomplete_since) SELECT true, $1
WHERE EXISTS (SELECT FROM tickets) ON CONFLICT DO NOTHING"""
_BEGIN = """INSERT INTO report_tickets (ticket_id) SELECT id FROM unnest($1::uuid[]) id
WHERE NOT EXISTS (SELECT FROM report_tickets t WHERE t.ticket_id = id) ORDER BY id ON CONFLICT DO NOTHING"""
_LOCK = """SELECT ticket_id, seq, live, state::text AS state FROM report_tickets WHERE ticket_id = ANY ($1::uuid[])
ORDER BY ticket_id FOR UPDATE"""
_EVENTS = """SELECT k.ticket_id, e.seq, e.public_seq IS NOT NULL AS public, e.type, e.actor_kind, e.actor_id,
 e.data::text AS data, e.at
FROM unnest($1::uuid[], $2::int[]) AS k (ticket_id, seq) CROSS JOIN LATERAL (
 SELECT * FROM events e WHERE e.ticket_id = k.ticket_id AND e.seq > k.seq ORDER BY e.seq) e"""
_PROMISES = "SELECT EXISTS (SELECT FROM sla_policy_versions)"
_ENDED = """SELECT to_json(k)::text AS clock, k.ticket_id FROM sla_clocks k
WHERE k.ticket_id = ANY ($1::uuid[]) AND k.ended_at IS NOT NULL"""
# What is there of the facts that are put or taken away, of promises, and of tickets that are folded anew.
_THERE = """SELECT f.ticket_id, f.metric, f.number, f.at, f.value, f.business, f.calendar, f.live
FROM unnest($1::uuid[], $2::text[], $3::int[]) AS k (ticket_id, metric, number)
JOIN report_facts f USING (ticket_id, metric, number)
UNION ALL SELECT f.ticket_id, f.metric, f.number, f.at, f.value, f.business, f.calendar, f.live FROM report_facts f
WHERE f.ticket_id = ANY ($4::uuid[]) AND starts_with(f.metric, 'sla:')"""
_ALL_THERE = """SELECT f.ticket_id, f.metric, f.number, f.at, f.value, f.business, f.calendar, f.live
FROM report_facts f WHERE f.ticket_id = ANY ($1::uuid[])"""
_NEW_KEYS = """INSERT INTO report_keys (dimension, key) SELECT w.dimension, w.key
FROM unnest($1::text[], $2::text[]) AS w (dimension, key)
WHERE NOT EXISTS (SELECT FROM report_keys k WHERE (k.dimension, k.key) = (w.dimension, w.key))
ORDER BY 1, 2 ON CONFLICT DO NOTHING"""
_KEYS = """SELECT k.id, k.dimension, k.key FROM unnest($1::text[], $2::text[]) AS w (dimension, key)
JOIN report_keys k USING (dimension, key)"""
_DROP = """DELETE FROM report_facts f USING unnest($1::uuid[], $2::text[], $3::int[]) AS k (ticket_id, metric, number)
WHERE (f.ticket_id, f.metric, f.number) = (k.ticket_id, k.metric, k.number)"""
_COUNT = """UPDATE report_facts f SET live = w.live FROM unnest($1::uuid[], $2::bool[]) AS w (ticket_id, live)
WHERE f.ticket_id = w.ticket_id AND f.live <> w.live RETURNING f.metric, f.at"""
_SAVE = """UPDATE report_tickets t SET seq = w.seq, live = w.live, state = w.state::jsonb
FROM unnest($1::uuid[], $2::int[], $3::bool[], $4::text[]) AS w (ticket_id, seq, live, state)
WHERE t.ticket_id = w.ticket_id"""
_PUT = "SELECT * FROM desk_report_put($1::text::jsonb)"
# Whoever makes the columns of a day holds its row meanwhile: what is written before is in them, or marks them stale.
_STALE = """INSERT INTO report_segments AS s (metric, day, stale_at)
SELECT metric, day, $3 FROM unnest($1::text[], $2::date[]) AS w (metric, day) ORDER BY metric, day
ON CONFLICT (metric, day) DO UPDATE SET stale_at = excluded.stale_at WHERE s.stale_at IS NULL"""


class _Ticket:
    """A ticket in this transaction: where its fold is, and what that has made of its facts."""

    def __init__(self, ticket_id: UUID, row: Any, *, anew: bool) -> None:  # noqa: ANN401 - asyncpg.Record
        self.id = ticket_id
        self.was_live: bool = row["live"]
        self.state = State() if anew else State.from_json(row["seq"], orjson.loads(row["state"]))
        self.seq = self.state.seq
        self.events: list[dict[str, Any]] = []
        self.changes = Changes()
        self.there: dict[tuple[str, int], Any] = {}


async def idle(connection: Connection) -> bool:
    """Whether this desk keeps no facts. What happens meanwhile is not in them until they are built again."""
    if settings().reports:
        return False
    await connection.execute(_OFF, clock.now())
    return True


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Fold the logs of the tickets that these events are of."""
    ids = {each.ticket_id for each in events if each.ticket_id is not None}
    if ids:
        await keep(await raw_connection(work.session), ids)


async def keep(connection: Connection, ids: Collection[UUID], *, anew: bool = False) -> int:
    """Bring the facts of these tickets in line with their logs, in the caller's transaction; in how many
    instants facts have moved.

    `anew` folds the whole logs, as if nothing were there: what is there already and right is not touched.
    """
    tickets = await _locked(connection, ids, anew=anew)
    if not tickets:
        return 0
    for number, each in enumerate(tickets.values(), 1):
        fold(each.state, each.events, each.changes)
        if number % BETWEEN == 0:
            await asyncio.sleep(0)
    await _promises(connection, tickets)
    await _there(connection, tickets, anew=anew)
    stale = await _counting(connection, tickets)
    stale |= await _write(connection, tickets)
    await connection.execute(
        _SAVE,
        [each.id for each in tickets.values()],
        [each.state.seq for each in tickets.values()],
        [each.state.counts for each in tickets.values()],
        [orjson.dumps(each.state.as_json()).decode() for each in tickets.values()],
    )
    days = sorted({(metric, day(at)) for metric, at in stale})
    if days:
        await connection.execute(_STALE, [each[0] for each in days], [each[1] for each in days], clock.now())
    return len(stale)


def day(at: datetime) -> date:
    """The day in UTC that a fact belongs to."""
    return at.astimezone(UTC).date()


async def _locked(connection: Connection, ids: Collection[UUID], *, anew: bool) -> dict[str, _Ticket]:
    """Those of the tickets whose logs have got something since, with that."""
    await connection.execute(_BEGIN, list(ids))
    rows = await connection.fetch(_LOCK, list(ids))
    found = {str(row["ticket_id"]): _Ticket(row["ticket_id"], row, anew=anew) for row in rows}
    for row in await connection.fetch(
        _EVENTS, [each.id for each in found.values()], [each.seq for each in found.values()]
    ):
        event = {**row, "data": orjson.loads(row["data"])}
        found[str(row["ticket_id"])].events.append(event)
    return {key: each for key, each in found.items() if each.events}


async def _promises(connection: Connection, tickets: dict[str, _Ticket]) -> None:
    """What became of what was promised is told by the clocks, folded as far as the logs go."""
    if not await connection.fetchval(_PROMISES):
        return
    ids = [each.id for each in tickets.values()]
    batch = await sla_keeping.look_at(connection, ids)
    clocks: dict[str, dict[tuple[str, int], Clock]] = {}
    for row in await connection.fetch(_ENDED, ids):
        ended = Clock.from_json(orjson.loads(row["clock"]))
        clocks.setdefault(str(row["ticket_id"]), {})[ended.metric, ended.number] = ended
    for kept in batch.kept.values():
        of_it = clocks.setdefault(str(kept.ticket_id), {})
        for each in (*kept.clocks.ended, *kept.clocks.running.values()):
            of_it[each.metric, each.number] = each
    for key, found in clocks.items():
        for fact in of_clocks(tickets[key].state, found.values()):
            tickets[key].changes.put(fact)


async def _there(connection: Connection, tickets: dict[str, _Ticket], *, anew: bool) -> None:
    """What is there already: nothing is written that is so, and what is not any more goes."""
    ids = [each.id for each in tickets.values()]
    if anew:
        rows = await connection.fetch(_ALL_THERE, ids)
    else:
        wanted = [
            (each.id, *key)
            for each in tickets.values()
            for key in (*each.changes.puts, *each.changes.gone)
            if not key[0].startswith("sla:")
        ]
        rows = await connection.fetch(_THERE, *(list(each) for each in _columns(wanted, 3)), ids)
    for row in rows:
        ticket = tickets[str(row["ticket_id"])]
        key = row["metric"], row["number"]
        ticket.there[key] = row
        if key not in ticket.changes.puts:
            ticket.changes.gone.add(key)
        elif key[0].startswith("sla:"):
            put = ticket.changes.puts[key]
            if (put.at, put.measure) == (row["at"], row["value"]) and not anew:
                # Said before, with the dimensions of then.
                del ticket.changes.puts[key]
    for ticket in tickets.values():
        ticket.changes.gone &= ticket.there.keys()


async def _counting(connection: Connection, tickets: dict[str, _Ticket]) -> set[tuple[str, datetime]]:
    """Take back the facts of tickets that count nowhere now, and bring back those of tickets that count again."""
    turned = [each for each in tickets.values() if each.state.counts != each.was_live]
    if not turned:
        return set()
    rows = await connection.fetch(_COUNT, [each.id for each in turned], [each.state.counts for each in turned])
    return {(row["metric"], row["at"]) for row in rows}


async def _write(connection: Connection, tickets: dict[str, _Ticket]) -> set[tuple[str, datetime]]:
    """Write facts that are new or others, and delete those that are gone; which metrics at which instants that was."""
    puts = {
        (str(ticket.id), *key): (ticket, fact)
        for ticket in tickets.values()
        for key, fact in ticket.changes.puts.items()
    }
    gone = [(ticket.id, *key) for ticket in tickets.values() for key in sorted(ticket.changes.gone)]
    moved = {(metric, tickets[str(ticket_id)].there[metric, number]["at"]) for ticket_id, metric, number in gone}
    if gone:
        await connection.execute(_DROP, *(list(each) for each in _columns(gone, 3)))
    if not puts:
        return moved
    codes = await keys(
        connection,
        {(name, key) for _, fact in puts.values() for name, key in fact.dims.items() if key is not None},
    )
    hours = await report_hours.choose(
        connection, [(fact, ticket.there.get((fact.metric, fact.number))) for ticket, fact in puts.values()]
    )
    rows = [_row(ticket, fact, codes, *kept) for (ticket, fact), kept in zip(puts.values(), hours, strict=True)]
    for row in await connection.fetch(_PUT, orjson.dumps(rows).decode()):
        ticket, fact = puts[str(row["ticket_id"]), row["metric"], row["number"]]
        moved.add((fact.metric, fact.at))
        was = ticket.there.get((fact.metric, fact.number))
        if was is not None:
            moved.add((fact.metric, was["at"]))
    return moved


def _row(
    ticket: _Ticket, fact: Fact, codes: dict[tuple[str, str], int], calendar: UUID | None, business: int | None
) -> dict[str, Any]:
    return {
        "ticket_id": str(ticket.id), "metric": fact.metric, "number": fact.number, "at": fact.at,
        "value": fact.measure, "business": business, "calendar": None if calendar is None else str(calendar),
        "imported": fact.imported, "live": ticket.state.counts, "spans": fact.span, "until": fact.until,
        **{name: None if (key := fact.dims[name]) is None else codes[name, key] for name in DIMENSIONS},
    }  # fmt: skip


async def keys(connection: Connection, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of these values of dimensions; new ones get theirs, in the caller's transaction."""
    if not wanted:
        return {}
    names, values = (list(each) for each in _columns(sorted(wanted), 2))
    await connection.execute(_NEW_KEYS, names, values)
    return {(row["dimension"], row["key"]): row["id"] for row in await connection.fetch(_KEYS, names, values)}


def _columns(rows: Iterable[tuple[Any, ...]], width: int) -> Iterable[tuple[Any, ...]]:
    found = tuple(zip(*rows, strict=True))
    return found or ((),) * width
