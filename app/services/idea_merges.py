"""Ideas that say the same: one points at the other, and what each got stays its own, so that it can be undone."""

from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Conflict, Invalid, NotFound, pointer
from app.models import Idea
from app.rules.actors import Actor
from app.schemas.ideas import IdeaOut
from app.services import ideas

_POINT = """UPDATE ideas SET merged_into_id = $2, votes = 0, comments = 0, asked = 0, tickets = 0
WHERE merged_into_id = $1"""
_NONE = "UPDATE ideas SET votes = 0, comments = 0, asked = 0, tickets = 0 WHERE id = $1"


async def merge(session: AsyncSession, actor: Actor, idea_id: UUID, into_id: UUID) -> IdeaOut:
    """Make an idea, with all that is part of it, part of another one; where it is so already, nothing changes.

    Raises `NotFound`, `Invalid` (`unknown_idea`, `merge_into_itself`) and `Conflict` (`idea_merged`: it is part of a
    third one, or the other is part of something).
    """
    if idea_id == into_id:
        detail = "An idea is not merged into itself"
        raise Invalid(detail, code="merge_into_itself", errors=[pointer("into_id", detail)])
    source, target = await _lock_two(session, actor, idea_id, into_id)
    if target.merged_into_id is not None:
        raise ideas.merged(target)
    if source.merged_into_id is not None and source.merged_into_id != target.id:
        raise ideas.merged(source)
    if source.merged_into_id is None:
        source.merged_into_id = target.id
        ideas.touch(source)
        await session.flush()
        connection = await raw_connection(session)
        await connection.execute(_POINT, source.id, target.id)
        await connection.execute(_NONE, source.id)
        await ideas.recount(session, [target.id])
    return (await ideas.shown(session, actor, [target]))[0]


async def unmerge(session: AsyncSession, actor: Actor, idea_id: UUID) -> IdeaOut:
    """Let it stand by itself again, with what was said and asked of itself. What came with it stays where it is.

    Raises `NotFound` and `Conflict` (`not_merged`).
    """
    source, head = await ideas.lock_group(session, actor, idea_id)
    if source.id == head.id:
        raise Conflict("This idea is nobody's part", code="not_merged")
    source.merged_into_id = None
    ideas.touch(source)
    await ideas.recount(session, [source.id, head.id])
    return (await ideas.shown(session, actor, [source]))[0]


async def _lock_two(session: AsyncSession, actor: Actor, idea_id: UUID, other_id: UUID) -> tuple[Idea, Idea]:
    query = ideas.visible_to(actor).where(col(Idea.id).in_({idea_id, other_id})).order_by(col(Idea.id))
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = {each.id: each for each in (await session.exec(query)).all()}
    if idea_id not in found:
        raise NotFound
    if other_id not in found:
        detail = "There is no such idea"
        raise Invalid(detail, code="unknown_idea", errors=[pointer("into_id", detail)])
    return found[idea_id], found[other_id]
