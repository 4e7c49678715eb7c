"""`/v1/articles`: the knowledge base for those who write it."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.articles import ArticleIn, ArticleOut, ArticlePage, ArticlePatch, TranslationStatus, Visibility
from app.schemas.base import Key
from app.services import articles
from app.settings import Settings

# A text of the largest size, as clients send it that write every letter as an escape.
_LARGEST = 768 * 1024
_TEXTS = re.compile(r"/v1/articles(/[^/]+/translations/[^/]+)?|/v1/article-imports")

router = DeskRouter(prefix="/v1/articles", tags=["Knowledge base"])


def limits(settings: Settings) -> list[tuple[re.Pattern[str], int]]:
    """Which addresses take larger bodies, and how large."""
    return [(_TEXTS, max(_LARGEST, settings.body_limit))]


def _answer(found: ArticleOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(found.model_dump(), status, version=str(found.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createArticle",
    summary="Write a new article",
    response_model=ArticleOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ArticleIn, actor: Annotated[Actor, staff(P.ARTICLES_DRAFT)], work: Work) -> Response:
    """Readers see nothing of it until a text of it is published."""
    made = await articles.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/articles/{made.id}")


@router.get(
    "", operation_id="listArticles", summary="List articles", response_model=ArticlePage, responses=problems(401, 403)
)
async def list_articles(
    actor: Annotated[Actor, staff(P.ARTICLES_READ)],
    work: Work,
    brand: Annotated[Key | None, Query()] = None,
    category_id: Annotated[UUID | None, Query()] = None,
    visibility: Annotated[Visibility | None, Query()] = None,
    owner_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[TranslationStatus | None, Query(description="With a text in this state.")] = None,
    review_due: Annotated[bool, Query(description="Only those whose `review_by` has come.")] = False,  # noqa: FBT002 - FastAPI's way
    archived: Annotated[bool, Query(description="Those that are archived instead.")] = False,  # noqa: FBT002
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The last changed first, drafts too, each with what there is of it in which language."""
    filters = {
        "brand": brand, "category_id": category_id, "visibility": visibility, "owner_id": owner_id, "status": status,
        "review_due": review_due, "archived": archived,
    }  # fmt: skip
    return answer((await articles.page(work.session, actor, filters, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{article_id}",
    operation_id="getArticle",
    summary="Read an article",
    response_model=ArticleOut,
    responses=problems(401, 403, 404),
)
async def read(article_id: UUID, actor: Annotated[Actor, staff(P.ARTICLES_READ)], work: Work) -> Response:
    """What is not text, and what there is in which language; the texts are its translations."""
    return _answer(await articles.read(work.session, actor, article_id))


@router.patch(
    "/{article_id}",
    operation_id="updateArticle",
    summary="Change what is not text",
    response_model=ArticleOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    article_id: UUID,
    change: ArticlePatch,
    actor: Annotated[Actor, staff(P.ARTICLES_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Who may read it, where it stands, whose it is. Readers see it at once. `archived: false` brings it back."""
    return _answer(await articles.patch(work.session, actor, article_id, change, version=if_match))


@router.delete(
    "/{article_id}",
    status_code=204,
    operation_id="archiveArticle",
    summary="Archive an article",
    responses=problems(401, 403, 404, 412),
)
async def archive(
    article_id: UUID, actor: Annotated[Actor, staff(P.ARTICLES_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Nobody reads it any more; its texts and versions are kept, its addresses are free."""
    await articles.archive(work.session, actor, article_id, version=if_match)
    return Response(status_code=204)
