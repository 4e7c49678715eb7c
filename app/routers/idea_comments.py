"""`/v1/ideas/{id}/comments`: what staff say about an idea."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.idea_comments import IdeaCommentIn, IdeaCommentOut, IdeaCommentPage, IdeaCommentPatch
from app.services import idea_comments

router = DeskRouter(prefix="/v1/ideas/{idea_id}/comments", tags=["Ideas"])


def _answer(comment: IdeaCommentOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(comment.model_dump(), status, version=str(comment.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createIdeaComment",
    summary="Comment on an idea",
    response_model=IdeaCommentOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def create(
    idea_id: UUID, new: IdeaCommentIn, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work
) -> Response:
    """Say something about it; who proposed it gets the notification `idea.commented`."""
    made = await idea_comments.create(work.session, actor, idea_id, new)
    return _answer(made, 201, location=f"/v1/ideas/{idea_id}/comments/{made.id}")


@router.get(
    "",
    operation_id="listIdeaComments",
    summary="List the comments on an idea",
    response_model=IdeaCommentPage,
    responses=problems(401, 403, 404),
)
async def list_comments(
    idea_id: UUID,
    actor: Annotated[Actor, agent(P.IDEAS_WRITE)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Comments, oldest first, with those on ideas that were merged into it."""
    return answer((await idea_comments.page(work.session, actor, idea_id, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{comment_id}",
    operation_id="getIdeaComment",
    summary="Read a comment on an idea",
    response_model=IdeaCommentOut,
    responses=problems(401, 403, 404),
)
async def read(idea_id: UUID, comment_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work) -> Response:
    """A comment; its ETag goes into `If-Match` when you change it."""
    return _answer(await idea_comments.read(work.session, actor, idea_id, comment_id))


@router.patch(
    "/{comment_id}",
    operation_id="updateIdeaComment",
    summary="Change your comment on an idea",
    response_model=IdeaCommentOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    idea_id: UUID,
    comment_id: UUID,
    change: IdeaCommentPatch,
    actor: Annotated[Actor, agent(P.IDEAS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Say it in other words; only whoever wrote it."""
    return _answer(await idea_comments.patch(work.session, actor, idea_id, comment_id, change, version=if_match))


@router.delete(
    "/{comment_id}",
    status_code=204,
    operation_id="deleteIdeaComment",
    summary="Delete a comment on an idea",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    idea_id: UUID, comment_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete your own; a lead or an admin may delete any."""
    await idea_comments.delete(work.session, actor, idea_id, comment_id, version=if_match)
    return Response(status_code=204)
