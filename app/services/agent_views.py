"""Agents as staff see them: the row, the skills, and what the ledger says."""

from collections.abc import Iterable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Agent, AgentLoad
from app.schemas.agents import AgentOut, SkillLevelOut
from app.services import agent_places, agent_skills, pictures
from app.services.agent_places import DEFAULT_WEIGHT, per_channel


async def one(session: AsyncSession, agent: Agent, invitation: str | None = None) -> AgentOut:
    """An agent; with `invitation_token` when one was made just now."""
    places = (await agent_places.of(session, [agent.id])).get(agent.id, ())
    return _out(agent, (await agent_skills.of(session, [agent.id]))[agent.id], places, invitation)


async def several(session: AsyncSession, agents: Sequence[Agent]) -> list[AgentOut]:
    """These agents, in this order."""
    ids = [each.id for each in agents]
    places, skills = await agent_places.of(session, ids), await agent_skills.of(session, ids)
    return [_out(each, skills[each.id], places.get(each.id, ())) for each in agents]


def _out(
    agent: Agent, skills: Sequence[SkillLevelOut], places: Iterable[AgentLoad], invitation: str | None = None
) -> AgentOut:
    rows = list(places)
    return AgentOut.model_validate(
        {
            "id": agent.id,
            "email": agent.email,
            "name": agent.name,
            "role": agent.role,
            "status": agent.status,
            "languages": agent.languages,
            "skills": skills,
            "tier": agent.tier,
            "capacity": {**per_channel(rows, "capacity"), "total": agent.capacity_total},
            "weights": per_channel(rows, "weight", DEFAULT_WEIGHT),
            "load": {**per_channel(rows, "load"), "total": sum(row.load * row.weight for row in rows)},
            "calendar_id": agent.calendar_id,
            "by_shifts": agent.by_shifts,
            "duty": {"off": agent.off, "changes_at": agent.off_changes_at},
            "presence": {
                "status": agent.presence,
                "channels": agent.presence_channels,
                "since": agent.presence_at,
            },
            "second_factor": agent.second_factor,
            "avatar_url": pictures.address(agent.picture_id),
            "version": agent.version,
            "created_at": agent.created_at,
            "updated_at": agent.updated_at,
            "invitation_token": invitation,
        }
    )
