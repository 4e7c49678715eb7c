"""`/v1/customers/{id}/opt-outs`: what a customer gets none of."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.customer_opt_outs import CustomerOptOutsIn, CustomerOptOutsOut
from app.services import customer_opt_outs

router = DeskRouter(prefix="/v1/customers/{customer_id}/opt-outs", tags=["Opt-outs"])


@router.get(
    "",
    operation_id="getCustomerOptOuts",
    summary="Read what a customer gets none of",
    response_model=CustomerOptOutsOut,
    responses=problems(401, 403, 404),
)
async def read(customer_id: UUID, actor: Annotated[Actor, agent(P.CUSTOMERS_READ)], work: Work) -> Response:
    """Kinds of mails that this customer, or who is the same person, has ended: by a link, or by asking an agent."""
    return answer((await customer_opt_outs.read(work.session, actor, customer_id)).model_dump())


@router.put(
    "",
    operation_id="setCustomerOptOuts",
    summary="Set what a customer gets none of",
    response_model=CustomerOptOutsOut,
    responses=problems(401, 403, 404, 415),
)
async def put(
    customer_id: UUID, wanted: CustomerOptOutsIn, actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)], work: Work
) -> Response:
    """In full, for a customer who has said so by another way than the link. What was set before keeps its date."""
    return answer((await customer_opt_outs.put(work.session, actor, customer_id, wanted)).model_dump())
