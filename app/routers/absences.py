"""`/v1/absences`: when agents are out of office, and who stands in for them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.absences import AbsenceIn, AbsenceOut, AbsencePage, AbsencePatch
from app.schemas.calendars import Moment
from app.services import absences
from app.services.agent_plans import PlanFilter

router = DeskRouter(prefix="/v1/absences", tags=["Shifts and absences"])


def _answer(absence: AbsenceOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(absence.model_dump(), status, version=str(absence.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createAbsence",
    summary="Plan an absence",
    response_model=AbsenceOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: AbsenceIn, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """Plan when somebody is out of office: yourself, or with `shifts:write` anybody.

    They get no work then, whatever their presence says, and keep what they have; what comes back to them meanwhile goes
    to the substitute. Substitutes may have substitutes, but never in a circle of people who are away at the same time.
    """
    made = await absences.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/absences/{made.id}")


@router.get(
    "",
    operation_id="listAbsences",
    summary="List absences",
    response_model=AbsencePage,
    responses=problems(401, 403),
)
async def list_absences(
    actor: Annotated[Actor, staff(P.PEOPLE_READ)],
    work: Work,
    agent_id: UUID | None = None,
    since: Annotated[Moment | None, Query(alias="from", description="Those that end later.")] = None,
    until: Annotated[Moment | None, Query(description="Those that start before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Absences, those that start first first; with `from` and `until` those of which something is in between."""
    wanted = PlanFilter(agent_id=agent_id, since=since, until=until, cursor=cursor, limit=limit)
    return answer((await absences.page(work.session, actor, wanted)).model_dump())


@router.get(
    "/{absence_id}",
    operation_id="getAbsence",
    summary="Read an absence",
    response_model=AbsenceOut,
    responses=problems(401, 403, 404),
)
async def read(absence_id: UUID, actor: Annotated[Actor, staff(P.PEOPLE_READ)], work: Work) -> Response:
    """An absence; its ETag goes into `If-Match` when you change it."""
    return _answer(await absences.read(work.session, actor, absence_id))


@router.patch(
    "/{absence_id}",
    operation_id="updateAbsence",
    summary="Change an absence",
    response_model=AbsenceOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    absence_id: UUID,
    change: AbsencePatch,
    actor: Annotated[Actor, agent(P.PRESENCE_OWN)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change an absence of yours, or with `shifts:write` anybody's. Once it has ended its agent is back."""
    return _answer(await absences.patch(work.session, actor, absence_id, change, version=if_match))


@router.delete(
    "/{absence_id}",
    status_code=204,
    operation_id="deleteAbsence",
    summary="Delete an absence",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    absence_id: UUID, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work, if_match: IfMatch
) -> Response:
    """Take back an absence of yours, or with `shifts:write` anybody's."""
    await absences.delete(work.session, actor, absence_id, version=if_match)
    return Response(status_code=204)
