"""Who of many callers has something waiting: what the hub asks again in case a hint was lost."""

from collections.abc import Collection
from uuid import UUID

from app.db import Connection


async def agents_with_offers(connection: Connection, agent_ids: Collection[UUID]) -> set[UUID]:
    """Those of these agents that have a live offer."""
    rows = await connection.fetch(
        "SELECT DISTINCT agent_id FROM offers WHERE status = 'live' AND agent_id = ANY ($1)", list(agent_ids)
    )
    return {row["agent_id"] for row in rows}


async def chats_that_wait(connection: Connection, customer_ids: Collection[UUID]) -> list[UUID]:
    """The chats of these customers that wait for an agent."""
    rows = await connection.fetch(
        "SELECT id FROM chats WHERE status IN ('queued', 'offered') AND customer_id = ANY ($1)", list(customer_ids)
    )
    return [row["id"] for row in rows]
