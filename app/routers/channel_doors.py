"""`/v1/channels/{id}/webhook` and `/mail`: where vendors and mail gateways leave what came in."""

import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from starlette.requests import ClientDisconnect

from app.answers import answer
from app.channels.base import Delivered
from app.deps import PUBLIC, Work, problems, staff
from app.errors import BadRequest, UnsupportedMediaType
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.channel_doors import MailReceivedOut
from app.services import channel_doors
from app.settings import Settings

router = DeskRouter(prefix="/v1/channels/{channel_id}", tags=["Channels"])

_ID = "[0-9a-fA-F-]{32,36}"
_MAIL = re.compile(f"/v1/channels/{_ID}/mail")
_WEBHOOK = re.compile(f"/v1/channels/{_ID}/webhook")
_MESSAGE = "message/rfc822"

# Bodies are verified, or stored, as they came: they are read here and not by the framework.
_ANY: dict[str, Any] = {
    "x-raw-body": True,
    "requestBody": {
        "required": False,
        "description": "As the vendor sends it.",
        "content": {"application/json": {"schema": {}, "example": {"update_id": 1}}},
    },
}
_MIME: dict[str, Any] = {
    "x-raw-body": True,
    "requestBody": {
        "required": True,
        "description": "The mail as it came over the wire.",
        "content": {_MESSAGE: {"schema": {"type": "string", "format": "binary"}}},
    },
}
_SAID: dict[str, Any] = {
    "description": "What the vendor wants to hear",
    "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
}


def limits(settings: Settings) -> tuple[tuple[re.Pattern[str], int], ...]:
    """What bodies of these paths may have, in bytes."""
    return (_MAIL, settings.mail_bytes), (_WEBHOOK, settings.update_bytes)


@router.post(
    "/webhook",
    operation_id="receiveUpdate",
    summary="Post a messenger's update",
    response_class=Response,
    responses={**problems(401, 404), 200: _SAID, 202: _SAID},
    openapi_extra={**PUBLIC, **_ANY},
)
async def receive(channel_id: UUID, request: Request, work: Work) -> Response:
    """Where a messenger posts what happened, signed as it signs. Answered when it is stored; repeats are found.

    What does not prove that it comes from the vendor is a 401 (`forged`). A channel that is switched off is a 404.
    """
    return await _take(channel_id, request, work)


@router.get(
    "/webhook",
    operation_id="verifyWebhook",
    summary="Answer a messenger's question",
    response_class=Response,
    responses={**problems(401, 404), 200: _SAID},
    openapi_extra={**PUBLIC, "x-raw-body": True},
)
async def verify(channel_id: UUID, request: Request, work: Work) -> Response:
    """Some messengers ask whether this is really the place before they post to it."""
    return await _take(channel_id, request, work)


async def _take(channel_id: UUID, request: Request, work: Work) -> Response:
    channel = await channel_doors.of_messenger(work, channel_id)
    delivered = Delivered(
        request.method,
        dict(reversed(request.headers.items())),
        dict(request.query_params),
        await request.body(),
    )
    said = await channel_doors.receive(work, channel, delivered)
    headers = {"content-type": said.content_type, "cache-control": "no-store"}
    return Response(said.body, said.status, headers)


@router.post(
    "/mail",
    status_code=202,
    operation_id="receiveMail",
    summary="Hand over a mail",
    response_model=MailReceivedOut,
    responses={
        **problems(401, 403, 404, 415),
        200: {"model": MailReceivedOut, "description": "It came before"},
    },
    openapi_extra=_MIME,
)
async def receive_mail(
    channel_id: UUID, request: Request, actor: Annotated[Actor, staff(P.INBOUND_WRITE)], work: Work
) -> Response:
    """For mail gateways: the mail itself, as `message/rfc822`, to a mailbox of the desk. It is stored, and read soon.

    One `Message-ID` is one mail of a mailbox, whichever way it comes: send it again until it is answered 2xx.
    """
    await channel_doors.of_mail(work, channel_id)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _MESSAGE:
        raise UnsupportedMediaType(f"A mail is {_MESSAGE}")
    stored = await channel_doors.receive_mail(work, actor, channel_id, await _whole(request))
    return answer({"id": stored.id, "repeated": not stored.new}, 202 if stored.new else 200)


async def _whole(request: Request) -> bytes:
    """The body. Longer than the limit it is refused while it comes, and nothing after that is kept."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
    except ClientDisconnect as error:
        raise BadRequest("The mail was cut off") from error
    return bytes(body)
