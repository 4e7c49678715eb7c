"""Outgoing webhooks: make, change, switch on and off, new secrets, tests."""

import base64
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, Invalid, pointer
from app.ids import new_id
from app.models import Webhook
from app.rules.actors import Actor
from app.rules.outgoing import Allowed, parse
from app.schemas.webhooks import (
    WebhookConditionsOut,
    WebhookDeliveryOut,
    WebhookIn,
    WebhookOut,
    WebhookPage,
    WebhookPatch,
)
from app.services import feed, keyset, rows, webhook_bodies, webhook_deliveries
from app.services.sealing import seal
from app.services.webhook_claims import as_json
from app.services.webhook_fanout import WAKE, Due, add
from app.settings import settings

SECRET_BYTES = 32
MOST = 200

# In the order of all who hold several lanes, and before the webhook itself, as those who record what was sent do.
_LANES = "SELECT FROM webhook_lanes WHERE webhook_id = $1 ORDER BY webhook_id, lane FOR UPDATE"
_UNSAID = """UPDATE webhook_deliveries SET body = NULL
WHERE webhook_id = $1 AND status = 'waiting' AND body IS NOT NULL"""


def visible_to(_actor: Actor) -> SelectOfScalar[Webhook]:
    """The webhooks that a caller may see: who may look at them sees all."""
    return select(Webhook).where(col(Webhook.archived_at).is_(None))


async def create(session: AsyncSession, actor: Actor, new: WebhookIn) -> tuple[Webhook, str]:
    """A new webhook and its secret, which nobody can read again; it hears of what happens from now on.

    Raises `Invalid` (`address_not_allowed`) and `Conflict` (`too_many_webhooks`).
    """
    _refuse_address(new.url)
    found = (await session.exec(visible_to(actor).limit(MOST))).all()
    if len(found) >= MOST:
        raise Conflict(f"There are {MOST} webhooks already", code="too_many_webhooks")
    now, secret = clock.now(), _new_secret()
    webhook = Webhook(
        url=new.url,
        description=new.description,
        events=sorted(set(new.events)),
        conditions=new.conditions.model_dump(mode="json"),
        audience=new.audience,
        with_ticket=new.with_ticket,
        header_names=sorted(new.headers),
        headers=_sealed_headers(new.headers),
        secret=_sealed(secret),
        api_version=webhook_bodies.API_VERSION,
        enabled=new.enabled,
        disabled_because=None if new.enabled else "admin",
        disabled_at=None if new.enabled else now,
        since=await feed.position(await raw_connection(session)),
        created_by=actor.id if actor.kind == "agent" else None,
        created_at=now,
        updated_at=now,
    )
    session.add(webhook)
    await session.flush()
    return webhook, secret


