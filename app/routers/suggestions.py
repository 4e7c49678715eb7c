"""`/v1/suggestions`: what all suggestions have learnt."""

from typing import Annotated

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.services import jobs, suggestions

router = DeskRouter(prefix="/v1/suggestions", tags=["Suggestions"])


@router.post(
    "/rebuild",
    status_code=202,
    operation_id="rebuildSuggestions",
    summary="Learn all suggestions anew",
    response_model=JobOut,
    responses=problems(401, 403, 409, 415),
)
async def rebuild(actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make everything that suggestions have learnt anew from tickets and messages, as a job. Suggestions go on."""
    job = await suggestions.ask(work, actor)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
