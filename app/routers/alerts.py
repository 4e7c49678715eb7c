"""`/v1/alerts`: what other systems see, taken and shown."""

from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import Header, Path, Query, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems, staff
from app.errors import BadRequest
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.alerts import AlertPage, AlertsTaken
from app.services import alerts, rate_limits

router = DeskRouter(prefix="/v1/alerts", tags=["Monitors"])

_EXAMPLE = {
    "status": "firing",
    "title": "The queue of orders grows",
    "severity": "critical",
    "labels": {"job": "shop"},
}
# Signed over the bytes as they came, so the body is read here and not by the framework.
_RAW: dict[str, Any] = {
    "x-raw-body": True,
    "requestBody": {
        "required": True,
        "description": "As the source's shape says: Alertmanager's or Grafana's webhook, or the plain one.",
        "content": {"application/json": {"schema": {}, "example": _EXAMPLE}},
    },
}


@router.get(
    "", operation_id="listAlerts", summary="List alerts", response_model=AlertPage, responses=problems(401, 403)
)
async def list_alerts(
    actor: Annotated[Actor, staff(P.MONITORS_READ)],
    work: Work,
    alert_source_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[Literal["firing", "resolved"] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Alerts, newest first, each with the alarm that it belongs to."""
    found = await alerts.page(
        work.session, actor, alert_source_id=alert_source_id, status=status, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())


@router.post(
    "/{token}",
    operation_id="receiveAlerts",
    summary="Post alerts",
    response_model=AlertsTaken,
    responses=problems(401, 403, 404, 429),
    openapi_extra={**PUBLIC, **_RAW},
)
async def receive(
    token: Annotated[str, Path(max_length=200, description="Of the address that the source was given.")],
    request: Request,
    work: Work,
    authorization: Annotated[str | None, Header(description="`Bearer` and the secret, if the source shows it.")] = None,
    signature: Annotated[
        str | None,
        Header(alias="x-otklik-signature", description="Hex HMAC-SHA256 of the body, if the source signs."),
    ] = None,
    grafana: Annotated[
        str | None, Header(alias="x-grafana-alerting-signature", description="The same, as Grafana names it.")
    ] = None,
) -> Response:
    """Take up to 1,000 alerts, all or none. Told again they are the same ones; late and out of order they are what they
    were: an alert that ended does not fire again. All of a group are one alarm.
    """
    network = rate_limits.network_of(request.client.host if request.client else None)
    body = await request.body()
    source = await alerts.admit(work.session, token, alerts.Shown(authorization, signature or grafana, network), body)
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest("The request body is not valid JSON", code="invalid_json") from error
    return answer((await alerts.take(work, source, payload)).model_dump())
