"""`/v1/outbound`: messages on their way through channels, and what became of them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.outbound import OutboundOut, OutboundPage, OutboundStatus
from app.services import outbound

router = DeskRouter(prefix="/v1/outbound", tags=["Channels"])


@router.get(
    "",
    operation_id="listOutbound",
    summary="List what leaves by channels",
    response_model=OutboundPage,
    responses=problems(401, 403),
)
async def list_outbound(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    status: Annotated[OutboundStatus | None, Query(description="Only those that stand so.")] = None,
    channel_id: Annotated[UUID | None, Query(description="Only those of this channel.")] = None,
    ticket_id: Annotated[UUID | None, Query(description="Only those of this ticket.")] = None,
    message_id: Annotated[UUID | None, Query(description="Only those of this message.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Messages to their recipients, newest first: what waits, what was sent, what failed, and what nobody knows."""
    found = await outbound.page(
        work.session,
        actor,
        status=status,
        channel_id=channel_id,
        ticket_id=ticket_id,
        message_id=message_id,
        cursor=cursor,
        limit=limit,
    )
    return answer(found.model_dump())


@router.get(
    "/{item_id}",
    operation_id="getOutbound",
    summary="Read what leaves",
    response_model=OutboundOut,
    responses=problems(401, 403, 404),
)
async def read(item_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """One message to one recipient: how often it was tried, and why it has not left."""
    return answer((await outbound.read(work.session, actor, item_id)).model_dump())


@router.post(
    "/{item_id}/retry",
    operation_id="retryOutbound",
    summary="Send a message again now",
    response_model=OutboundOut,
    responses=problems(401, 403, 404, 409),
)
async def retry(item_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Send it at once, with all its attempts before it. One that is `unsure` may arrive a second time: ask first."""
    return answer((await outbound.retry(work.session, actor, item_id)).model_dump())


@router.post(
    "/{item_id}/cancel",
    operation_id="cancelOutbound",
    summary="Let a message not leave",
    response_model=OutboundOut,
    responses=problems(401, 403, 404, 409),
)
async def cancel(item_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """A message that waits does not leave; it stays on the ticket. What is over already is answered as it is."""
    return answer((await outbound.cancel(work.session, actor, item_id)).model_dump())
