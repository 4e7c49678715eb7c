"""`/v1/tickets/{id}/links`: problems and incidents, parents and children, what is related."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.rules.ticket_links import Seen
from app.schemas.ticket_links import LinkIn, LinkOut, LinkPage
from app.services import ticket_links

router = DeskRouter(prefix="/v1/tickets", tags=["Merge and link"])


@router.post(
    "/{ticket_id}/links",
    status_code=201,
    operation_id="createTicketLink",
    summary="Link a ticket to another one",
    response_model=LinkOut,
    responses={**problems(401, 403, 404, 409, 415), 200: {"model": LinkOut, "description": "Linked before"}},
)
async def create(
    ticket_id: UUID, asked: LinkIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Say what this ticket is to another one; both show it. A ticket has one parent and one problem at most, and none
    that stands below itself.
    """
    made, new = await ticket_links.create(work.session, actor, ticket_id, asked)
    location = f"/v1/tickets/{ticket_id}/links/{made.id}"
    return answer(made.model_dump(), 201 if new else 200, version=ticket_links.VERSION, location=location)


@router.get(
    "/{ticket_id}/links",
    operation_id="listTicketLinks",
    summary="List the links of a ticket",
    response_model=LinkPage,
    responses=problems(401, 403, 404),
)
async def list_links(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    kind: Annotated[Seen | None, Query(description="Only what is this to the other ticket.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What this ticket is to others, with those as they are now; `kind=problem_of` lists its incidents."""
    found = await ticket_links.page(work.session, actor, ticket_id, kind=kind, cursor=cursor, limit=limit)
    return answer(found)


@router.get(
    "/{ticket_id}/links/{link_id}",
    operation_id="getTicketLink",
    summary="Read a link",
    response_model=LinkOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, link_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A link as this ticket sees it."""
    found = await ticket_links.read(work.session, actor, ticket_id, link_id)
    return answer(found.model_dump(), version=ticket_links.VERSION)


@router.delete(
    "/{ticket_id}/links/{link_id}",
    status_code=204,
    operation_id="deleteTicketLink",
    summary="Unlink two tickets",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    ticket_id: UUID, link_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Both tickets lose it, and their logs say so."""
    await ticket_links.delete(work.session, actor, ticket_id, link_id, version=if_match)
    return Response(status_code=204)
