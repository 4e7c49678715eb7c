"""`/v1/tickets/{id}/transfer` and what else hands work on: "not my area", and what goes first in a queue."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.handovers import NotMyAreaIn, QueuePlaceIn, TransferIn
from app.schemas.tickets import TicketOut
from app.services import handovers, tickets

router = DeskRouter(prefix="/v1/tickets", tags=["Tickets"])


@router.post(
    "/{ticket_id}/transfer",
    operation_id="transferTicket",
    summary="Hand a ticket over",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def transfer(
    ticket_id: UUID, to: TransferIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Hand a ticket, or the live chat over it, to an agent, a team, a queue or a tier of agents.

    It keeps its time of waiting; its whole thread, notes too, goes along. The customer is told politely, in their
    language, with your reason; not with `tell_customer: false`. To an agent also beyond their capacity (you decided);
    one who is out of office has a substitute, or it is refused. Where it is already, your reason is kept as a note.
    """
    await handovers.transfer(work.session, actor, ticket_id, to)
    found, version = await tickets.shown(work.session, actor, ticket_id)
    return answer(found, version=version)


@router.post(
    "/{ticket_id}/not-my-area",
    operation_id="sendTicketOn",
    summary="Say that it is not yours to solve",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def not_my_area(
    ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, known: NotMyAreaIn | None = None
) -> Response:
    """Send on a ticket or chat that you have and are not the one for; it does not come back to you by itself.

    With a `topic` the queues are tried again; with a place it goes there; with nothing, to somebody else of its queue.
    Sent again it does nothing.
    """
    await handovers.not_my_area(work.session, actor, ticket_id, known or NotMyAreaIn())
    found, version = await tickets.shown(work.session, actor, ticket_id)
    return answer(found, version=version)


@router.post(
    "/{ticket_id}/queue-place",
    operation_id="reorderTicket",
    summary="Put it first or last in its queue",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def reorder(
    ticket_id: UUID, to: QueuePlaceIn, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work
) -> Response:
    """For leads: what waits goes first or last in its queue, or back in its order. The log says who did, and why."""
    await handovers.reorder(work.session, actor, ticket_id, to.place, reason=to.reason)
    found, version = await tickets.shown(work.session, actor, ticket_id)
    return answer(found, version=version)
