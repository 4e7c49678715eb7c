"""What becomes of ideas: a status with an answer, kept, and told to those who want them."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.models import Idea, IdeaAnswer
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.ideas import IdeaAnswerOut, IdeaAnswerPage, IdeaOut, IdeaStatusIn
from app.services import ideas, keyset, notifications

_CONCERNED = """SELECT author_id AS id FROM ideas WHERE id = $1 OR merged_into_id = $1
UNION SELECT v.agent_id FROM idea_votes v JOIN ideas i ON i.id = v.idea_id WHERE i.id = $1 OR i.merged_into_id = $1
UNION SELECT c.author_id FROM idea_comments c JOIN ideas i ON i.id = c.idea_id
 WHERE i.id = $1 OR i.merged_into_id = $1"""


async def give(
    session: AsyncSession, actor: Actor, idea_id: UUID, asked: IdeaStatusIn, *, version: str | None
) -> IdeaOut:
    """Say what becomes of an idea. Who proposed it, votes for it or speaks of it is told, each once; the same again
    changes nothing. Raises `NotFound`, `PreconditionFailed` and `Conflict` (`idea_merged`).
    """
    idea = await ideas.lock(session, actor, idea_id, version=version)
    if idea.merged_into_id is not None:
        raise ideas.merged(idea)
    answer = idea.answer if asked.answer is None else asked.answer
    if (asked.status, answer) != (idea.status, idea.answer):
        now = clock.now()
        kept = IdeaAnswer(
            idea_id=idea.id, was=idea.status, status=asked.status, answer=asked.answer, by_id=actor.id, at=now
        )
        session.add(kept)
        idea.status, idea.answer = asked.status, answer
        ideas.touch(idea)
        await session.flush()
        concerned = await (await raw_connection(session)).fetch(_CONCERNED, idea.id)
        people = {UUID(int=row["id"].int) for row in concerned} - {actor.id}
        data = {"idea_id": str(idea.id), "title": idea.title, "status": idea.status, "answer": asked.answer}
        await notifications.tell(
            session, people, kind="idea.answered", ticket_id=None, data=data, key=f"idea:{kept.id}", now=now
        )
    return (await ideas.shown(session, actor, [idea]))[0]


async def page(session: AsyncSession, actor: Actor, idea_id: UUID, *, cursor: str | None, limit: int) -> IdeaAnswerPage:
    """What became of an idea, newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    idea: Idea = await ideas.get(session, actor, idea_id)
    query = select(IdeaAnswer).where(col(IdeaAnswer.idea_id) == idea.id).order_by(col(IdeaAnswer.id).desc())
    if cursor is not None:
        query = query.where(col(IdeaAnswer.id) < keyset.by_id(cursor))
    found, following = keyset.page(
        (await session.exec(query.limit(limit + 1))).all(), limit, lambda last: keyset.encode(last.id)
    )
    names = await ideas.names_of(session, {each.by_id for each in found})
    items = [
        IdeaAnswerOut.model_validate(
            {"id": each.id, "was": each.was, "status": each.status, "answer": each.answer, "at": each.at}
            | {"by": Reference(id=each.by_id, name=names.get(each.by_id))}
        )
        for each in found
    ]
    return IdeaAnswerPage(items=items, next_cursor=following)
