"""`/v1/articles/{article_id}/statistics`: how an article does with its readers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.article_statistics import ArticleStatistics
from app.schemas.base import Instant
from app.services import article_statistics, reports

router = DeskRouter(prefix="/v1/articles/{article_id}/statistics", tags=["Knowledge base"])


@router.get(
    "",
    operation_id="getArticleStatistics",
    summary="How an article does with its readers",
    response_model=ArticleStatistics,
    responses=problems(401, 403, 404),
)
async def read(
    article_id: UUID,
    actor: Annotated[Actor, staff(P.ARTICLES_READ)],
    work: Work,
    since: Annotated[Instant | None, Query(description="From then on; absent: 30 days before the end.")] = None,
    until: Annotated[Instant | None, Query(description="Before then; absent: now.")] = None,
) -> Response:
    """How often an article was opened in a period, by which words it was found, and whether it helped.

    A reader who changes their answer is counted when, and as, they answered last.
    """
    found = await article_statistics.read(work.session, actor, article_id, reports.period(since, until, None))
    return answer(found.model_dump())
