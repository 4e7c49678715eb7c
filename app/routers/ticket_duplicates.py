"""`/v1/tickets/{id}/similar` and `/v1/tickets/{id}/duplicates`: tickets that sound alike, or are the same matter."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_duplicates import DuplicateTickets, SimilarTickets
from app.services import ticket_duplicates

router = DeskRouter(prefix="/v1/tickets", tags=["Suggestions"])
Limit = Annotated[int, Query(ge=1, le=20)]


@router.get(
    "/{ticket_id}/similar",
    operation_id="listSimilarTickets",
    summary="Tickets that sound like this one",
    response_model=SimilarTickets,
    responses=problems(401, 403, 404),
)
async def similar(
    ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work, limit: Limit = 10
) -> Response:
    """Tickets of the same brand, open or not, by what customers said on them: the nearest first, with the words."""
    return answer((await ticket_duplicates.similar(work.session, actor, ticket_id, limit=limit)).model_dump())


@router.get(
    "/{ticket_id}/duplicates",
    operation_id="listDuplicateTickets",
    summary="Tickets that may be the same matter",
    response_model=DuplicateTickets,
    responses=problems(401, 403, 404),
)
async def duplicates(
    ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work, limit: Limit = 10
) -> Response:
    """Open tickets of two weeks around this one that may be the same matter, each with the signs and with what is
    offered: to merge those of one customer, to link those of several. A pair that an agent dismissed
    (`POST .../suggestions/uses` with `kind` `ticket`) does not come again.
    """
    return answer((await ticket_duplicates.duplicates(work.session, actor, ticket_id, limit=limit)).model_dump())
