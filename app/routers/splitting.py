"""`/v1/tickets/{id}/split`: messages make a ticket of their own."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.splitting import SplitIn
from app.schemas.tickets import TicketOut
from app.services import splitting, tickets

router = DeskRouter(prefix="/v1/tickets", tags=["Merge and link"])


@router.post(
    "/{ticket_id}/split",
    status_code=201,
    operation_id="splitTicket",
    summary="Make a ticket of chosen messages",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def split(
    ticket_id: UUID, asked: SplitIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Copy messages of this ticket, or of what is merged into it, onto a new one, with their authors, times, visibility
    and files. They stay here, too. The two are linked; the new one waits in the same queue, unless you say otherwise.

    Its clocks start now. To take it back, merge it into the ticket that it came from: the timeline has what was copied
    once.
    """
    made = await splitting.split(work.session, actor, ticket_id, asked)
    shown, version = await tickets.shown(work.session, actor, made)
    return answer(shown, 201, version=version, location=f"/v1/tickets/{made}")
