"""`/v1/tickets/{id}/translation`: whether what a customer writes is translated as it comes."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_translations import TicketTranslationIn, TicketTranslationOut
from app.services import ticket_translations

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/translation", tags=["Languages"])


@router.get(
    "",
    operation_id="getTicketTranslation",
    summary="See how a ticket is translated",
    response_model=TicketTranslationOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """Whether it is translated by itself, and between which languages."""
    found, version = await ticket_translations.read(work.session, actor, ticket_id)
    return answer(found.model_dump(), version=version)


@router.put(
    "",
    operation_id="putTicketTranslation",
    summary="Have a ticket translated by itself",
    response_model=TicketTranslationOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def put(
    ticket_id: UUID,
    wanted: TicketTranslationIn,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """With `automatic` everything that the customer writes from now on, and their latest 20 messages, are translated
    into the agents' language a moment later. Replies are translated where they are sent with `translate`.
    """
    found, version = await ticket_translations.put(work.session, actor, ticket_id, wanted, version=if_match)
    return answer(found.model_dump(), version=version)
