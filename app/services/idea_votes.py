"""Votes: an agent wants an idea, once, also where two that say the same were merged."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict
from app.rules.actors import Actor
from app.schemas.ideas import IdeaOut
from app.services import ideas

# A vote stays where it was given: one for an idea that is part of this one now is one for this.
_VOTE = """INSERT INTO idea_votes (idea_id, agent_id, at) SELECT $1, $2, $3 WHERE NOT EXISTS (
 SELECT FROM idea_votes v JOIN ideas i ON i.id = v.idea_id
 WHERE (i.id = $1 OR i.merged_into_id = $1) AND v.agent_id = $2)"""
_TAKE_BACK = """DELETE FROM idea_votes v USING ideas i WHERE i.id = v.idea_id
AND (i.id = $1 OR i.merged_into_id = $1) AND v.agent_id = $2"""


async def give(session: AsyncSession, actor: Actor, idea_id: UUID) -> IdeaOut:
    """Vote; twice is once. Raises `NotFound` and `Conflict` (`idea_merged`, `idea_settled`)."""
    idea = await ideas.lock_head(session, actor, idea_id)
    if idea.status in ideas.SETTLED:
        raise Conflict("This idea is done or declined: its votes stay as they are", code="idea_settled")
    await (await raw_connection(session)).execute(_VOTE, idea.id, actor.id, clock.now())
    await ideas.recount(session, [idea.id])
    return (await ideas.shown(session, actor, [idea]))[0]


async def take_back(session: AsyncSession, actor: Actor, idea_id: UUID) -> IdeaOut:
    """Want it no more; without a vote nothing changes. Raises as `give`."""
    idea = await ideas.lock_head(session, actor, idea_id)
    if idea.status in ideas.SETTLED:
        raise Conflict("This idea is done or declined: its votes stay as they are", code="idea_settled")
    await (await raw_connection(session)).execute(_TAKE_BACK, idea.id, actor.id)
    await ideas.recount(session, [idea.id])
    return (await ideas.shown(session, actor, [idea]))[0]
