"""The agents of a queue's teams as a board shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.agent_states import STATES, Held, State, state
from app.rules.queues import Queue
from app.rules.wording import name, short
from app.schemas.agents import CHANNELS, PerChannel
from app.schemas.boards import BoardAgentOut

# So many are shown; all are counted.
SHOWN = 200

# Of what is going on only: what has ended piles up.
_AGENTS = """SELECT a.id, a.name, a.presence, a.presence_channels, a.off, a.capacity_total, m.team_ids,
 greatest(a.presence_at, a.updated_at) AS changed_at, coalesce(o.number, 0) AS offers,
 w.agent_id IS NOT NULL AS wrapping_up, l.channels, l.loads, l.capacities, l.weights
FROM agents a LEFT JOIN (
 SELECT agent_id, array_agg(team_id) AS team_ids FROM team_members WHERE team_id = ANY ($1::uuid[]) GROUP BY 1
) m ON m.agent_id = a.id
LEFT JOIN (SELECT agent_id, count(*) AS number FROM offers WHERE status = 'live' GROUP BY 1) o ON o.agent_id = a.id
LEFT JOIN (SELECT DISTINCT agent_id FROM chats WHERE wrap_up_until IS NOT NULL) w ON w.agent_id = a.id
CROSS JOIN LATERAL (
 SELECT array_agg(channel) AS channels, array_agg(load) AS loads, array_agg(capacity) AS capacities,
  array_agg(weight) AS weights FROM agent_loads WHERE agent_id = a.id
) l
WHERE a.status = 'active' AND ($1::uuid[] IS NULL OR m.agent_id IS NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Agents:
    """Those who are shown, how many there are in each state, what they are called, and when each last changed."""

    shown: list[BoardAgentOut]
    by_state: dict[State, int]
    names: Mapping[UUID, str]
    changed_at: Mapping[UUID, datetime]


async def of(connection: Connection, queue: Queue) -> Agents:
    """The active agents of a queue's teams, and of those that help after a wait."""
    after = helping(queue)
    rows = await connection.fetch(_AGENTS, None if queue.team_ids is None else list(after))
    agents = sorted(
        (_agent(row, after) for row in rows), key=lambda each: (STATES.index(each.state), each.name, each.id)
    )
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for each in agents:
        counts[each.state] += 1
    return Agents(
        shown=agents[:SHOWN],
        by_state=counts,
        names={row["id"]: row["name"] for row in rows},
        changed_at={row["id"]: row["changed_at"] for row in rows},
    )


def helping(queue: Queue) -> dict[UUID, int]:
    """By team, after how many seconds of waiting it helps; 0: at once."""
    after = dict.fromkeys(queue.team_ids or (), 0)
    for stage in sorted(queue.overflow, key=lambda each: each.after):
        for team in stage.team_ids:
            after.setdefault(team, stage.after)
    return after


def _agent(row: Mapping[str, Any], after: Mapping[UUID, int]) -> BoardAgentOut:
    held = {
        channel: Held(load, capacity, weight)
        for channel, load, capacity, weight in zip(
            row["channels"] or (), row["loads"] or (), row["capacities"] or (), row["weights"] or (), strict=True
        )
    }
    return BoardAgentOut(
        id=row["id"],
        name=name(row["name"]) or short(row["id"]),
        state=state(
            presence=row["presence"],
            off=row["off"],
            channels=row["presence_channels"],
            held=held,
            total=row["capacity_total"],
            wrapping_up=row["wrapping_up"],
        ),
        load=PerChannel(**{each: held.get(each, Held()).load for each in CHANNELS}),
        capacity=PerChannel(**{each: held.get(each, Held()).capacity for each in CHANNELS}),
        capacity_total=row["capacity_total"],
        offers=row["offers"],
        after_seconds=min((after[each] for each in row["team_ids"] or ()), default=0),
    )
