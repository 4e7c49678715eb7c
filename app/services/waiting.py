"""The queue as those who wait see it: their place, the estimate, and whom a change of the queue concerns."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.queues import OF_NOBODY, own_queue
from app.rules.waiting import LOOK_BACK, MOST_SERVED, Served, Service, estimate
from app.services import queue_worlds

# The place of the chat `k` in its line: those before it by the order in which the line is served.
POSITION = """CASE WHEN k.status IN ('queued', 'offered') THEN
(SELECT (SELECT count(*) + 1 FROM queue_items w WHERE w.line = q.line AND w.channel = q.channel
  AND (w.rank, w.urgency, w.due_at, w.queued_at, w.ticket_id) < (q.rank, q.urgency, q.due_at, q.queued_at, q.ticket_id))
 FROM queue_items q WHERE q.ticket_id = k.ticket_id) END"""

_SERVED = """SELECT queued_at, accepted_at FROM chats WHERE line = $1 AND accepted_at > $2
ORDER BY accepted_at DESC LIMIT $3"""
# Those who did not wait until somebody came, and for how long they did.
_LEFT = """SELECT count(*) AS number, coalesce(sum(extract(epoch FROM ended_at - queued_at)), 0)::float8 AS waited
FROM chats WHERE line = $1 AND ended_at > $2 AND accepted_at IS NULL AND ended_by = 'customer'"""
_HEAD = "SELECT min(queued_at) FROM queue_items WHERE line = $1 AND channel = 'chat'"
# Who is there for chats of these teams (null: anybody), with their hands full or not.
_THERE = """SELECT count(*) FROM agents a JOIN agent_loads l ON l.agent_id = a.id AND l.channel = 'chat'
WHERE a.presence = 'online' AND a.status = 'active' AND a.off IS NULL AND 'chat' = ANY (a.presence_channels)
AND l.capacity > 0 AND ($1::uuid[] IS NULL
 OR EXISTS (SELECT 1 FROM team_members m WHERE m.agent_id = a.id AND m.team_id = ANY ($1)))"""

# After a change at the head, those far behind learn of their new place with a later one.
TOLD = 200

_BEHIND = """SELECT w.chat_id FROM queue_items q JOIN queue_items w ON w.line = q.line AND w.channel = q.channel
AND (w.rank, w.urgency, w.due_at, w.queued_at, w.ticket_id) > (q.rank, q.urgency, q.due_at, q.queued_at, q.ticket_id)
WHERE q.ticket_id = $1 AND w.chat_id IS NOT NULL
ORDER BY w.rank, w.urgency, w.due_at, w.queued_at, w.ticket_id LIMIT $2"""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an estimate for a line of chats is made of, as of one moment.

    `elapsed`: seconds for which its head has been that. `agents`: how many are there for it. `leaving`: how many of
    those who wait leave in a second.
    """

    service: Service
    elapsed: float
    agents: int
    leaving: float

    def expected(self, position: int | None, status: str) -> list[int] | None:
        """`[low, high]` seconds for the chat at this place, or None without a basis (or when it does not wait)."""
        if position is None:
            return None
        found = estimate(
            position,
            self.service.intervals,
            crowded=self.service.crowded,
            elapsed=self.elapsed,
            offered=status == "offered",
            agents=self.agents,
            leaving=self.leaving,
        )
        return None if found is None else list(found)


async def basis(connection: Connection, line: UUID) -> Basis:
    """Recent service of a line of chats, and how it stands now: the basis of every estimate."""
    now = clock.now()
    since = now - LOOK_BACK
    rows = await connection.fetch(_SERVED, line, since, MOST_SERVED)
    left: Any = await connection.fetchrow(_LEFT, line, since)
    queues = await queue_worlds.current(connection)
    queue = queues.get(line) or own_queue(None if line == OF_NOBODY else line)
    agents = await connection.fetchval(_THERE, None if queue.team_ids is None else list(queue.all_team_ids))
    head_at = await connection.fetchval(_HEAD, line)
    service = Service.of(Served(row["queued_at"], row["accepted_at"]) for row in rows)
    waited = sum((row["accepted_at"] - row["queued_at"]).total_seconds() for row in rows) + left["waited"]
    return Basis(service, service.elapsed(head_at, now), agents, left["number"] / waited if waited > 0 else 0.0)


async def wait_seconds(connection: Connection, line: UUID, position: int | None, status: str) -> list[int] | None:
    """`[low, high]` for a chat at this place, or None without a basis (or when it does not wait)."""
    return None if position is None else (await basis(connection, line)).expected(position, status)


async def behind(connection: Connection, ticket_id: UUID) -> list[UUID]:
    """The chats that wait behind this ticket's, nearest first, at most `TOLD`: their place changes when it goes."""
    return [row["chat_id"] for row in await connection.fetch(_BEHIND, ticket_id, TOLD)]
