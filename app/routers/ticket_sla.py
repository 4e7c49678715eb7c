"""`/v1/tickets/{id}/sla`: a ticket's clocks explained; and what takes a ticket out of sight or up the ladder."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_sla import EscalateIn, SnoozeIn, TicketSlaOut
from app.schemas.tickets import TicketOut
from app.services import escalations, snoozing, ticket_sla, tickets

router = DeskRouter(prefix="/v1/tickets", tags=["Tickets"])


@router.get(
    "/{ticket_id}/sla",
    operation_id="getTicketSla",
    summary="See a ticket's SLA clocks, and why",
    response_model=TicketSlaOut,
    responses=problems(401, 403, 404),
)
async def explain(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    language: Annotated[Literal["en", "ru"], Query(description="Of the sentences.")] = "en",
) -> Response:
    """Every clock with what counted, what did not and why, what was promised by which version, in data and in words."""
    found = await ticket_sla.explained(work.session, actor, ticket_id, language=language)
    return answer(found.model_dump())


async def _shown(work: Work, actor: Actor, ticket_id: UUID) -> Response:
    found, version = await tickets.shown(work.session, actor, ticket_id)
    return answer(found, version=version)


@router.post(
    "/{ticket_id}/escalate",
    operation_id="escalateTicket",
    summary="Escalate a ticket",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def escalate(
    ticket_id: UUID, said: EscalateIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Hand it to the team above its own (`escalates_to_id` of the team); that team's leads are told the reason."""
    await escalations.escalate(work.session, actor, ticket_id, reason=said.reason)
    return await _shown(work, actor, ticket_id)


@router.post(
    "/{ticket_id}/deescalate",
    operation_id="deescalateTicket",
    summary="Take an escalation back",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def deescalate(
    ticket_id: UUID, said: EscalateIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Hand it back to the team from which it was last escalated."""
    await escalations.deescalate(work.session, actor, ticket_id, reason=said.reason)
    return await _shown(work, actor, ticket_id)


@router.post(
    "/{ticket_id}/snooze",
    operation_id="snoozeTicket",
    summary="Snooze a ticket",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def snooze(
    ticket_id: UUID, wanted: SnoozeIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Out of sight until then, or until the customer writes. Whether its clocks stand still, its SLA policy says."""
    await snoozing.snooze(work.session, actor, ticket_id, until=wanted.until)
    return await _shown(work, actor, ticket_id)


@router.post(
    "/{ticket_id}/wake",
    operation_id="wakeTicket",
    summary="Wake a snoozed ticket",
    response_model=TicketOut,
    responses=problems(401, 403, 404),
)
async def wake(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Back into sight now; a ticket that is not snoozed stays as it is."""
    await snoozing.wake(work.session, actor, ticket_id)
    return await _shown(work, actor, ticket_id)
