"""`/v1/callbacks`: calls that are to be made, at an hour that suits both sides."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.callbacks import CallbackIn, CallbackOut, CallbackPage
from app.services import callbacks

router = DeskRouter(prefix="/v1/callbacks", tags=["Phone"])


@router.post(
    "",
    status_code=201,
    operation_id="createCallback",
    summary="Plan a call",
    response_model=CallbackOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def create(new: CallbackIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Add a task to the ticket, due when the desk is open and it is a decent hour where the customer lives."""
    return answer((await callbacks.create(work.session, actor, new)).model_dump(), 201)


@router.get(
    "", operation_id="listCallbacks", summary="List calls to make", response_model=CallbackPage,
    responses=problems(401, 403),
)  # fmt: skip
async def list_callbacks(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    ticket_id: Annotated[UUID | None, Query()] = None,
    done: Annotated[bool | None, Query(description="Null: both.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Calls that were to be made, newest first."""
    found = await callbacks.page(work.session, actor, ticket_id=ticket_id, done=done, cursor=cursor, limit=limit)
    return answer(found.model_dump())
