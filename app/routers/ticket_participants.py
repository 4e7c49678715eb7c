"""`/v1/tickets/{id}/participants`: who wrote to a ticket that does not know them, and whether they may."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_participants import DeclineIn, ParticipantOut, ParticipantPage, ParticipantStatus
from app.services import ticket_participants

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/participants", tags=["Tickets"])


@router.get(
    "",
    operation_id="listParticipants",
    summary="List whom the ticket does not know",
    response_model=ParticipantPage,
    responses=problems(401, 403, 404),
)
async def list_participants(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    status: Annotated[ParticipantStatus | None, Query(description="`pending`: whoever waits for a decision.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Senders of mails that were meant for this ticket, with what they wrote: it is on no thread yet."""
    found = await ticket_participants.page(work.session, actor, ticket_id, status=status, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/{participant_id}/approve",
    operation_id="approveParticipant",
    summary="Let somebody speak here",
    response_model=ParticipantOut,
    responses=problems(401, 403, 404, 409),
)
async def approve(
    ticket_id: UUID, participant_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """They are in copy from now on, and their mails that waited come onto the thread, in their order, within seconds.

    Who was approved already stays so. Who was declined: 409 `participant_decided`; put them in copy instead.
    """
    return answer((await ticket_participants.approve(work.session, actor, ticket_id, participant_id)).model_dump())


@router.post(
    "/{participant_id}/decline",
    operation_id="declineParticipant",
    summary="Keep somebody out",
    response_model=ParticipantOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def decline(
    ticket_id: UUID,
    participant_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    body: DeclineIn | None = None,
) -> Response:
    """What they wrote, and will write, is a ticket of their own that follows this one (also without a body); or
    nothing, if you say so.

    Who was declined already stays as they are. Who was approved: 409 `participant_decided`.
    """
    declined = await ticket_participants.decline(
        work.session, actor, ticket_id, participant_id, own_ticket=body is None or body.own_ticket
    )
    return answer(declined.model_dump())
