"""`/v1/incidents`: what is wrong, since when, and with which components."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.incidents import IncidentIn, IncidentOut, IncidentPage, IncidentPatch
from app.services import incidents

router = DeskRouter(prefix="/v1/incidents", tags=["Incidents"])


def _answer(shown: IncidentOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(shown.model_dump(), status, version=str(shown.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createIncident",
    summary="Open an incident",
    response_model=IncidentOut,
    responses=problems(401, 403, 415),
)
async def create(new: IncidentIn, actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)], work: Work) -> Response:
    """Say that something is wrong. Its problem ticket is made with it; a rule finds the tickets since it began."""
    made = await incidents.create(work, actor, new)
    return _answer(made, 201, location=f"/v1/incidents/{made.id}")


@router.get(
    "",
    operation_id="listIncidents",
    summary="List incidents",
    response_model=IncidentPage,
    responses=problems(401, 403),
)
async def list_incidents(
    actor: Annotated[Actor, staff(P.INCIDENTS_READ)],
    work: Work,
    over: Annotated[bool | None, Query(description="Those that are over, or those that are not.")] = None,
    ticket_id: Annotated[UUID | None, Query(description="The one that this ticket is linked to, or is of.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Incidents, the latest first; internal ones too."""
    found = await incidents.page(work.session, actor, over=over, ticket_id=ticket_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{incident_id}",
    operation_id="getIncident",
    summary="Read an incident",
    response_model=IncidentOut,
    responses=problems(401, 403, 404),
)
async def read(incident_id: UUID, actor: Annotated[Actor, staff(P.INCIDENTS_READ)], work: Work) -> Response:
    """An incident; its ETag goes into `If-Match` when you change it."""
    return _answer(await incidents.read(work.session, actor, incident_id))


@router.patch(
    "/{incident_id}",
    operation_id="updateIncident",
    summary="Change an incident",
    response_model=IncidentOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    incident_id: UUID,
    change: IncidentPatch,
    actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change its title, impact, components, visibility or rule. Its status moves with what is said: an update."""
    return _answer(await incidents.patch(work.session, actor, incident_id, change, version=if_match))
