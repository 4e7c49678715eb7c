"""`/v1/help/articles`: the knowledge base for those who read it."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.deps import OR_NOBODY, Work, problems
from app.reading import NOT_MODIFIED, SECONDS, Languages, Reader, answer
from app.requests import DeskRouter
from app.rules.actors import NOBODY
from app.schemas.base import Key
from app.schemas.help_articles import HelpArticleOut, HelpArticlePage
from app.services import help_articles

router = DeskRouter(prefix="/v1/help/articles", tags=["Help centre"])

BrandKey = Annotated[Key | None, Query(description="By default the desk's first brand.")]
Which = Annotated[str, Path(max_length=400, description="Its slug or its id.")]


@router.get(
    "",
    operation_id="listHelpArticles",
    summary="List articles to read",
    response_model=HelpArticlePage,
    responses={**problems(401, 404), **NOT_MODIFIED},
    openapi_extra=OR_NOBODY,
)
async def list_articles(
    request: Request,
    actor: Reader,
    work: Work,
    languages: Languages,
    brand: BrandKey = None,
    category_id: Annotated[UUID | None, Query(description="Only what stands in this category.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """What is published and yours to read, each in the language that fits best."""
    wanted = [each for each in (languages[0], *languages[1]) if each is not None]
    found = await help_articles.page(
        work.session, actor, brand=brand, category_id=category_id, wanted=wanted, cursor=cursor, limit=limit
    )
    return answer(request, found.model_dump(), private=actor is not NOBODY)


@router.get(
    "/{which}",
    operation_id="getHelpArticle",
    summary="Read an article",
    response_model=HelpArticleOut,
    responses={
        **problems(401, 404),
        **NOT_MODIFIED,
        308: {"description": "It was called so once: `Location` is its address now"},
    },
    openapi_extra=OR_NOBODY,
)
async def read(
    which: Which, request: Request, actor: Reader, work: Work, languages: Languages, brand: BrandKey = None
) -> Response:
    """In the wanted language, else another one of the same language, else the article's default, else any: `locale`
    says which, `locales` which there are. To be kept for a minute; then ask with `If-None-Match`.

    404 for what is not published, or not yours to read.
    """
    signed = actor is not NOBODY
    found = await help_articles.read(
        work.session, actor, which, brand=brand, locale=languages[0], languages=languages[1], signed=signed
    )
    if isinstance(found, help_articles.Moved):
        where = f"/v1/help/articles/{found.slug}?" + urlencode({"brand": found.brand, "locale": found.locale})
        cache = "private, no-cache" if signed else f"public, max-age={SECONDS}"
        headers = {"location": where, "cache-control": cache, "vary": "Authorization, Accept-Language, Origin"}
        return Response(status_code=308, headers=headers)
    return answer(
        request,
        found.article.model_dump(),
        private=signed or not found.public,
        changed_at=found.changed_at if found.public else None,
    )
