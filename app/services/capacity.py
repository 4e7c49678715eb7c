"""The ledger of load where it is asked: whether an agent has room for one more, their place locked."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection

# All that the question is about, in the order in which everybody locks: with a bound in all, every place of the agent.
_LOCK = """SELECT FROM agent_loads l JOIN agents a ON a.id = l.agent_id
WHERE l.agent_id = ANY ($1::uuid[]) AND (l.channel = $2 OR $2 IS NULL OR a.capacity_total IS NOT NULL)
ORDER BY l.agent_id, l.channel FOR UPDATE OF l"""
_TAKE = """SELECT a.name FROM agent_loads l JOIN agents a ON a.id = l.agent_id
WHERE l.agent_id = $1 AND l.channel = $2 AND l.load < l.capacity
AND a.status = 'active' AND a.presence = 'online' AND a.off IS NULL AND $2 = ANY (a.presence_channels)"""
_ROOM = "SELECT true FROM agent_loads WHERE agent_id = $1 AND channel = $2 AND load < capacity"
_IN_ALL = "SELECT desk_has_room_in_all($1, $2)"
# From here on nothing in this transaction takes an agent above what they can hold.
_ROUTING = "SELECT set_config('otklik.routing', 'on', true)"


async def take(connection: Connection, channel: str, agent_id: UUID) -> str | None:
    """The agent's name when they are there with room on this channel and in all, their place locked; else None.

    The facts behind a decision may be a moment old; this is where no race gets above capacity.
    """
    await connection.execute(_LOCK, [agent_id], channel)
    name: str | None = await connection.fetchval(_TAKE, agent_id, channel)
    if name is None or not await connection.fetchval(_IN_ALL, agent_id, channel):
        return None
    await connection.execute(_ROUTING)
    return name


async def lock(session: AsyncSession, agent_ids: Iterable[UUID | None], *, channel: str | None = "chat") -> None:
    """Lock these agents' places on a channel (None: on all), before anything moves between them: two opposite
    hand-overs take them in one order, and wait in no circle.
    """
    await session.flush()
    several = [each for each in agent_ids if each is not None]
    await (await raw_connection(session)).execute(_LOCK, several, channel)


async def has_room(connection: Connection, channel: str, agent_id: UUID) -> bool:
    """Whether an agent could hold one more, there or not, their place locked."""
    await connection.execute(_LOCK, [agent_id], channel)
    if await connection.fetchval(_ROOM, agent_id, channel) is None:
        return False
    return bool(await connection.fetchval(_IN_ALL, agent_id, channel))
