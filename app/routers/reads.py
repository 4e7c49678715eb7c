"""`/v1/tickets/{id}/read`: how far each participant has read."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.reads import ReadIn, ReadsOut
from app.services import reads

router = DeskRouter(prefix="/v1/tickets", tags=["Tickets"])


@router.put(
    "/{ticket_id}/read",
    operation_id="markTicketRead",
    summary="Say how far you have read",
    response_model=ReadsOut,
    responses=problems(401, 403, 404, 415),
)
async def mark_read(
    ticket_id: UUID, upto: ReadIn, actor: Annotated[Actor, anyone(P.TICKETS_READ)], work: Work
) -> Response:
    """Your mark only ever goes forward, so this can be sent again and out of order. The others are told at once."""
    await reads.mark(work, actor, ticket_id, upto.seq)
    return answer(await reads.shown(work, actor, ticket_id))


@router.get(
    "/{ticket_id}/read",
    operation_id="getTicketRead",
    summary="See who has read what",
    response_model=ReadsOut,
    responses=problems(401, 403, 404),
)
async def read_marks(ticket_id: UUID, actor: Annotated[Actor, anyone(P.TICKETS_READ)], work: Work) -> Response:
    """How far each participant has read, and how much of it you have not."""
    return answer(await reads.shown(work, actor, ticket_id))
