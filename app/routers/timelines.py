"""`/v1/tickets/{id}/timeline`: what was said, on a ticket and on all that was merged into it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Translations, Work, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.timelines import TimelinePage
from app.services import timelines
from app.services.lean import translations as lean_translations

router = DeskRouter(prefix="/v1/tickets", tags=["Tickets"])


@router.get(
    "/{ticket_id}/timeline",
    operation_id="listTimeline",
    summary="Read the timeline",
    response_model=TimelinePage,
    responses=problems(401, 403, 404),
)
async def list_timeline(
    ticket_id: UUID,
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    order: Annotated[Literal["asc", "desc"], Query(description="`desc`: the latest first.")] = "asc",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    translations: Translations = None,
) -> Response:
    """The messages of a ticket and of all tickets that were merged into it, by time, as you may see them; each says its
    ticket, and its `seq` is that ticket's. A message that a split has copied is there once.
    """
    connection = await work.lean()
    found = await timelines.page(connection, actor, ticket_id, order=order, cursor=cursor, limit=limit)
    if translations is not None:
        await lean_translations.into_timeline(connection, actor, found["items"], translations)
    return answer(found)
