"""Offers of chats to agents: made, ended, and read by whoever shows them."""

from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.services import waiting

_LIVE = """SELECT o.id AS offer_id, o.chat_id, k.ticket_id, t.subject, c.name AS customer_name, o.expires_at
FROM offers o JOIN chats k ON k.id = o.chat_id JOIN tickets t ON t.id = k.ticket_id
JOIN customers c ON c.id = k.customer_id
WHERE o.agent_id = $1 AND o.status = 'live' AND o.expires_at > $2 ORDER BY o.expires_at, o.id"""

_STATE = f"""SELECT k.id AS chat_id, k.ticket_id, k.customer_id, k.status, k.team_id, {waiting.POSITION} AS position
FROM chats k WHERE k.id = $1"""  # noqa: S608 - ours


async def live_offers(connection: Connection, agent_id: UUID) -> list[dict[str, Any]]:
    """What is offered to an agent now, the most urgent first.

    Each: `{"offer_id", "chat_id", "ticket_id", "subject", "customer_name" (or None), "expires_at"}`.
    """
    return [dict(row) for row in await connection.fetch(_LIVE, agent_id, clock.now())]


async def queue_state(connection: Connection, chat_id: UUID) -> dict[str, Any] | None:
    """Where a chat stands, for the customer who waits; None when there is no such chat.

    `{"chat_id", "ticket_id", "customer_id", "status", "position", "wait_seconds"}`: `position` is None once it does
    not wait any more, `wait_seconds` is `[low, high]`, or None without a basis.
    """
    row = await connection.fetchrow(_STATE, chat_id)
    if row is None:
        return None
    state = dict(row)
    state["wait_seconds"] = await waiting.wait_seconds(connection, state.pop("team_id"), state["position"])
    return state
