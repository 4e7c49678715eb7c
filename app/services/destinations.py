"""Where a ticket or chat is handed: an agent, a team, a queue or a tier, looked up and refused in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.models import Agent, Team, TeamMember, Ticket
from app.rules.queues import Queue
from app.schemas.handovers import DestinationIn
from app.services import queue_worlds, queueing, ticket_places
from app.services.queue_worlds import Queues


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to: one agent, or a place in a queue. `place` is what becomes of the ticket's fields.

    `name` is how the log and the customer call it; `instead_of` the agent for whom somebody stands in.
    """

    kind: str
    name: str
    id: UUID | None = None
    # What the customer may know it by.
    team_name: str | None = None
    agent_id: UUID | None = None
    queue: Queue | None = None
    team_id: UUID | None = None
    tier: int | None = None
    instead_of: Mapping[str, Any] | None = None
    place: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """As the log has it."""
        return {"kind": self.kind, "id": None if self.id is None else str(self.id), "name": self.name}


async def find(session: AsyncSession, ticket: Ticket, to: DestinationIn) -> Destination:
    """Look a destination up for this ticket.

    Raises `Invalid` (`unknown_agent`, `unknown_team`, `unknown_queue`) and `Conflict` (`agent_out_of_office`,
    `tier_nobody_has`).
    """
    connection = await raw_connection(session)
    await session.flush()
    asked, _ = await ticket_places.facts(connection, ticket.id)
    if to.agent_id is not None:
        return await _agent(session, to.agent_id)
    queues = await queue_worlds.current(connection)
    if to.team_id is not None:
        team = await session.get(Team, to.team_id)
        if team is None or team.archived_at is not None:
            raise _unknown("team", "team_id")
        place, queue = await ticket_places.with_queue(session, ticket, team.id)
        place["agent_tier"] = 0
        return Destination(
            "team", team.name, team.id, team.name, queue=queue, team_id=team.id, place=place, facts=asked
        )  # fmt: skip
    if to.queue_id is not None:
        queue = queues.get(to.queue_id)
        if queue is None:
            raise _unknown("queue", "queue_id")
        team_id = queue.team_ids[0] if queue.team_ids else ticket.team_id
        place = {"queue_id": queue.id, "team_id": team_id, "routed_by_hand": True, "agent_tier": 0}
        name = await _team_name(session, team_id)
        return Destination("queue", queue.name, queue.id, name, queue=queue, team_id=team_id, place=place, facts=asked)
    return await _tier(session, ticket, to.tier or 0, queues, asked)


async def _tier(
    session: AsyncSession, ticket: Ticket, tier: int, queues: Queues, asked: Mapping[str, Any]
) -> Destination:
    queue = queues.get(ticket.queue_id)
    teams = queues.of(ticket.queue_id, ticket.team_id)
    somebody = select(Agent.id).where(col(Agent.status) == "active", col(Agent.tier) >= tier)
    if teams.team_ids is not None:
        member = select(TeamMember.agent_id).where(col(TeamMember.team_id).in_(teams.all_team_ids))
        somebody = somebody.where(col(Agent.id).in_(member))
    if tier and (await session.exec(somebody.limit(1))).first() is None:
        raise Conflict("Nobody in these teams is of that tier", code="tier_nobody_has")
    place = {"queue_id": ticket.queue_id, "team_id": ticket.team_id, "agent_tier": tier}
    name = await _team_name(session, ticket.team_id)
    return Destination(
        "tier", str(tier), None, name, queue=queue, team_id=ticket.team_id, tier=tier, place=place, facts=asked
    )


async def _team_name(session: AsyncSession, team_id: UUID | None) -> str | None:
    team = None if team_id is None else await session.get(Team, team_id)
    return None if team is None else team.name


async def _agent(session: AsyncSession, agent_id: UUID) -> Destination:
    agent = await session.get(Agent, agent_id)
    if agent is None or agent.status != "active":
        detail = "There is no such active agent"
        raise Invalid(detail, code="unknown_agent", errors=[pointer("agent_id", detail)])
    if agent.off != "out_of_office":
        return Destination("agent", agent.name, agent.id, agent_id=agent.id)
    stands_in = await queueing.substitute(await raw_connection(session), agent.id)
    if stands_in is None:
        raise Conflict(f"{agent.name} is out of office, and nobody stands in", code="agent_out_of_office")
    return Destination(
        "agent", stands_in["name"], stands_in["id"], agent_id=stands_in["id"],
        instead_of={"id": str(agent.id), "name": agent.name},
    )  # fmt: skip


def _unknown(what: str, name: str) -> Invalid:
    detail = f"There is no such {what}, or it takes no work any more"
    code = {"team": "unknown_team", "queue": "unknown_queue"}[what]
    return Invalid(detail, code=code, errors=[pointer(name, detail)])
