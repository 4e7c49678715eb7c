"""`/v1/forms/{key}/submissions`: what anybody sends with a public form, and what of it a person looks at first."""

import hashlib
import re
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect

from app.answers import answer
from app.db import UnitOfWork
from app.deps import OR_NOBODY, Work, agent, or_nobody, problems
from app.errors import BadRequest, Invalid, UnsupportedMediaType, pointer
from app.requests import DeskRequest, DeskRouter
from app.rules.actors import NOBODY, Actor
from app.rules.form_fields import nested
from app.rules.locales import accepted
from app.rules.permissions import Permission as P
from app.schemas.base import Language
from app.schemas.form_submissions import (
    FormSubmissionIn,
    FormSubmissionOut,
    FormSubmissionPage,
    FormSubmissionReceipt,
    SubmissionStatus,
)
from app.services import form_lot, form_submissions, idempotency
from app.services.form_files import CHUNK, Upload
from app.services.form_submissions import Sent
from app.settings import settings

router = DeskRouter(prefix="/v1/forms/{key}/submissions", tags=["Forms"])

# Bodies here may be forms with files.
PATH = re.compile(r"/v1/forms/[^/]+/submissions")
MOST_PARTS = 200
MOST_PART_BYTES = 131_072

FormName = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]
_FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}
_BODY: dict[str, Any] = {
    # Read as a stream: a file of 25 MB is not to be held in memory for the fingerprint of a key.
    "x-raw-stream": True,
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/FormSubmissionIn"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "description": "Answers by the names of their questions (`requester.email`, `custom_fields.region`,"
                    " several of a name for several choices), or all of them as JSON in `submission`; and files.",
                    "properties": {
                        "token": {"type": "string"},
                        "website": {"type": "string"},
                        "subject": {"type": "string"},
                        "body": {"type": "string"},
                        "requester.name": {"type": "string"},
                        "requester.email": {"type": "string"},
                        "requester.phone": {"type": "string"},
                        "submission": {"type": "string", "description": "The same as JSON."},
                        "attachments": _FILES,
                    },
                    "additionalProperties": {"type": "string"},
                }
            },
        },
    },
    **OR_NOBODY,
}


async def _whoever(request: Request) -> Actor:
    actor = await or_nobody(request, P.TICKETS_WRITE)
    # Whoever works here and tries their page is to it whoever looks at it.
    return actor if actor.kind == "customer" else NOBODY


@router.post(
    "",
    status_code=201,
    operation_id="submitForm",
    summary="Send a form that was filled in",
    response_model=FormSubmissionReceipt,
    responses={
        **problems(401, 403, 404, 409, 415, 429),
        200: {"model": FormSubmissionReceipt, "description": "It came before: the first answer"},
    },
    openapi_extra=_BODY,
)
async def submit(
    key: FormName,
    request: Request,
    actor: Annotated[Actor, Depends(_whoever)],
    work: Work,
    locale: Annotated[Language | None, Query(description="The sender's language, else as `Accept-Language`.")] = None,
    accept_language: Annotated[str | None, Header(alias="accept-language")] = None,
) -> Response:
    """Public. Makes a ticket with channel `form`, once for each token, and mails its number to the address said.

    What looks like a machine's is answered 201 too, without a number: it is parked until somebody has looked at it.
    Limited per client address. A visitor token makes the visitor its requester; without one the requester is new,
    whatever address is said.
    """
    address = request.client.host if request.client else None
    await form_submissions.count(work.database, address)
    try:
        return await _taken(request, work, key, actor, [locale, *accepted(accept_language)])
    finally:
        # Large files are in temporary ones until then.
        await request.close()


async def _taken(request: Request, work: UnitOfWork, key: str, actor: Actor, wanted: Sequence[str | None]) -> Response:
    said, files = await _read(request)
    claimed: bytes | None = request.scope.get("otklik.key")
    if claimed is not None:
        # Before the body is judged, as everywhere: another body with the same key is first of all that.
        body = orjson.dumps([said, [(each.name, each.size, each.sha256) for each in files]])
        first = await idempotency.claim(work.session, key=claimed, body=body)
        if first is not None:
            return Response(first.body, first.status, {**first.headers, "idempotency-replayed": "true"})
    answers = _answers(said)
    form = await form_lot.open_form(work.session, actor, key)
    languages = [each for each in (answers.language, *wanted) if each is not None]
    sent = Sent(answers, files, None if actor == NOBODY else actor, languages)
    receipt, new = await form_submissions.submit(work, form, sent)
    made = answer(receipt.model_dump(), 201 if new else 200)
    if claimed is not None:
        stored = idempotency.StoredAnswer(
            made.status_code, {"content-type": made.headers["content-type"]}, bytes(made.body)
        )
        await idempotency.keep(work.session, key=claimed, answer=stored)
    return made


