"""`/v1/tickets/{id}/reply-channel`: by which channel the next answer goes."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_reply_channels import ReplyChannelIn, ReplyChannelOut
from app.services import ticket_reply_channels

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/reply-channel", tags=["Channels"])


@router.get(
    "",
    operation_id="getReplyChannel",
    summary="See by which channel the next answer goes",
    response_model=ReplyChannelOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """Where the next answer goes and why, and each channel to this customer with what stands in its way."""
    return answer((await ticket_reply_channels.read(work.session, actor, ticket_id)).model_dump())


@router.put(
    "",
    operation_id="setReplyChannel",
    summary="Move a thread to another channel",
    response_model=ReplyChannelOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def choose(
    ticket_id: UUID, wanted: ReplyChannelIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Answers go there from now on, until the customer writes by another channel; `automatic` takes a choice back.

    What the customer answers there comes to this ticket.
    """
    return answer((await ticket_reply_channels.choose(work.session, actor, ticket_id, wanted)).model_dump())
