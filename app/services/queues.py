"""The queues of waiting work as routing reads them: who is there, what waits, and the lock that keeps its order."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.routing import Candidate, Item, Placement, Refusal, Waiting, place

# So many of the oldest of each team are looked at: more only matters when everybody free has refused all of these.
LOOKED_AT = 20

# Everybody who is there, also with their hands full: a cool-down lasts only while somebody else may come free.
_THERE = """SELECT a.id, a.presence_channels, l.capacity, l.load, l.last_assigned_at,
ARRAY(SELECT m.team_id FROM team_members m WHERE m.agent_id = a.id) AS team_ids
FROM agents a JOIN agent_loads l ON l.agent_id = a.id AND l.channel = $1
WHERE a.presence = 'online' AND a.status = 'active' AND $1 = ANY (a.presence_channels)"""

_CHATS = "SELECT k.id, k.ticket_id, k.team_id, k.queued_at FROM chats k WHERE k.status = 'queued'"
_TICKETS = """SELECT k.id, k.id AS ticket_id, k.team_id, coalesce(k.queued_at, k.created_at) AS queued_at
FROM tickets k WHERE k.assignee_id IS NULL AND k.status IN ('new', 'open') AND k.chat_id IS NULL
AND k.snoozed_until IS NULL"""
_OLDEST = f"AND k.id <> ALL ($2::uuid[]) ORDER BY k.queued_at, k.id LIMIT {LOOKED_AT}"


def _heads(rows: str) -> str:
    of_team = f"{rows} AND k.team_id = team.id {_OLDEST}"
    of_nobody = f"{rows} AND k.team_id IS NULL AND $3::boolean {_OLDEST}"
    return (
        f"SELECT h.* FROM unnest($1::uuid[]) AS team (id) CROSS JOIN LATERAL ({of_team}) h"  # noqa: S608 - ours
        f" UNION ALL (SELECT h.* FROM ({of_nobody}) h)"
    )


_HEADS = {"chat": _heads(_CHATS), "ticket": _heads(_TICKETS)}
_REFUSALS = {
    "chat": """SELECT chat_id AS id, agent_id, max(ended_at) AS at FROM offers
        WHERE chat_id = ANY ($1::uuid[]) AND status IN ('declined', 'expired', 'handed_over') GROUP BY 1, 2""",
    # Who gave a ticket back (or was relieved of it) does not get it again at once.
    "ticket": """SELECT DISTINCT ON (ticket_id) ticket_id AS id, (data -> 'was' ->> 'assignee_id')::uuid AS agent_id, at
        FROM events WHERE ticket_id = ANY ($1::uuid[]) AND type = 'ticket.unassigned'
        AND data -> 'was' ->> 'assignee_id' IS NOT NULL ORDER BY ticket_id, seq DESC""",
}


async def lock(connection: Connection, channel: str, team_id: UUID | None) -> None:
    """Hold a team's queue until this transaction ends: one router at a time keeps first come, first served.

    Never asked for while holding the row of an existing ticket: whoever holds the queue goes on to lock tickets.
    """
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"otklik {channel} queue {team_id or 'of nobody'}"
    )


async def be_brief(connection: Connection) -> None:
    """Wait for no ticket longer than a second: whoever opens a chat waits for the queue that a router holds."""
    await connection.execute("SET LOCAL lock_timeout = '1s'")


async def next_placement(
    connection: Connection, channel: str, *, only: tuple[UUID | None] | None = None, skip: Collection[UUID] = ()
) -> Placement | None:
    """What should be given to whom next on this channel (`chat` or `ticket`), or None.

    `only` narrows to one team's queue (`(None,)`: the queue of no team). `skip` leaves items out.
    """
    rows = await connection.fetch(_THERE, channel)
    there = [candidate(row) for row in rows]
    free = [each for each in there if each.load < each.capacity]
    if not free:
        return None
    teams = frozenset[UUID]().union(*(each.team_ids for each in free))
    if only is not None:
        teams &= {only[0]} - {None}
    heads = await connection.fetch(_HEADS[channel], list(teams), list(skip), only is None or only == (None,))
    if not heads:
        return None
    refused = await connection.fetch(_REFUSALS[channel], [row["id"] for row in heads])
    queue = [
        Waiting(
            id=row["id"],
            ticket_id=row["ticket_id"],
            item=Item(channel=channel, team_id=row["team_id"]),
            queued_at=row["queued_at"],
            refusals=tuple(Refusal(each["agent_id"], each["at"]) for each in refused if each["id"] == row["id"]),
        )
        for row in heads
    ]
    return place(queue, there, now=clock.now())


def candidate(row: Mapping[str, Any]) -> Candidate:
    """An agent who is there (active, online, channel on) as the decision sees one."""
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


async def take_capacity(connection: Connection, channel: str, agent_id: UUID) -> str | None:
    """The agent's name when they are there with room on this channel, their row of the ledger locked; else None.

    The facts behind a decision may be a moment old; this is where no race gets above capacity.
    """
    name: str | None = await connection.fetchval(
        "SELECT a.name FROM agent_loads l JOIN agents a ON a.id = l.agent_id"
        " WHERE l.agent_id = $1 AND l.channel = $2 AND l.load < l.capacity"
        " AND a.status = 'active' AND a.presence = 'online' AND $2 = ANY (a.presence_channels) FOR UPDATE OF l",
        agent_id,
        channel,
    )
    return name
