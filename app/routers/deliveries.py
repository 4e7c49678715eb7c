"""`/v1/tickets/{id}/messages/{message_id}/delivery`: what became of a message on its way."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, partner, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.deliveries import DeliveryIn, DeliveryOut
from app.services import deliveries

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/messages/{message_id}/delivery", tags=["Tickets"])


@router.get(
    "",
    operation_id="getDelivery",
    summary="See what became of a message",
    response_model=DeliveryOut,
    responses=problems(401, 403, 404),
)
async def read(
    ticket_id: UUID, message_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work
) -> Response:
    """Per recipient the furthest that is known, and whether the customer has read it here."""
    return answer((await deliveries.read(work.session, actor, ticket_id, message_id)).model_dump())


@router.post(
    "",
    operation_id="reportDelivery",
    summary="Report what became of a message",
    response_model=DeliveryOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def report(
    ticket_id: UUID,
    message_id: UUID,
    known: DeliveryIn,
    actor: Annotated[Actor, partner(P.TICKETS_WRITE)],
    work: Work,
) -> Response:
    """For the partner who carries a ticket's messages to its customer: queued, sent, delivered, failed or bounced.

    States only move forward, so a report may be repeated, late, or overtaken by a later one.
    """
    await deliveries.report(
        work.session,
        actor,
        ticket_id,
        message_id,
        state=known.state,
        recipient=known.recipient,
        detail=known.detail,
        at=known.at,
    )
    return answer((await deliveries.read(work.session, actor, ticket_id, message_id)).model_dump())
