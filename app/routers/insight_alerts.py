"""`/v1/insight-alerts`: what rules have found, and what agents make of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.insight_alerts import AlertState, AlertTicketPage, InsightAlertOut, InsightAlertPage, InsightProblemIn
from app.services import insight_alerts

router = DeskRouter(prefix="/v1/insight-alerts", tags=["Insight"])


@router.get(
    "",
    operation_id="listInsightAlerts",
    summary="List alerts",
    response_model=InsightAlertPage,
    responses=problems(401, 403),
)
async def list_alerts(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    state: Annotated[AlertState | None, Query(description="Only those that are so.")] = None,
    brand: Annotated[Key | None, Query(description="Only of this brand.")] = None,
    rule_id: Annotated[UUID | None, Query(description="Only of this rule.")] = None,
    live: Annotated[bool | None, Query(description="Only those whose episode goes on, or only others.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What rules have found, newest first: each once per episode, with why, examples, and what became of it."""
    found = await insight_alerts.page(
        work.session, actor, state=state, brand=brand, rule_id=rule_id, live=live, cursor=cursor, limit=limit
    )
    return answer(found)


@router.get(
    "/{alert_id}",
    operation_id="getInsightAlert",
    summary="Read an alert",
    response_model=InsightAlertOut,
    responses=problems(401, 403, 404),
)
async def read(alert_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """One alert, also when its episode is over."""
    return answer(await insight_alerts.read(work.session, actor, alert_id))


@router.get(
    "/{alert_id}/tickets",
    operation_id="listInsightAlertTickets",
    summary="List the tickets of an alert",
    response_model=AlertTicketPage,
    responses=problems(401, 403, 404),
)
async def list_tickets(
    alert_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The tickets that it is about, oldest first, and what became of linking each to its problem."""
    return answer(await insight_alerts.ticket_page(work.session, actor, alert_id, cursor=cursor, limit=limit))


@router.post(
    "/{alert_id}/dismiss",
    operation_id="dismissInsightAlert",
    summary="Dismiss an alert",
    response_model=InsightAlertOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def dismiss(alert_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Say that nothing follows from it. It is not told again before its episode is over; a problem can be made of it
    all the same.
    """
    return answer(await insight_alerts.dismiss(work.session, actor, alert_id))


@router.post(
    "/{alert_id}/problem",
    status_code=201,
    operation_id="makeInsightProblem",
    summary="Make a problem of an alert and link its tickets",
    response_model=InsightAlertOut,
    responses={200: {"model": InsightAlertOut, "description": "It had one"}, **problems(401, 403, 404, 409, 415)},
)
async def make_problem(
    alert_id: UUID, asked: InsightProblemIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Make a ticket of type *problem*, or name one, and have the alert's tickets linked to it as incidents, by a job
    (`links`). Whoever asks again, or at the same moment, gets the same problem, and what has come since is linked to it
    too. Solve them all together with `POST /v1/tickets/{id}/solve-incidents`.
    """
    found, made = await insight_alerts.make_problem(work, actor, alert_id, asked)
    return answer(found, 201 if made else 200, location=f"/v1/tickets/{found['problem_id']}")
