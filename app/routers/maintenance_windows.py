"""`/v1/maintenance-windows`: planned work, in which nothing raises an alarm."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.maintenance_windows import (
    MaintenanceWindowIn,
    MaintenanceWindowOut,
    MaintenanceWindowPage,
    MaintenanceWindowPatch,
)
from app.services import maintenance_windows

router = DeskRouter(prefix="/v1/maintenance-windows", tags=["Monitors"])


def _answer(window: MaintenanceWindowOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(window.model_dump(), status, version=str(window.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createMaintenanceWindow",
    summary="Plan maintenance",
    response_model=MaintenanceWindowOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: MaintenanceWindowIn, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work) -> Response:
    """Plan work, once or again and again. Meanwhile its monitors are looked at, raise no alarm, and have no uptime.

    What has been already is not planned: of a window that has begun, the rest counts.
    """
    made = await maintenance_windows.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/maintenance-windows/{made.id}")


@router.get(
    "",
    operation_id="listMaintenanceWindows",
    summary="List maintenance",
    response_model=MaintenanceWindowPage,
    responses=problems(401, 403),
)
async def list_windows(
    actor: Annotated[Actor, staff(P.MONITORS_READ)],
    work: Work,
    over: Annotated[bool | None, Query(description="Only what is over, or only what is not.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Windows, newest first, each with when it is next."""
    found = await maintenance_windows.page(work.session, actor, over=over, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{window_id}",
    operation_id="getMaintenanceWindow",
    summary="Read a maintenance window",
    response_model=MaintenanceWindowOut,
    responses=problems(401, 403, 404),
)
async def read(window_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_READ)], work: Work) -> Response:
    """A window and when it is next; its ETag goes into `If-Match` when you change it."""
    return _answer(await maintenance_windows.read(work.session, actor, window_id))


@router.patch(
    "/{window_id}",
    operation_id="updateMaintenanceWindow",
    summary="Change maintenance",
    response_model=MaintenanceWindowOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    window_id: UUID,
    change: MaintenanceWindowPatch,
    actor: Annotated[Actor, staff(P.MONITORS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a window, from now on; work that is done early ends with `ends_at`."""
    return _answer(await maintenance_windows.patch(work.session, actor, window_id, change, version=if_match))


@router.delete(
    "/{window_id}",
    status_code=204,
    operation_id="deleteMaintenanceWindow",
    summary="Call maintenance off",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    window_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Call a window off. The time that it has counted for already stays as it is."""
    await maintenance_windows.delete(work.session, actor, window_id, version=if_match)
    return Response(status_code=204)
