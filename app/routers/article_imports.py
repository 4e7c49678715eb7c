"""`/v1/article-imports`: articles out of Markdown files."""

from typing import Annotated

from fastapi import Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.article_imports import ArticleImportIn, ArticleImportOut
from app.services import article_imports

router = DeskRouter(prefix="/v1/article-imports", tags=["Knowledge base"])


@router.post(
    "",
    operation_id="importArticles",
    summary="Make articles of Markdown files",
    response_model=ArticleImportOut,
    responses=problems(401, 403, 415),
)
async def run(new: ArticleImportIn, actor: Annotated[Actor, staff(P.ARTICLES_DRAFT)], work: Work) -> Response:
    """A file that cannot be taken is `refused` with a reason, and keeps no other back. Sent again, files are
    `unchanged`, or another draft: of the article that they name (`article`, or the `slug`), else of the one with their
    title.
    """
    return answer((await article_imports.run(work.session, actor, new)).model_dump())
