"""`/v1/webhooks`: outgoing webhooks and what was delivered to them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.schemas.webhooks import (
    WebhookDeliveryDetail,
    WebhookDeliveryOut,
    WebhookDeliveryPage,
    WebhookDeliveryStatus,
    WebhookIn,
    WebhookOut,
    WebhookPage,
    WebhookPatch,
    WebhookReplayIn,
    WebhookRotateIn,
    WebhookWithSecret,
)
from app.services import jobs, webhook_deliveries, webhook_replays, webhooks

router = DeskRouter(prefix="/v1/webhooks", tags=["Webhooks"])

Limit = Annotated[int, Query(ge=1, le=200, description="At most this many.")]
Cursor = Annotated[str | None, Query(max_length=300)]


@router.post(
    "",
    status_code=201,
    operation_id="createWebhook",
    summary="Create a webhook",
    response_model=WebhookWithSecret,
    responses=problems(401, 403, 409, 415),
)
async def create(new: WebhookIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Tell an address of events from now on. Its secret is in this answer and nowhere else."""
    webhook, secret = await webhooks.create(work.session, actor, new)
    made = WebhookWithSecret(**webhooks.shown(webhook).model_dump(), secret=secret)
    return answer(made.model_dump(), 201, version=str(webhook.version), location=f"/v1/webhooks/{webhook.id}")


@router.get(
    "", operation_id="listWebhooks", summary="List webhooks", response_model=WebhookPage, responses=problems(401, 403)
)
async def list_webhooks(
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """The webhooks, newest first, and how their receivers do."""
    return answer((await webhooks.page(work.session, actor, limit=limit, cursor=cursor)).model_dump())


@router.get(
    "/{webhook_id}",
    operation_id="getWebhook",
    summary="Read a webhook",
    response_model=WebhookOut,
    responses=problems(401, 403, 404),
)
async def read(webhook_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """A webhook; its ETag goes into `If-Match` when you change it."""
    webhook = await webhooks.get(work.session, actor, webhook_id)
    return answer(webhooks.shown(webhook).model_dump(), version=str(webhook.version))


@router.patch(
    "/{webhook_id}",
    operation_id="updateWebhook",
    summary="Change a webhook",
    response_model=WebhookOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    webhook_id: UUID,
    change: WebhookPatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a webhook. Switched on again, it goes on with what still waits; what came meanwhile can be replayed."""
    webhook = await webhooks.patch(work.session, actor, webhook_id, change, version=if_match)
    return answer(webhooks.shown(webhook).model_dump(), version=str(webhook.version))


@router.delete(
    "/{webhook_id}",
    status_code=204,
    operation_id="deleteWebhook",
    summary="Delete a webhook",
    responses=problems(401, 403, 404, 412),
)
async def remove(
    webhook_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Send it nothing more, and forget its secrets and what was delivered."""
    await webhooks.remove(work.session, actor, webhook_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/rotate-secret",
    status_code=201,
    operation_id="rotateWebhookSecret",
    summary="Give a webhook a new secret",
    response_model=WebhookWithSecret,
    responses=problems(401, 403, 404, 415),
)
async def rotate_secret(
    webhook_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, how: WebhookRotateIn | None = None
) -> Response:
    """Make a new secret, shown once. Both sign for a day (or `overlap_seconds`; 0 after a leak)."""
    overlap = (how or WebhookRotateIn()).overlap_seconds
    webhook, secret = await webhooks.rotate_secret(work.session, actor, webhook_id, overlap_seconds=overlap)
    made = WebhookWithSecret(**webhooks.shown(webhook).model_dump(), secret=secret)
    return answer(made.model_dump(), 201, version=str(webhook.version))


@router.post(
    "/{webhook_id}/test",
    status_code=202,
    operation_id="testWebhook",
    summary="Send a test",
    response_model=WebhookDeliveryOut,
    responses=problems(401, 403, 404, 409),
)
async def test(webhook_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Send an event `webhook.test` now; look at the delivery for how it went."""
    sent = await webhooks.send_test(work.session, actor, webhook_id)
    location = f"/v1/webhooks/{webhook_id}/deliveries/{sent.id}"
    return answer(sent.model_dump(include=set(WebhookDeliveryOut.model_fields)), 202, location=location)


@router.post(
    "/{webhook_id}/replay",
    status_code=202,
    operation_id="replayWebhook",
    summary="Send a range again",
    response_model=JobOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def replay_range(
    webhook_id: UUID, wanted: WebhookReplayIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """Send what it hears of in a range of the change feed, as a job: each under its old id, as a replay."""
    job = await webhook_replays.ask(work.session, actor, webhook_id, wanted)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")


@router.get(
    "/{webhook_id}/deliveries",
    operation_id="listWebhookDeliveries",
    summary="List deliveries",
    response_model=WebhookDeliveryPage,
    responses=problems(401, 403, 404),
)
async def list_deliveries(
    webhook_id: UUID,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    status: Annotated[WebhookDeliveryStatus | None, Query(description="Only these.")] = None,
    type: Annotated[str | None, Query(max_length=100, description="Only of this type.")] = None,  # noqa: A002
    ticket_id: Annotated[UUID | None, Query(description="Only of this ticket.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What was sent to a webhook and what waits, newest first. Kept for two weeks, or a month when it was given up."""
    found = await webhook_deliveries.page(
        work.session, actor, webhook_id, status=status, kind=type, ticket_id=ticket_id, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())


@router.get(
    "/{webhook_id}/deliveries/{delivery_id}",
    operation_id="getWebhookDelivery",
    summary="Read a delivery",
    response_model=WebhookDeliveryDetail,
    responses=problems(401, 403, 404),
)
async def read_delivery(
    webhook_id: UUID, delivery_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """What was sent, and how each attempt went: headers, status, the beginning of the answer, milliseconds."""
    return answer((await webhook_deliveries.read(work.session, actor, webhook_id, delivery_id)).model_dump())


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=202,
    operation_id="replayWebhookDelivery",
    summary="Send a delivery again",
    response_model=WebhookDeliveryOut,
    responses=problems(401, 403, 404, 409),
)
async def replay_delivery(
    webhook_id: UUID, delivery_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """Send it again under its old id, as a replay, behind what waits of its ticket."""
    sent = await webhook_deliveries.replay(work.session, actor, webhook_id, delivery_id)
    location = f"/v1/webhooks/{webhook_id}/deliveries/{sent.id}"
    return answer(sent.model_dump(), 202, location=location)
