"""`/v1/tickets/{id}/messages/{message_id}`: one message, what it said before, and what is removed from it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.db import UnitOfWork
from app.deps import IfMatch, Work, agent, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.messages import HistoryOut, MessageOut, MessagePatch, RedactIn
from app.services import message_edits
from app.services.lean import messages as lean

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/messages/{message_id}", tags=["Tickets"])


async def _shown(work: UnitOfWork, actor: Actor, ticket_id: UUID, message_id: UUID) -> Response:
    found, version = await lean.one(await work.lean(), actor, ticket_id, message_id)
    return answer(found, version=version)


@router.get(
    "",
    operation_id="getMessage",
    summary="Read one message",
    response_model=MessageOut,
    responses=problems(401, 403, 404),
)
async def read(
    ticket_id: UUID, message_id: UUID, actor: Annotated[Actor, anyone(P.TICKETS_READ)], work: Work
) -> Response:
    """A message as it is now; its ETag goes into `If-Match` when you edit it."""
    return await _shown(work, actor, ticket_id, message_id)


@router.patch(
    "",
    operation_id="editMessage",
    summary="Edit a message",
    response_model=MessageOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def edit(
    ticket_id: UUID,
    message_id: UUID,
    change: MessagePatch,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Agents edit their own messages for a while, leads and admins any. What it said stays in its history.

    What was sent by mail is not called back: the history says which text had left the desk.
    """
    await message_edits.edit(work.session, actor, ticket_id, message_id, change, version=if_match)
    return await _shown(work, actor, ticket_id, message_id)


@router.post(
    "/redact",
    operation_id="redactMessage",
    summary="Remove what a message says",
    response_model=MessageOut,
    responses=problems(401, 403, 404, 415),
)
async def redact(
    ticket_id: UUID, message_id: UUID, asked: RedactIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Remove the text, files, or both, for good: from the thread, its history, its events and answers that are kept.

    For a card number or a passport that should never have been sent. It cannot be undone.
    """
    await message_edits.redact(work.session, actor, ticket_id, message_id, asked)
    work.about_message = message_id
    return await _shown(work, actor, ticket_id, message_id)


@router.get(
    "/history",
    operation_id="listMessageHistory",
    summary="See what a message said before",
    response_model=HistoryOut,
    responses=problems(401, 403, 404),
)
async def history(
    ticket_id: UUID,
    message_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[int, Query(ge=0, le=2_147_483_647, description="Only versions after this one.")] = 0,
) -> Response:
    """Its earlier versions, oldest first, with who changed them when. What was redacted is empty."""
    found = await message_edits.history(work.session, actor, ticket_id, message_id, after=cursor, limit=limit)
    return answer(found.model_dump())
