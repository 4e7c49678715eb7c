"""`/v1/monitors`: what is watched, how it is, and how it was."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant
from app.schemas.maintenance_windows import Zone
from app.schemas.monitor_history import MonitorHistoryOut
from app.schemas.monitors import (
    CheckOut,
    CheckPage,
    FoundOut,
    MonitorIn,
    MonitorOut,
    MonitorPage,
    MonitorPatch,
    MonitorPreviewIn,
)
from app.services import monitor_checking, monitor_checks, monitor_history, monitors

router = DeskRouter(prefix="/v1/monitors", tags=["Monitors"])


def _answer(monitor: MonitorOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(monitor.model_dump(), status, version=str(monitor.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createMonitor",
    summary="Make a monitor",
    response_model=MonitorOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: MonitorIn, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work) -> Response:
    """Watch a page, a port, a name or a certificate. Addresses off the internet are refused, but for those that the
    operator allows.
    """
    made = await monitors.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/monitors/{made.id}")


@router.get(
    "", operation_id="listMonitors", summary="List monitors", response_model=MonitorPage, responses=problems(401, 403)
)
async def list_monitors(
    actor: Annotated[Actor, staff(P.MONITORS_READ)],
    work: Work,
    status: Annotated[Literal["unknown", "up", "down"] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The monitors by name, each with how it is."""
    return answer((await monitors.page(work.session, actor, status=status, cursor=cursor, limit=limit)).model_dump())


@router.post(
    "/preview",
    operation_id="previewMonitor",
    summary="Try a check",
    response_model=FoundOut,
    responses=problems(401, 403, 409, 415),
)
async def preview(asked: MonitorPreviewIn, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work) -> Response:
    """Make a check as a monitor would; nothing is kept. An address that is not called is a `refused` check."""
    return answer((await monitor_checking.preview(work, actor, asked)).model_dump())


@router.get(
    "/{monitor_id}",
    operation_id="getMonitor",
    summary="Read a monitor",
    response_model=MonitorOut,
    responses=problems(401, 403, 404),
)
async def read(monitor_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_READ)], work: Work) -> Response:
    """A monitor and how it is. Its ETag is of what people set; how it is changes without."""
    return _answer(await monitors.read(work.session, actor, monitor_id))


@router.patch(
    "/{monitor_id}",
    operation_id="updateMonitor",
    summary="Change or pause a monitor",
    response_model=MonitorOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    monitor_id: UUID,
    change: MonitorPatch,
    actor: Annotated[Actor, staff(P.MONITORS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a monitor; it is looked at again at once. Paused, its alarm ends, and its time is unknown."""
    return _answer(await monitors.patch(work, actor, monitor_id, change, version=if_match))


@router.delete(
    "/{monitor_id}",
    status_code=204,
    operation_id="deleteMonitor",
    summary="Delete a monitor",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    monitor_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a monitor; its alarm ends, and incidents that it opened stay."""
    await monitors.delete(work, actor, monitor_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{monitor_id}/check",
    operation_id="checkMonitor",
    summary="Check now",
    response_model=CheckOut,
    responses=problems(401, 403, 404, 409),
)
async def check(monitor_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work) -> Response:
    """Look now. It counts as any other check and can raise or end an alarm; of a paused monitor nothing is kept."""
    return answer((await monitor_checking.by_hand(work, actor, monitor_id)).model_dump())


@router.get(
    "/{monitor_id}/checks",
    operation_id="listMonitorChecks",
    summary="List checks",
    response_model=CheckPage,
    responses=problems(401, 403, 404),
)
async def checks(
    monitor_id: UUID,
    actor: Annotated[Actor, staff(P.MONITORS_READ)],
    work: Work,
    ok: Annotated[bool | None, Query(description="Only those that went well, or that failed.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Single checks, newest first; they are kept for some days (`OTKLIK_MONITOR_DAYS`)."""
    found = await monitor_checks.page(work.session, actor, monitor_id, ok=ok, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{monitor_id}/history",
    operation_id="getMonitorHistory",
    summary="Uptime and response times",
    response_model=MonitorHistoryOut,
    responses=problems(401, 403, 404),
)
async def history(
    monitor_id: UUID,
    actor: Annotated[Actor, staff(P.MONITORS_READ)],
    work: Work,
    since: Annotated[Instant | None, Query(alias="from", description="From then on; absent: a day before.")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Before then; absent: now.")] = None,
    zone: Annotated[Zone, Query(description="Whose days, weeks and months.")] = "UTC",
    interval: Annotated[Literal["none", "hour", "day", "week", "month"], Query()] = "none",
) -> Response:
    """How it was in a period of at most 400 days, in up to 1,500 parts for plots.

    A check speaks for the time until the next one, but no longer than one and a half intervals. Uptime is up of up and
    down: planned work and time that nobody knows of are in neither.
    """
    found = await monitor_history.read(
        work.session, actor, monitor_id, since=since, until=until, zone=zone, interval=interval
    )
    return answer(found.model_dump())
