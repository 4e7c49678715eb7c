"""Partner intake: a signed webhook is verified, stored once, mapped, and does what it says in one transaction."""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import col, select
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Conflict, Forbidden, Invalid, TooLarge, TooMany, Unauthenticated
from app.ids import new_id
from app.models import Source
from app.rules.intake import extract
from app.services import intake_applying, intake_judging, intake_lot, rate_limits, sources
from app.services.intake_applying import Done
from app.services.lean.tickets import Receipt
from app.settings import settings

log = structlog.get_logger("otklik.intake")

TOLERANCE_SECONDS = 300
MAX_SIGNATURES = 16
PER_MINUTE = 1200
# The last webhooks of a source that are kept to try a mapping on, and how long a process takes to keep as many more.
SAMPLES = 20
SAMPLES_SECONDS = 60.0
_WEBHOOK_ID = re.compile(r"[\x21-\x7e]{1,255}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v1,[A-Za-z0-9+/]{43}=")
_REFUSED = "The signature does not fit this address, body and time"
# Why the desk itself cannot solve a ticket yet.
_OURS = frozenset({"tasks_open", "children_open", "fields_required", "approval_pending"})
# Verified against when there is no such source, so that it takes as long as one with another secret.
NO_SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook as it came: its three headers (None: missing) and its raw body."""

    webhook_id: str | None
    timestamp: str | None
    signature: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a webhook did, now or (`again`) when it came first; `parked`: it is kept, and has done nothing yet."""

    done: Done | None = None
    parked: UUID | None = None
    again: bool = False


async def authenticate(work: UnitOfWork, key: str, delivery: Delivery) -> Source:
    """The source that signed this delivery. An unknown source and a wrong signature look the same.

    Raises `Unauthenticated` (`invalid_signature`, `webhook_expired`), `Forbidden` (`source_disabled`), `TooLarge` and
    `TooMany`.
    """
    refuse_old(delivery)
    source = await _source(work, key)
    secrets = sources.signing_secrets(source) if source is not None else []
    if source is not None and not secrets:
        log.error("source_secret_lost", source=source.key, hint="the desk's secret has changed: rotate this source's")
    signed = [signed_with(secret, delivery) for secret in secrets or [NO_SECRET]]
    if source is None or not secrets or not any(signed):
        raise Unauthenticated(_REFUSED, code="invalid_signature")
    if not source.enabled:
        raise Forbidden("This source has been switched off", code="source_disabled")
    # Only what is really this source's counts: nobody else can use up its share.
    try:
        rate_limits.check("intake", str(source.id), limit=source.per_minute or PER_MINUTE, seconds=60)
    except TooMany as error:
        error.headers.update(limits(source))
        raise
    if source.max_bytes is not None and len(delivery.body) > source.max_bytes:
        raise TooLarge(f"A webhook of this source has at most {source.max_bytes} bytes")
    return source


# Sources that were looked up a moment ago, and until when they are trusted, as callers are.
_known: dict[str, tuple[float, Source]] = {}


async def _source(work: UnitOfWork, key: str) -> Source | None:
    now = clock.monotonic()
    until, source = _known.get(key, (0.0, None))
    if source is None or until <= now:
        _known.pop(key, None)
        source = (await work.session.exec(select(Source).where(col(Source.key) == key))).first()
        if source is not None:
            # Of no session: what one of them takes back does not reach it.
            work.session.expunge(source)
            _known[key] = now + settings().actor_cache_seconds, source
    return source


def limits(source: Source) -> dict[str, str]:
    """How much of its limit a source has left, as headers."""
    return rate_limits.headers("intake", str(source.id), limit=source.per_minute or PER_MINUTE, seconds=60)


