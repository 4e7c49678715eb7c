"""`/v1/tickets/{id}/time`: how much work a ticket was."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_time import TimeEntryIn, TimeEntryOut, TimeEntryPage, TimeEntryPatch
from app.services import ticket_time

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/time", tags=["Tickets"])


def _answer(entry: TimeEntryOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(entry.model_dump(), status, version=str(entry.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createTimeEntry",
    summary="Enter time spent",
    response_model=TimeEntryOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def create(
    ticket_id: UUID, new: TimeEntryIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Yours, or (leads and admins) somebody else's; also on a closed ticket."""
    made = await ticket_time.create(work.session, actor, ticket_id, new)
    return _answer(made, 201, location=f"/v1/tickets/{ticket_id}/time/{made.id}")


@router.get(
    "",
    operation_id="listTimeEntries",
    summary="List the time spent on a ticket",
    response_model=TimeEntryPage,
    responses=problems(401, 403, 404),
)
async def list_entries(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The latest first, with what all of it comes to."""
    found = await ticket_time.page(work.session, actor, ticket_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{entry_id}",
    operation_id="getTimeEntry",
    summary="Read an entry of time",
    response_model=TimeEntryOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, entry_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """An entry; its ETag goes into `If-Match` when you change it."""
    return _answer(await ticket_time.read(work.session, actor, ticket_id, entry_id))


@router.patch(
    "/{entry_id}",
    operation_id="updateTimeEntry",
    summary="Change an entry of time",
    response_model=TimeEntryOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    ticket_id: UUID,
    entry_id: UUID,
    change: TimeEntryPatch,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Whoever spent it, a lead or an admin may."""
    return _answer(await ticket_time.patch(work.session, actor, ticket_id, entry_id, change, version=if_match))


@router.delete(
    "/{entry_id}",
    status_code=204,
    operation_id="deleteTimeEntry",
    summary="Delete an entry of time",
    response_class=Response,
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    ticket_id: UUID, entry_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Whoever spent it, a lead or an admin may. The log keeps that it was there."""
    await ticket_time.delete(work.session, actor, ticket_id, entry_id, version=if_match)
    return Response(status_code=204)
