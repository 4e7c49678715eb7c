"""`/v1/report-rebuilds`: what reports count, built anew from the logs."""

from typing import Annotated

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.report_rebuilds import JobOut
from app.services import jobs, report_rebuilds

router = DeskRouter(prefix="/v1/report-rebuilds", tags=["Reports"])


@router.post(
    "",
    status_code=202,
    operation_id="rebuildReports",
    summary="Build what reports count anew",
    response_model=JobOut,
    responses=problems(401, 403, 409, 415),
)
async def create(actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Begin to fold every ticket's log anew, as a job, while the desk and its reports go on. What is right is not
    touched; `result` says how many tickets there were and in how many instants facts were mended. One at a time:
    409 `rebuild_running`.
    """
    job = await report_rebuilds.ask(work.session, actor)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