def refuse_old(delivery: Delivery) -> None:
    """Raise `Unauthenticated` (`invalid_signature`, `webhook_expired`) for headers that are none, and for old ones."""
    webhook_id, timestamp = delivery.webhook_id or "", delivery.timestamp or ""
    if not _WEBHOOK_ID.fullmatch(webhook_id) or not _TIMESTAMP.fullmatch(timestamp) or not delivery.signature:
        detail = "The headers webhook-id, webhook-timestamp and webhook-signature are needed (Standard Webhooks)"
        raise Unauthenticated(detail, code="invalid_signature")
    if abs(clock.now().timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        detail = f"webhook-timestamp is more than {TOLERANCE_SECONDS} s away from now: check the sender's clock"
        raise Unauthenticated(detail, code="webhook_expired")


def signed_with(secret: str, delivery: Delivery) -> bool:
    """Whether this secret has signed it."""
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


# One after the other, in this order.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name"
_RECEIPT = """SELECT r.body_hash, r.outcome, r.parked_id, r.ticket_id, t.number FROM intake_receipts r
LEFT JOIN tickets t ON t.id = r.ticket_id WHERE r.source_id = $1 AND r.webhook_id = $2"""
_KEEP = """INSERT INTO intake_receipts (source_id, webhook_id, ticket_id, parked_id, outcome, body_hash, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)"""
_SAMPLE = """WITH old AS (
 DELETE FROM intake_samples WHERE id IN (
  SELECT id FROM intake_samples WHERE source_id = $2 ORDER BY id DESC OFFSET $6 FOR UPDATE SKIP LOCKED))
INSERT INTO intake_samples (id, source_id, webhook_id, body, outcome, received_at) VALUES ($1, $2, $3, $4, $5, $7)"""


async def accept(work: UnitOfWork, source: Source, delivery: Delivery, payload: Any) -> Accepted:  # noqa: ANN401
    """Do what an authentic delivery says, or find what it did before. `payload` is its body as JSON.

    The receipt is committed with what was done: a retry after any crash finds both or neither. What cannot be mapped is
    parked, unless the source wants it refused. Raises `Conflict` (`external_id_taken`) and `Invalid`
    (`idempotency_mismatch`; of a source that refuses, also `invalid` with pointers into the payload, and more).
    """
    webhook_id = delivery.webhook_id or ""
    body_hash = hashlib.sha256(delivery.body).hexdigest()
    found = extract(payload, source.mapping)
    external_id = intake_judging.named(found)
    judged: intake_judging.Wanted | Invalid
    try:
        judged = intake_judging.judged(found)
    except Invalid as error:
        judged = error
    else:
        receipt = Receipt(_locks(source.id, webhook_id, external_id), webhook_id, body_hash)
        done = await intake_applying.first(work, source, judged, receipt=receipt)
        if done is not None:
            await _sample(await work.lean(), source, delivery, done.outcome)
            return Accepted(done)
    connection = await raw_connection(await work.session_after_all())
    await lock(connection, source.id, webhook_id, external_id)
    row = await connection.fetchrow(_RECEIPT, source.id, webhook_id)
    if row is not None:
        return _before(row, body_hash)
    done = parked = None
    refused: Invalid | Conflict | None = None
    if isinstance(judged, Invalid):
        refused = judged
    else:
        done, refused = await _tried(work, source, judged)
    if refused is not None:
        if source.unmappable == "refuse":
            raise _as_they_may_know(refused)
        parked = await intake_lot.park(connection, source.id, webhook_id, delivery.body, external_id, refused)
    ticket_id, outcome = (done.ticket_id, done.outcome) if done is not None else (None, "parked")
    await connection.execute(_KEEP, source.id, webhook_id, ticket_id, parked, outcome, body_hash, clock.now())
    await _sample(connection, source, delivery, outcome)
    return Accepted(done, parked)


def _before(row: Any, body_hash: str) -> Accepted:  # noqa: ANN401 - asyncpg's row
    """What a delivery did when it came first. Raises `Invalid` when it has other words now."""
    if row["body_hash"] != body_hash:
        detail = "This webhook-id came before with another body"
        raise Invalid(detail, code="idempotency_mismatch")
    if row["ticket_id"] is None:
        return Accepted(parked=row["parked_id"] or UUID(int=0), again=True)
    return Accepted(Done(row["ticket_id"], row["number"], row["outcome"]), again=True)


async def _tried(
    work: UnitOfWork, source: Source, wanted: intake_judging.Wanted
) -> tuple[Done | None, Invalid | Conflict | None]:
    """Done, or why it is to be kept. Raises `Conflict` (`external_id_taken`): nothing comes of keeping that."""
    try:
        return await attempt(work, source, wanted), None
    except (Invalid, Conflict) as error:
        if error.code == "external_id_taken":
            raise
        return None, error


def _as_they_may_know(refusal: Invalid | Conflict) -> Invalid | Conflict:
    """What the desk has still to do for a ticket (tasks, children, fields, an approval) is no partner's to know."""
    if refusal.code not in _OURS:
        return refusal
    return Conflict("The desk is not done with this ticket", code="status_not_allowed")


async def lock(connection: Connection, source_id: UUID, webhook_id: str, external_id: str | None) -> None:
    """Repeats of one delivery go one after the other, and so do all about one thing: each sees what the last did."""
    await connection.execute(_LOCK, _locks(source_id, webhook_id, external_id))


def _locks(source_id: UUID, webhook_id: str, external_id: str | None) -> list[str]:
    names = [f"intake {source_id} {webhook_id}"]
    if external_id is not None:
        names.append(f"intake thing {source_id} {external_id}")
    return names


async def attempt(work: UnitOfWork, source: Source, wanted: intake_judging.Wanted) -> Done:
    """Do it, or nothing of it. The caller holds the locks. Raises `Invalid` and `Conflict`: why it cannot be done."""
    planned = await intake_applying.plan(await raw_connection(work.session), source, wanted)
    at_once = wanted.ticket.status is None and wanted.ticket.request_type is None
    if planned.create and planned.words is None and at_once:
        # One statement: it is done or not.
        return await intake_applying.apply(work, source, planned)
    hints = len(work.hints)
    try:
        async with work.session.begin_nested():
            return await intake_applying.apply(work, source, planned)
    except BaseException:
        del work.hints[hints:]
        raise


async def _sample(connection: Connection, source: Source, delivery: Delivery, outcome: str) -> None:
    """Keep it to try mappings on; a busy source's now and then, which is as good."""
    try:
        rate_limits.check("intake samples", str(source.id), limit=SAMPLES, seconds=SAMPLES_SECONDS)
    except TooMany:
        return
    now = clock.now()
    await connection.execute(
        _SAMPLE, new_id(), source.id, delivery.webhook_id, delivery.body, outcome, SAMPLES - 1, now
    )
