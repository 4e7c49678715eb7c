"""`/v1/help-searches`: what readers searched, and in vain."""

from typing import Annotated

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant, Key
from app.schemas.help_searches import HelpSearchesPage, SearchOutcome
from app.services import help_searches, reports
from app.services.help_searches import SearchesFilter

router = DeskRouter(prefix="/v1/help-searches", tags=["Help centre"])


@router.get(
    "",
    operation_id="listHelpSearches",
    summary="What readers searched",
    response_model=HelpSearchesPage,
    responses=problems(401, 403),
)
async def list_searches(
    actor: Annotated[Actor, staff(P.ARTICLES_WRITE)],
    work: Work,
    outcome: Annotated[
        SearchOutcome, Query(description="Only what found nothing, or of which nothing was opened.")
    ] = "any",
    brand: Annotated[Key | None, Query()] = None,
    since: Annotated[Instant | None, Query(description="From then on; absent: 30 days before the end.")] = None,
    until: Annotated[Instant | None, Query(description="Before then; absent: now.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """What readers searched in a period, by its words, the most frequent (of this outcome) first.

    What was typed letter by letter is one search. What they write into forms and chats is not kept.
    """
    wanted = SearchesFilter(reports.period(since, until, brand), outcome)
    return answer((await help_searches.page(work.session, actor, wanted, cursor=cursor, limit=limit)).model_dump())
