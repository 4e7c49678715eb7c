"""`/v1/report-schedules`: reports by mail."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.report_schedules import (
    ReportRunOut,
    ReportRunPage,
    ReportScheduleIn,
    ReportScheduleOut,
    ReportSchedulePage,
    ReportSchedulePatch,
)
from app.services import report_schedules, report_sending

router = DeskRouter(prefix="/v1/report-schedules", tags=["Reports"])


def _answer(schedule: ReportScheduleOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(schedule.model_dump(), status, version=str(schedule.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createReportSchedule",
    summary="Send a report by mail",
    response_model=ReportScheduleOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ReportScheduleIn, actor: Annotated[Actor, agent(P.REPORTS_READ)], work: Work) -> Response:
    """For leads: mail a report to people of the desk every day, week or month, with its table and a CSV file.

    It is made in your name. Each due time is sent once, whatever happens; of those that pass while the desk is away
    only the last one, late, and its mail says so.
    """
    made = await report_schedules.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/report-schedules/{made.id}")


@router.get(
    "",
    operation_id="listReportSchedules",
    summary="List reports by mail",
    response_model=ReportSchedulePage,
    responses=problems(401, 403),
)
async def list_schedules(
    actor: Annotated[Actor, agent(P.REPORTS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """For leads: what is sent to whom and when, the newest first."""
    return answer((await report_schedules.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{schedule_id}",
    operation_id="getReportSchedule",
    summary="Read a report by mail",
    response_model=ReportScheduleOut,
    responses=problems(401, 403, 404),
)
async def read(schedule_id: UUID, actor: Annotated[Actor, agent(P.REPORTS_READ)], work: Work) -> Response:
    """A schedule; its ETag goes into `If-Match` when you change it."""
    return _answer(await report_schedules.read(work.session, actor, schedule_id))


@router.patch(
    "/{schedule_id}",
    operation_id="updateReportSchedule",
    summary="Change a report by mail",
    response_model=ReportScheduleOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    schedule_id: UUID,
    change: ReportSchedulePatch,
    actor: Annotated[Actor, agent(P.REPORTS_READ)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change what is sent, to whom or when. `active: true` for one that was off makes it yours."""
    return _answer(await report_schedules.patch(work.session, actor, schedule_id, change, version=if_match))


@router.delete(
    "/{schedule_id}",
    status_code=204,
    operation_id="deleteReportSchedule",
    summary="Send a report no more",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    schedule_id: UUID, actor: Annotated[Actor, agent(P.REPORTS_READ)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a schedule and the list of its runs. Mails that are on their way still arrive."""
    await report_schedules.delete(work.session, actor, schedule_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{schedule_id}/send-now",
    operation_id="sendReportNow",
    summary="Send a report at once",
    response_model=ReportRunOut,
    responses=problems(401, 403, 404, 409),
)
async def send_now(schedule_id: UUID, actor: Annotated[Actor, agent(P.REPORTS_READ)], work: Work) -> Response:
    """Mail it now to all of its recipients, about the period that is meant today. Its due times stay as they are."""
    return answer((await report_sending.send_now(work.session, actor, schedule_id)).model_dump())


@router.get(
    "/{schedule_id}/runs",
    operation_id="listReportRuns",
    summary="See when a report was sent",
    response_model=ReportRunPage,
    responses=problems(401, 403, 404),
)
async def runs(
    schedule_id: UUID,
    actor: Annotated[Actor, agent(P.REPORTS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Each time that it was sent or should have been, the latest first, with what became of it."""
    found = await report_schedules.runs(work.session, actor, schedule_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())
