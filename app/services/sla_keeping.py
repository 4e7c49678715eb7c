"""Keeping the SLA clocks of tickets: each log is folded a little further, many tickets in one transaction.

Whoever appends to a log leaves a row in `sla_todo` (a trigger does), in the same transaction: nothing that happened is
missed, whoever crashes, and those who write wait for nothing. A clock is behind its log by milliseconds; whoever
decides by one (a step that is due, the explanation) folds the rest of the log first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection, as_unavailable
from app.rules.sla_clocks import Clock
from app.rules.sla_folding import fold
from app.rules.sla_policies import Metric
from app.rules.sla_state import Clocks, World
from app.rules.sla_steps import next_at
from app.services import sla_worlds
from app.services.sla_worlds import Snapshot

# Tickets that are looked at in one transaction.
AT_ONCE = 100
# Times that `keep_all` takes so many: on a desk that is so far behind, the rest gets the promises of today.
MOST_AT_ONCE = 50

_TAKE = """WITH taken AS (DELETE FROM sla_todo WHERE id IN
 (SELECT id FROM sla_todo ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING ticket_id)
SELECT ticket_id, count(*) AS words FROM taken GROUP BY ticket_id"""
# A ticket that somebody holds is left out: its row here would wait for it.
_BEGIN = """INSERT INTO ticket_sla (ticket_id, seq)
SELECT t.id, 0 FROM tickets t WHERE t.id = ANY ($1) AND NOT EXISTS (SELECT FROM ticket_sla s WHERE s.ticket_id = t.id)
ORDER BY t.id FOR KEY SHARE OF t SKIP LOCKED
ON CONFLICT DO NOTHING"""
# In the order of ids, so that two who look at the same tickets do not wait for each other in a circle.
_LOCK = "SELECT ticket_id FROM ticket_sla WHERE ticket_id = ANY ($1) ORDER BY ticket_id FOR UPDATE"
_PUT_BACK = "INSERT INTO sla_todo (ticket_id) SELECT unnest($1::uuid[])"
_READ = """SELECT w.ticket_id, coalesce(s.seq, 0) AS seq, coalesce(s.facts::text, '{}') AS facts,
 CASE WHEN $2 THEN (SELECT c.organization_id FROM tickets t JOIN customers c ON c.id = t.requester_id
  WHERE t.id = w.ticket_id) END AS organization_id,
 (SELECT coalesce(json_agg(to_json(k) ORDER BY k.metric), '[]')::text FROM sla_clocks k
  WHERE k.ticket_id = w.ticket_id AND k.ended_at IS NULL) AS clocks,
 (SELECT coalesce(json_agg(json_build_object('seq', e.seq, 'public', e.public_seq IS NOT NULL, 'type', e.type,
  'actor_kind', e.actor_kind, 'data', e.data, 'at', e.at) ORDER BY e.seq), '[]')::text FROM events e
  WHERE e.ticket_id = w.ticket_id AND e.seq > coalesce(s.seq, 0)) AS events
FROM unnest($1::uuid[]) AS w (ticket_id) LEFT JOIN ticket_sla s ON s.ticket_id = w.ticket_id ORDER BY w.ticket_id"""
_SAVE = """UPDATE ticket_sla s SET seq = x.seq, facts = x.facts, policy_version_id = x.policy_version_id,
 next_due_at = x.next_due_at, upcoming_due_at = x.upcoming_due_at, next_at = x.next_at
FROM jsonb_to_recordset($1::jsonb) AS x (ticket_id uuid, seq int, facts jsonb, policy_version_id uuid,
 next_due_at timestamptz, upcoming_due_at timestamptz, next_at timestamptz)
WHERE s.ticket_id = x.ticket_id"""
_SAVE_CLOCKS = """INSERT INTO sla_clocks SELECT x.* FROM jsonb_populate_recordset(NULL::sla_clocks, $1::jsonb) x
ON CONFLICT (ticket_id, metric, number) DO UPDATE SET policy = excluded.policy, calendar = excluded.calendar,
 target = excluded.target, priority = excluded.priority, paused = excluded.paused, due_at = excluded.due_at,
 breached_at = excluded.breached_at, ended_at = excluded.ended_at, outcome = excluded.outcome, fired = excluded.fired,
 ledger = excluded.ledger"""


@dataclass(slots=True)
class Kept:
    """The clocks of one ticket in this transaction; `was` is how they were stored."""

    ticket_id: UUID
    clocks: Clocks
    was: dict[tuple[Metric, int], Clock]
    organization_id: UUID | None
    events: list[dict[str, Any]]


@dataclass(slots=True)
class Batch:
    """The clocks of several tickets, locked by this transaction, folded as far as their logs go."""

    kept: dict[UUID, Kept]
    world: World
    snapshot: Snapshot


class CannotKeepError(Exception):
    """The clocks of these tickets cannot be folded, or not together, because of an error of ours."""

    def __init__(self, ticket_ids: Sequence[UUID]) -> None:
        super().__init__(f"{len(ticket_ids)} tickets")
        self.ticket_ids = ticket_ids


async def keep_next(connection: Connection, limit: int = AT_ONCE) -> int:
    """Take up so many of the words that were left of tickets, within a transaction; how many. Nobody is waited for.

    Raises `CannotKeepError`, and what means that the database is away or busy.
    """
    words = {row["ticket_id"]: int(row["words"]) for row in await connection.fetch(_TAKE, limit)}
    if not words:
        return 0
    tickets = list(words)
    try:
        batch = await load(connection, tickets, wait=False)
        await save(connection, batch)
    except Exception as error:
        if as_unavailable(error) is not None:
            raise
        raise CannotKeepError(tickets) from error
    left = [each for each in tickets if each not in batch.kept]
    if left:
        await connection.execute(_PUT_BACK, left)
    return sum(words[each] for each in batch.kept)


async def keep_all(connection: Connection) -> None:
    """Fold what has been committed so far, before promises change in this transaction: what came first counts first."""
    for _ in range(MOST_AT_ONCE):
        if not await keep_next(connection):
            return


async def load(connection: Connection, ticket_ids: Collection[UUID], *, wait: bool = True) -> Batch:
    """Lock the clocks of these tickets (in a transaction) and fold what their logs have got since.

    Without `wait`, those that somebody else has in hand are left out. Tickets come before their clocks: whoever locks
    both has locked the tickets already.
    """
    await connection.execute(_BEGIN, list(ticket_ids))
    locked = await connection.fetch(_LOCK if wait else f"{_LOCK} SKIP LOCKED", list(ticket_ids))
    # In a statement of its own: what the last holder of the lock has written is seen.
    return await _read(connection, [row["ticket_id"] for row in locked])


async def look_at(connection: Connection, ticket_ids: Collection[UUID]) -> Batch:
    """The clocks of tickets folded as far as their logs go, for somebody who only wants to know."""
    return await _read(connection, ticket_ids)


async def _read(connection: Connection, ticket_ids: Collection[UUID]) -> Batch:
    snapshot = await sla_worlds.current(connection)
    asks = any(
        condition.field == "organization_id"
        for standing in snapshot.standings
        for condition in (*standing.policy.conditions.all, *standing.policy.conditions.any)
    )
    rows = await connection.fetch(_READ, list(ticket_ids), asks)
    kept = {row["ticket_id"]: _from_row(row) for row in rows}
    world = await _world(connection, kept.values(), snapshot)
    batch = Batch(kept, world, snapshot)
    for each in kept.values():
        advance(batch, each, each.events)
    return batch


def _from_row(row: Any) -> Kept:  # noqa: ANN401 - asyncpg.Record
    running = [Clock.from_json(each) for each in orjson.loads(row["clocks"])]
    clocks = Clocks.from_json(row["seq"], orjson.loads(row["facts"]), running)
    was = {(each.metric, each.number): replace(each, ledger=list(each.ledger)) for each in running}
    events = [as_event(each) for each in orjson.loads(row["events"])]
    return Kept(row["ticket_id"], clocks, was, row["organization_id"], events)


def as_event(row: dict[str, Any]) -> dict[str, Any]:
    """An event as `rules/sla_folding.py` takes it, from JSON."""
    return {**row, "at": datetime.fromisoformat(row["at"]).astimezone(UTC)}


async def _world(connection: Connection, kept: Collection[Kept], snapshot: Snapshot) -> World:
    policies = {each.policy for one in kept for each in one.clocks.choices if each.policy is not None}
    calendars = {each.calendar for one in kept for each in one.clocks.choices if each.calendar is not None}
    policies |= {each.policy for one in kept for each in one.clocks.running.values()}
    calendars |= {c.calendar for one in kept for c in one.clocks.running.values() if c.calendar is not None}
    return await sla_worlds.world(connection, policies, calendars, snapshot=snapshot)


def advance(batch: Batch, kept: Kept, events: Sequence[dict[str, Any]]) -> None:
    """Fold these events too. Policies are chosen by the ticket's fields and its customer's organization."""
    organization = None if kept.organization_id is None else str(kept.organization_id)

    def decide(fields: Any, at: datetime) -> tuple[UUID | None, UUID | None]:  # noqa: ANN401 - a JSON object
        return batch.snapshot.decide({**fields, "organization_id": organization}, at)

    fold(kept.clocks, events, batch.world, decide)


async def save(connection: Connection, batch: Batch) -> None:
    """Store what has changed."""
    states = [{"ticket_id": str(each.ticket_id), **_state(each.clocks, batch.world)} for each in batch.kept.values()]
    clocks = [
        {"ticket_id": str(each.ticket_id), **clock.as_json()}
        for each in batch.kept.values()
        for clock in (*each.clocks.ended, *each.clocks.running.values())
        if each.was.get((clock.metric, clock.number)) != clock
    ]
    if states:
        await connection.execute(_SAVE, orjson.dumps(states).decode())
    if clocks:
        await connection.execute(_SAVE_CLOCKS, orjson.dumps(clocks).decode())


def _state(clocks: Clocks, world: World) -> dict[str, Any]:
    chosen = clocks.choices[-1] if clocks.choices else None
    due = [each.due_at for each in clocks.running.values() if each.due_at is not None]
    ahead = [each.due_at for each in clocks.running.values() if each.due_at is not None and each.breached_at is None]
    return {
        "seq": clocks.seq,
        "facts": clocks.as_json(),
        "policy_version_id": None if chosen is None or chosen.policy is None else str(chosen.policy),
        "next_due_at": min(due, default=None),
        "upcoming_due_at": min(ahead, default=None),
        "next_at": next_at(clocks, world),
    }


async def pass_over(connection: Connection, ticket_ids: Sequence[UUID]) -> None:
    """Forget the word that was left of these tickets, which cannot be folded; their next event tries again."""
    await connection.execute("DELETE FROM sla_todo WHERE ticket_id = ANY ($1)", list(ticket_ids))