async def _read(request: Request) -> tuple[Any, Sequence[Upload]]:
    """What was said, not judged yet, and the files. Raises `BadRequest`, `UnsupportedMediaType`, and as for a body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
            return await request.json(), ()
        if kind == "multipart/form-data":
            most = settings().attachment_count + 1
            form = await request.form(max_files=most, max_fields=MOST_PARTS, max_part_size=MOST_PART_BYTES)
            return await _parts(form)
    except ClientDisconnect as error:
        raise BadRequest("The body was cut off") from error
    except orjson.JSONDecodeError as error:
        raise BadRequest("The request body is not valid JSON", code="invalid_json") from error
    if kind or request.headers.get("content-length", "0") != "0":
        raise UnsupportedMediaType("Send the form as application/json or multipart/form-data")
    raise RequestValidationError([{"type": "missing", "loc": ("body",), "msg": "Field required", "input": None}])


def _answers(said: Any) -> FormSubmissionIn:  # noqa: ANN401 - any JSON value
    try:
        return FormSubmissionIn.model_validate(said)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(found) from error


async def _parts(form: FormData) -> tuple[Any, Sequence[Upload]]:
    texts: dict[str, list[str]] = {}
    files: list[Upload] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name not in {"attachments", "attachments[]"}:
                detail = "Files are sent as `attachments`"
                raise Invalid(detail, code="not_asked", errors=[pointer(name[:100], detail)])
            # A page sends a file without a name or bytes where none was chosen.
            if value.filename or value.size:
                files.append(await _measured(value))
        else:
            texts.setdefault(name, []).append(value)
    whole = texts.pop("submission", None)
    said: Any = nested(texts)
    if whole is not None:
        said = await _json(whole[0])
        if texts and isinstance(said, dict):
            said = {**nested(texts), **said}
    if b"\x00" in orjson.dumps(said) or b"\\u0000" in orjson.dumps(said):
        raise BadRequest("Text must not contain the NUL character", code="nul_character")
    return said, files


async def _json(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """JSON in a part, read as strictly as a body."""
    scope = {"type": "http", "headers": [], "method": "POST"}
    body = text.encode()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return await DeskRequest(scope, receive).json()


async def _measured(file: UploadFile) -> Upload:
    found, size = hashlib.sha256(), 0
    while chunk := await file.read(CHUNK):
        found.update(chunk)
        size += len(chunk)
    declared = (file.content_type or "")[:200]
    return Upload((file.filename or "file")[:1000], declared, size, found.hexdigest(), file)


@router.get(
    "",
    operation_id="listFormSubmissions",
    summary="List what was sent with a form",
    response_model=FormSubmissionPage,
    responses=problems(401, 403, 404),
)
async def list_submissions(
    key: FormName,
    _actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    *,
    status: Annotated[SubmissionStatus | None, Query(description="`parked`: what waits for a person.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What was sent with a form, newest first."""
    found = await form_lot.page(work.session, key, status=status, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/{submission_id}/release",
    operation_id="releaseFormSubmission",
    summary="Make a ticket of a parked submission",
    response_model=FormSubmissionOut,
    responses=problems(401, 403, 404, 409),
)
async def release(
    key: FormName, submission_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """It was a person's after all: it becomes the ticket that it would have been, with its files, and is confirmed."""
    return answer((await form_lot.release(work, actor, key, submission_id)).model_dump())


@router.post(
    "/{submission_id}/discard",
    operation_id="discardFormSubmission",
    summary="Discard a parked submission",
    response_model=FormSubmissionOut,
    responses=problems(401, 403, 404, 409),
)
async def discard(
    key: FormName, submission_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """It was none; it stays in the list until it is tidied away."""
    return answer((await form_lot.discard(work, actor, key, submission_id)).model_dump())
