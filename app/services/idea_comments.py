"""Comments on ideas: whoever wrote one changes it; a lead or an admin may delete it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Forbidden
from app.models import Idea, IdeaComment
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.base import Reference
from app.schemas.idea_comments import IdeaCommentIn, IdeaCommentOut, IdeaCommentPage, IdeaCommentPatch
from app.services import ideas, keyset, notifications, rows


def visible_to(_actor: Actor, idea_id: UUID) -> SelectOfScalar[IdeaComment]:
    """The comments on an idea and on those that are part of it: every agent sees them."""
    group = select(Idea.id).where((col(Idea.id) == idea_id) | (col(Idea.merged_into_id) == idea_id))
    return select(IdeaComment).where(col(IdeaComment.idea_id).in_(group))


async def create(session: AsyncSession, actor: Actor, idea_id: UUID, new: IdeaCommentIn) -> IdeaCommentOut:
    """Say something; who proposed the idea is told. Raises `NotFound` and `Conflict` (`idea_merged`)."""
    idea = await ideas.lock_head(session, actor, idea_id)
    now = clock.now()
    made = IdeaComment(idea_id=idea.id, author_id=actor.id, body=new.body, created_at=now, updated_at=now)
    session.add(made)
    await ideas.recount(session, [idea.id])
    data = {"idea_id": str(idea.id), "title": idea.title, "comment_id": str(made.id), "by": actor.name}
    people = {idea.author_id} - {actor.id}
    await notifications.tell(
        session, people, kind="idea.commented", ticket_id=None, data=data, key=f"idea_comment:{made.id}", now=now
    )
    return (await _shown(session, [made]))[0]


async def page(
    session: AsyncSession, actor: Actor, idea_id: UUID, *, cursor: str | None, limit: int
) -> IdeaCommentPage:
    """Comments, oldest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await ideas.get(session, actor, idea_id)
    query = visible_to(actor, idea_id).order_by(col(IdeaComment.id)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(IdeaComment.id) > keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return IdeaCommentPage(items=await _shown(session, found), next_cursor=following)


async def read(session: AsyncSession, actor: Actor, idea_id: UUID, comment_id: UUID) -> IdeaCommentOut:
    """A comment. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor, idea_id).where(col(IdeaComment.id) == comment_id))
    return (await _shown(session, [found]))[0]


async def patch(
    session: AsyncSession,
    actor: Actor,
    idea_id: UUID,
    comment_id: UUID,
    change: IdeaCommentPatch,
    *,
    version: str | None,
) -> IdeaCommentOut:
    """Say it in other words. Raises `NotFound`, `Forbidden` (`not_the_author`) and `PreconditionFailed`."""
    comment = await rows.lock(
        session, visible_to(actor, idea_id).where(col(IdeaComment.id) == comment_id), version=version
    )
    if comment.author_id != actor.id:
        raise Forbidden("Only whoever wrote it may change it", code="not_the_author")
    if comment.body != change.body:
        comment.body = change.body
        comment.version += 1
        comment.updated_at = clock.now()
        await session.flush()
    return (await _shown(session, [comment]))[0]


async def delete(session: AsyncSession, actor: Actor, idea_id: UUID, comment_id: UUID, *, version: str | None) -> None:
    """Delete a comment. Raises as `patch`."""
    _, head = await ideas.lock_group(session, actor, idea_id)
    comment = await rows.lock(
        session, visible_to(actor, idea_id).where(col(IdeaComment.id) == comment_id), version=version
    )
    if comment.author_id != actor.id and not actor.may(Permission.IDEAS_MANAGE):
        raise Forbidden("Whoever wrote it, a lead or an admin may delete it", code="not_the_author")
    await session.delete(comment)
    await ideas.recount(session, [head.id])


async def _shown(session: AsyncSession, found: Sequence[IdeaComment]) -> list[IdeaCommentOut]:
    names = await ideas.names_of(session, {each.author_id for each in found})
    return [
        IdeaCommentOut(
            id=each.id,
            idea_id=each.idea_id,
            author=Reference(id=each.author_id, name=names.get(each.author_id)),
            body=each.body,
            version=each.version,
            created_at=each.created_at,
            updated_at=each.updated_at,
        )
        for each in found
    ]
