"""`/v1/automations/{id}/runs` and `/v1/tickets/{id}/automation-runs`: what rules did, by which values."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.automation_runs import AutomationRunPage
from app.services import automation_runs

router = DeskRouter(prefix="/v1", tags=["Automations"])

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=300)]


@router.get(
    "/automations/{automation_id}/runs",
    operation_id="listAutomationRuns",
    summary="See what an automation did",
    response_model=AutomationRunPage,
    responses=problems(401, 403, 404),
)
async def of_automation(
    automation_id: UUID,
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    status: Literal["done", "stopped", "failed"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The runs of a rule, newest first: by which values, what was done, what was skipped and why. Kept for 90 days."""
    found = await automation_runs.of_automation(
        work.session, actor, automation_id, status=status, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())


@router.get(
    "/tickets/{ticket_id}/automation-runs",
    operation_id="listTicketAutomationRuns",
    summary="See what automations did to a ticket",
    response_model=AutomationRunPage,
    responses=problems(401, 403, 404),
)
async def on_ticket(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The runs of all rules on a ticket, newest first."""
    found = await automation_runs.on_ticket(work.session, actor, ticket_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())
