"""`/v1/tickets/{id}/ccs`: customers who read along."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_ccs import CcIn, Ccs
from app.services import ticket_ccs

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/ccs", tags=["Tickets"])


@router.get(
    "",
    operation_id="listCcs",
    summary="List who is in copy",
    response_model=Ccs,
    responses=problems(401, 403, 404),
)
async def list_ccs(ticket_id: UUID, actor: Annotated[Actor, anyone(P.TICKETS_READ)], work: Work) -> Response:
    """Customers who see what the requester sees. Customers see names, not each other's addresses."""
    found, version = await ticket_ccs.listed(work.session, actor, ticket_id)
    return answer(found.model_dump(), version=version)


@router.post(
    "",
    status_code=201,
    operation_id="addCc",
    summary="Put a customer in copy",
    response_model=Ccs,
    responses=problems(401, 403, 404, 409, 415),
)
async def add(ticket_id: UUID, new: CcIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """From now on they see the ticket's public thread, all of it, and may write. Who is in copy already stays."""
    found, version = await ticket_ccs.add(work.session, actor, ticket_id, new)
    return answer(found.model_dump(), 201, version=version)


@router.delete(
    "/{customer_id}",
    status_code=204,
    operation_id="removeCc",
    summary="Take a customer out of copy",
    response_class=Response,
    responses=problems(401, 403, 404, 412),
)
async def remove(
    ticket_id: UUID, customer_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """They see nothing of it any more; what they wrote stays. `If-Match` takes the ticket's ETag."""
    await ticket_ccs.remove(work.session, actor, ticket_id, customer_id, version=if_match)
    return Response(status_code=204)
