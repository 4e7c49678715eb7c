"""`/v1/side-conversations`: private threads beside tickets, with a supplier or another team."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, Response

from app.answers import answer
from app.deps import PUBLIC, After, IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.side_conversations import (
    OutsideConversation,
    SideConversationIn,
    SideConversationOut,
    SideConversationPage,
    SideConversationPatch,
    SideMessageIn,
    SideMessageOut,
    SideMessagePage,
    SideRedactIn,
)
from app.services import side_conversations, side_messages, side_redactions

router = DeskRouter(tags=["Side conversations"])

OF_TICKET = "/v1/tickets/{ticket_id}/side-conversations"
ALL = "/v1/side-conversations"
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=300)]
Token = Annotated[str, Path(min_length=20, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]


def _answer(found: SideConversationOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(found.model_dump(), status, version=str(found.version), location=location)


@router.post(
    OF_TICKET,
    status_code=201,
    operation_id="startSideConversation",
    summary="Begin a side conversation",
    response_model=SideConversationOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def start(
    ticket_id: UUID, new: SideConversationIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """A private thread with a supplier (they get a mail with a link to answer by) or a team (its agents are told).

    The customer never sees it, nor that there is one; it moves no clock and no status.
    """
    made = await side_conversations.start(work.session, actor, ticket_id, new)
    return _answer(made, 201, location=f"{ALL}/{made.id}")


@router.get(
    OF_TICKET,
    operation_id="listSideConversationsOfTicket",
    summary="List the side conversations of a ticket",
    response_model=SideConversationPage,
    responses=problems(401, 403, 404),
)
async def of_ticket(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Newest first, closed ones as well."""
    found = await side_conversations.of_ticket(work.session, actor, ticket_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    ALL,
    operation_id="listSideConversations",
    summary="List side conversations",
    response_model=SideConversationPage,
    responses=problems(401, 403),
)
async def list_all(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    status: Literal["open", "closed"] = "open",
    team_id: Annotated[UUID | None, Query(description="Those with this team.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The latest changed first: what a team has been asked, or what suppliers still owe an answer."""
    found = await side_conversations.page(
        work.session, actor, status=status, team_id=team_id, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())


@router.get(
    ALL + "/by-token/{token}/messages",
    operation_id="readSideConversationOutside",
    summary="Read a side conversation from outside",
    response_model=OutsideConversation,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def read_outside(token: Token, work: Work) -> Response:
    """For whoever got the mail with this link: the thread, and nothing of the ticket."""
    return answer((await side_messages.seen_outside(work.session, token)).model_dump())


@router.post(
    ALL + "/by-token/{token}/messages",
    status_code=201,
    operation_id="writeSideMessageOutside",
    summary="Answer a side conversation from outside",
    response_model=OutsideConversation,
    responses=problems(404, 415, 429),
    openapi_extra=PUBLIC,
)
async def write_outside(token: Token, new: SideMessageIn, work: Work) -> Response:
    """For whoever got the mail with this link. A closed side conversation is opened again."""
    seen, work.about_message = await side_messages.write_outside(work.session, token, new)
    return answer(seen.model_dump(), 201)


@router.get(
    ALL + "/{conversation_id}",
    operation_id="getSideConversation",
    summary="Read a side conversation",
    response_model=SideConversationOut,
    responses=problems(401, 403, 404),
)
async def read(conversation_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """What it is about and with whom; its ETag goes into `If-Match` when you change it."""
    return _answer(await side_conversations.read(work.session, actor, conversation_id))


@router.patch(
    ALL + "/{conversation_id}",
    operation_id="updateSideConversation",
    summary="Change a side conversation",
    response_model=SideConversationOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    conversation_id: UUID,
    change: SideConversationPatch,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Rename it, close it, open it again."""
    return _answer(await side_conversations.patch(work.session, actor, conversation_id, change, version=if_match))


@router.get(
    ALL + "/{conversation_id}/messages",
    operation_id="listSideMessages",
    summary="Read the messages of a side conversation",
    response_model=SideMessagePage,
    responses=problems(401, 403, 404),
)
async def messages(
    conversation_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    after: After,
    limit: Limit = 50,
) -> Response:
    """In order, after `after_seq`."""
    found = await side_messages.page(work.session, actor, conversation_id, after_seq=after, limit=limit)
    return answer(found.model_dump())


@router.post(
    ALL + "/{conversation_id}/messages",
    status_code=201,
    operation_id="createSideMessage",
    summary="Write into a side conversation",
    response_model=SideMessageOut,
    responses={**problems(401, 403, 404, 415), 200: {"model": SideMessageOut, "description": "Stored before"}},
)
async def write(
    conversation_id: UUID, new: SideMessageIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Whoever is outside gets it by mail; agents who have to do with it are told. Also in a closed one."""
    made, fresh = await side_messages.write(work.session, actor, conversation_id, new)
    work.about_message = made.id
    return answer(made.model_dump(), 201 if fresh else 200)


@router.post(
    ALL + "/{conversation_id}/messages/{message_id}/redact",
    operation_id="redactSideMessage",
    summary="Remove what a side message says",
    response_model=SideMessageOut,
    responses=problems(401, 403, 404, 415),
)
async def redact(
    conversation_id: UUID,
    message_id: UUID,
    asked: SideRedactIn,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
) -> Response:
    """Remove its words for good: from the thread on both sides, its mail that is kept or still waits, and kept answers.

    Your own, or any as a lead or an admin. What whoever is outside has read by then is not called back. It cannot be
    undone.
    """
    made = await side_redactions.redact(work.session, actor, conversation_id, message_id, asked)
    work.about_message = message_id
    return answer(made.model_dump())
