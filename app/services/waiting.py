"""The queue as those who wait see it: their place, the estimate, and whom a change of the queue concerns."""

from datetime import datetime
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.waiting import LOOK_BACK, MOST_SERVED, Served, Service, estimate

# The two branches are two index scans; one condition with OR or IS NOT DISTINCT FROM would be none.
POSITION = """CASE WHEN k.status NOT IN ('queued', 'offered') THEN NULL WHEN k.team_id IS NULL THEN
(SELECT count(*) + 1 FROM chats w WHERE w.team_id IS NULL AND w.status IN ('queued', 'offered')
 AND (w.queued_at, w.id) < (k.queued_at, k.id)) ELSE
(SELECT count(*) + 1 FROM chats w WHERE w.team_id = k.team_id AND w.status IN ('queued', 'offered')
 AND (w.queued_at, w.id) < (k.queued_at, k.id)) END"""

# After a change at the head, those far behind learn of their new place with a later one.
TOLD = 200


def in_team(team_id: UUID | None, column: str, place: int) -> str:
    """The condition that a row is of this team (or of none), so that an index serves it; `$place` is the team."""
    return f"{column} IS NULL AND ${place}::uuid IS NULL" if team_id is None else f"{column} = ${place}::uuid"


async def recent(connection: Connection, team_id: UUID | None) -> tuple[Service, float]:
    """Recent service of a team's chat queue, the basis of every estimate, and for how many seconds its head is that."""
    now = clock.now()
    rows = await connection.fetch(
        f"SELECT queued_at, accepted_at FROM chats WHERE {in_team(team_id, 'team_id', 1)}"  # noqa: S608 - ours
        " AND accepted_at > $2 ORDER BY accepted_at DESC LIMIT $3",
        team_id,
        now - LOOK_BACK,
        MOST_SERVED,
    )
    head_at = await connection.fetchval(
        f"SELECT min(queued_at) FROM chats WHERE {in_team(team_id, 'team_id', 1)}"  # noqa: S608 - ours
        " AND status IN ('queued', 'offered')",
        team_id,
    )
    service = Service.of(Served(row["queued_at"], row["accepted_at"]) for row in rows)
    return service, service.elapsed(head_at, now)


async def wait_seconds(
    connection: Connection, team_id: UUID | None, position: int | None, status: str
) -> list[int] | None:
    """`[low, high]` for a chat at this place, or None without a basis (or when it does not wait)."""
    return None if position is None else expected(position, status, *await recent(connection, team_id))


def expected(position: int, status: str, service: Service, elapsed: float) -> list[int] | None:
    """The same from what is known of its queue."""
    found = estimate(position, service.intervals, crowded=service.crowded, elapsed=elapsed, offered=status == "offered")
    return None if found is None else list(found)


async def behind(connection: Connection, *, team_id: UUID | None, queued_at: datetime, chat_id: UUID) -> list[UUID]:
    """The chats that wait behind this one, nearest first, at most `TOLD`: their place changes when this one goes."""
    rows = await connection.fetch(
        f"SELECT id FROM chats WHERE {in_team(team_id, 'team_id', 1)}"  # noqa: S608 - ours
        " AND status IN ('queued', 'offered') AND (queued_at, id) > ($2, $3) ORDER BY queued_at, id LIMIT $4",
        team_id,
        queued_at,
        chat_id,
        TOLD,
    )
    return [row["id"] for row in rows]
