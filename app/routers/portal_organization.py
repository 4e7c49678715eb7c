"""`/v1/portal/organization`: what others of one's organization have asked, where it shares that."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import After, Work, customer, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.rules.statuses import Status
from app.schemas.attachments import AttachmentOut
from app.schemas.messages import MessageOut, MessagePage
from app.schemas.portal_organization import PortalOrganizationOut, SharedMessageIn, SharedTicketPage
from app.schemas.tickets import TicketOut
from app.services import portal_organization
from app.services.lean import wire

router = DeskRouter(prefix="/v1/portal/organization", tags=["Portal"])

Limit = Annotated[int, Query(ge=1, le=100, description="At most this many.")]
Messages = Annotated[int, Query(ge=1, le=200, description="At most this many.")]
Reader = Annotated[Actor, customer(P.TICKETS_READ)]


@router.get(
    "",
    operation_id="getPortalOrganization",
    summary="Your organization",
    response_model=PortalOrganizationOut,
    responses=problems(401, 403),
)
async def read(actor: Reader, work: Work) -> Response:
    """Whether you see the tickets of others of your organization, and may write on them."""
    return answer((await portal_organization.read(await work.lean(), actor)).model_dump())


@router.get(
    "/tickets",
    operation_id="listSharedTickets",
    summary="Tickets of your organization",
    response_model=SharedTicketPage,
    responses=problems(401, 403),
)
async def page(
    actor: Reader,
    work: Work,
    status: Annotated[list[Status] | None, Query(max_length=7)] = None,
    limit: Limit = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What its members have asked since they belong to it, yours among it, the latest change first."""
    wanted = None if status is None else [str(each) for each in status]
    return answer(await portal_organization.page(await work.lean(), actor, status=wanted, cursor=cursor, limit=limit))


@router.get(
    "/tickets/{ticket_id}",
    operation_id="getSharedTicket",
    summary="A ticket of your organization",
    response_model=TicketOut,
    responses=problems(401, 403, 404),
)
async def ticket(ticket_id: UUID, actor: Reader, work: Work) -> Response:
    """As its requester sees it, without their address and what they filled in."""
    return answer(await portal_organization.ticket(await work.lean(), actor, ticket_id))


@router.get(
    "/tickets/{ticket_id}/messages",
    operation_id="listSharedMessages",
    summary="Its thread",
    response_model=MessagePage,
    responses=problems(401, 403, 404),
)
async def thread(ticket_id: UUID, actor: Reader, work: Work, after: After, limit: Messages = 50) -> Response:
    """What was said in public, in order, from the beginning or after `after_seq`."""
    connection = await work.lean()
    return answer(await portal_organization.thread(connection, actor, ticket_id, after=after, limit=limit))


@router.get(
    "/tickets/{ticket_id}/attachments/{attachment_id}",
    operation_id="getSharedAttachment",
    summary="A file of it",
    response_model=AttachmentOut,
    responses=problems(401, 403, 404),
)
async def file(ticket_id: UUID, attachment_id: UUID, actor: Reader, work: Work) -> Response:
    """What it is, and a link to its bytes that works for some minutes."""
    return answer(await portal_organization.file(await work.lean(), actor, ticket_id, attachment_id))


@router.post(
    "/tickets/{ticket_id}/messages",
    status_code=201,
    operation_id="createSharedMessage",
    summary="Write on it",
    response_model=MessageOut,
    responses={**problems(401, 403, 404, 409, 415), 200: {"model": MessageOut, "description": "Stored before"}},
)
async def reply(
    ticket_id: UUID, new: SharedMessageIn, actor: Annotated[Actor, customer(P.TICKETS_WRITE)], work: Work
) -> Response:
    """In your own name, where your organization lets its members do that; a solved ticket opens again."""
    done = await portal_organization.reply(work, actor, ticket_id, new)
    work.about_message = done.message["id"]
    shown = wire.message(done.message, actor)
    return answer(shown, 201 if done.outcome == "stored" else 200, version=str(done.message["version"]))
