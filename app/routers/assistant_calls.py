"""`/v1/assistant-calls`: what the assistant was asked and what it wrote, redacted."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.assistant_calls import AssistantCallFull, AssistantCallPage, CallOutcome, CallTask
from app.services import assistant_calls

router = DeskRouter(prefix="/v1/assistant-calls", tags=["Assistant"])


@router.get(
    "",
    operation_id="listAssistantCalls",
    summary="List what the assistant was asked",
    response_model=AssistantCallPage,
    responses=problems(401, 403),
)
async def list_calls(
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    task: CallTask | None = None,
    outcome: CallOutcome | None = None,
    ticket_id: UUID | None = None,
    actor_id: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Calls of the provider, newest first, with who asked, how long it took and how it ended; for admins."""
    found = await assistant_calls.page(
        work.session, actor, task=task, outcome=outcome, ticket_id=ticket_id, actor_id=actor_id, cursor=cursor,
        limit=limit,
    )  # fmt: skip
    return answer(found.model_dump())


@router.get(
    "/{call_id}",
    operation_id="getAssistantCall",
    summary="Read what the assistant was asked",
    response_model=AssistantCallFull,
    responses=problems(401, 403, 404),
)
async def read(call_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """One call with what was sent and what came back, without mail addresses, telephone numbers and secrets."""
    return answer((await assistant_calls.read(work.session, actor, call_id)).model_dump())
