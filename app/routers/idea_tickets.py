"""Who asks for ideas: `/v1/ideas/{id}/tickets`, `/v1/tickets/{id}/ideas` and `/v1/product-feedback`."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.idea_tickets import FeedbackTicketPage, IdeaTicketIn, IdeaTicketOut, IdeaTicketPage, TicketIdeas
from app.services import idea_tickets

router = DeskRouter(prefix="/v1", tags=["Ideas"])


@router.put(
    "/ideas/{idea_id}/tickets/{ticket_id}",
    operation_id="linkIdeaTicket",
    summary="Say that a customer asks for an idea",
    response_model=IdeaTicketOut,
    responses={**problems(401, 403, 404, 409, 415), 201: {"model": IdeaTicketOut, "description": "Linked"}},
)
async def link(
    idea_id: UUID, ticket_id: UUID, asked: IdeaTicketIn, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work
) -> Response:
    """Link a ticket on which its customer asks for it: 201 when it was not linked, 200 when only the quote changes."""
    shown, made = await idea_tickets.put(work.session, actor, idea_id, ticket_id, asked)
    return answer(shown.model_dump(), 201 if made else 200)


@router.delete(
    "/ideas/{idea_id}/tickets/{ticket_id}",
    status_code=204,
    operation_id="unlinkIdeaTicket",
    summary="Take a ticket from an idea",
    responses=problems(401, 403, 404),
)
async def unlink(idea_id: UUID, ticket_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work) -> Response:
    """The customer does not ask for it; without a link nothing changes."""
    await idea_tickets.remove(work.session, actor, idea_id, ticket_id)
    return Response(status_code=204)


@router.get(
    "/ideas/{idea_id}/tickets",
    operation_id="listIdeaTickets",
    summary="List who asks for an idea",
    response_model=IdeaTicketPage,
    responses=problems(401, 403, 404),
)
async def list_tickets(
    idea_id: UUID,
    actor: Annotated[Actor, agent(P.IDEAS_WRITE)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The tickets on which customers ask for it, those that were opened last first."""
    return answer((await idea_tickets.page(work.session, actor, idea_id, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/tickets/{ticket_id}/ideas",
    operation_id="getTicketIdeas",
    summary="See what a ticket asks for",
    response_model=TicketIdeas,
    responses=problems(401, 403, 404),
)
async def of_ticket(ticket_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work) -> Response:
    """The ideas that it is linked to, and others that share words with what its customer said. Nothing is linked by
    itself.
    """
    return answer((await idea_tickets.of_ticket(work.session, actor, ticket_id)).model_dump())


@router.get(
    "/product-feedback",
    operation_id="listProductFeedback",
    summary="List product feedback",
    response_model=FeedbackTicketPage,
    responses=problems(401, 403),
)
async def feedback(
    actor: Annotated[Actor, agent(P.IDEAS_WRITE)],
    work: Work,
    *,
    linked: Annotated[bool | None, Query(description="Only with, or only without, an idea.")] = None,
    brand: Annotated[Key | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Tickets of type `feedback`, newest first: `linked=false` is what nobody has looked at."""
    found = await idea_tickets.feedback(work.session, actor, linked=linked, brand=brand, cursor=cursor, limit=limit)
    return answer(found.model_dump())
