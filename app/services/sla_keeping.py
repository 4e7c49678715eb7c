"""Keeping the SLA clocks of tickets: each log is folded a little further, many tickets in one transaction.

Whoever appends to a log leaves a row in `sla_todo` (a trigger does), in the same transaction: nothing that happened is
missed, whoever crashes, and those who write wait for nothing, but on a ticket that is a moment old for the batch that
begins its clocks. A clock is behind its log by milliseconds, on a busy desk by half a second; whoever decides by one (a
step that is due, the explanation) folds the rest of the log first.
"""

import asyncio
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from app.db import Connection, as_unavailable
from app.rules.sla_folding import fold
from app.rules.sla_state import Clocks, World
from app.rules.sla_steps import next_at
from app.services import sla_worlds
from app.services.sla_kept import Batch, Folded, Kept, event_from_row, from_row
from app.services.sla_worlds import Snapshot

# Words that are taken up in one transaction.
AT_ONCE = 400
# Times that `keep_all` takes so many: on a desk that is so far behind, the rest gets the promises of today.
MOST_AT_ONCE = 15
# After so many tickets others have their turn.
BETWEEN = 20

_EVENT = "e.seq, e.public_seq IS NOT NULL AS public, e.type, e.actor_kind, e.data::text AS data, e.at"
# What comes while this is done leaves word of its own. A ticket without clocks that somebody holds is left out: to keep
# its clocks would wait for it. Each log is read by its own end: however short all logs are, nobody reads them whole.
_TAKE = f"""WITH taken AS (DELETE FROM sla_todo WHERE ctid = ANY (ARRAY(
 SELECT ctid FROM sla_todo ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING ticket_id),
words AS (SELECT ticket_id, count(*) AS words FROM taken GROUP BY ticket_id),
locked AS (SELECT s.ticket_id, s.folded, s.saving, false AS begins
 FROM words w JOIN ticket_sla s USING (ticket_id) FOR UPDATE OF s SKIP LOCKED),
new AS (SELECT t.id AS ticket_id, 0 AS folded, NULL::bigint AS saving, true AS begins
 FROM words w JOIN tickets t ON t.id = w.ticket_id
 WHERE NOT EXISTS (SELECT FROM ticket_sla s WHERE s.ticket_id = t.id) FOR NO KEY UPDATE OF t SKIP LOCKED),
heads AS (SELECT * FROM locked UNION ALL SELECT * FROM new)
SELECT w.ticket_id, w.words, h.folded, h.saving, h.begins, e.*
FROM words w LEFT JOIN heads h USING (ticket_id) LEFT JOIN LATERAL (
 SELECT {_EVENT} FROM events e WHERE e.ticket_id = h.ticket_id AND e.seq > h.folded ORDER BY e.seq) e ON true"""  # noqa: S608
# In the order of ids, so that two who look at the same tickets do not wait for each other in a circle.
_LOCK = """SELECT ticket_id, folded, saving, false AS begins FROM ticket_sla WHERE ticket_id = ANY ($1)
ORDER BY ticket_id FOR UPDATE"""
_PUT_BACK = "INSERT INTO sla_todo (ticket_id) SELECT unnest($1::uuid[])"
# Of each metric the last instance runs, or none.
_READ = """SELECT w.ticket_id, s.ticket_id IS NOT NULL AS is_there, coalesce(s.seq, 0) AS seq,
 coalesce(s.folded, 0) AS folded, coalesce(s.choices::text, '[]') AS choices,
 coalesce(s.facts::text, '{}') AS facts,
 (SELECT coalesce(json_agg(to_json(k) ORDER BY k.metric), '[]')::text
  FROM jsonb_each_text(s.facts -> 'numbers') n JOIN sla_clocks k
  ON k.ticket_id = w.ticket_id AND k.metric = n.key AND k.number = n.value::int
  WHERE k.ended_at IS NULL) AS clocks,
 (SELECT coalesce(json_agg(json_build_object('seq', e.seq, 'public', e.public_seq IS NOT NULL, 'type', e.type,
  'actor_kind', e.actor_kind, 'data', e.data, 'at', e.at) ORDER BY e.seq), '[]')::text FROM events e
  WHERE e.ticket_id = w.ticket_id AND e.seq > coalesce(s.seq, 0)) AS events
FROM unnest($1::uuid[]) AS w (ticket_id) LEFT JOIN ticket_sla s ON s.ticket_id = w.ticket_id"""
_LATER = f"""SELECT known.ticket_id, e.*
FROM unnest($1::uuid[], $2::int[]) AS known (ticket_id, folded) CROSS JOIN LATERAL (
 SELECT {_EVENT} FROM events e WHERE e.ticket_id = known.ticket_id AND e.seq > known.folded ORDER BY e.seq) e"""  # noqa: S608
