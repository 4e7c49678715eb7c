"""`/v1/customers/{id}/notes`: what agents should know of a customer."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.customer_notes import CustomerNoteIn, CustomerNoteOut, CustomerNotePage, CustomerNotePatch
from app.services import customer_notes

router = DeskRouter(prefix="/v1/customers/{customer_id}/notes", tags=["Customers"])


def _answer(note: CustomerNoteOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(note.model_dump(), status, version=str(note.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createCustomerNote",
    summary="Write a note on a customer",
    response_model=CustomerNoteOut,
    responses=problems(401, 403, 404, 415),
)
async def create(
    customer_id: UUID, new: CustomerNoteIn, actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)], work: Work
) -> Response:
    """For agents only: no customer and no partner ever sees it."""
    made = await customer_notes.create(work.session, actor, customer_id, new)
    return _answer(made, 201, location=f"/v1/customers/{customer_id}/notes/{made.id}")


@router.get(
    "",
    operation_id="listCustomerNotes",
    summary="List the notes on a customer",
    response_model=CustomerNotePage,
    responses=problems(401, 403, 404),
)
async def list_notes(
    customer_id: UUID,
    actor: Annotated[Actor, agent(P.CUSTOMERS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Newest first, with those on customers who were merged into this one."""
    found = await customer_notes.page(work.session, actor, customer_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{note_id}",
    operation_id="getCustomerNote",
    summary="Read a note on a customer",
    response_model=CustomerNoteOut,
    responses=problems(401, 403, 404),
)
async def read(
    customer_id: UUID, note_id: UUID, actor: Annotated[Actor, agent(P.CUSTOMERS_READ)], work: Work
) -> Response:
    """A note; its ETag goes into `If-Match` when you change it."""
    return _answer(await customer_notes.read(work.session, actor, customer_id, note_id))


@router.patch(
    "/{note_id}",
    operation_id="updateCustomerNote",
    summary="Change a note on a customer",
    response_model=CustomerNoteOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    customer_id: UUID,
    note_id: UUID,
    change: CustomerNotePatch,
    actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Whoever wrote it, a lead or an admin may."""
    return _answer(await customer_notes.patch(work.session, actor, customer_id, note_id, change, version=if_match))


@router.delete(
    "/{note_id}",
    status_code=204,
    operation_id="deleteCustomerNote",
    summary="Delete a note on a customer",
    response_class=Response,
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    customer_id: UUID,
    note_id: UUID,
    actor: Annotated[Actor, agent(P.CUSTOMERS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Whoever wrote it, a lead or an admin may."""
    await customer_notes.delete(work.session, actor, customer_id, note_id, version=if_match)
    return Response(status_code=204)
