"""Which skills agents have, at which levels: named in words, made when there is no such skill yet."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Invalid, pointer
from app.ids import new_id
from app.models import AgentSkill, Skill
from app.schemas.agents import SkillLevelIn, SkillLevelOut

_LOCK = func.hashtext("otklik skills of agents")

# Whoever makes the same skill at this moment is waited for: then it is there for the next statement.
_MAKE = """INSERT INTO skills (id, name, version, created_at, updated_at)
SELECT n.id, n.name, 1, $3, $3 FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY n (id, name, place) ORDER BY n.place
ON CONFLICT DO NOTHING"""
_FIND = """SELECT n.place, s.id FROM unnest($1::text[]) WITH ORDINALITY n (name, place)
JOIN skills s ON lower(s.name) = lower(n.name)"""
_OF = "SELECT skill_id, level FROM agent_skills WHERE agent_id = $1"
_FORGET = "DELETE FROM agent_skills WHERE agent_id = $1"
_PUT = "INSERT INTO agent_skills (agent_id, skill_id, level) SELECT $1, * FROM unnest($2::uuid[], $3::int[])"


async def hold(session: AsyncSession) -> None:
    """No agent gets or loses a skill until this transaction ends. Comes before any lock of an agent or a skill."""
    await session.exec(select(func.pg_advisory_xact_lock(_LOCK)))


async def share(session: AsyncSession) -> None:
    """No skill goes or gets another name until this transaction ends. Comes before any lock of an agent."""
    await session.exec(select(func.pg_advisory_xact_lock_shared(_LOCK)))


async def put(session: AsyncSession, agent_id: UUID, wanted: Sequence[SkillLevelIn]) -> bool:
    """Give an agent these skills and no others; whether that was a change. The caller holds `share` and the agent.

    Raises `Invalid` when two of the names are one skill to the database.
    """
    connection = await raw_connection(session)
    levels = await _named(connection, wanted)
    if levels == {row["skill_id"]: row["level"] for row in await connection.fetch(_OF, agent_id)}:
        return False
    await connection.execute(_FORGET, agent_id)
    await connection.execute(_PUT, agent_id, list(levels), list(levels.values()))
    return True


async def of(session: AsyncSession, agent_ids: Collection[UUID]) -> dict[UUID, list[SkillLevelOut]]:
    """The skills of these agents, by name."""
    query = (
        select(AgentSkill.agent_id, Skill.id, Skill.name, AgentSkill.level)
        .join(Skill, col(Skill.id) == col(AgentSkill.skill_id))
        .where(col(AgentSkill.agent_id).in_(agent_ids))
        .order_by(func.lower(col(Skill.name)))
    )
    found: dict[UUID, list[SkillLevelOut]] = {each: [] for each in agent_ids}
    for agent_id, skill_id, name, level in (await session.exec(query)).all() if agent_ids else ():
        found[agent_id].append(SkillLevelOut(id=skill_id, name=name, level=level))
    return found


async def _named(connection: Connection, wanted: Sequence[SkillLevelIn]) -> dict[UUID, int]:
    """Levels by skill. A skill is found whatever the case of its name, and made when there is none."""
    if not wanted:
        return {}
    names = [each.name for each in wanted]
    # In one order, so that of two who name the same new skills neither waits for the other in a circle.
    new = sorted(names, key=str.casefold)
    await connection.execute(_MAKE, [new_id() for _ in new], new, clock.now())
    levels = {row["id"]: wanted[row["place"] - 1].level for row in await connection.fetch(_FIND, names)}
    if len(levels) < len(wanted):
        detail = "must not repeat a skill"
        raise Invalid(detail, errors=[pointer("skills", detail)])
    return levels