_ORGANIZATIONS = """SELECT t.id, c.organization_id FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.id = ANY ($1::uuid[])"""
# Whoever has begun the clocks of a ticket in the meantime has begun them. In the order of ids, like all who wait.
_SAVE = """WITH states AS (
 SELECT x.*, s.begins FROM (VALUES (true, $1::jsonb), (false, $2::jsonb)) s (begins, list)
 CROSS JOIN LATERAL jsonb_to_recordset(s.list) AS x (ticket_id uuid, folded int, choices jsonb, seq int, facts jsonb,
  next_due_at timestamptz, upcoming_due_at timestamptz, next_at timestamptz)),
begun AS (
 INSERT INTO ticket_sla (ticket_id, folded, choices, seq, facts, next_due_at, upcoming_due_at, next_at, saving)
 SELECT ticket_id, folded, choices, coalesce(seq, 0), coalesce(facts, '{}'), next_due_at, upcoming_due_at, next_at, $5
 FROM states WHERE begins
 ORDER BY ticket_id ON CONFLICT DO NOTHING RETURNING ticket_id),
kept AS (
 UPDATE ticket_sla s SET folded = x.folded, choices = x.choices, seq = coalesce(x.seq, s.seq),
  facts = coalesce(x.facts, s.facts),
  next_due_at = x.next_due_at, upcoming_due_at = x.upcoming_due_at, next_at = x.next_at, saving = $5
 FROM states x WHERE s.ticket_id = x.ticket_id AND NOT x.begins RETURNING s.ticket_id),
stored AS (SELECT * FROM begun UNION ALL SELECT * FROM kept),
added AS (
 INSERT INTO sla_clocks SELECT x.* FROM jsonb_populate_recordset(NULL::sla_clocks, $3::jsonb) x
 WHERE x.ticket_id IN (SELECT ticket_id FROM stored)),
changed AS (
 UPDATE sla_clocks k SET policy = x.policy, calendar = x.calendar, target = x.target, priority = x.priority,
  paused = x.paused, due_at = x.due_at, breached_at = x.breached_at, ended_at = x.ended_at, outcome = x.outcome,
  fired = x.fired, ledger = x.ledger
 FROM jsonb_populate_recordset(NULL::sla_clocks, $4::jsonb) x
 WHERE k.ticket_id = x.ticket_id AND k.metric = x.metric AND k.number = x.number)
SELECT * FROM stored"""


# Some 6 KB each.
_folded = Folded(2_000)


class CannotKeepError(Exception):
    """The clocks of these tickets cannot be folded, or not together, because of an error of ours."""

    def __init__(self, ticket_ids: Sequence[UUID]) -> None:
        super().__init__(f"{len(ticket_ids)} tickets")
        self.ticket_ids = ticket_ids


async def keep_next(connection: Connection, limit: int = AT_ONCE) -> int:
    """Take up so many of the words that were left of tickets, within a transaction; how many. Nobody is waited for.

    Raises `CannotKeepError`, and what means that the database is away or busy.
    """
    rows = await connection.fetch(_TAKE, limit)
    if not rows:
        return 0
    words = {row["ticket_id"]: int(row["words"]) for row in rows}
    try:
        batch = await _fold(connection, await _taken(connection, rows))
        stored = await save(connection, batch)
    except Exception as error:
        # Tables of another version than ours are wrong with no ticket.
        if as_unavailable(error) is not None or isinstance(error, asyncpg.SyntaxOrAccessError):
            raise
        raise CannotKeepError(list(words)) from error
    if left := words.keys() - stored:
        await connection.execute(_PUT_BACK, left)
    return sum(words[each] for each in stored)


async def _taken(connection: Connection, rows: Sequence[Any]) -> list[Kept]:
    """The tickets of these rows of `_TAKE` that nobody else has in hand, with what their logs have got."""
    heads = {row["ticket_id"]: row for row in rows if row["folded"] is not None}
    known, unknown = _remembered(heads.values())
    for row in rows:
        if row["seq"] is not None and row["ticket_id"] in known:
            known[row["ticket_id"]].events.append(event_from_row(row))
    return [*known.values(), *await _stored(connection, unknown)]


async def keep_all(connection: Connection) -> None:
    """Fold what has been committed so far, before promises change in this transaction: what came first counts first."""
    for _ in range(MOST_AT_ONCE):
        if not await keep_next(connection):
            return


async def load(connection: Connection, ticket_ids: Collection[UUID]) -> Batch:
    """Lock the clocks of these tickets (in a transaction) and fold what their logs have got since.

    The caller has locked the tickets: they come before their clocks.
    """
    rows = await connection.fetch(_LOCK, list(ticket_ids))
    new = set(ticket_ids) - {row["ticket_id"] for row in rows}
    known, unknown = _remembered([*rows, *({"ticket_id": each, "saving": None, "begins": True} for each in new)])
    # In statements of their own: what the last holder of a lock has written is seen.
    for ticket_id, event in await later(connection, known.values()) if known else ():
        known[ticket_id].events.append(event)
    return await _fold(connection, [*known.values(), *await _stored(connection, unknown)])


