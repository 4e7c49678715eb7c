"""`/v1/exports`: everything that the desk holds, as one file."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from fastapi.responses import StreamingResponse

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.services import exports, jobs

router = DeskRouter(prefix="/v1/exports", tags=["Imports and exports"])


@router.post(
    "",
    status_code=202,
    operation_id="createExport",
    summary="Export everything",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def create(actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Begin an export of everything, as a job: one snapshot, no secrets. When it is done its file can be downloaded."""
    job = await exports.start(work.session, actor)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/exports/{job.id}")


@router.get(
    "/{export_id}",
    operation_id="downloadExport",
    summary="Download an export",
    responses={
        **problems(401, 403, 404, 409),
        200: {"description": "JSONL, gzipped: each line has its `kind`", "content": {"application/gzip": {}}},
    },
    response_class=StreamingResponse,
)
async def download(export_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """The file of an export, by the id of its job; for a week after it was made."""
    job = await exports.finished(work.session, actor, export_id)
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="otklik-{job.id}.jsonl.gz"'}
    return StreamingResponse(exports.parts(work.database, job.id), media_type="application/gzip", headers=headers)
