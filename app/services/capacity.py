"""The ledger of load where it is asked: whether an agent has room for one more, their place locked."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection
from app.models import AgentLoad

_TAKE = """SELECT a.name FROM agent_loads l JOIN agents a ON a.id = l.agent_id
WHERE l.agent_id = $1 AND l.channel = $2 AND l.load < l.capacity
AND a.status = 'active' AND a.presence = 'online' AND a.off IS NULL AND $2 = ANY (a.presence_channels)
FOR UPDATE OF l"""
_ROOM = "SELECT true FROM agent_loads WHERE agent_id = $1 AND channel = $2 AND load < capacity FOR UPDATE"
_IN_ALL = "SELECT desk_has_room_in_all($1, $2)"
# From here on nothing in this transaction takes an agent above what they can hold.
_ROUTING = "SELECT set_config('otklik.routing', 'on', true)"


async def take(connection: Connection, channel: str, agent_id: UUID) -> str | None:
    """The agent's name when they are there with room on this channel and in all, their place locked; else None.

    The facts behind a decision may be a moment old; this is where no race gets above capacity.
    """
    name: str | None = await connection.fetchval(_TAKE, agent_id, channel)
    if name is None or not await connection.fetchval(_IN_ALL, agent_id, channel):
        return None
    await connection.execute(_ROUTING)
    return name


async def lock(session: AsyncSession, agent_ids: Collection[UUID | None]) -> None:
    """Lock these agents' places for chats: two opposite hand-overs take them in one order, and wait in no circle."""
    rows = select(AgentLoad.agent_id).where(
        col(AgentLoad.agent_id).in_([each for each in agent_ids if each is not None]), col(AgentLoad.channel) == "chat"
    )
    await session.exec(rows.order_by(col(AgentLoad.agent_id)).with_for_update())


async def has_room(connection: Connection, channel: str, agent_id: UUID) -> bool:
    """Whether an agent could hold one more, there or not, their place locked."""
    if await connection.fetchval(_ROOM, agent_id, channel) is None:
        return False
    return bool(await connection.fetchval(_IN_ALL, agent_id, channel))
