"""`/v1/tags`: what tickets are tagged with, and how many."""

from typing import Annotated

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Tag
from app.schemas.jobs import JobOut
from app.schemas.tags import TagPage, TagsRenameIn
from app.services import jobs, tags

router = DeskRouter(prefix="/v1/tags", tags=["Tags"])


@router.get("", operation_id="listTags", summary="List tags", response_model=TagPage, responses=problems(401, 403))
async def list_tags(
    actor: Annotated[Actor, staff(P.TICKETS_READ)],
    work: Work,
    begins: Annotated[Tag | None, Query(description="Only those that begin with it.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The tags that tickets have, by name, each with how many. A tag is made by using it."""
    return answer((await tags.page(work.session, actor, begins=begins, cursor=cursor, limit=limit)).model_dump())


@router.post(
    "/rename",
    status_code=202,
    operation_id="renameTags",
    summary="Rename or merge tags",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def rename(asked: TagsRenameIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Several tags become one on every ticket, or (`to` null) are taken off. It goes on as a job: `GET /v1/jobs/{id}`.

    What names them (views, macros, queues, automations, policies ...) has the new name at once; the job's `result` says
    what `followed`, or of tags that are taken off, what is `left` naming them.
    """
    job = await tags.rename(work.session, actor, asked)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
