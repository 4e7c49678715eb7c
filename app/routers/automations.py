"""`/v1/automations`: what the desk does by itself, in which order, tried on the past before it counts."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.automations import (
    AutomationIn,
    AutomationOut,
    AutomationPage,
    AutomationPatch,
    AutomationVersionPage,
    DryRunIn,
)
from app.schemas.jobs import JobOut
from app.services import automation_dry_runs, automations, jobs

router = DeskRouter(prefix="/v1/automations", tags=["Automations"])


def _answer(automation: AutomationOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(automation.model_dump(), status, version=str(automation.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createAutomation",
    summary="Make an automation",
    response_model=AutomationOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: AutomationIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a rule: a trigger, conditions, actions. It is for what happens, or is due, from when it is enabled.

    Refused in detail: `errors` names each condition, change and action that means nothing, with a code of its own.
    """
    made = await automations.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/automations/{made.id}")


@router.get(
    "",
    operation_id="listAutomations",
    summary="List automations",
    response_model=AutomationPage,
    responses=problems(401, 403),
)
async def list_automations(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The automations in the order in which they look at a ticket."""
    found = await automations.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/dry-run",
    status_code=202,
    operation_id="dryRunAutomation",
    summary="Try an automation on the past",
    response_model=JobOut,
    responses=problems(401, 403, 409, 415),
)
async def dry_run(wanted: DryRunIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Begin a job that says how often a rule would have fired in the last days, and shows 20 times with their values.

    It goes by the state of each ticket at each event, not by what it is now. Its actions are not done, nor played. The
    job's `result`: `fired`, `tickets`, `days`, `examples`, `examined` (`complete` is false beyond 100,000 tickets).
    """
    job = await automation_dry_runs.ask(work.session, actor, wanted)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")


@router.get(
    "/{automation_id}",
    operation_id="getAutomation",
    summary="Read an automation",
    response_model=AutomationOut,
    responses=problems(401, 403, 404),
)
async def read(automation_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """An automation as it counts now; its ETag goes into `If-Match` when you change it."""
    return _answer(await automations.read(work.session, actor, automation_id))


@router.patch(
    "/{automation_id}",
    operation_id="updateAutomation",
    summary="Change an automation",
    response_model=AutomationOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    automation_id: UUID,
    change: AutomationPatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a rule. Anything but its name, its place and whether it is enabled makes a new version; runs name it."""
    return _answer(await automations.patch(work.session, actor, automation_id, change, version=if_match))


@router.delete(
    "/{automation_id}",
    status_code=204,
    operation_id="archiveAutomation",
    summary="Archive an automation",
    responses=problems(401, 403, 404, 412),
)
async def archive(
    automation_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Take a rule out of the order; what it did stays in the log. One that is archived is answered 204 too."""
    await automations.archive(work.session, actor, automation_id, version=if_match)
    return Response(status_code=204)


@router.get(
    "/{automation_id}/versions",
    operation_id="listAutomationVersions",
    summary="List the versions of an automation",
    response_model=AutomationVersionPage,
    responses=problems(401, 403, 404),
)
async def versions(
    automation_id: UUID,
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The versions of a rule, newest first; they never change."""
    found = await automations.versions(work.session, actor, automation_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())
