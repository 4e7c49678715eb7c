"""`/v1/tickets/bulk`: the same change of many tickets, as a job."""

from typing import Annotated

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.schemas.ticket_bulk import BulkIn, BulkPreview
from app.services import ticket_bulk

router = DeskRouter(prefix="/v1/tickets/bulk", tags=["Tickets"])


@router.post(
    "",
    status_code=202,
    operation_id="changeTicketsInBulk",
    summary="Change many tickets",
    response_model=JobOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def ask(wanted: BulkIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Do the same to many tickets (at most 10,000), one after the other, as you would by hand: a job.

    The tickets are chosen now, also those that `q` finds (of too many nothing begins). To each of them all actions are
    done or, when one cannot be, none. `GET /v1/jobs/{id}` says how far it is, `GET /v1/jobs/{id}/items` what became of
    each ticket, and `POST /v1/jobs/{id}/cancel` stops it.
    """
    made = await ticket_bulk.ask(work.session, actor, wanted)
    return answer(made.model_dump(), 202, location=f"/v1/jobs/{made.id}")


@router.post(
    "/preview",
    operation_id="previewTicketsInBulk",
    summary="See what a bulk change would do",
    response_model=BulkPreview,
    responses=problems(401, 403, 404, 409, 415),
)
async def preview(wanted: BulkIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """How many tickets it would be, and what would become of the first three. Nothing changes."""
    return answer((await ticket_bulk.preview(work.session, actor, wanted)).model_dump())
