"""Faces of agents: their own to set, and an admin's for anybody."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.errors import Forbidden
from app.hints import Hint
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.agents import AgentOut
from app.services import agent_views, agents, pictures


async def put(
    session: AsyncSession, actor: Actor, agent_id: UUID, data: bytes | None, *, version: str | None
) -> AgentOut:
    """Give an agent this face in place of the one before; None takes it away.

    Raises `Forbidden` for somebody else's, `NotFound`, `PreconditionFailed` and `Invalid` (`not_a_picture`).
    """
    if agent_id != actor.id and not actor.may(Permission.PEOPLE_WRITE):
        detail = "You may change your own face only"
        raise Forbidden(detail, needs=Permission.PEOPLE_WRITE.value)
    made = None if data is None else await pictures.face(data)
    agent = await agents.lock(session, actor, agent_id, version=version)
    before = agent.picture_id
    if made is not None or before is not None:
        agent.picture_id = None if made is None else await pictures.store(session, "face", made)
        agent.version += 1
        agent.updated_at = clock.now()
        session.add(agent)
        await pictures.drop(session, before)
        hint(session, Hint("agent", agent.id))
    return await agent_views.one(session, agent)
