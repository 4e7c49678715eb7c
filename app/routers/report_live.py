"""`/v1/reports/live`: how the desk is doing at this moment."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.errors import Invalid, parameter
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.report_live import LiveReportOut
from app.services import report_live
from app.services.report_live import Scope

router = DeskRouter(prefix="/v1/reports/live", tags=["Reports"])


@router.get(
    "",
    operation_id="getLiveReport",
    summary="See live figures",
    response_model=LiveReportOut,
    responses=problems(401, 403, 404),
)
async def live(
    actor: Annotated[Actor, staff(P.REPORTS_READ)],
    work: Work,
    queue_id: Annotated[UUID | None, Query(description="Of this queue alone.")] = None,
    team_id: Annotated[UUID | None, Query(description="Of this team alone.")] = None,
) -> Response:
    """What is open, waits and is due, who is there, and today's counts, of the desk or of one queue or team.

    A socket that follows `{"report": "desk"}` gets the same whenever it changes, at most once a second.
    """
    if queue_id is not None and team_id is not None:
        detail = "name a queue or a team, not both"
        raise Invalid(detail, errors=[parameter("team_id", detail)])
    scope = Scope("queue", queue_id) if queue_id is not None else Scope()
    if team_id is not None:
        scope = Scope("team", team_id)
    return answer((await report_live.live(work.session, actor, scope)).model_dump())