def _remembered(rows: Iterable[Any]) -> tuple[dict[UUID, Kept], list[UUID]]:
    """Of locked rows: the tickets whose clocks this process knows, or that have none yet, and the others."""
    known, unknown = {}, []
    for row in rows:
        ticket_id = row["ticket_id"]
        kept = Kept(ticket_id, Clocks(), begins=True) if row["begins"] else _folded.take(ticket_id, row["saving"])
        if kept is None:
            unknown.append(ticket_id)
        else:
            known[ticket_id] = kept
    return known, unknown


async def look_at(connection: Connection, ticket_ids: Collection[UUID]) -> Batch:
    """The clocks of tickets folded as far as their logs go, for somebody who only wants to know."""
    return await _fold(connection, await _stored(connection, ticket_ids))


async def later(connection: Connection, known: Iterable[Kept]) -> list[tuple[UUID, dict[str, Any]]]:
    """What the logs of these tickets tell after what is folded, in order, each event with its ticket."""
    seqs = {each.ticket_id: each.clocks.seq for each in known}
    rows = await connection.fetch(_LATER, list(seqs), list(seqs.values()))
    return [(row["ticket_id"], event_from_row(row)) for row in rows]


async def _stored(connection: Connection, ticket_ids: Collection[UUID]) -> list[Kept]:
    rows = await connection.fetch(_READ, list(ticket_ids)) if ticket_ids else ()
    return [from_row(row) for row in rows]


async def _fold(connection: Connection, kept: Sequence[Kept]) -> Batch:
    snapshot = await sla_worlds.current(connection)
    if any(
        condition.field == "organization_id"
        for standing in snapshot.standings
        for condition in (*standing.policy.conditions.all, *standing.policy.conditions.any)
    ):
        rows = await connection.fetch(_ORGANIZATIONS, [each.ticket_id for each in kept])
        organizations = {row["id"]: row["organization_id"] for row in rows}
        for each in kept:
            each.organization_id = organizations[each.ticket_id]
    batch = Batch({each.ticket_id: each for each in kept}, await _world(connection, kept, snapshot), snapshot)
    for number, each in enumerate(kept, 1):
        advance(batch, each, each.events)
        if number % BETWEEN == 0:
            # A process that serves too goes on serving.
            await asyncio.sleep(0)
    return batch


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

    known = sum(each["seq"] <= kept.decided for each in events)
    if known:
        fold(kept.clocks, events[:known], batch.world)
    fold(kept.clocks, events[known:], batch.world, decide)


async def save(connection: Connection, batch: Batch) -> set[UUID]:
    """Store what has changed; the tickets of which it is stored. Of the others another has begun the clocks.

    The clocks themselves are stored when it is time for it, and what follows from them always.
    """
    begins: list[dict[str, Any]] = []
    goes_on: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for number, each in enumerate(batch.kept.values(), 1):
        state = _state(each, batch.world)
        (begins if each.begins else goes_on).append(state)
        if each.is_to_be_stored:
            state |= {"seq": each.clocks.seq, "facts": each.clocks.as_json()}
            new, old = each.changed()
            added += new
            changed += old
        if number % BETWEEN == 0:
            await asyncio.sleep(0)
    if not batch.kept:
        return set()
    saving = secrets.randbits(63)
    rows = await connection.fetch(_SAVE, *map(_as_text, (begins, goes_on, added, changed)), saving)
    for row in rows:
        kept = batch.kept[row["ticket_id"]]
        kept.begins, kept.decided, kept.events = False, kept.clocks.seq, []
        _folded.put(saving, kept)
    return {row["ticket_id"] for row in rows}


def _as_text(rows: list[dict[str, Any]]) -> str:
    # The ids that the driver makes are of a class of its own.
    return orjson.dumps(rows, default=str).decode()


def _state(kept: Kept, world: World) -> dict[str, Any]:
    clocks = kept.clocks
    state: dict[str, Any] = {"ticket_id": kept.ticket_id, "folded": clocks.seq, "choices": clocks.choices_as_json()}
    return state | deadlines(clocks, world)


def deadlines(clocks: Clocks, world: World) -> dict[str, datetime | None]:
    """What follows from the clocks for lists and for the timekeeper: see `models.TicketSla`."""
    due = [each.due_at for each in clocks.running.values() if each.due_at is not None]
    ahead = [each.due_at for each in clocks.running.values() if each.due_at is not None and each.breached_at is None]
    return {
        "next_due_at": min(due, default=None),
        "upcoming_due_at": min(ahead, default=None),
        "next_at": next_at(clocks, world),
    }


async def pass_over(connection: Connection, ticket_ids: Sequence[UUID]) -> None:
    """Forget the word that was left of these tickets, which cannot be folded; their next event tries again."""
    await connection.execute("DELETE FROM sla_todo WHERE ticket_id = ANY ($1)", list(ticket_ids))
