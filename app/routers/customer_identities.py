"""`/v1/customers/{id}/identities`: by what a customer is recognised."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.customer_identities import Identities, IdentityIn, IdentityKind
from app.services import customer_identities

router = DeskRouter(prefix="/v1/customers/{customer_id}/identities", tags=["Customers"])


@router.get(
    "",
    operation_id="listCustomerIdentities",
    summary="List by what a customer is recognised",
    response_model=Identities,
    responses=problems(401, 403, 404),
)
async def identities(customer_id: UUID, actor: Annotated[Actor, staff(P.CUSTOMERS_READ)], work: Work) -> Response:
    """All e-mail addresses, phone numbers and external ids that find this customer. The ETag is the customer's."""
    found, version = await customer_identities.listed(work.session, actor, customer_id)
    return answer(found.model_dump(), version=version)


@router.post(
    "",
    status_code=201,
    operation_id="addCustomerIdentity",
    summary="Give a customer another address",
    response_model=Identities,
    responses=problems(401, 403, 404, 409, 415),
)
async def add_identity(
    customer_id: UUID, new: IdentityIn, actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)], work: Work
) -> Response:
    """Another e-mail address, phone number or external id. What belongs to another customer is a 409: merge the two."""
    found, version = await customer_identities.add(work.session, actor, customer_id, new)
    return answer(found.model_dump(), 201, version=version)


@router.delete(
    "/{holder_id}/{kind}",
    status_code=204,
    operation_id="removeCustomerIdentity",
    summary="Take an address away",
    response_class=Response,
    responses=problems(401, 403, 404, 409, 412),
)
async def remove_identity(
    customer_id: UUID,
    holder_id: UUID,
    kind: IdentityKind,
    actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """It finds nobody any more. `holder_id` is the identity's `customer_id`, `If-Match` the customer's ETag."""
    await customer_identities.remove(work.session, actor, customer_id, holder_id, kind, version=if_match)
    return Response(status_code=204)
