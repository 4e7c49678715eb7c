"""`/v1/shifts`: when agents who work by shifts are on duty."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.calendars import Moment
from app.schemas.shifts import ShiftIn, ShiftOut, ShiftPage, ShiftPatch
from app.services import shifts
from app.services.agent_plans import PlanFilter

router = DeskRouter(prefix="/v1/shifts", tags=["Shifts and absences"])


def _answer(shift: ShiftOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(shift.model_dump(), status, version=str(shift.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createShift",
    summary="Plan a shift",
    response_model=ShiftOut,
    responses=problems(401, 403, 415),
)
async def create(new: ShiftIn, actor: Annotated[Actor, agent(P.SHIFTS_WRITE)], work: Work) -> Response:
    """Plan a shift of an agent. It counts when they work `by_shifts`; shifts that overlap are one.

    An agent whose shift ends keeps what they have, and gets nothing new.
    """
    made = await shifts.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/shifts/{made.id}")


@router.get(
    "", operation_id="listShifts", summary="List shifts", response_model=ShiftPage, responses=problems(401, 403)
)
async def list_shifts(
    actor: Annotated[Actor, staff(P.PEOPLE_READ)],
    work: Work,
    agent_id: UUID | None = None,
    since: Annotated[Moment | None, Query(alias="from", description="Those that end later.")] = None,
    until: Annotated[Moment | None, Query(description="Those that start before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Shifts, those that start first first; with `from` and `until` those of which something is in between."""
    wanted = PlanFilter(agent_id=agent_id, since=since, until=until, cursor=cursor, limit=limit)
    return answer((await shifts.page(work.session, actor, wanted)).model_dump())


@router.get(
    "/{shift_id}",
    operation_id="getShift",
    summary="Read a shift",
    response_model=ShiftOut,
    responses=problems(401, 403, 404),
)
async def read(shift_id: UUID, actor: Annotated[Actor, staff(P.PEOPLE_READ)], work: Work) -> Response:
    """A shift; its ETag goes into `If-Match` when you change it."""
    return _answer(await shifts.read(work.session, actor, shift_id))


@router.patch(
    "/{shift_id}",
    operation_id="updateShift",
    summary="Move a shift",
    response_model=ShiftOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    shift_id: UUID, change: ShiftPatch, actor: Annotated[Actor, agent(P.SHIFTS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Give a shift another time. Its agent is on or off duty accordingly at once."""
    return _answer(await shifts.patch(work.session, actor, shift_id, change, version=if_match))


@router.delete(
    "/{shift_id}",
    status_code=204,
    operation_id="deleteShift",
    summary="Delete a shift",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    shift_id: UUID, actor: Annotated[Actor, agent(P.SHIFTS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Take a shift out of the plan."""
    await shifts.delete(work.session, actor, shift_id, version=if_match)
    return Response(status_code=204)
