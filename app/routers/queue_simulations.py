"""`/v1/queues/simulate` and `/v1/queues/staffing`: what if, before anybody has to live with it."""

from typing import Annotated

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.schemas.queue_simulations import RoutingSimulationIn, StaffingIn, StaffingOut
from app.services import jobs, queue_simulations

router = DeskRouter(prefix="/v1/queues", tags=["Queues"])


@router.post(
    "/simulate",
    status_code=202,
    operation_id="simulateRouting",
    summary="Ask what other queues or other people would have made of a past period",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def simulate(
    wanted: RoutingSimulationIn, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work
) -> Response:
    """A job: everybody who came in the period comes again, with the work that they were, through the desk as it is
    (`now`) and through the drafts (`then`), decided by the rules that decide live.

    Its `result` has waits, who gave up, occupancy and kept promises: in all, by queue, and by hour. The same seed gives
    the same figures. Nothing else is stored.
    """
    job = await queue_simulations.ask(work.session, actor, wanted)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")


@router.post(
    "/staffing",
    operation_id="staffing",
    summary="Ask how many agents each hour takes",
    response_model=StaffingOut,
    responses=problems(401, 403, 415),
)
async def staffing(wanted: StaffingIn, _actor: Annotated[Actor, agent(P.SETTINGS_READ)]) -> Response:
    """The fewest agents that keep a target in each hour, by Erlang's formulas: C, or A where customers give up.

    For skills, priorities or overflow, simulate: no formula knows them.
    """
    return answer(queue_simulations.how_many(wanted).model_dump())
