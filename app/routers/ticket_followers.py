"""`/v1/tickets/{id}/followers`: agents who want to hear of a ticket."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_followers import Followers
from app.services import ticket_followers

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/followers", tags=["Tickets"])


@router.get(
    "",
    operation_id="listFollowers",
    summary="List who follows a ticket",
    response_model=Followers,
    responses=problems(401, 403, 404),
)
async def list_followers(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """Agents who are told of every message, change of status and assignment. The ETag is the ticket's."""
    found, version = await ticket_followers.listed(work.session, actor, ticket_id)
    return answer(found.model_dump(), version=version)


@router.put(
    "/{agent_id}",
    operation_id="addFollower",
    summary="Follow a ticket",
    response_model=Followers,
    responses=problems(401, 403, 404),
)
async def add(ticket_id: UUID, agent_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """You, or a colleague: whoever follows already goes on."""
    found, version = await ticket_followers.add(work.session, actor, ticket_id, agent_id)
    return answer(found.model_dump(), version=version)


@router.delete(
    "/{agent_id}",
    status_code=204,
    operation_id="removeFollower",
    summary="Follow a ticket no longer",
    response_class=Response,
    responses=problems(401, 403, 404, 412),
)
async def remove(
    ticket_id: UUID, agent_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """`If-Match` takes the ticket's ETag."""
    await ticket_followers.remove(work.session, actor, ticket_id, agent_id, version=if_match)
    return Response(status_code=204)
