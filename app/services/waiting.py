"""The queue as those who wait see it: their place, the estimate, and whom a change of the queue concerns."""

from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.waiting import LOOK_BACK, MOST_SERVED, Served, estimate, service_intervals

# The place of the chat `k` in its line: those before it by the order in which the line is served.
POSITION = """CASE WHEN k.status IN ('queued', 'offered') THEN
(SELECT (SELECT count(*) + 1 FROM queue_items w WHERE w.line = q.line AND w.channel = q.channel
  AND (w.rank, w.urgency, w.due_at, w.queued_at, w.ticket_id) < (q.rank, q.urgency, q.due_at, q.queued_at, q.ticket_id))
 FROM queue_items q WHERE q.ticket_id = k.ticket_id) END"""

# After a change at the head, those far behind learn of their new place with a later one.
TOLD = 200

_BEHIND = """SELECT w.chat_id FROM queue_items q JOIN queue_items w ON w.line = q.line AND w.channel = q.channel
AND (w.rank, w.urgency, w.due_at, w.queued_at, w.ticket_id) > (q.rank, q.urgency, q.due_at, q.queued_at, q.ticket_id)
WHERE q.ticket_id = $1 AND w.chat_id IS NOT NULL
ORDER BY w.rank, w.urgency, w.due_at, w.queued_at, w.ticket_id LIMIT $2"""


async def intervals(connection: Connection, line: UUID) -> list[float]:
    """Recent service intervals of a line of chats, in seconds: the basis of every estimate."""
    rows = await connection.fetch(
        "SELECT queued_at, accepted_at FROM chats WHERE line = $1 AND accepted_at > $2"
        " ORDER BY accepted_at DESC LIMIT $3",
        line,
        clock.now() - LOOK_BACK,
        MOST_SERVED,
    )
    return service_intervals(Served(row["queued_at"], row["accepted_at"]) for row in rows)


async def wait_seconds(connection: Connection, line: UUID, position: int | None) -> list[int] | None:
    """`[low, high]` for somebody at this place, or None without a basis (or when they do not wait)."""
    if position is None:
        return None
    found = estimate(position, await intervals(connection, line))
    return None if found is None else list(found)


async def behind(connection: Connection, ticket_id: UUID) -> list[UUID]:
    """The chats that wait behind this ticket's, nearest first, at most `TOLD`: their place changes when it goes."""
    return [row["chat_id"] for row in await connection.fetch(_BEHIND, ticket_id, TOLD)]
