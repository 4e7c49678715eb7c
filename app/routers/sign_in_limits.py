"""`/v1/sign-in-limits`: whose accounts are guessed at, and letting their owners try again."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.sign_in_limits import SignInLimitsOut
from app.services import sign_in_limits

router = DeskRouter(prefix="/v1/sign-in-limits", tags=["Sign-in"])


@router.get(
    "",
    operation_id="listSignInLimits",
    summary="Accounts with wrong passwords",
    response_model=SignInLimitsOut,
    responses=problems(401, 403),
)
async def page(_actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """Agents for whose accounts wrong passwords came within the last hour from networks that are not theirs."""
    return answer((await sign_in_limits.page(work.session)).model_dump())


@router.delete(
    "/{agent_id}",
    status_code=204,
    operation_id="liftSignInLimit",
    summary="Let an agent try again",
    responses=problems(401, 403, 404),
)
async def lift(agent_id: UUID, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """Forget the wrong passwords for an agent's account. Make sure that it is them who ask."""
    await sign_in_limits.lift(work.session, actor, agent_id)
    return Response(status_code=204)
