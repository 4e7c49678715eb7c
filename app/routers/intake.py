"""`/v1/intake`: tickets by signed webhook."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Path, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems
from app.errors import BadRequest
from app.requests import DeskRoute
from app.schemas.base import Key
from app.schemas.intake import IntakeOut
from app.services import intake

router = APIRouter(prefix="/v1/intake", tags=["Partner intake"], route_class=DeskRoute)

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
        200: {"model": IntakeOut, "description": "This webhook-id came before: the same ticket"},
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
    """Make a ticket from a webhook that is signed as Standard Webhooks say, exactly once per `webhook-id`.

    Send the same webhook again until it is answered 2xx: repeats answer 200 with the same ticket. `webhook-id` takes
    the place of `Idempotency-Key` here. A second ticket with the same `external_id` is refused (409).
    """
    delivery = intake.Delivery(webhook_id, webhook_timestamp, webhook_signature, await request.body())
    sender = await intake.authenticate(work.session, source, delivery)
    try:
        payload = await request.json()
    except orjson.JSONDecodeError as error:
        raise BadRequest("The request body is not valid JSON", code="invalid_json") from error
    done = await intake.accept(work, sender, delivery, payload)
    return answer({"ticket_id": done.ticket_id, "number": done.number}, 201 if done.made else 200)
