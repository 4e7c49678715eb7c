"""`/v1/tickets/{id}/approval`: whether what a ticket asks for may be done."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_approvals import ApprovalIn, ApprovalOut, ApprovalPatch
from app.services import ticket_approvals

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/approval", tags=["Catalogue"])


def _answer(approval: ApprovalOut) -> Response:
    return answer(approval.model_dump(), version=str(approval.version))


@router.get(
    "",
    operation_id="getApproval",
    summary="Read an approval",
    response_model=ApprovalOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """The approval of a ticket; 404 for a ticket that needs none."""
    return _answer(await ticket_approvals.read(work.session, actor, ticket_id))


@router.post(
    "",
    operation_id="decideApproval",
    summary="Approve or decline",
    response_model=ApprovalOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def decide(
    ticket_id: UUID, asked: ApprovalIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Decide, once; by whoever is to decide, or a lead. Either way the ticket opens and goes to its queue."""
    return _answer(await ticket_approvals.decide(work.session, actor, ticket_id, asked))


@router.patch(
    "",
    operation_id="updateApproval",
    summary="Let somebody else decide",
    response_model=ApprovalOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    ticket_id: UUID,
    change: ApprovalPatch,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Hand the decision over to another agent, or (null) to the leads, as long as nobody has decided."""
    return _answer(await ticket_approvals.move(work.session, actor, ticket_id, change.agent_id, version=if_match))
