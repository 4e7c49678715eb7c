"""Partner intake: a signed webhook is verified, stored once, mapped, and becomes a ticket in one transaction."""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError

from app import clock
from app.db import UnitOfWork, raw_connection
from app.errors import Conflict, Forbidden, Invalid, Unauthenticated, pointer
from app.hints import Hint
from app.models import IntakeReceipt, Source, Ticket
from app.rules.actors import Actor
from app.rules.intake import Extracted, extract
from app.rules.phones import normal_phone
from app.schemas.intake import IntakeTicket
from app.services import rate_limits, routing, sources
from app.services.lean import tickets as lean
from app.services.tickets import NOBODY

log = structlog.get_logger("otklik.intake")

TOLERANCE_SECONDS = 300
MAX_SIGNATURES = 16
PER_MINUTE = 1200
_WEBHOOK_ID = re.compile(r"[\x21-\x7e]{1,255}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v1,[A-Za-z0-9+/]{43}=")
_REFUSED = "The signature does not fit this address, body and time"
# Verified against when there is no such source, so that it takes as long as one with another secret.
_NO_SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook as it came: its three headers (None: missing) and its raw body."""

    webhook_id: str | None
    timestamp: str | None
    signature: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """The ticket of a webhook; `made` is false for a repeat."""

    ticket_id: UUID
    number: int
    made: bool


async def authenticate(session: AsyncSession, key: str, delivery: Delivery) -> Source:
    """The source that signed this delivery. An unknown source and a wrong signature look the same.

    Raises `Unauthenticated` (`invalid_signature`, `webhook_expired`), `Forbidden` (`source_disabled`) and `TooMany`.
    """
    webhook_id, timestamp = delivery.webhook_id or "", delivery.timestamp or ""
    if not _WEBHOOK_ID.fullmatch(webhook_id) or not _TIMESTAMP.fullmatch(timestamp) or not delivery.signature:
        detail = "The headers webhook-id, webhook-timestamp and webhook-signature are needed (Standard Webhooks)"
        raise Unauthenticated(detail, code="invalid_signature")
    if abs(clock.now().timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        detail = f"webhook-timestamp is more than {TOLERANCE_SECONDS} s away from now: check the sender's clock"
        raise Unauthenticated(detail, code="webhook_expired")
    source = (await session.exec(select(Source).where(col(Source.key) == key))).first()
    secrets = sources.signing_secrets(source) if source is not None else []
    if source is not None and not secrets:
        log.error("source_secret_lost", source=source.key, hint="the desk's secret has changed: rotate this source's")
    signed = [_signed_with(secret, delivery) for secret in secrets or [_NO_SECRET]]
    if source is None or not secrets or not any(signed):
        raise Unauthenticated(_REFUSED, code="invalid_signature")
    if not source.enabled:
        raise Forbidden("This source has been switched off", code="source_disabled")
    # Only what is really this source's counts: nobody else can use up its share.
    rate_limits.check("intake", str(source.id), limit=PER_MINUTE, seconds=60)
    return source


def _signed_with(secret: str, delivery: Delivery) -> bool:
    # The library stops at the first signature that it cannot read, so only readable ones are handed on.
    readable = [each for each in (delivery.signature or "").split() if _SIGNATURE.fullmatch(each)][:MAX_SIGNATURES]
    headers = {
        "webhook-id": delivery.webhook_id or "",
        "webhook-timestamp": delivery.timestamp or "",
        "webhook-signature": " ".join(readable),
    }
    try:
        Webhook(secret).verify(delivery.body, headers, json_parse=False)
    except (WebhookVerificationError, EmptyWebhookSecretError, ValueError):
        # ValueError: a body that is not UTF-8, a signature that is not base64.
        return False
    return True


async def accept(work: UnitOfWork, source: Source, delivery: Delivery, payload: Any) -> Accepted:  # noqa: ANN401
    """Make the ticket of an authentic delivery, or find the one that it made before. `payload` is its body as JSON.

    The receipt is committed with the ticket: a retry after any crash finds both or neither. Raises `Invalid`
    (`idempotency_mismatch`, `invalid` with pointers into the payload) and `Conflict` (`external_id_taken`).
    """
    session = work.session
    webhook_id = delivery.webhook_id or ""
    body_hash = hashlib.sha256(delivery.body).hexdigest()
    # Simultaneous repeats of one delivery go one after the other; the next one sees what the first committed.
    connection = await raw_connection(session)
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"intake {source.id} {webhook_id}"
    )
    receipt = await session.get(IntakeReceipt, (source.id, webhook_id))
    if receipt is not None:
        if receipt.body_hash != body_hash:
            detail = "This webhook-id came before with another body"
            raise Invalid(detail, code="idempotency_mismatch")
        return await _known(session, receipt.ticket_id)
    new = as_ticket(extract(payload, source.mapping))
    if new.external_id is not None:
        await _refuse_second(session, source, new.external_id)
    made = await _create(work, source, new)
    session.add(
        IntakeReceipt(
            source_id=source.id,
            webhook_id=webhook_id,
            ticket_id=made.ticket_id,
            body_hash=body_hash,
            received_at=clock.now(),
        )
    )
    return made


def as_ticket(found: Extracted) -> IntakeTicket:
    """What the mapping found, judged. Raises `Invalid` with pointers into the partner's own JSON."""
    if "body" not in found.values:
        detail = "No subject and no body was found in this JSON; the source's mapping says where they are"
        raise Invalid(detail, code="no_text", errors=[pointer("body", detail)])
    requester = {
        name.removeprefix("requester_"): value for name, value in found.values.items() if name.startswith("requester_")
    }
    fields = {name: value for name, value in found.values.items() if not name.startswith("requester_")}
    try:
        return IntakeTicket.model_validate({**fields, "requester": requester})
    except ValidationError as error:
        refused = []
        for each in error.errors(include_url=False, include_context=False, include_input=False)[:50]:
            head, *rest = (str(part) for part in each["loc"])
            name = f"requester_{rest[0]}" if head == "requester" and rest else head
            refused.append(pointer(_escaped(found.paths.get(name, name)), f"{name}: {each['msg']}"))
        raise Invalid(errors=refused) from error


