"""`/v1/tickets/{id}/tension`: how near a customer is to the end of their patience, and what says so."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_tension import TensionOut
from app.services import ticket_tension

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/tension", tags=["Suggestions"])


@router.get(
    "",
    operation_id="getTicketTension",
    summary="Why a ticket is tense",
    response_model=TensionOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """What in the customer's latest words and in the ticket's history speaks for it. `tension` is a field that queues,
    SLA policies, automations and views can ask about.
    """
    return answer((await ticket_tension.read(work.session, actor, ticket_id)).model_dump())
