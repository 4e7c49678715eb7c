"""`/v1/imports`: customers, organizations and tickets of another system, from a file."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.imports import ImportIn, ImportOut, ImportPage
from app.schemas.jobs import JobOut
from app.services import import_uploads, jobs

router = DeskRouter(prefix="/v1/imports", tags=["Imports and exports"])

_BYTES: dict[str, Any] = {
    "requestBody": {
        "required": False,
        "description": "The next bytes of the file; there may be none.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "",
    status_code=201,
    operation_id="createImport",
    summary="Begin an import",
    response_model=ImportOut,
    responses=problems(401, 403, 415),
)
async def create(new: ImportIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """An import that waits for its file: upload it in parts, then start it."""
    made = await import_uploads.create(work.session, actor, new)
    return answer(made.model_dump(), 201, location=f"/v1/imports/{made.id}")


@router.get(
    "", operation_id="listImports", summary="List imports", response_model=ImportPage, responses=problems(401, 403)
)
async def list_imports(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Imports with their reports, newest first; those of the command line too."""
    return answer((await import_uploads.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{import_id}",
    operation_id="getImport",
    summary="Read an import",
    response_model=ImportOut,
    responses=problems(401, 403, 404),
)
async def read(import_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """An import, how far it is, and its report so far."""
    return answer((await import_uploads.read(work.session, actor, import_id)).model_dump())


@router.put(
    "/{import_id}/parts/{number}",
    operation_id="uploadImportPart",
    summary="Upload a part of the file",
    response_model=ImportOut,
    responses=problems(401, 403, 404, 409),
    openapi_extra=_BYTES,
)
async def upload(
    import_id: UUID,
    number: Annotated[int, Path(ge=0, le=import_uploads.MAX_PARTS)],
    request: Request,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
) -> Response:
    """The file's bytes in parts numbered from 0, in any order; the same number again replaces a part. At most 1 GiB."""
    data = await request.body()
    return answer((await import_uploads.put(work.session, actor, import_id, number, data)).model_dump())


@router.post(
    "/{import_id}/start",
    status_code=202,
    operation_id="startImport",
    summary="Start an import",
    response_model=JobOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def start(import_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Import the file that was uploaded, as a job. What does not fit is refused in the report and stops nothing."""
    job = await import_uploads.start(work.session, actor, import_id)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
