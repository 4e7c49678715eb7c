"""`/v1/article-categories`: the tree in which articles of a brand stand."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.article_categories import (
    ArticleCategoryIn,
    ArticleCategoryOut,
    ArticleCategoryPage,
    ArticleCategoryPatch,
)
from app.schemas.base import Key
from app.services import article_categories

router = DeskRouter(prefix="/v1/article-categories", tags=["Knowledge base"])


def _answer(found: ArticleCategoryOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(found.model_dump(), status, version=str(found.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createArticleCategory",
    summary="Make a category",
    response_model=ArticleCategoryOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ArticleCategoryIn, actor: Annotated[Actor, staff(P.ARTICLES_WRITE)], work: Work) -> Response:
    """Make a category, at most six deep; its slug is one among those that stand beside it."""
    made = await article_categories.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/article-categories/{made.id}")


@router.get(
    "",
    operation_id="listArticleCategories",
    summary="List categories",
    response_model=ArticleCategoryPage,
    responses=problems(401, 403),
)
async def list_categories(
    actor: Annotated[Actor, staff(P.ARTICLES_READ)],
    work: Work,
    brand: Annotated[Key | None, Query(description="Only this brand.")] = None,
    archived: Annotated[bool, Query(description="Those that are archived instead.")] = False,  # noqa: FBT002 - FastAPI's way
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=4000)] = None,
) -> Response:
    """By brand and path: what is below one comes after it."""
    found = await article_categories.page(
        work.session, actor, brand=brand, archived=archived, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())


@router.get(
    "/{category_id}",
    operation_id="getArticleCategory",
    summary="Read a category",
    response_model=ArticleCategoryOut,
    responses=problems(401, 403, 404),
)
async def read(category_id: UUID, actor: Annotated[Actor, staff(P.ARTICLES_READ)], work: Work) -> Response:
    """A category with its names; its ETag goes into `If-Match` when you change it."""
    return _answer(await article_categories.read(work.session, actor, category_id))


@router.patch(
    "/{category_id}",
    operation_id="updateArticleCategory",
    summary="Change or move a category",
    response_model=ArticleCategoryOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    category_id: UUID,
    change: ArticleCategoryPatch,
    actor: Annotated[Actor, staff(P.ARTICLES_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Moved, it takes along what is below it. It cannot stand below itself."""
    return _answer(await article_categories.patch(work.session, actor, category_id, change, version=if_match))


@router.delete(
    "/{category_id}",
    status_code=204,
    operation_id="archiveArticleCategory",
    summary="Archive a category",
    responses=problems(401, 403, 404, 409, 412),
)
async def archive(
    category_id: UUID, actor: Annotated[Actor, staff(P.ARTICLES_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Refused while articles or other categories stand in it: `used_by` names the first of them."""
    await article_categories.archive(work.session, actor, category_id, version=if_match)
    return Response(status_code=204)
