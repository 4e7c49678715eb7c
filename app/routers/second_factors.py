"""`/v1/agents/.../second-factor`: a code that one's phone shows, asked for beside the password."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.second_factors import (
    CodeIn,
    RecoveryCodesOut,
    SecondFactorIn,
    SecondFactorOut,
    SecondFactorSetupOut,
)
from app.services import second_factors

router = DeskRouter(prefix="/v1/agents", tags=["Sign-in"])


@router.get(
    "/me/second-factor",
    operation_id="getSecondFactor",
    summary="Your second factor",
    response_model=SecondFactorOut,
    responses=problems(401, 403),
)
async def read(actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """Whether you have one, whether you must, and how many recovery codes are left."""
    return answer((await second_factors.read(work.session, actor)).model_dump())


@router.post(
    "/me/second-factor",
    status_code=201,
    operation_id="createSecondFactor",
    summary="Set up a second factor",
    response_model=SecondFactorSetupOut,
    responses=problems(401, 403, 409, 415, 429),
)
async def create(given: SecondFactorIn, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """A secret for an authenticator app (TOTP), shown this once. It counts from the moment when you confirm it."""
    return answer((await second_factors.begin(work, actor, password=given.password)).model_dump(), 201)


@router.post(
    "/me/second-factor/confirm",
    operation_id="confirmSecondFactor",
    summary="Confirm your second factor",
    response_model=RecoveryCodesOut,
    responses=problems(401, 403, 409, 415, 429),
)
async def confirm(given: CodeIn, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """With a code that your phone shows. The answer has ten recovery codes, shown this once: keep them elsewhere."""
    return answer((await second_factors.confirm(work, actor, code=given.code)).model_dump())


@router.post(
    "/me/second-factor/recovery-codes",
    operation_id="renewRecoveryCodes",
    summary="Make new recovery codes",
    response_model=RecoveryCodesOut,
    responses=problems(401, 403, 409, 415, 429),
)
async def renew(given: CodeIn, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """Ten new ones; those before are worth nothing."""
    return answer((await second_factors.renew_recovery_codes(work, actor, code=given.code)).model_dump())


@router.post(
    "/me/second-factor/remove",
    status_code=204,
    operation_id="removeSecondFactor",
    summary="Take your second factor away",
    responses=problems(401, 403, 409, 415, 429),
)
async def remove(given: CodeIn, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """With a code of it, or a recovery code."""
    await second_factors.remove(work, actor, code=given.code)
    return Response(status_code=204)


@router.delete(
    "/{agent_id}/second-factor",
    status_code=204,
    operation_id="resetSecondFactor",
    summary="Take an agent's second factor away",
    responses=problems(401, 403, 404),
)
async def reset(agent_id: UUID, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """For an agent who has lost phone and recovery codes. Make sure that it is them who ask."""
    await second_factors.reset(work.session, actor, agent_id)
    return Response(status_code=204)
