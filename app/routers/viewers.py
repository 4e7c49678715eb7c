"""`/v1/tickets/{id}/viewers`: who looks at a ticket and who types on it, at this moment."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.errors import NotFound
from app.realtime.hub import Hub
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.viewers import ViewersOut
from app.services.lean.rooms import last_seen

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/viewers", tags=["Tickets"])


@router.get(
    "",
    operation_id="listViewers",
    summary="See who looks at a ticket",
    response_model=ViewersOut,
    responses=problems(401, 403, 404),
)
async def viewers(
    ticket_id: UUID, request: Request, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work
) -> Response:
    """Agents who have the ticket in front of them (`viewing` on their sockets, at any process), and whoever types.

    Best effort: what clients said within the last 30 seconds. Customers cannot ask, and are never told who looks on.
    """
    if ticket_id not in await last_seen(await work.lean(), actor, [ticket_id]):
        raise NotFound
    hub: Hub = request.app.state.hub
    return answer({"ticket_id": ticket_id, "viewers": hub.people.viewers.of(ticket_id)})
