"""`/v1/tickets/{id}/merge`: several tickets become one, and stand on their own again."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.merging import MergeIn, MergeOut, UnmergeOut
from app.services import merging, tickets

router = DeskRouter(prefix="/v1/tickets", tags=["Merge and link"])


@router.post(
    "/{ticket_id}/merge",
    operation_id="mergeTickets",
    summary="Merge tickets into this one",
    response_model=MergeOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def merge(
    ticket_id: UUID, asked: MergeIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Make other tickets part of this one: all of them, or none. Their messages stay where they are, and the timeline
    of this one has them all. When this one is merged itself they become part of what it is part of; merged again they
    stay.

    A merged ticket has no clocks, no survey and no place in a queue. What its customer writes there comes here; when
    that is another customer than this ticket's, each goes on seeing their own thread and nothing else.
    """
    target_id, merged = await merging.merge(work.session, actor, ticket_id, asked)
    shown, _ = await tickets.shown(work.session, actor, target_id)
    return answer({"ticket": shown, "merged": [each.model_dump() for each in merged]})


@router.post(
    "/{ticket_id}/unmerge",
    operation_id="unmergeTicket",
    summary="Take a ticket out of the one it was merged into",
    response_model=UnmergeOut,
    responses=problems(401, 403, 404, 409),
)
async def unmerge(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Its status and snooze are as before, and so is its agent, if they are still there; else it waits in its queue.
    Its clocks go on, without the time in which it was merged. What was merged into it before goes with it. Messages
    that were written since stay with the ticket that they came to.
    """
    parent, left = await merging.unmerge(work.session, actor, ticket_id)
    shown, _ = await tickets.shown(work.session, actor, ticket_id)
    return answer({"ticket": shown, "was_merged_into": parent.model_dump(), "messages_left": left})
