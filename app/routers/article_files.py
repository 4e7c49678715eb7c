"""`/v1/articles/{id}/files`: the pictures, voice and video of an article."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.article_files import ArticleFileIn, ArticleFileList, ArticleFileOut
from app.services import article_files

router = DeskRouter(prefix="/v1/articles/{article_id}/files", tags=["Knowledge base"])


@router.post(
    "",
    status_code=201,
    operation_id="addArticleFile",
    summary="Give a file to an article",
    response_model=ArticleFileOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def add(
    article_id: UUID, new: ArticleFileIn, actor: Annotated[Actor, staff(P.ARTICLES_DRAFT)], work: Work
) -> Response:
    """Upload it first (`POST /v1/attachments`); it is the article's then. A text shows it as `markdown` says."""
    made = await article_files.add(work.session, actor, article_id, new)
    return answer(made.model_dump(), 201, location=f"/v1/help/files/{made.id}")


@router.get(
    "",
    operation_id="listArticleFiles",
    summary="List an article's files",
    response_model=ArticleFileList,
    responses=problems(401, 403, 404),
)
async def list_files(article_id: UUID, actor: Annotated[Actor, staff(P.ARTICLES_READ)], work: Work) -> Response:
    """The oldest first, each with the languages in which readers see it."""
    return answer((await article_files.page(work.session, actor, article_id)).model_dump())


@router.delete(
    "/{file_id}",
    status_code=204,
    operation_id="removeArticleFile",
    summary="Remove a file of an article",
    responses=problems(401, 403, 404, 409),
)
async def remove(
    article_id: UUID, file_id: UUID, actor: Annotated[Actor, staff(P.ARTICLES_DRAFT)], work: Work
) -> Response:
    """It is gone for good, also from old versions. Refused while readers see it: `locales` says where."""
    work.hints.append(await article_files.remove(work.session, actor, article_id, file_id))
    return Response(status_code=204)
