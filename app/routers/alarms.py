"""`/v1/alarms`: episodes in which something was wrong, seen by monitors or told by others."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.alarms import AlarmOut, AlarmPage
from app.services import alarms

router = DeskRouter(prefix="/v1/alarms", tags=["Monitors"])


@router.get(
    "", operation_id="listAlarms", summary="List alarms", response_model=AlarmPage, responses=problems(401, 403)
)
async def list_alarms(
    actor: Annotated[Actor, staff(P.MONITORS_READ)],
    work: Work,
    open_: Annotated[bool | None, Query(alias="open", description="Only open ones, or only those that ended.")] = None,
    monitor_id: Annotated[UUID | None, Query()] = None,
    alert_source_id: Annotated[UUID | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Alarms, newest first, each with the incident or ticket that it opened."""
    wanted = alarms.Wanted(open_, monitor_id, alert_source_id, cursor, limit)
    return answer((await alarms.page(work.session, actor, wanted)).model_dump())


@router.get(
    "/{alarm_id}",
    operation_id="getAlarm",
    summary="Read an alarm",
    response_model=AlarmOut,
    responses=problems(401, 403, 404),
)
async def read(alarm_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_READ)], work: Work) -> Response:
    """An alarm: since when, why, and what was opened for it."""
    return answer((await alarms.read(work.session, actor, alarm_id)).model_dump())
