"""Routing of tickets: a proposal for a new one, and those that wait given to whoever has room."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.rules.actors import SYSTEM
from app.rules.routing import Candidate, Decision, Item, choose
from app.schemas.events import EventType
from app.services import events, queues
from app.services.ticket_access import lock

# Only those who could be chosen at all, and of a thousand only the least loaded: the partial index on available agents
# and the limit keep this small at any size.
_CANDIDATES = """SELECT a.id, l.capacity, l.load, l.last_assigned_at
FROM agents a JOIN agent_loads l ON l.agent_id = a.id AND l.channel = 'ticket'
CROSS JOIN (SELECT coalesce($1::uuid, (SELECT b.default_team_id FROM brands b WHERE $2::text IS NULL OR b.key = $2
 ORDER BY b.created_at, b.id LIMIT 1)) AS team_id) wanted
WHERE a.presence = 'online' AND a.status = 'active' AND 'ticket' = ANY (a.presence_channels) AND l.load < l.capacity
AND (wanted.team_id IS NULL
 OR EXISTS (SELECT 1 FROM team_members m WHERE m.agent_id = a.id AND m.team_id = wanted.team_id))
ORDER BY l.load::float8 / l.capacity, l.last_assigned_at NULLS FIRST, a.id LIMIT 64"""
_TICKETS = frozenset({"ticket"})
_NO_TEAMS: frozenset[UUID] = frozenset()

# How many of the eligible a new ticket's statement may choose from, so that tickets that come together spread out.
PROPOSED = 16

# The record of a decision names so many agents of each sort; a desk of a thousand must not write a book per ticket.
_NAMED = 20


async def propose_for_ticket(connection: Connection, *, team_id: UUID | None, brand: str | None) -> Decision:
    """Who should get a new ticket of this team (or the brand's default team): a proposal that the write verifies."""
    rows = await connection.fetch(_CANDIDATES, team_id, brand)
    # The statement has looked at team, presence and channel already.
    return choose(Item(channel="ticket"), [_there(row) for row in rows])


def _there(row: Mapping[str, Any]) -> Candidate:
    return Candidate(
        agent_id=row["id"],
        active=True,
        presence="online",
        channels=_TICKETS,
        team_ids=_NO_TEAMS,
        capacity=row["capacity"],
        load=row["load"],
        last_assigned_at=row["last_assigned_at"],
    )


async def assign_next(session: AsyncSession, *, team_id: UUID | None, skip: Collection[UUID] = ()) -> bool:
    """Give the oldest ticket that waits for this team (None: for nobody's) to an agent with room.

    False when nothing can be given now; True means that something was, or that it is worth to look again.
    """
    connection = await raw_connection(session)
    await queues.lock(connection, "ticket", team_id)
    await queues.be_brief(connection)
    placement = await queues.next_placement(connection, "ticket", only=(team_id,), skip=skip)
    if placement is None or placement.decision.agent_id is None:
        return False
    ticket = await lock(session, SYSTEM, placement.waiting.ticket_id)
    waits = ticket.assignee_id is None and ticket.status in {"new", "open"} and ticket.chat_id is None
    waits = waits and ticket.snoozed_until is None
    if not waits or ticket.team_id != team_id:
        return True
    agent_id = placement.decision.agent_id
    name = await queues.take_capacity(connection, "ticket", agent_id)
    if name is not None:
        events.record(
            session,
            SYSTEM,
            ticket,
            EventType.TICKET_ASSIGNED,
            changes={"assignee_id": agent_id, "status": "open"},
            data={"agent": {"id": str(agent_id), "name": name}, "decision": explained(placement.decision)},
        )
    return True


def explained(decision: Decision) -> dict[str, Any]:
    """A decision as it is kept: what decided, who could have had it, and why the others could not."""
    return {
        "decided_by": decision.decided_by,
        "eligible": [str(each) for each in decision.eligible[:_NAMED]],
        "eligible_count": len(decision.eligible),
        "excluded": {str(agent_id): why for agent_id, why in decision.excluded[:_NAMED]},
        "excluded_count": len(decision.excluded),
    }
