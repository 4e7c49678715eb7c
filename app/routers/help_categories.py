"""`/v1/help/categories`: the tree in which readers find articles."""

from typing import Annotated

from fastapi import Query, Request, Response

from app.deps import OR_NOBODY, Work, problems
from app.reading import NOT_MODIFIED, Languages, Reader, answer
from app.requests import DeskRouter
from app.rules.actors import NOBODY
from app.schemas.base import Key
from app.schemas.help_categories import HelpCategoryPage
from app.services import help_categories

router = DeskRouter(prefix="/v1/help/categories", tags=["Help centre"])


@router.get(
    "",
    operation_id="listHelpCategories",
    summary="List categories to read in",
    response_model=HelpCategoryPage,
    responses={**problems(401, 404), **NOT_MODIFIED},
    openapi_extra=OR_NOBODY,
)
async def list_categories(
    request: Request,
    actor: Reader,
    work: Work,
    languages: Languages,
    brand: Annotated[Key | None, Query(description="By default the desk's first brand.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 200,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Those in which, or below which, there is something that you may read, by path: what is below one follows it."""
    wanted = [each for each in (languages[0], *languages[1]) if each is not None]
    found = await help_categories.page(work.session, actor, brand=brand, wanted=wanted, cursor=cursor, limit=limit)
    return answer(request, found.model_dump(), private=actor is not NOBODY)
