"""`/v1/tickets/{id}/spam`: whether a ticket is spam, said by agents and suspected by the desk."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_spam import SpamIn, SpamOut
from app.services import ticket_spam

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/spam", tags=["Suggestions"])


@router.get(
    "",
    operation_id="getTicketSpam",
    summary="Whether a ticket is spam, and why",
    response_model=SpamOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """What agents have said or the desk suspects, with every sign and its weight."""
    return answer((await ticket_spam.read(work.session, actor, ticket_id)).model_dump())


@router.put(
    "",
    operation_id="setTicketSpam",
    summary="Say that a ticket is spam, or that it is not",
    response_model=SpamOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def mark(ticket_id: UUID, said: SpamIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Spam is closed whatever it still needs, without a survey; its clocks are cancelled, not kept. That it is none
    opens it again. Either teaches the desk the words of it. Saying it again changes nothing.
    """
    await ticket_spam.mark(work.session, actor, ticket_id, is_spam=said.spam)
    return answer((await ticket_spam.read(work.session, actor, ticket_id)).model_dump())
