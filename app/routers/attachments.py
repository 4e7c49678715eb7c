"""`/v1/attachments`: files, sent and fetched as streams."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from starlette.requests import ClientDisconnect

from app import clock
from app.answers import answer
from app.deps import Work, anyone, problems
from app.downloads import BYTES, RESPONSES, download
from app.errors import BadRequest, Forbidden, Unauthenticated
from app.requests import DeskRouter, credential_of
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.attachments import AttachmentOut, UploadIn, UploadOut
from app.services import attachment_links, attachment_presigning, attachments, idempotency

router = DeskRouter(prefix="/v1/attachments", tags=["Attachments"])

_UPLOAD: dict[str, Any] = {
    "x-raw-stream": True,
    "requestBody": {"required": True, "content": {"application/octet-stream": BYTES}},
}
_EITHER: dict[str, Any] = {"security": [{"bearer": []}, {}]}


@router.post(
    "",
    status_code=201,
    operation_id="createAttachment",
    summary="Upload a file",
    response_model=AttachmentOut,
    responses=problems(401, 403, 429),
    openapi_extra=_UPLOAD,
)
async def create(
    request: Request,
    actor: Annotated[Actor, anyone(P.TICKETS_WRITE)],
    work: Work,
    name: Annotated[str, Query(min_length=1, max_length=1000, description="The file's name.")],
) -> Response:
    """The body is the file itself, of any `Content-Type`. Then name its `id` in `attachment_ids` of a message.

    What it is is told by its bytes. A file that no message has after a day is removed.
    """
    claimed: bytes | None = request.scope.get("otklik.key")
    declared = request.headers.get("content-type", "")[:200]
    received = await attachments.receive(work, actor, _body(request), name=name, declared=declared, key=claimed)
    if received.replay is not None:
        first = received.replay
        return Response(first.body, first.status, {**first.headers, "idempotency-replayed": "true"})
    made = answer(attachments.shown(received.row), 201, location=f"/v1/attachments/{received.row['id']}")
    if claimed is not None:
        kept = {each: made.headers[each] for each in ("location", "content-type")}
        stored = idempotency.StoredAnswer(made.status_code, kept, bytes(made.body))
        await idempotency.keep(work.session, key=claimed, answer=stored, message_id=received.row["id"])
    return made


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect as error:
        raise BadRequest("The upload was cut off") from error


@router.post(
    "/presigned",
    status_code=201,
    operation_id="createPresignedUpload",
    summary="Upload to the bucket itself",
    response_model=UploadOut,
    responses=problems(401, 403, 409, 415, 429),
)
async def presign(new: UploadIn, actor: Annotated[Actor, anyone(P.TICKETS_WRITE)], work: Work) -> Response:
    """An address of the bucket that takes the file for 15 minutes; 409 when the desk keeps files itself."""
    made = await attachment_presigning.begin(work.database, actor, name=new.name, size=new.size)
    return answer(made, 201)


@router.post(
    "/{attachment_id}/complete",
    operation_id="completePresignedUpload",
    summary="Say that it is uploaded",
    response_model=AttachmentOut,
    responses=problems(401, 403, 404, 409),
)
async def complete(attachment_id: UUID, actor: Annotated[Actor, anyone(P.TICKETS_WRITE)], work: Work) -> Response:
    """The desk looks at what was put there, and from now on it is a file like any other."""
    work.about_message = attachment_id
    return answer(attachments.shown(await attachment_presigning.complete(work, actor, attachment_id)))


@router.get(
    "/{attachment_id}",
    operation_id="getAttachment",
    summary="Read about a file",
    response_model=AttachmentOut,
    responses=problems(401, 403, 404),
)
async def read(attachment_id: UUID, actor: Annotated[Actor, anyone(P.TICKETS_READ)], work: Work) -> Response:
    """What a file is, and a link to its bytes for tags like `<audio>`, which send no credential."""
    return answer(attachments.shown(await attachments.read(await work.lean(), actor, attachment_id)))


@router.delete(
    "/{attachment_id}",
    status_code=204,
    operation_id="deleteAttachment",
    summary="Remove a file that was not sent",
    responses=problems(401, 403, 404, 409),
)
async def delete(attachment_id: UUID, actor: Annotated[Actor, anyone(P.TICKETS_WRITE)], work: Work) -> Response:
    """Remove a file of yours that no message has; what a message has is removed by redacting it."""
    await attachments.remove(work, actor, attachment_id)
    return Response(status_code=204)


Token = Annotated[str | None, Query(max_length=200, description="Of the link, instead of a credential.")]


async def _whoever(request: Request, token: Token = None) -> Actor | None:
    """The caller, or None for who holds a link."""
    credential = None if token is not None else await credential_of(request)
    if credential is None and token is None:
        raise Unauthenticated
    if credential is not None and not credential.actor.may(P.TICKETS_READ):
        raise Forbidden(f"This needs {P.TICKETS_READ.value}", needs=P.TICKETS_READ.value)
    return credential.actor if credential is not None else None


@router.get(
    "/{attachment_id}/content",
    operation_id="getAttachmentContent",
    summary="Download a file",
    response_class=Response,
    responses={
        **problems(401, 403, 404, 409, 416),
        **RESPONSES,
    },
    openapi_extra=_EITHER,
)
async def content(
    attachment_id: UUID,
    request: Request,
    actor: Annotated[Actor | None, Depends(_whoever)],
    work: Work,
    token: Token = None,
    inline: Annotated[bool, Query(description="Show it in a page, if it is of a type that may be.")] = False,  # noqa: FBT002 - FastAPI's way
) -> Response:
    """The bytes, or with `Range` one part of them, so that voice and video play and can be moved through.

    Always a download and never a page, whatever it is: only pictures, voice and video may be shown by `inline=true`.
    """
    connection = await work.lean()
    if actor is None:
        attachment_links.check(token or "", attachment_id, now=clock.now())
        row = await attachments.linked(connection, attachment_id)
    else:
        row = await attachments.read(connection, actor, attachment_id)
    return await download(
        request, row, attachment_id, inline=inline, cache="private, max-age=300", anywhere=token is not None
    )
