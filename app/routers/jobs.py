"""`/v1/jobs`: long work while it goes on, and what it found."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut, JobPage
from app.schemas.ticket_bulk import BulkItemPage
from app.services import jobs, ticket_bulk

router = DeskRouter(prefix="/v1/jobs", tags=["Jobs"])


@router.get("", operation_id="listJobs", summary="List jobs", response_model=JobPage, responses=problems(401, 403))
async def list_jobs(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Jobs of the last 30 days, newest first: leads and admins see all of them, others those that they began."""
    return answer((await jobs.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{job_id}",
    operation_id="getJob",
    summary="Read a job",
    response_model=JobOut,
    responses=problems(401, 403, 404),
)
async def read(job_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A job with its progress; ask once a second while it runs. When it is `done` its `result` is here."""
    return answer((await jobs.read(work.session, actor, job_id)).model_dump())


@router.post(
    "/{job_id}/cancel",
    operation_id="cancelJob",
    summary="Cancel a job",
    response_model=JobOut,
    responses=problems(401, 403, 404, 409),
)
async def cancel(job_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """Stop a job that waits or runs, by whoever began it or by an admin; one that runs stops at its next step.

    What it has changed by then stays changed.
    """
    return answer((await jobs.cancel(work.session, actor, job_id)).model_dump())


@router.get(
    "/{job_id}/items",
    operation_id="listJobItems",
    summary="Read what became of each ticket",
    response_model=BulkItemPage,
    responses=problems(401, 403, 404),
)
async def list_items(
    job_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    status: Literal["waiting", "done", "skipped", "failed"] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The tickets of a bulk change, in the order in which they are done; another kind of job has none."""
    found = await ticket_bulk.items(work.session, actor, job_id, status=status, cursor=cursor, limit=limit)
    return answer(found.model_dump())
