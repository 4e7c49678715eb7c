"""`/v1/incidents/{id}/updates`: what is said of an incident, and who was told."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.incident_updates import (
    IncidentTellingPage,
    IncidentUpdateIn,
    IncidentUpdateOut,
    IncidentUpdatePage,
    IncidentUpdatePatch,
    IncidentUpdateVersions,
    Told,
)
from app.services import incident_updates

router = DeskRouter(prefix="/v1/incidents/{incident_id}/updates", tags=["Incidents"])


def _answer(shown: IncidentUpdateOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(shown.model_dump(), status, version=str(shown.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createIncidentUpdate",
    summary="Say something of an incident",
    response_model=IncidentUpdateOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def create(
    incident_id: UUID, new: IncidentUpdateIn, actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)], work: Work
) -> Response:
    """What is known now, by language, perhaps with another status. With `tell` a job sends it to the customer of each
    linked ticket that is not solved, once, in their language where there is a text in it.
    """
    made = await incident_updates.create(work.session, actor, incident_id, new)
    return _answer(made, 201, location=f"/v1/incidents/{incident_id}/updates/{made.id}")


@router.get(
    "",
    operation_id="listIncidentUpdates",
    summary="List the updates of an incident",
    response_model=IncidentUpdatePage,
    responses=problems(401, 403, 404),
)
async def list_updates(
    incident_id: UUID,
    actor: Annotated[Actor, staff(P.INCIDENTS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What was said, newest first; also what is for agents only."""
    found = await incident_updates.page(work.session, actor, incident_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{update_id}",
    operation_id="getIncidentUpdate",
    summary="Read an update",
    response_model=IncidentUpdateOut,
    responses=problems(401, 403, 404),
)
async def read(
    incident_id: UUID, update_id: UUID, actor: Annotated[Actor, staff(P.INCIDENTS_READ)], work: Work
) -> Response:
    """An update; its ETag goes into `If-Match` when you change it."""
    return _answer(await incident_updates.read(work.session, actor, incident_id, update_id))


@router.patch(
    "/{update_id}",
    operation_id="updateIncidentUpdate",
    summary="Change an update",
    response_model=IncidentUpdateOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    incident_id: UUID,
    update_id: UUID,
    change: IncidentUpdatePatch,
    actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Other words; what it said before is kept. Customers who were told are not told again."""
    return _answer(await incident_updates.patch(work.session, actor, incident_id, update_id, change, version=if_match))


@router.post(
    "/{update_id}/retry",
    operation_id="retryIncidentUpdate",
    summary="Tell subscribers an update again",
    response_model=IncidentUpdateOut,
    responses=problems(401, 403, 404),
)
async def retry(
    incident_id: UUID, update_id: UUID, actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)], work: Work
) -> Response:
    """What could not be told to subscribers of the status page is tried at once, with all its attempts before it.

    That is `retrying` or `failed` in `subscribers`. Whoever was told is not told again; all else stays as it is.
    """
    return _answer(await incident_updates.retry(work.session, actor, incident_id, update_id))


@router.get(
    "/{update_id}/versions",
    operation_id="listIncidentUpdateVersions",
    summary="See what an update said before",
    response_model=IncidentUpdateVersions,
    responses=problems(401, 403, 404),
)
async def list_versions(
    incident_id: UUID, update_id: UUID, actor: Annotated[Actor, staff(P.INCIDENTS_READ)], work: Work
) -> Response:
    """What it said, from when to when, and who changed it: the first hundred changes."""
    return answer((await incident_updates.versions(work.session, actor, incident_id, update_id)).model_dump())


@router.get(
    "/{update_id}/tellings",
    operation_id="listIncidentTellings",
    summary="See who was told an update",
    response_model=IncidentTellingPage,
    responses=problems(401, 403, 404),
)
async def list_tellings(
    incident_id: UUID,
    update_id: UUID,
    actor: Annotated[Actor, agent(P.INCIDENTS_READ)],
    work: Work,
    outcome: Annotated[Told | None, Query(description="Only what came to this.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Each ticket that the job has come to, and what became of it there."""
    found = await incident_updates.tellings(
        work.session, actor, incident_id, update_id, outcome=outcome, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())
