"""Skills: create, read, list, change, delete, and how many agents have each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint
from app.errors import Conflict, PreconditionFailed
from app.hints import Hint
from app.models import Agent, AgentSkill, Queue, Skill
from app.rules.actors import Actor
from app.schemas.skills import SkillIn, SkillOut, SkillPage, SkillPatch
from app.services import agent_skills, keyset, queue_definitions, rows

NOBODY = UUID(int=0)
LEVELS = range(1, 6)
# So many of the queues that ask for a skill are named.
_NAMED = 20


def visible_to(_actor: Actor) -> SelectOfScalar[Skill]:
    """The skills that a caller may see: who may see people at all may see every skill."""
    return select(Skill)


async def create(session: AsyncSession, _actor: Actor, new: SkillIn) -> SkillOut:
    """Make a skill. Raises the refusal of its constraint: `name_taken`."""
    now = clock.now()
    skill = Skill(name=new.name, description=new.description, created_at=now, updated_at=now)
    session.add(skill)
    await session.flush()
    return (await _all_shown(session, [skill]))[0]


async def read(session: AsyncSession, actor: Actor, skill_id: UUID) -> SkillOut:
    """A skill. Raises `NotFound`."""
    skill = await rows.get(session, visible_to(actor).where(col(Skill.id) == skill_id))
    return (await _all_shown(session, [skill]))[0]


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> SkillPage:
    """Skills by name, whatever its case. Raises `Invalid` for a cursor that is not ours."""
    name = func.lower(col(Skill.name))
    query = visible_to(actor).order_by(name).limit(limit + 1)
    if cursor is not None:
        query = query.where(name > func.lower(keyset.by_name(cursor)))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return SkillPage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, skill_id: UUID, change: SkillPatch, *, version: str | None
) -> SkillOut:
    """Change a skill. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    sent = change.model_dump(exclude_unset=True)
    if "name" in sent:
        await agent_skills.hold(session)
    skill = await rows.lock(session, visible_to(actor).where(col(Skill.id) == skill_id), version=version)
    changed = {name: value for name, value in sent.items() if value != getattr(skill, name)}
    if changed:
        for name, value in changed.items():
            setattr(skill, name, value)
        skill.version += 1
        skill.updated_at = clock.now()
        await session.flush()
    if "name" in changed:
        await _touch_agents(session, skill.id, skill.updated_at)
    return (await _all_shown(session, [skill]))[0]


async def delete(session: AsyncSession, actor: Actor, skill_id: UUID, *, version: str | None) -> None:
    """Delete a skill; agents lose it. Raises `NotFound`, `PreconditionFailed`, and `Conflict` (`skill_in_use`)."""
    await agent_skills.hold(session)
    # The strong lock: a queue that is to ask for it waits for us, and then finds none.
    query = visible_to(actor).where(col(Skill.id) == skill_id).with_for_update()
    skill = await rows.get(session, query.execution_options(populate_existing=True))
    if version is not None and version != str(skill.version):
        raise PreconditionFailed
    users = await _asking(session, skill_id)
    if users:
        used_by = [{"kind": "queue", "id": str(found), "name": name} for found, name in users[:_NAMED]]
        raise Conflict(f"The queue {users[0][1]} asks for this skill", code="skill_in_use", used_by=used_by)
    await _touch_agents(session, skill_id, clock.now())
    await session.delete(skill)
    await session.flush()


async def _asking(session: AsyncSession, skill_id: UUID) -> list[tuple[UUID, str]]:
    query = select(Queue.id, Queue.name, Queue.definition).where(col(Queue.archived_at).is_(None))
    found = (await session.exec(query.order_by(col(Queue.position)))).all()
    wanted = ("skill", str(skill_id))
    return [row[:2] for row in found if any(each[1:] == wanted for each in queue_definitions.named(row[2]))]


async def _touch_agents(session: AsyncSession, skill_id: UUID, now: datetime) -> None:
    """The skill is part of what is shown of those who have it: they get another ETag."""
    having = select(AgentSkill.agent_id).where(col(AgentSkill.skill_id) == skill_id)
    holders = select(Agent.id).where(col(Agent.id).in_(having)).order_by(col(Agent.id)).with_for_update(key_share=True)
    agent_ids = (await session.exec(holders)).all()
    await session.exec(
        update(Agent)
        .where(col(Agent.id).in_(agent_ids))
        .values(version=col(Agent.version) + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    for each in agent_ids:
        hint(session, Hint("agent", each))
    hint(session, Hint("route", NOBODY))


async def _all_shown(session: AsyncSession, skills: Sequence[Skill]) -> list[SkillOut]:
    ids = [each.id for each in skills]
    query = (
        select(AgentSkill.skill_id, AgentSkill.level, func.count())
        .join(Agent, col(Agent.id) == col(AgentSkill.agent_id))
        .where(col(AgentSkill.skill_id).in_(ids), col(Agent.status) == "active")
        .group_by(col(AgentSkill.skill_id), col(AgentSkill.level))
    )
    counted = {(skill_id, level): count for skill_id, level, count in (await session.exec(query)).all() if ids}
    return [_shown(each, {str(level): counted.get((each.id, level), 0) for level in LEVELS}) for each in skills]


def _shown(skill: Skill, levels: dict[str, int]) -> SkillOut:
    return SkillOut(
        id=skill.id,
        name=skill.name,
        description=skill.description,
        agents=sum(levels.values()),
        levels=levels,
        version=skill.version,
        created_at=skill.created_at,
        updated_at=skill.updated_at,
    )
