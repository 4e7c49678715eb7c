"""`/v1/tickets/{id}/suggestions`: what may help to answer a ticket, and what agents did with it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.suggestions import SuggestionUseIn, SuggestionUseOut
from app.schemas.ticket_suggestions import TicketSuggestionsOut
from app.services import suggestion_uses, ticket_suggestions

router = DeskRouter(prefix="/v1/tickets", tags=["Suggestions"])


@router.get(
    "/{ticket_id}/suggestions",
    operation_id="getTicketSuggestions",
    summary="What may help to answer a ticket",
    response_model=TicketSuggestionsOut,
    responses=problems(401, 403, 404),
)
async def suggestions(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=10, description="Of each kind.")] = 3,
) -> Response:
    """Articles that agents pointed similar tickets of the brand to, templates, and similar tickets that were solved,
    with the answer: the best first, each with why, and with what to insert into a message.

    Learnt from what agents did before on this brand, from nothing else, and asked anew each time.
    """
    return answer((await ticket_suggestions.suggest(work.session, actor, ticket_id, limit=limit)).model_dump())


@router.post(
    "/{ticket_id}/suggestions/uses",
    operation_id="useTicketSuggestion",
    summary="Say what was done with a suggestion",
    response_model=SuggestionUseOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def use(
    ticket_id: UUID, asked: SuggestionUseIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """It was inserted, or does not fit: both are learnt from. Clients say so when an agent clicks; that the address of
    an article is in an agent's message is seen without it. The last word counts; the same again changes nothing.
    """
    return answer((await suggestion_uses.use(work.session, actor, ticket_id, asked)).model_dump())
