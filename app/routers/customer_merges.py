"""`/v1/customers/...`: who is really the same person."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.customer_merges import (
    CustomerMergeIn,
    CustomerMergePage,
    DistinctIn,
    LookAlikePage,
    LookAlikes,
)
from app.schemas.customers import CustomerOut
from app.services import customer_duplicates, customer_merges

router = DeskRouter(prefix="/v1/customers", tags=["Customers"])

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=300)]


def _answer(customer: CustomerOut) -> Response:
    return answer(customer.model_dump(), version=str(customer.version))


@router.get(
    "/duplicates",
    operation_id="listLookAlikes",
    summary="List customers who look like one person",
    response_model=LookAlikePage,
    responses=problems(401, 403),
)
async def look_alikes(
    actor: Annotated[Actor, agent(P.CUSTOMERS_READ)], work: Work, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Walks the customers, newest first, `limit` of them a page, and shows each pair once with what they share."""
    return answer((await customer_duplicates.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{customer_id}/duplicates",
    operation_id="listLookAlikesOfCustomer",
    summary="List who looks like this customer",
    response_model=LookAlikes,
    responses=problems(401, 403, 404),
)
async def look_alikes_of(customer_id: UUID, actor: Annotated[Actor, agent(P.CUSTOMERS_READ)], work: Work) -> Response:
    """Customers who may be the same person, the likeliest first, each with what they share."""
    return answer((await customer_duplicates.of_one(work.session, actor, customer_id)).model_dump())


@router.post(
    "/{customer_id}/not-duplicate",
    status_code=204,
    operation_id="sayCustomersDistinct",
    summary="Say that two customers are not one person",
    response_class=Response,
    responses=problems(401, 403, 404, 415),
)
async def say_distinct(
    customer_id: UUID, said: DistinctIn, actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)], work: Work
) -> Response:
    """The two are not suggested again, whatever they share."""
    await customer_duplicates.say_distinct(work.session, actor, customer_id, said.other_id)
    return Response(status_code=204)


@router.post(
    "/{customer_id}/merge",
    operation_id="mergeCustomer",
    summary="Merge a customer into another one",
    response_model=CustomerOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def merge(
    customer_id: UUID, into: CustomerMergeIn, actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)], work: Work
) -> Response:
    """From now on what identifies this customer finds the other one, who stands for both; it can be undone.

    Tickets keep their requester: whoever holds a widget session of this customer sees what they saw before and
    nothing of the other one's. The other one sees the tickets of both. Empty fields of the other are filled.
    """
    return _answer(await customer_merges.merge(work.session, actor, customer_id, into.into_id))


@router.post(
    "/{customer_id}/unmerge",
    operation_id="unmergeCustomer",
    summary="Take a merge of customers back",
    response_model=CustomerOut,
    responses=problems(401, 403, 404, 409),
)
async def unmerge(customer_id: UUID, actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)], work: Work) -> Response:
    """The customer is on their own again, with those who had been merged into them before."""
    return _answer(await customer_merges.unmerge(work.session, actor, customer_id))


@router.get(
    "/{customer_id}/merges",
    operation_id="listCustomerMerges",
    summary="List who was merged into a customer",
    response_model=CustomerMergePage,
    responses=problems(401, 403, 404),
)
async def merges(
    customer_id: UUID,
    actor: Annotated[Actor, agent(P.CUSTOMERS_READ)],
    work: Work,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Newest first, also what was undone."""
    found = await customer_merges.history(work.session, actor, customer_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())
