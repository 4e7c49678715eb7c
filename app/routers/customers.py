"""`/v1/customers`: the people who ask."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Email, Line, Phone
from app.schemas.customer_overviews import CustomerTimelinePage
from app.schemas.customers import CustomerIn, CustomerOut, CustomerPage, CustomerPatch
from app.services import customer_channels, customer_overviews, customers

router = DeskRouter(prefix="/v1/customers", tags=["Customers"])


def _answer(customer: CustomerOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(customer.model_dump(), status, version=str(customer.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createCustomer",
    summary="Make a customer",
    response_model=CustomerOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: CustomerIn, actor: Annotated[Actor, staff(P.CUSTOMERS_WRITE)], work: Work) -> Response:
    """Make a customer. An e-mail address, phone number or external id that another customer has is a 409.

    Creating a ticket with a `requester` finds or makes its customer by itself.
    """
    made = await customers.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/customers/{made.id}")


@router.get(
    "",
    operation_id="listCustomers",
    summary="List customers",
    response_model=CustomerPage,
    responses=problems(401, 403),
)
async def list_customers(
    actor: Annotated[Actor, staff(P.CUSTOMERS_READ)],
    work: Work,
    email: Annotated[Email | None, Query(description="Compared without regard to case.")] = None,
    phone: Annotated[Phone | None, Query(description="In any notation; write + as %2B.")] = None,
    external_id: Annotated[Line | None, Query()] = None,
    organization_id: UUID | None = None,
    merged: Annotated[bool | None, Query(description="true: also those who were merged into another one.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Customers, newest first; `email`, `phone` and `external_id` find one at most, merged ones their other."""
    wanted = customers.CustomerFilter(
        email=email,
        phone=phone,
        external_id=external_id,
        organization_id=organization_id,
        merged=bool(merged),
        cursor=cursor,
        limit=limit,
    )
    return answer((await customers.page(work.session, actor, wanted)).model_dump())


@router.get(
    "/{customer_id}",
    operation_id="getCustomer",
    summary="Read a customer",
    response_model=CustomerOut,
    responses=problems(401, 403, 404),
)
async def read(
    customer_id: UUID,
    actor: Annotated[Actor, staff(P.CUSTOMERS_READ)],
    work: Work,
    include: Annotated[
        Literal["overview"] | None, Query(description="Also, for agents, everything else about them at one look.")
    ] = None,
) -> Response:
    """A customer; the ETag goes into `If-Match` when you change them.

    With `include=overview`: open and recent tickets, ratings, organization, identities and notes, together with
    those of everybody who was merged into them.
    """
    found = await customers.read(work.session, actor, customer_id)
    found.channels = await customer_channels.of(work.session, actor, customer_id)
    if include is not None:
        found.overview = await customer_overviews.read(work.session, actor, customer_id)
    return _answer(found)


@router.get(
    "/{customer_id}/timeline",
    operation_id="listCustomerTimeline",
    summary="Read what happened with a customer",
    response_model=CustomerTimelinePage,
    responses=problems(401, 403, 404),
)
async def timeline(
    customer_id: UUID,
    actor: Annotated[Actor, agent(P.CUSTOMERS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Tickets (by their last activity), chats, ratings, notes and merges, newest first.

    A ticket in which something happens while you page comes again at the top, with the same id.
    """
    found = await customer_overviews.timeline(work.session, actor, customer_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.patch(
    "/{customer_id}",
    operation_id="updateCustomer",
    summary="Change a customer",
    response_model=CustomerOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    customer_id: UUID,
    change: CustomerPatch,
    actor: Annotated[Actor, staff(P.CUSTOMERS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change fields; null empties one."""
    return _answer(await customers.patch(work.session, actor, customer_id, change, version=if_match))
