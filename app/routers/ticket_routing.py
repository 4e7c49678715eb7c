"""`/v1/tickets/{id}/routing`: how a ticket came to its agent, and where it stands, explained."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import After, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_routing import TicketRoutingOut
from app.services import ticket_routing

router = DeskRouter(prefix="/v1/tickets", tags=["Tickets"])


@router.get(
    "/{ticket_id}/routing",
    operation_id="getTicketRouting",
    summary="See how a ticket was routed, and why",
    response_model=TicketRoutingOut,
    responses=problems(401, 403, 404),
)
async def explain(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    after: After,
    language: Annotated[Literal["en", "ru"], Query(description="Of the sentences.")] = "en",
    limit: Annotated[int, Query(ge=1, le=200)] = 200,
) -> Response:
    """Each decision with who was considered and why the others were not, in data and in words; and where it waits now,
    what it asks for, when that changes, who would get it.
    """
    found = await ticket_routing.explained(
        work.session, actor, ticket_id, language=language, after_seq=after, limit=limit
    )
    return answer(found.model_dump())
