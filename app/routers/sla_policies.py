"""`/v1/sla-policies`: what is promised to whom, in which order policies are tried, and their versions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.schemas.sla_policies import (
    RestoreIn,
    SlaPolicyIn,
    SlaPolicyOut,
    SlaPolicyPage,
    SlaPolicyPatch,
    SlaPolicyVersionPage,
)
from app.schemas.sla_simulations import ReevaluateIn, SimulateIn
from app.services import jobs, sla_policies, sla_reevaluations, sla_simulations

router = DeskRouter(prefix="/v1/sla-policies", tags=["SLA policies"])


def _answer(policy: SlaPolicyOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(policy.model_dump(), status, version=str(policy.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createSlaPolicy",
    summary="Make an SLA policy",
    response_model=SlaPolicyOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: SlaPolicyIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a policy. Tickets get the first one in order whose conditions hold, from now on.

    Refused in detail: `errors` names each target, step and condition that means nothing, with a code of its own.
    """
    made = await sla_policies.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/sla-policies/{made.id}")


@router.get(
    "",
    operation_id="listSlaPolicies",
    summary="List SLA policies",
    response_model=SlaPolicyPage,
    responses=problems(401, 403),
)
async def list_policies(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The policies in the order in which they are tried."""
    found = await sla_policies.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{policy_id}",
    operation_id="getSlaPolicy",
    summary="Read an SLA policy",
    response_model=SlaPolicyOut,
    responses=problems(401, 403, 404),
)
async def read(policy_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """A policy as it counts now; its ETag goes into `If-Match` when you change it."""
    return _answer(await sla_policies.read(work.session, actor, policy_id))


@router.patch(
    "/{policy_id}",
    operation_id="updateSlaPolicy",
    summary="Change an SLA policy",
    response_model=SlaPolicyOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    policy_id: UUID,
    change: SlaPolicyPatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a policy. Anything but its name, its place and whether it is enabled makes a new version.

    Versions never change: tickets that have a policy keep to the version that they got.
    """
    return _answer(await sla_policies.patch(work.session, actor, policy_id, change, version=if_match))


@router.delete(
    "/{policy_id}",
    status_code=204,
    operation_id="archiveSlaPolicy",
    summary="Archive an SLA policy",
    responses=problems(401, 403, 404, 412),
)
async def archive(
    policy_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Take a policy out of the order. Tickets that have it keep it. One that is archived is answered 204 too."""
    await sla_policies.archive(work.session, actor, policy_id, version=if_match)
    return Response(status_code=204)


@router.get(
    "/{policy_id}/versions",
    operation_id="listSlaPolicyVersions",
    summary="List the versions of an SLA policy",
    response_model=SlaPolicyVersionPage,
    responses=problems(401, 403, 404),
)
async def versions(
    policy_id: UUID,
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Everything that the policy has said, newest first, and who said so."""
    found = await sla_policies.versions(work.session, actor, policy_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/{policy_id}/restore-version",
    operation_id="restoreSlaPolicyVersion",
    summary="Restore a version of an SLA policy",
    response_model=SlaPolicyOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def restore(
    policy_id: UUID,
    which: RestoreIn,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Make a new version like an old one. Refused when it names a calendar, team or agent that is no longer there."""
    return _answer(await sla_policies.restore(work.session, actor, policy_id, which.number, version=if_match))


@router.post(
    "/simulate",
    status_code=202,
    operation_id="simulateSla",
    summary="Ask what drafts would have made of past tickets",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def simulate(wanted: SimulateIn, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """A job: attainment by metric and priority under the policies of today (`now`) and under the drafts (`then`).

    Its `result` also names tickets for which something would differ, the first 100. Nothing else is stored.
    """
    job = await sla_simulations.ask(work.session, actor, wanted)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")


@router.post(
    "/re-evaluate",
    status_code=202,
    operation_id="reevaluateSla",
    summary="Bring open tickets under the policies of today",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def reevaluate(wanted: ReevaluateIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """A job: which open tickets would get another policy, version or calendar, and when they would be due.

    With `apply` they get it, and what is overdue then is done as if its time had come just now.
    """
    job = await sla_reevaluations.ask(work.session, actor, apply=wanted.apply)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
