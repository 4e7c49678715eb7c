"""The delivery console: what was sent to a webhook, how each attempt went, and sending it again."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict
from app.models import Webhook, WebhookAttempt, WebhookDelivery, WebhookLane
from app.rules.actors import Actor
from app.schemas.webhooks import (
    WebhookAttemptOut,
    WebhookDeliveryDetail,
    WebhookDeliveryOut,
    WebhookDeliveryPage,
    WebhookDeliveryStatus,
)
from app.services import keyset, rows
from app.services.webhook_fanout import Due, add

_SHOWN = (
    "id", "webhook_id", "event_id", "position", "type", "ticket_id", "replay", "status", "attempts", "last_status",
    "last_error", "created_at", "ended_at",
)  # fmt: skip


def visible_to(_actor: Actor, webhook_id: UUID) -> SelectOfScalar[WebhookDelivery]:
    """The deliveries of a webhook; those of a deleted one are not shown."""
    return (
        select(WebhookDelivery)
        .join(Webhook, col(Webhook.id) == col(WebhookDelivery.webhook_id))
        .where(col(WebhookDelivery.webhook_id) == webhook_id, col(Webhook.archived_at).is_(None))
    )


async def page(
    session: AsyncSession,
    actor: Actor,
    webhook_id: UUID,
    *,
    status: WebhookDeliveryStatus | None,
    kind: str | None,
    ticket_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> WebhookDeliveryPage:
    """Deliveries, newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await rows.get(session, select(Webhook.id).where(col(Webhook.id) == webhook_id, col(Webhook.archived_at).is_(None)))
    query = visible_to(actor, webhook_id).order_by(col(WebhookDelivery.id).desc()).limit(limit + 1)
    if status is not None:
        query = query.where(col(WebhookDelivery.status) == status)
    if kind is not None:
        query = query.where(col(WebhookDelivery.type) == kind)
    if ticket_id is not None:
        query = query.where(col(WebhookDelivery.lane) == ticket_id, col(WebhookDelivery.ticket_id) == ticket_id)
    if cursor is not None:
        query = query.where(col(WebhookDelivery.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return WebhookDeliveryPage(items=[shown(each) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, webhook_id: UUID, delivery_id: UUID) -> WebhookDeliveryDetail:
    """A delivery with its attempts. Raises `NotFound`."""
    query = visible_to(actor, webhook_id).where(col(WebhookDelivery.id) == delivery_id)
    found = await rows.get(session, query)
    tries = select(WebhookAttempt).where(col(WebhookAttempt.delivery_id) == found.id)
    attempts = (await session.exec(tries.order_by(col(WebhookAttempt.number)))).all()
    due = None
    if found.status == "waiting":
        lane = select(WebhookLane.due_at).where(
            col(WebhookLane.webhook_id) == webhook_id, col(WebhookLane.lane) == found.lane
        )
        due = (await session.exec(lane)).first()
    return WebhookDeliveryDetail(
        **shown(found).model_dump(), next_attempt_at=due, body=found.body, tries=[_attempt(each) for each in attempts]
    )


async def replay(session: AsyncSession, actor: Actor, webhook_id: UUID, delivery_id: UUID) -> WebhookDeliveryOut:
    """Send it again as a replay: a new delivery of the same event, behind whatever waits of its ticket.

    Raises `NotFound` and `Conflict` (`webhook_disabled`, `still_waiting`).
    """
    query = visible_to(actor, webhook_id).where(col(WebhookDelivery.id) == delivery_id)
    found = await rows.get(session, query)
    await refuse_disabled(session, webhook_id)
    if found.status == "waiting":
        raise Conflict("It has not been given up and is on its way", code="still_waiting")
    due = Due(webhook_id, found.lane, found.position, found.event_id, found.type, found.ticket_id)
    await add(session, [due], now=clock.now(), replay=True)
    return shown(await rows.get(session, visible_to(actor, webhook_id).where(col(WebhookDelivery.id) == due.id)))


async def refuse_disabled(session: AsyncSession, webhook_id: UUID) -> Webhook:
    """The webhook. Raises `NotFound`, and `Conflict` (`webhook_disabled`) when nothing would be sent."""
    query = select(Webhook).where(col(Webhook.id) == webhook_id, col(Webhook.archived_at).is_(None))
    webhook = await rows.get(session, query)
    if not webhook.enabled:
        raise Conflict("Switch the webhook on first", code="webhook_disabled")
    return webhook


def shown(delivery: WebhookDelivery) -> WebhookDeliveryOut:
    """A delivery as admins see it."""
    said: dict[str, Any] = {name: getattr(delivery, name) for name in _SHOWN}
    return WebhookDeliveryOut(**said)


def _attempt(attempt: WebhookAttempt) -> WebhookAttemptOut:
    return WebhookAttemptOut(
        number=attempt.number,
        at=attempt.at,
        took_ms=attempt.took_ms,
        request_headers=attempt.request_headers,
        status=attempt.status,
        response_headers=attempt.response_headers,
        response_body=attempt.response_body,
        error=attempt.error,
    )