def _escaped(path: str) -> str:
    return path.replace("~", "~0").replace("/", "~1")


async def _known(session: AsyncSession, ticket_id: UUID) -> Accepted:
    number = (await session.exec(select(Ticket.number).where(col(Ticket.id) == ticket_id))).one()
    return Accepted(ticket_id, int(number or 0), made=False)


async def _refuse_second(session: AsyncSession, source: Source, external_id: str) -> None:
    """Another delivery about the same thing is no repeat: accepting it would drop its words, so it is refused."""
    query = select(Ticket.id, Ticket.number).where(
        col(Ticket.source_id) == source.id, col(Ticket.external_id) == external_id
    )
    taken = (await session.exec(query)).first()
    if taken is not None:
        detail = "A ticket of this source has that external id"
        raise Conflict(
            detail,
            code="external_id_taken",
            errors=[pointer("external_id", detail)],
            ticket_id=str(taken[0]),
            number=taken[1],
        )


async def _create(work: UnitOfWork, source: Source, new: IntakeTicket) -> Accepted:
    """Create and route the ticket on the session's own connection: one transaction with the receipt."""
    connection = await raw_connection(work.session)
    actor = Actor(kind="partner", id=source.id, name=source.name, source_id=source.id)
    now = clock.now()
    wanted = await routing.intend(
        connection,
        actor,
        lean.NewTicket(
            subject=new.subject,
            body=new.body,
            channel="webhook",
            requester=lean.Requester(
                external_id=new.requester.external_id,
                email=new.requester.email,
                phone=normal_phone(new.requester.phone),
                name=new.requester.name,
            ),
            priority=new.priority,
            type=new.type,
            topic=new.topic,
            language=new.language,
            tags=new.tags,
            custom_fields=new.custom_fields,
            brand=source.brand,
            source_id=source.id,
            external_id=new.external_id,
        ),
        now=now,
    )
    made = await lean.create(connection, actor, wanted, now=now)
    work.hints.extend((made.hint, *made.lists))
    if made.row["assignee_id"] is None:
        # It waits to be put in its place, and somebody may be free.
        work.hints.append(Hint("route", made.row["team_id"] or NOBODY))
    return Accepted(made.row["id"], made.row["number"], made=True)
