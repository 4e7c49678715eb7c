"""`/v1/incidents/{id}/tickets`: the tickets that an incident is behind."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.incident_tickets import (
    CandidateState,
    IncidentTicketPage,
    IncidentTicketsDismissed,
    IncidentTicketsIn,
    IncidentTicketsOutIn,
)
from app.schemas.jobs import JobOut
from app.services import incident_tickets, jobs

router = DeskRouter(prefix="/v1/incidents/{incident_id}/tickets", tags=["Incidents"])


@router.post(
    "",
    status_code=202,
    operation_id="linkIncidentTickets",
    summary="Link tickets to an incident",
    response_model=JobOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def link(
    incident_id: UUID, asked: IncidentTicketsIn, actor: Annotated[Actor, agent(P.INCIDENTS_WRITE)], work: Work
) -> Response:
    """Up to 1,000 that you name, or all that are suggested, become incidents of its problem, by a job."""
    job = await incident_tickets.link(work.session, actor, incident_id, asked)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/incidents/{incident_id}/tickets")


@router.post(
    "/dismiss",
    operation_id="dismissIncidentTickets",
    summary="Take tickets from an incident",
    response_model=IncidentTicketsDismissed,
    responses=problems(401, 403, 404, 415),
)
async def dismiss(
    incident_id: UUID, asked: IncidentTicketsOutIn, actor: Annotated[Actor, agent(P.INCIDENTS_WRITE)], work: Work
) -> Response:
    """These have nothing to do with it: they are suggested no more, and unlinked where they were linked."""
    done = await incident_tickets.dismiss(work.session, actor, incident_id, asked.ticket_ids)
    return answer(done.model_dump())


@router.get(
    "",
    operation_id="listIncidentTickets",
    summary="List the tickets of an incident",
    response_model=IncidentTicketPage,
    responses=problems(401, 403, 404),
)
async def list_tickets(
    incident_id: UUID,
    actor: Annotated[Actor, agent(P.INCIDENTS_READ)],
    work: Work,
    state: Annotated[CandidateState, Query(description="Linked now, suggested, or what became of others.")] = "linked",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Its tickets, the oldest first, and what of the rule found each."""
    found = await incident_tickets.page(work.session, actor, incident_id, state=state, cursor=cursor, limit=limit)
    return answer(found.model_dump())