async def page(session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None) -> WebhookPage:
    """Webhooks, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = keyset.newest_first(visible_to(actor), Webhook.created_at, Webhook.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda last: keyset.encode(last.created_at, last.id)
    )
    return WebhookPage(items=[shown(each) for each in found], next_cursor=following)


async def get(session: AsyncSession, actor: Actor, webhook_id: UUID) -> Webhook:
    """A webhook to look at. Raises `NotFound`."""
    return await rows.get(session, visible_to(actor).where(col(Webhook.id) == webhook_id))


async def patch(
    session: AsyncSession, actor: Actor, webhook_id: UUID, change: WebhookPatch, *, version: str | None
) -> Webhook:
    """Change a webhook. Switched on again, it goes on with what still waits, and its receiver is tried at once.

    Raises `NotFound`, `PreconditionFailed` and `Invalid` (`address_not_allowed`).
    """
    connection = await raw_connection(session)
    if change.audience is not None:
        await connection.execute(_LANES, webhook_id)
    webhook = await _lock(session, actor, webhook_id, version)
    wanted = _wanted(change)
    changed = {name: value for name, value in wanted.items() if getattr(webhook, name) != value}
    if not changed:
        return webhook
    now = clock.now()
    for name, value in changed.items():
        setattr(webhook, name, value)
    if changed.keys() & {"url", "enabled"}:
        # Whatever was wrong may be over.
        webhook.failures, webhook.failing_since, webhook.blocked_until = 0, None, None
    if "enabled" in changed:
        webhook.disabled_because = None if webhook.enabled else "admin"
        webhook.disabled_at = None if webhook.enabled else now
    await _store(session, webhook)
    if "audience" in changed:
        # What was tried and not taken was said to others: it is made anew.
        await connection.execute(_UNSAID, webhook_id)
    hint(session, WAKE)
    return webhook


async def remove(session: AsyncSession, actor: Actor, webhook_id: UUID, *, version: str | None) -> None:
    """Delete a webhook: it is sent nothing more, and its secrets are gone. Raises `NotFound`, `PreconditionFailed`.

    What waits for it is tidied away afterwards: there may be much, and some is being put on its way at this moment.
    """
    webhook = await _lock(session, actor, webhook_id, version)
    now = clock.now()
    webhook.archived_at, webhook.enabled = now, False
    webhook.disabled_because, webhook.disabled_at = "admin", now
    webhook.secret, webhook.previous_secret, webhook.headers = "", None, None
    await _store(session, webhook)


async def rotate_secret(
    session: AsyncSession, actor: Actor, webhook_id: UUID, *, overlap_seconds: int
) -> tuple[Webhook, str]:
    """Give a webhook a new secret; the one before signs beside it for `overlap_seconds`. Raises `NotFound`."""
    webhook = await _lock(session, actor, webhook_id, None)
    secret = _new_secret()
    webhook.previous_secret = webhook.secret if overlap_seconds else None
    webhook.previous_secret_until = clock.now() + timedelta(seconds=overlap_seconds) if overlap_seconds else None
    webhook.secret = _sealed(secret)
    await _store(session, webhook)
    return webhook, secret


async def send_test(session: AsyncSession, actor: Actor, webhook_id: UUID) -> WebhookDeliveryOut:
    """Send a `webhook.test`; it waits for nothing else. Raises `NotFound` and `Conflict` (`webhook_disabled`)."""
    webhook = await get(session, actor, webhook_id)
    if not webhook.enabled:
        raise Conflict("Switch the webhook on first", code="webhook_disabled")
    lane = new_id()
    due = Due(webhook.id, lane, None, f"test_{lane.hex}", webhook_bodies.TEST, None)
    await add(session, [due], now=clock.now())
    return await webhook_deliveries.read(session, actor, webhook.id, due.id)


def shown(webhook: Webhook) -> WebhookOut:
    """A webhook as admins see it."""
    asked = {"brands": [], "team_ids": [], "source_ids": [], **webhook.conditions}
    same = ("id", "url", "description", "events", "audience", "with_ticket", "header_names", "api_version", "enabled",
            "disabled_because", "disabled_at", "failures", "failing_since", "previous_secret_until", "created_by",
            "version", "created_at", "updated_at")  # fmt: skip
    return WebhookOut(
        conditions=WebhookConditionsOut(**asked),
        paused_until=webhook.blocked_until,
        **{n: getattr(webhook, n) for n in same},
    )


async def _lock(session: AsyncSession, actor: Actor, webhook_id: UUID, version: str | None) -> Webhook:
    return await rows.lock(session, visible_to(actor).where(col(Webhook.id) == webhook_id), version=version)


async def _store(session: AsyncSession, webhook: Webhook) -> None:
    webhook.version, webhook.updated_at = webhook.version + 1, clock.now()
    session.add(webhook)
    await session.flush()


def _wanted(change: WebhookPatch) -> dict[str, Any]:
    wanted = {name: getattr(change, name) for name in change.model_fields_set}
    if change.url is not None:
        _refuse_address(change.url)
    if change.events is not None:
        wanted["events"] = sorted(set(change.events))
    if change.conditions is not None:
        wanted["conditions"] = change.conditions.model_dump(mode="json")
    if change.headers is not None:
        wanted["header_names"], wanted["headers"] = sorted(change.headers), _sealed_headers(change.headers)
    return wanted


def _refuse_address(url: str) -> None:
    """Refuse what would never be called; what is behind a name is looked at each time that it is called."""
    target = parse(url)
    if target.address is not None and not Allowed.read(settings().outgoing_allow).takes(target.host, target.address):
        detail = "This address is not on the internet: an operator may allow it with OTKLIK_OUTGOING_ALLOW"
        raise Invalid(detail, code="address_not_allowed", errors=[pointer("url", detail)])


def _new_secret() -> str:
    # The form that Standard Webhooks libraries read: plain base64 behind the prefix.
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _sealed(secret: str) -> str:
    return seal(secret.encode()).decode()


def _sealed_headers(headers: dict[str, str]) -> str | None:
    return seal(as_json(headers).encode()).decode() if headers else None
