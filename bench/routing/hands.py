"""A desk on which all hands are full and much waits: whoever comes free is given the next piece."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import asyncpg

from bench import seeding
from bench.routing.site import Extent, Site
from bench.routing.world import CUSTOMERS, PLAIN, Part, World, asking, insert, put_in_place, topic
from bench.seeding import Kind, identifier

QUEUES = 6
# The agents whose hands come free in turn, behind those who can do everything, and the customers who open chats.
WATCHED = range(QUEUES + 1, QUEUES + 25)
OPENERS = range(1, 25)
# Chats for every queue that ask for nothing special, before any more are opened.
_SPARE = 6
_NOBODY = 1_000_000_000
# The first of the tickets that are in somebody's hands, of those under chats, and of those under chats that wait.
_HELD, _TALKING, _CALLING = 1_000_000, 2_000_000, 3_000_000


def full_hands(site: Site) -> str:
    """The address of a desk to begin with, where only the tickets that wait are there: see `fill`."""
    extent = site.extent
    # Nobody has room but by coming free; enough waits for everybody who does.
    part = Part(QUEUES, QUEUES, 1, extent.agents, extent.background, _NOBODY, 2 * extent.handed)
    return site.made(World((part,)))


async def fill(url: str, extent: Extent) -> None:
    """Put a chat into everybody's hands and a ticket into those that are watched; more chats wait."""
    chance, now = Random(11), datetime.now(UTC)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("UPDATE agent_loads SET load = 0 WHERE channel = 'chat'")
        watched = [identifier(Kind.AGENT, n) for n in WATCHED]
        await connection.execute(
            "UPDATE agent_loads SET load = 0, capacity = 1 WHERE channel = 'ticket' AND agent_id = ANY ($1)", watched
        )
        for tickets in (
            [_held(n, now) for n in WATCHED],
            [_talking(n, now) for n in range(1, extent.agents + 1)],
            list(_calling(extent.background, chance, now)),
        ):
            await insert(connection, "tickets", tickets)
            await insert(connection, "chats", [_chat(each) for each in tickets if each["chat_id"] is not None])
        await connection.execute(_CREATED)
        await insert(connection, "sign_ins", [_sign_in(n, now) for n in WATCHED])
        await insert(connection, "visitor_sessions", [_session(n, now) for n in OPENERS])
        await put_in_place(connection)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def queue_of(agent: int) -> int:
    """A queue that an agent (by number) works for."""
    return 1 + (agent - 2) % QUEUES


def _ticket(number: int, queue: int, came: datetime, *, by: int, chat: bool, agent: int | None) -> dict[str, Any]:
    return {
        "id": identifier(Kind.TICKET, number),
        "subject": f"Question {number} about the order",
        "status": "new" if agent is None else "open",
        "type": "question",
        "channel": "chat" if chat else "web",
        "topic": topic(queue),
        "brand": seeding.BRAND,
        "requester_id": identifier(Kind.CUSTOMER, 1 + by % CUSTOMERS),
        "queue_id": identifier(Kind.QUEUE, queue),
        "team_id": identifier(Kind.TEAM, 1 + queue % QUEUES),
        "assignee_id": None if agent is None else identifier(Kind.AGENT, agent),
        "chat_id": identifier(Kind.CHAT, number) if chat else None,
        "queued_at": came, "episode": 1, "seq": 1, "public_seq": 1, "version": 1, "created_at": came,
        "updated_at": came, "public_updated_at": came,
    }  # fmt: skip


def _held(agent: int, came: datetime) -> dict[str, Any]:
    return {**_ticket(_HELD + agent, queue_of(agent), came, by=agent, chat=False, agent=agent), **PLAIN}


def _talking(agent: int, came: datetime) -> dict[str, Any]:
    return {**_ticket(_TALKING + agent, queue_of(agent), came, by=agent, chat=True, agent=agent), **PLAIN}


def held_by(agent: int) -> str:
    """The id of the ticket that a watched agent has."""
    return str(identifier(Kind.TICKET, _HELD + agent))


def talked_about(agent: int) -> str:
    """The id of the chat that an agent has."""
    return str(identifier(Kind.CHAT, _TALKING + agent))


def _calling(many: int, chance: Random, now: datetime) -> Iterator[dict[str, Any]]:
    for n in range(many + _SPARE * QUEUES):
        came = now - timedelta(seconds=chance.randint(10, 900))
        ticket = _ticket(_CALLING + n, 1 + n % QUEUES, came, by=100 + n, chat=True, agent=None)
        yield {**ticket, **(asking(chance) if n < many else PLAIN)}


def _chat(ticket: dict[str, Any]) -> dict[str, Any]:
    taken = ticket["assignee_id"] is not None
    came = ticket["created_at"]
    return {
        "id": ticket["chat_id"], "ticket_id": ticket["id"], "customer_id": ticket["requester_id"],
        "status": "active" if taken else "queued", "queue_id": ticket["queue_id"], "team_id": ticket["team_id"],
        "agent_id": ticket["assignee_id"], "queued_at": came, "accepted_at": came if taken else None, "version": 1,
        "created_at": came, "updated_at": came,
    }  # fmt: skip


_CREATED = """
INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
SELECT id, 1, 1, 'ticket.created', 'customer', requester_id, 'A name',
    jsonb_build_object('set', jsonb_build_object('subject', subject)), created_at
FROM tickets t WHERE NOT EXISTS (SELECT FROM events e WHERE e.ticket_id = t.id)
"""


def _sign_in(agent: int, now: datetime) -> dict[str, Any]:
    return {
        "id": identifier(Kind.SIGN_IN, agent), "agent_id": identifier(Kind.AGENT, agent),
        "token_hash": f"bench {agent}", "created_at": now, "expires_at": now + timedelta(days=1),
    }  # fmt: skip


def _session(customer: int, now: datetime) -> dict[str, Any]:
    return {
        "id": identifier(Kind.SESSION, customer), "customer_id": identifier(Kind.CUSTOMER, customer),
        "created_at": now, "expires_at": now + timedelta(days=1),
    }  # fmt: skip
