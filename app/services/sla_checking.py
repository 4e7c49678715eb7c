"""Whether the stored clocks are what the logs say: every ticket folded again from nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.sla_clocks import Clock
from app.rules.sla_folding import fold, recompute
from app.rules.sla_state import Clocks
from app.services import sla_keeping, sla_kept, sla_worlds

AT_ONCE = 200

_STORED = """SELECT s.ticket_id, s.seq, s.facts::text AS facts, s.folded, s.choices::text AS choices,
 s.next_due_at, s.upcoming_due_at, s.next_at,
 (SELECT coalesce(json_agg(to_json(k) ORDER BY k.metric, k.number), '[]')::text FROM sla_clocks k
  WHERE k.ticket_id = s.ticket_id) AS clocks,
 (SELECT coalesce(json_agg(json_build_object('seq', e.seq, 'public', e.public_seq IS NOT NULL, 'type', e.type,
  'actor_kind', e.actor_kind, 'data', e.data, 'at', e.at) ORDER BY e.seq), '[]')::text FROM events e
  WHERE e.ticket_id = s.ticket_id AND e.seq <= s.folded) AS events
FROM ticket_sla s WHERE s.ticket_id > $1 ORDER BY s.ticket_id LIMIT $2"""


@dataclass(frozen=True, slots=True)
class Checked:
    """One ticket: what differs between its stored clocks and its log (nothing: they agree)."""

    ticket_id: UUID
    differences: tuple[str, ...]


async def check(connection: Connection) -> AsyncIterator[Checked]:
    """Every ticket that has clocks, in order of ids; within one snapshot the desk may go on meanwhile."""
    after = UUID(int=0)
    while rows := await connection.fetch(_STORED, after, AT_ONCE):
        for row in rows:
            yield await _one(connection, row)
        after = rows[-1]["ticket_id"]


async def _one(connection: Connection, row: Any) -> Checked:  # noqa: ANN401 - asyncpg.Record
    every = [Clock.from_json(each) for each in orjson.loads(row["clocks"])]
    running = [each for each in every if each.ended_at is None]
    stored = Clocks.from_json(row["seq"], orjson.loads(row["facts"]), orjson.loads(row["choices"]), running)
    world = await sla_worlds.world(
        connection,
        {each.policy for each in stored.choices if each.policy is not None},
        {each.calendar for each in stored.choices if each.calendar is not None},
        snapshot=None,
    )
    events = [sla_kept.as_event(each) for each in orjson.loads(row["events"])]
    found = recompute(events[: row["seq"]], stored.choices, world)
    again = {(each.metric, each.number): each for each in (*found.ended, *found.running.values())}
    differences = [
        f"{name}: stored {stored.as_json()[name]!r}, the log says {value!r}"
        for name, value in found.as_json().items()
        if stored.as_json()[name] != value
    ]
    if found.seq != stored.seq:
        differences.append(f"the log ends at {found.seq}, folded up to {stored.seq}")
    for each in every:
        theirs = again.pop((each.metric, each.number), None)
        if theirs != each:
            differences.append(f"{each.metric} {each.number}: stored {each}, the log says {theirs}")
    differences += [f"{metric} {number}: not stored" for metric, number in again]
    # What follows from the clocks is of a later event than they are.
    fold(found, events[row["seq"] :], world)
    differences += [
        f"{name}: stored {row[name]}, the log says {value}"
        for name, value in sla_keeping.deadlines(found, world).items()
        if row[name] != value
    ]
    if found.seq != row["folded"]:
        differences.append(f"the log ends at {found.seq}, deadlines are of {row['folded']}")
    return Checked(row["ticket_id"], tuple(differences))
