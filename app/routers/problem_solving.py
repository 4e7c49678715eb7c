"""`/v1/tickets/{id}/solve-incidents`: the answer to a problem goes to all of its incidents."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.schemas.problem_solving import IncidentAnswerPage, IncidentsIn, Outcome
from app.services import jobs, problem_solving

router = DeskRouter(prefix="/v1/tickets", tags=["Merge and link"])


@router.post(
    "/{ticket_id}/solve-incidents",
    status_code=202,
    operation_id="solveIncidents",
    summary="Answer and solve the incidents of a problem",
    response_model=JobOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def solve(
    ticket_id: UUID, asked: IncidentsIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """One message from you to the customer of each open incident of this problem, in their language where you give a
    text in it, and the incident is solved. It is a job: `GET .../incident-answers` says how far it is and what became
    of each. Those that are solved or merged are left alone; whoever answers opens their own ticket again.
    """
    job = await problem_solving.ask(work.session, actor, ticket_id, asked)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/tickets/{ticket_id}/incident-answers")


@router.get(
    "/{ticket_id}/incident-answers",
    operation_id="listIncidentAnswers",
    summary="See what became of the incidents",
    response_model=IncidentAnswerPage,
    responses=problems(401, 403, 404),
)
async def list_answers(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    job_id: Annotated[UUID | None, Query(description="Of this job; the latest one else.")] = None,
    outcome: Annotated[Outcome | None, Query(description="Only what came to this.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """How far the job is, and each incident that it has come to. Kept as long as the job: 30 days."""
    found = await problem_solving.page(
        work.session, actor, ticket_id, job_id=job_id, outcome=outcome, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())
