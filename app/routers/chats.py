"""`/v1/chats`: live sessions with a customer, their queue, and the offers to agents."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import After, Work, agent, customer, person, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.chats import ChatIn, ChatOut, ChatPage, ChatStatus, EndIn
from app.schemas.handovers import ChatTransferIn
from app.schemas.messages import MessagePage
from app.services import chat_endings, chat_lists, chats, handovers

router = DeskRouter(prefix="/v1/chats", tags=["Chats"])

Limit = Annotated[int, Query(ge=1, le=200, description="At most this many.")]


@router.post(
    "",
    status_code=201,
    operation_id="createChat",
    summary="Open a chat",
    response_model=ChatOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ChatIn, actor: Annotated[Actor, customer(P.CHATS_WRITE)], work: Work) -> Response:
    """Open a chat with its first message; its ticket is made with it. An agent who is free gets the offer at once.

    Otherwise the chat waits: `position` says where, `wait_seconds` for how long, when there is a basis to say so.
    """
    chat_id = await chats.create(work.session, actor, new)
    return answer(await chat_lists.shown(work.session, actor, chat_id), 201, location=f"/v1/chats/{chat_id}")


@router.get("", operation_id="listChats", summary="List chats", response_model=ChatPage, responses=problems(401, 403))
async def list_chats(
    actor: Annotated[Actor, person(P.CHATS_READ)],
    work: Work,
    status: ChatStatus | None = None,
    mine: Annotated[bool, Query(description="Agents: chats you have or had, and those offered to you.")] = False,  # noqa: FBT002 - a query flag
    limit: Limit = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The chats that you may see, the newest first; with `status=offered&mine=true` what you should answer now."""
    return answer(await chat_lists.page(await work.lean(), actor, status=status, mine=mine, cursor=cursor, limit=limit))


@router.get(
    "/{chat_id}",
    operation_id="getChat",
    summary="Read a chat",
    response_model=ChatOut,
    responses=problems(401, 403, 404),
)
async def read(chat_id: UUID, actor: Annotated[Actor, person(P.CHATS_READ)], work: Work) -> Response:
    """A chat with its place in the queue, or with its agent."""
    return answer(await chat_lists.read(await work.lean(), actor, chat_id))


@router.post(
    "/{chat_id}/accept",
    operation_id="acceptChat",
    summary="Accept a chat",
    response_model=ChatOut,
    responses=problems(401, 403, 404, 409),
)
async def accept(chat_id: UUID, actor: Annotated[Actor, agent(P.CHATS_WRITE)], work: Work) -> Response:
    """Take the chat that is offered to you, or pick a queued one of your team while you have room.

    When somebody else was first: 409 `already_taken` with the `winner`. Too late: 409 `offer_expired`.
    """
    await chats.accept(work.session, actor, chat_id)
    return answer(await chat_lists.shown(work.session, actor, chat_id))


@router.post(
    "/{chat_id}/decline",
    operation_id="declineChat",
    summary="Decline a chat",
    response_model=ChatOut,
    responses=problems(401, 403, 404, 409),
)
async def decline(chat_id: UUID, actor: Annotated[Actor, agent(P.CHATS_WRITE)], work: Work) -> Response:
    """Refuse the offer; the chat keeps its place and goes to the next agent."""
    await chats.decline(work.session, actor, chat_id)
    return answer(await chat_lists.shown(work.session, actor, chat_id))


@router.post(
    "/{chat_id}/transfer",
    operation_id="transferChat",
    summary="Hand a chat over",
    response_model=ChatOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def transfer(
    chat_id: UUID, to: ChatTransferIn, actor: Annotated[Actor, agent(P.CHATS_WRITE)], work: Work
) -> Response:
    """Hand a chat over to a team, a queue or a tier, where it keeps its time of waiting, or offer it to one agent.

    With `warm` you stay in the chat until the other one accepts; if they do not, you are told and it stays with you.
    The customer is told politely, in their language, with your reason.
    """
    await handovers.transfer_chat(work.session, actor, chat_id, to)
    return answer(await chat_lists.shown(work.session, actor, chat_id))


@router.post(
    "/{chat_id}/wrapped-up",
    operation_id="wrapUpChat",
    summary="Say that all is written down",
    response_model=ChatOut,
    responses=problems(401, 403, 404, 409),
)
async def wrapped_up(chat_id: UUID, actor: Annotated[Actor, agent(P.CHATS_WRITE)], work: Work) -> Response:
    """Be free for the next chat before the wrap-up time of this one's queue is over (`wrap_up_until`)."""
    await chat_endings.wrapped_up(work.session, actor, chat_id)
    return answer(await chat_lists.shown(work.session, actor, chat_id))


@router.post(
    "/{chat_id}/end",
    operation_id="endChat",
    summary="End a chat",
    response_model=ChatOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def end(
    chat_id: UUID, actor: Annotated[Actor, person(P.CHATS_WRITE)], work: Work, how: EndIn | None = None
) -> Response:
    """End the chat; its ticket stays. With `solve` an agent solves the ticket too, and the customer may rate it."""
    await chats.end(work.session, actor, chat_id, solve=how is not None and how.solve)
    return answer(await chat_lists.shown(work.session, actor, chat_id))


@router.get(
    "/{chat_id}/transcript",
    operation_id="getTranscript",
    summary="Read the transcript",
    response_model=MessagePage,
    responses=problems(401, 403, 404),
)
async def transcript(
    chat_id: UUID,
    actor: Annotated[Actor, person(P.CHATS_READ)],
    work: Work,
    after: After,
    limit: Limit = 200,
) -> Response:
    """What the customer and the desk said to each other during the chat; internal notes are not part of it."""
    return answer(await chat_lists.transcript(await work.lean(), actor, chat_id, after=after, limit=limit))
