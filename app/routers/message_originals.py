"""`/v1/tickets/{id}/messages/{message_id}/original`: the mail that a message came as."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.file_names import disposition
from app.rules.permissions import Permission as P
from app.schemas.message_originals import OriginalOut
from app.services import message_originals

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/messages/{message_id}/original", tags=["Tickets"])


@router.get(
    "",
    operation_id="getOriginal",
    summary="Read the mail behind a message",
    response_model=OriginalOut,
    responses=problems(401, 403, 404),
)
async def read(
    ticket_id: UUID, message_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work
) -> Response:
    """All of it: what it quotes, its signature, its HTML, whom it was for, and how far its sender was trusted.

    A message that did not come by mail has none: 404.
    """
    found = await message_originals.read(work.session, actor, ticket_id, message_id)
    return answer(found.model_dump(by_alias=True))


@router.get(
    "/raw",
    operation_id="getOriginalRaw",
    summary="Download the mail as it came",
    response_class=Response,
    responses={
        **problems(401, 403, 404),
        200: {
            "description": "The bytes as they came",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
    },
)
async def raw(
    ticket_id: UUID, message_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work
) -> Response:
    """Always a download. Some days after it was taken it is gone, and so it is when the message was redacted."""
    content, name = await message_originals.raw(work.session, actor, ticket_id, message_id)
    headers = {
        "content-disposition": disposition(name),
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "no-store",
    }
    return Response(content, 200, headers, media_type="application/octet-stream")
