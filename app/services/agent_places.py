"""An agent's places in the ledger of capacity: how much they may hold on each channel, and what that weighs."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import AgentLoad
from app.schemas.agents import CHANNELS, CapacityIn, WeightsIn

DEFAULT_CAPACITY = {"chat": 3, "ticket": 20, "call": 1}
DEFAULT_WEIGHT = 1


async def put(session: AsyncSession, agent_id: UUID, *, capacity: CapacityIn | None, weights: WeightsIn | None) -> bool:
    """Set what is named, and for a new agent the rest as it usually is; whether that was a change.

    The caller holds the agent. `capacity.total` is a column of the agent's and not done here.
    """
    before = {row.channel: (row.capacity, row.weight) for row in (await of(session, [agent_id])).get(agent_id, ())}
    slots = {} if capacity is None else capacity.model_dump(exclude_none=True, exclude={"total"})
    heavy = {} if weights is None else weights.model_dump(exclude_none=True)
    usual: dict[str, int] = dict.fromkeys(CHANNELS, 0) if before else DEFAULT_CAPACITY
    wanted: dict[str, tuple[int, int]] = {}
    for name in slots.keys() | heavy.keys() if before else CHANNELS:
        most, weight = before.get(name, (usual[name], DEFAULT_WEIGHT))
        wanted[name] = (slots.get(name, most), heavy.get(name, weight))
    # By channel, as everybody locks an agent's places: two that want several of them do not wait for each other.
    rows = [
        {"agent_id": agent_id, "channel": name, "capacity": most, "weight": weight, "load": 0}
        for name, (most, weight) in sorted(wanted.items())
        if before.get(name) != (most, weight)
    ]
    if not rows:
        return False
    statement = insert(AgentLoad).values(rows)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["agent_id", "channel"],
            set_={"capacity": statement.excluded.capacity, "weight": statement.excluded.weight},
        )
    )
    return True


async def of(session: AsyncSession, agent_ids: Sequence[UUID]) -> dict[UUID, list[AgentLoad]]:
    """The places of these agents as they are now."""
    query = select(AgentLoad).where(col(AgentLoad.agent_id).in_(agent_ids)).execution_options(populate_existing=True)
    found: dict[UUID, list[AgentLoad]] = {}
    for row in await session.exec(query):
        found.setdefault(row.agent_id, []).append(row)
    return found


async def capacity(session: AsyncSession, agent_id: UUID) -> dict[str, int]:
    """What an agent may hold on each channel."""
    return per_channel((await of(session, [agent_id])).get(agent_id, ()), "capacity")


def per_channel(places: Iterable[AgentLoad], column: str, default: int = 0) -> dict[str, int]:
    """A column of the ledger by channel."""
    return dict.fromkeys(CHANNELS, default) | {row.channel: getattr(row, column) for row in places}
