"""`/v1/calls`: what exchanges say of phone calls, and the calls as agents see them."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.answers import answer
from app.deps import OR_NOBODY, IfMatch, Work, agent, or_nobody, problems
from app.errors import BadRequest, Forbidden, Unauthenticated
from app.requests import DeskRouter
from app.rules.actors import NOBODY, Actor
from app.rules.permissions import Permission as P
from app.schemas.calls import (
    CallEventIn,
    CallEventOut,
    CallOut,
    CallPage,
    CallPatch,
    CallState,
    CallTicketIn,
    Direction,
)
from app.services import call_events, calls, customers, rate_limits
from app.services.intake import Delivery

router = DeskRouter(prefix="/v1/calls", tags=["Phone"])

# Of one line. An exchange says some five things of a call.
PER_MINUTE = 3000
_RAW: dict[str, Any] = {
    # The signature is over the bytes as they came.
    "x-raw-body": True,
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CallEventIn"}}},
    },
    **OR_NOBODY,
}


async def _whoever(request: Request) -> Actor:
    actor = await or_nobody(request, P.TICKETS_WRITE)
    if actor != NOBODY and actor.kind != "partner":
        raise Forbidden("Calls are told by an exchange: sign them, or send an API key", needs=P.TICKETS_WRITE.value)
    if actor != NOBODY:
        customers.whole_desk_only(actor)
    return actor


@router.post(
    "",
    operation_id="reportCall",
    summary="Say what has become of a call",
    response_model=CallEventOut,
    responses=problems(401, 403, 409, 429),
    openapi_extra=_RAW,
)
async def report(
    request: Request,
    actor: Annotated[Actor, Depends(_whoever)],
    work: Work,
    webhook_id: Annotated[str | None, Header(description="Unique per event; a retry keeps it.")] = None,
    webhook_timestamp: Annotated[str | None, Header(description="Unix seconds, at most 5 min off.")] = None,
    webhook_signature: Annotated[str | None, Header(description="`v1,` and base64; several by spaces.")] = None,
) -> Response:
    """For exchanges and CTI: it rings, was answered, has ended, was missed. Signed with the line's secret as Standard
    Webhooks say, or with an API key (`tickets:write`).

    Events may be repeated and come in any order: the call is what all of them together say. Send it again until it is
    answered 200.
    """
    body = await request.body()
    try:
        said = CallEventIn.model_validate(await request.json())
    except orjson.JSONDecodeError as error:
        raise _unread(actor) or BadRequest("The request body is not valid JSON", code="invalid_json") from error
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise _unread(actor) or RequestValidationError(found) from error
    line = await call_events.line(work.session, said.channel_id)
    delivery = Delivery(webhook_id, webhook_timestamp, webhook_signature, body)
    verified = call_events.authenticate(line, None if actor == NOBODY else actor, delivery)
    rate_limits.check("calls", str(verified.channel.id), limit=PER_MINUTE, seconds=60)
    return answer((await call_events.take(work, verified, said)).model_dump())


def _unread(actor: Actor) -> Unauthenticated | None:
    """Whoever has proved nothing hears nothing about the body."""
    if actor != NOBODY:
        return None
    return Unauthenticated("The signature does not fit this line, body and time", code="invalid_signature")


@router.get("", operation_id="listCalls", summary="List calls", response_model=CallPage, responses=problems(401, 403))
async def list_calls(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    *,
    state: Annotated[CallState | None, Query()] = None,
    direction: Annotated[Direction | None, Query()] = None,
    agent_id: Annotated[UUID | None, Query(description="Who has answered, or has called.")] = None,
    ticket_id: Annotated[UUID | None, Query()] = None,
    customer_id: Annotated[UUID | None, Query()] = None,
    number: Annotated[str | None, Query(max_length=64, description="The other side, with its country.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Calls, newest first."""
    wanted = calls.CallFilter(
        state=state, direction=direction, agent_id=agent_id, ticket_id=ticket_id, customer_id=customer_id,
        number=number, cursor=cursor, limit=limit,
    )  # fmt: skip
    return answer((await calls.page(work.session, actor, wanted)).model_dump())


def _shown(call: CallOut, status: int = 200) -> Response:
    return answer(call.model_dump(), status, version=str(call.version))


@router.get(
    "/{call_id}",
    operation_id="getCall",
    summary="Read a call",
    response_model=CallOut,
    responses=problems(401, 403, 404),
)
async def read(call_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A call, with who calls and their open tickets."""
    return _shown(await calls.read(work.session, actor, call_id))


@router.patch(
    "/{call_id}",
    operation_id="updateCall",
    summary="Put a call on a ticket",
    response_model=CallOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    call_id: UUID,
    change: CallPatch,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Say on which ticket the call is, while it is on or afterwards: then the ticket's log has what is known of it."""
    return _shown(await calls.put(work.session, actor, call_id, change.ticket_id, version=if_match))


@router.post(
    "/{call_id}/ticket",
    status_code=201,
    operation_id="createCallTicket",
    summary="Make a ticket of a call",
    response_model=CallOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def make_ticket(
    call_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, new: CallTicketIn | None = None
) -> Response:
    """A new ticket of who calls, yours, with the call on it; also without a body."""
    return _shown(await calls.make_ticket(work, actor, call_id, new or CallTicketIn()), 201)


@router.post(
    "/{call_id}/end",
    operation_id="endCall",
    summary="End a call whose end was not said",
    response_model=CallOut,
    responses=problems(401, 403, 404),
)
async def end(call_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """For a call that is over without a word of the exchange: whose it was holds it no more. For whoever talks, or at
    whose desk it rings, and for leads. One that is over stays as it is, and what the exchange says later counts.

    It hangs up nobody: the desk carries no voice.
    """
    return _shown(await calls.end(work, actor, call_id))
