"""What a queue will never be served for, as the desk's people are now: said beside it, never refused."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Agent, AgentSkill, Queue, Skill, TeamMember
from app.schemas.queues import QueueWarning


@dataclass(frozen=True, slots=True)
class _People:
    """Who is active in which team, at which level in which skill, and what the skills are called."""

    members: Mapping[UUID, set[UUID]]
    levels: Mapping[UUID, Mapping[UUID, int]]
    names: Mapping[UUID, str]


async def of(session: AsyncSession, queues: Sequence[Queue]) -> dict[UUID, list[QueueWarning]]:
    """The warnings of each of these queues."""
    teams = {each for queue in queues for each in _teams(queue.definition)}
    skills = {UUID(each["skill_id"]) for queue in queues for each in queue.definition["skills"]}
    people = await _people(session, teams, skills)
    return {queue.id: list(_warnings(queue.definition, people)) for queue in queues}


def _warnings(definition: Mapping[str, Any], people: _People) -> Iterator[QueueWarning]:
    if not definition["team_ids"]:
        detail = "It has no team" + (": its work waits until the overflow begins" if definition["overflow"] else "")
        yield QueueWarning(code="no_teams", detail=detail)
    teams = _teams(definition)
    agents = set[UUID]().union(*(people.members.get(each, ()) for each in teams))
    if not agents:
        if teams:
            yield QueueWarning(code="no_agents", detail="Nobody in its teams is an active agent")
        return
    for skill_id, level in sorted(_required(definition)):
        having = people.levels.get(skill_id, {})
        if not any(having.get(each, 0) >= level for each in agents):
            name = people.names.get(skill_id, str(skill_id))
            detail = f"Nobody in its teams has the skill {name} at level {level} or above"
            yield QueueWarning(code="skill_nobody_has", detail=detail)


def _teams(definition: Mapping[str, Any]) -> list[UUID]:
    stages = [definition["team_ids"], *(each["team_ids"] for each in definition["overflow"])]
    return [UUID(each) for stage in stages for each in stage]


def _required(definition: Mapping[str, Any]) -> set[tuple[UUID, int]]:
    return {(UUID(each["skill_id"]), each["level"]) for each in definition["skills"] if each["required"]}


async def _people(session: AsyncSession, teams: Collection[UUID], skills: Collection[UUID]) -> _People:
    members: dict[UUID, set[UUID]] = {}
    in_teams = (
        select(TeamMember.team_id, TeamMember.agent_id)
        .join(Agent, col(Agent.id) == col(TeamMember.agent_id))
        .where(col(TeamMember.team_id).in_(teams), col(Agent.status) == "active")
    )
    for team_id, agent_id in (await session.exec(in_teams)).all() if teams else ():
        members.setdefault(team_id, set()).add(agent_id)
    if not skills:
        return _People(members, {}, {})
    levels: dict[UUID, dict[UUID, int]] = {}
    having = select(AgentSkill.skill_id, AgentSkill.agent_id, AgentSkill.level).where(
        col(AgentSkill.skill_id).in_(skills)
    )
    for skill_id, agent_id, level in (await session.exec(having)).all():
        levels.setdefault(skill_id, {})[agent_id] = level
    names = (await session.exec(select(Skill.id, Skill.name).where(col(Skill.id).in_(skills)))).all()
    return _People(members, levels, dict(names))
