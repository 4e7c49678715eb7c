"""`/v1/tickets/{id}/assistant`: a draft of a reply, a summary, and what the assistant has answered by itself."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_assistant import (
    AssistantDraftIn,
    AssistantDraftOut,
    AssistantSummaryIn,
    AssistantSummaryOut,
    AutoAnswerPage,
)
from app.services import assistant_answers, ticket_assistant

router = DeskRouter(prefix="/v1/tickets", tags=["Assistant"])


@router.post(
    "/{ticket_id}/assistant/draft",
    operation_id="draftReply",
    summary="Let the assistant draft a reply",
    response_model=AssistantDraftOut,
    responses=problems(401, 403, 404, 409, 415, 429),
)
async def draft(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    asked: AssistantDraftIn | None = None,
) -> Response:
    """A reply to what the customer has asked last, as text for you to check and send: nothing is written here.

    Only public messages are read, and mail addresses, telephone numbers and secrets are hidden from the provider.
    409 `assistant_off`, 503 `assistant_unavailable` or `assistant_unusable`.
    """
    made = await ticket_assistant.draft(work, actor, ticket_id, asked or AssistantDraftIn())
    work.about_message = made.call_id
    return answer(made.model_dump())


@router.post(
    "/{ticket_id}/assistant/summary",
    operation_id="summariseTicket",
    summary="Let the assistant summarise a thread",
    response_model=AssistantSummaryOut,
    responses=problems(401, 403, 404, 409, 415, 429),
)
async def summary(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    asked: AssistantSummaryIn | None = None,
) -> Response:
    """What a colleague must know who takes the ticket over; with `notes` also of internal notes. 503 as for drafts."""
    made = await ticket_assistant.summary(work, actor, ticket_id, asked or AssistantSummaryIn())
    work.about_message = made.call_id
    return answer(made.model_dump())


@router.get(
    "/{ticket_id}/assistant/answers",
    operation_id="listAutoAnswers",
    summary="What the assistant answered by itself",
    response_model=AutoAnswerPage,
    responses=problems(401, 403, 404),
)
async def answers(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Each customer's message that it might answer: answered, declined and why, or waiting. Newest message first."""
    found = await assistant_answers.page(work.session, actor, ticket_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())
