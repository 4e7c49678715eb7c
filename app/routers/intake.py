"""`/v1/intake`: tickets by signed webhook."""

from typing import Annotated, Any

import orjson
from fastapi import Header, Path, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems
from app.errors import BadRequest
from app.requests import DeskRouter
from app.schemas.base import Key
from app.schemas.intake import IntakeOut, IntakeParkedOut
from app.services import intake

router = DeskRouter(prefix="/v1/intake", tags=["Partner intake"])

_EXAMPLE = {
    "subject": "Parcel 4711 has not arrived",
    "body": "The customer called twice.",
    "requester": {"email": "vera@example.com", "name": "Vera"},
    "priority": "high",
    "external_id": "order-4711",
}
# The signature is over the bytes as they came, so the body is read here and not by the framework.
_RAW: dict[str, Any] = {
    "x-raw-body": True,
    "requestBody": {
        "required": True,
        "description": "Any JSON; the source's mapping says what becomes what.",
        "content": {"application/json": {"schema": {}, "example": _EXAMPLE}},
    },
}


@router.post(
    "/{source}",
    status_code=201,
    operation_id="receiveWebhook",
    summary="Post a signed webhook",
    response_model=IntakeOut,
    responses={
        **problems(401, 403, 409, 429),
        200: {"model": IntakeOut, "description": "It went on in a ticket, or this webhook-id came before"},
        202: {"model": IntakeParkedOut, "description": "Kept: it could not become anything yet"},
    },
    openapi_extra={**PUBLIC, **_RAW},
)
async def receive(
    source: Annotated[Key, Path(description="The source's key.")],
    request: Request,
    work: Work,
    webhook_id: Annotated[str | None, Header(description="Unique per webhook; a retry keeps it.")] = None,
    webhook_timestamp: Annotated[str | None, Header(description="Unix seconds, at most 5 min off.")] = None,
    webhook_signature: Annotated[str | None, Header(description="`v1,` and base64; several by spaces.")] = None,
) -> Response:
    """Take a webhook that is signed as Standard Webhooks say, exactly once per `webhook-id`.

    It makes a ticket (201), or goes on in the one of its `external_id` (200): its words are added, fields that the
    partner has changed are changed. What is authentic and does not fit is kept (202) and replayed by an admin. Send it
    again until it is answered 2xx: repeats answer the same. `webhook-id` takes the place of `Idempotency-Key` here.
    """
    delivery = intake.Delivery(webhook_id, webhook_timestamp, webhook_signature, await request.body())
    sender = await intake.authenticate(work, source, delivery)
    try:
        payload = await request.json()
    except orjson.JSONDecodeError as error:
        raise BadRequest("The request body is not valid JSON", code="invalid_json") from error
    taken = await intake.accept(work, sender, delivery, payload)
    if taken.done is None:
        response = answer({"parked": taken.parked}, 202)
    else:
        done = taken.done
        made = done.outcome == "created" and not taken.again
        told = {"ticket_id": done.ticket_id, "number": done.number, "outcome": done.outcome}
        response = answer(told, 201 if made else 200)
    response.headers.update(intake.limits(sender))
    return response
