"""Routing: facts from the database to the pure decision of `rules/routing.py`."""

from uuid import UUID

from app.db import Connection
from app.rules.routing import Candidate, Decision, Item, choose

# Only those who could be chosen at all: the partial index on available agents keeps this small at any size.
_CANDIDATES = """SELECT a.id, a.presence_channels, l.capacity, l.load, l.last_assigned_at,
ARRAY(SELECT m.team_id FROM team_members m WHERE m.agent_id = a.id) AS team_ids
FROM agents a JOIN agent_loads l ON l.agent_id = a.id AND l.channel = $1
WHERE a.presence = 'online' AND a.status = 'active' AND $1 = ANY (a.presence_channels) AND l.load < l.capacity
AND ($2::uuid IS NULL OR EXISTS (SELECT 1 FROM team_members m WHERE m.agent_id = a.id AND m.team_id = $2))"""

_TICKET_CANDIDATES = _CANDIDATES.replace(
    "$2::uuid IS NULL OR",
    "coalesce($2::uuid, (SELECT b.default_team_id FROM brands b WHERE $3::text IS NULL OR b.key = $3"
    " ORDER BY b.created_at, b.id LIMIT 1)) IS NULL OR",
).replace(
    "m.team_id = $2)",
    "m.team_id = coalesce($2::uuid, (SELECT b.default_team_id FROM brands b WHERE $3::text IS NULL OR b.key = $3"
    " ORDER BY b.created_at, b.id LIMIT 1)))",
)


async def propose_for_ticket(connection: Connection, *, team_id: UUID | None, brand: str | None) -> Decision:
    """Who should get a new ticket of this team (or the brand's default team): a proposal that the write verifies."""
    rows = await connection.fetch(_TICKET_CANDIDATES, "ticket", team_id, brand)
    candidates = [_candidate(row) for row in rows]
    return choose(Item(channel="ticket"), candidates)


def _candidate(row) -> Candidate:  # type: ignore[no-untyped-def]  # noqa: ANN001
    return Candidate(
        agent_id=row["id"],
        active=True,
        presence="online",
        channels=frozenset(row["presence_channels"]),
        team_ids=frozenset(row["team_ids"]),
        capacity=row["capacity"],
        load=row["load"],
        last_assigned_at=row["last_assigned_at"],
    )
