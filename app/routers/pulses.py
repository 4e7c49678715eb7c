"""`/v1/pulses`: what the desk asks its own people, without knowing who said what."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.pulses import PulseAnswered, PulseAnswersIn, PulsePage
from app.services import pulses

router = DeskRouter(prefix="/v1/pulses", tags=["Surveys"])


@router.get(
    "", operation_id="listPulses", summary="List pulses that you can answer", response_model=PulsePage,
    responses=problems(401, 403),
)  # fmt: skip
async def list_pulses(
    actor: Annotated[Actor, agent(P.NOTIFICATIONS_OWN)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Those that are open and that you are asked in, in your first language that they have."""
    found = await pulses.page(work.session, actor, cursor=cursor, limit=limit)
    return answer(found.model_dump(by_alias=True))


@router.put(
    "/{pulse_id}/answers",
    operation_id="answerPulse",
    summary="Answer a pulse",
    response_model=PulseAnswered,
    responses=problems(401, 403, 404, 409, 415),
)
async def give(
    pulse_id: UUID, new: PulseAnswersIn, actor: Annotated[Actor, agent(P.NOTIFICATIONS_OWN)], work: Work
) -> Response:
    """Once, for good. What you say is stored without you, without its time, and in another order than it came; that you
    have answered is forgotten when the pulse closes. Said again it changes nothing: `counted` is false then.

    It is a PUT, which takes no Idempotency-Key: what is kept of a key would be a trace of what you said.
    """
    counted = await pulses.answer(work.session, actor, pulse_id, new.answers)
    return answer({"counted": counted})
