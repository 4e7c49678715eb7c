"""Recording what became of deliveries, and what follows: the lane goes on, waits, or its receiver is left alone."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from prometheus_client import Counter
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database
from app.models import Webhook
from app.rules.webhooks import Health, delay, health_after
from app.services import webhook_notices
from app.services.webhook_claims import BY_INDEX, as_json
from app.services.webhook_sending import HEADER_CHARACTERS, Attempt, Sent

DELIVERED = Counter("otklik_webhooks_delivered_total", "Deliveries of webhooks that were taken")
FAILED = Counter("otklik_webhooks_failed_total", "Attempts that failed", ["final"])

# In one order for all who hold several.
_OURS = """SELECT l.webhook_id, l.lane FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS x (webhook_id, lane, claim)
JOIN webhook_lanes l USING (webhook_id, lane) WHERE l.claim = x.claim ORDER BY 1, 2 FOR UPDATE OF l"""
_DELIVERIES = """WITH said AS (
 SELECT * FROM jsonb_to_recordset($1::text::jsonb) AS x (id uuid, number int, status text, last_status int,
  last_error text, body text, at timestamptz, ended_at timestamptz, took_ms int, request_headers jsonb,
  response_headers jsonb, response_body text)
), kept AS (
 INSERT INTO webhook_attempts
 (delivery_id, number, request_headers, status, response_headers, response_body, error, took_ms, at)
 SELECT id, number, request_headers, last_status, response_headers, response_body, last_error, took_ms, at FROM said
 ON CONFLICT DO NOTHING
)
UPDATE webhook_deliveries d SET status = x.status, attempts = x.number, last_status = x.last_status,
 last_error = x.last_error, body = coalesce(d.body, x.body), ended_at = x.ended_at
FROM said x WHERE d.id = x.id AND d.status = 'waiting' RETURNING d.webhook_id, d.lane, d.status"""
_LANES = """WITH said AS (
 SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::timestamptz[])
  AS x (webhook_id, lane, done, attempts, due_at)
), over AS (
 DELETE FROM webhook_lanes l USING said x
 WHERE l.webhook_id = x.webhook_id AND l.lane = x.lane AND l.waiting <= x.done
)
UPDATE webhook_lanes l SET waiting = l.waiting - x.done, attempts = x.attempts, due_at = x.due_at, claim = NULL
FROM said x WHERE l.webhook_id = x.webhook_id AND l.lane = x.lane AND l.waiting > x.done"""
# What is redacted by now, of what was said. Redacting takes the lanes too: it is seen here, or sees what is kept here.
_REDACTED = """SELECT d.id, m.version FROM webhook_deliveries d JOIN feed f ON f.position = d.position
JOIN events e ON e.ticket_id = f.ticket_id AND e.seq = f.seq JOIN messages m ON m.id = e.message_id
WHERE d.id = ANY ($1) AND m.redacted_at IS NOT NULL"""
_RECOVERED = """WITH before AS (
 SELECT id, blocked_until IS NOT NULL AS was_left_alone FROM webhooks
 WHERE id = ANY ($1) AND (failures > 0 OR blocked_until IS NOT NULL) FOR NO KEY UPDATE
)
UPDATE webhooks w SET failures = 0, failing_since = NULL, blocked_until = NULL
FROM before b WHERE w.id = b.id RETURNING b.id, b.was_left_alone"""
# Piece by piece and in the order of all who hold several: hours of a busy desk may wait.
_DUE_NOW = """WITH waiting AS MATERIALIZED (
 SELECT webhook_id, lane FROM webhook_lanes WHERE webhook_id = $1 AND lane > $2 AND claim IS NULL AND due_at > $3
 ORDER BY webhook_id, lane LIMIT %s FOR UPDATE
), changed AS (
 UPDATE webhook_lanes l SET due_at = $3 FROM waiting s WHERE l.webhook_id = s.webhook_id AND l.lane = s.lane
)
SELECT lane FROM waiting ORDER BY lane DESC LIMIT 1"""
PIECE = 2_000
_AUDIENCES = "SELECT id, audience FROM webhooks WHERE id = ANY ($1)"


async def record(database: Database, sent: Sequence[Sent]) -> None:
    """Record what was done of these lanes, each if its claim is still ours, in one transaction."""
    now = clock.now()
    async with database.lean() as connection, connection.transaction():
        await connection.execute(BY_INDEX)
        ours = await connection.fetch(
            _OURS,
            [each.lane.webhook_id for each in sent],
            [each.lane.lane for each in sent],
            [each.lane.claim for each in sent],
        )
        held = {(row["webhook_id"], row["lane"]) for row in ours}
        counted = [each for each in sent if (each.lane.webhook_id, each.lane.lane) in held]
        await _store(connection, counted, now)
        well = {each.lane.webhook_id for each in counted if any(a.error is None for a in each.attempts)}
        recovered = await connection.fetch(_RECOVERED, list(well)) if well else []
    for attempt in (attempt for each in sent for attempt in each.attempts):
        if attempt.error is None:
            DELIVERED.inc()
        else:
            FAILED.labels(str(attempt.over).lower()).inc()
    for webhook_id in [row["id"] for row in recovered if row["was_left_alone"]]:
        # Only after a receiver was left alone: while it takes some, the others keep their turns.
        await _all_due(database, webhook_id, now)
    await _look_after(database, sent, well)


async def _all_due(database: Database, webhook_id: UUID, now: datetime) -> None:
    lane: UUID | None = UUID(int=0)
    while lane is not None:
        async with database.lean() as connection, connection.transaction():
            await connection.execute(BY_INDEX)
            lane = await connection.fetchval(_DUE_NOW % PIECE, webhook_id, lane, now)


async def _store(connection: Connection, sent: Sequence[Sent], now: datetime) -> None:
    said = [_said(attempt) for each in sent for attempt in each.attempts]
    await _let_go(connection, sent, said)
    done: dict[tuple[UUID, UUID], int] = {}
    for row in await connection.fetch(_DELIVERIES, as_json(said)):
        if row["status"] != "waiting":
            done[row["webhook_id"], row["lane"]] = done.get((row["webhook_id"], row["lane"]), 0) + 1
    lanes = [(each.lane.webhook_id, each.lane.lane, *_then(each, now)) for each in sent]
    await connection.execute(
        _LANES,
        [webhook_id for webhook_id, *_ in lanes],
        [lane for _, lane, *_ in lanes],
        [done.get((webhook_id, lane), 0) for webhook_id, lane, *_ in lanes],
        [attempts for *_, attempts, _ in lanes],
        [due for *_, due in lanes],
    )


async def _let_go(connection: Connection, sent: Sequence[Sent], said: Sequence[dict[str, Any]]) -> None:
    """Leave out what may not be kept any more: what was redacted on its way, and what is to be said to others now."""
    versions = {row["id"]: row["version"] for row in await connection.fetch(_REDACTED, [each["id"] for each in said])}
    for each in said:
        if each["id"] in versions and _version(each["body"]) != versions[each["id"]]:
            # A receiver may have repeated it.
            each["body"] = each["response_body"] = None
    again = {each.failed.delivery.id: each.lane for each in sent if each.failed is not None}
    if again:
        rows = await connection.fetch(_AUDIENCES, [lane.webhook_id for lane in again.values()])
        audiences = {row["id"]: row["audience"] for row in rows}
        for each in said:
            if each["id"] in again and audiences[again[each["id"]].webhook_id] != again[each["id"]].audience:
                each["body"] = None


def _said(attempt: Attempt) -> dict[str, Any]:
    answer = attempt.answer
    status = "delivered" if attempt.error is None else "failed" if attempt.over else "waiting"
    return {
        "id": attempt.delivery.id,
        "number": attempt.number,
        "status": status,
        "last_status": None if answer is None else answer.status,
        "last_error": attempt.error,
        "body": None if attempt.body is None else attempt.body.decode(),
        "at": attempt.at,
        "ended_at": None if status == "waiting" else clock.now(),
        "took_ms": attempt.took_ms,
        "request_headers": dict(attempt.request_headers),
        "response_headers": None if answer is None else _clean(answer.headers),
        "response_body": None if answer is None else attempt.heard,
    }


def _version(body: str | None) -> int | None:
    """Which version of its message was said."""
    message = {} if body is None else orjson.loads(body)["data"]["data"].get("message", {})
    version: int = message.get("version", 1)
    return version


def _clean(headers: Mapping[str, str]) -> dict[str, str]:
    return {name[:100]: value.replace("\x00", "\ufffd")[:HEADER_CHARACTERS] for name, value in headers.items()}


def _then(sent: Sent, now: datetime) -> tuple[int, datetime]:
    """How often the lane's next delivery has failed, and when the lane is due again."""
    failed = sent.failed
    if failed is None:
        return 0, now
    attempts = failed.number
    asked = None if failed.answer is None else failed.answer.retry_after
    return attempts, now + timedelta(seconds=delay(attempts, asked=asked, jitter=random.random()))  # noqa: S311


async def _look_after(database: Database, sent: Sequence[Sent], well: set[UUID]) -> None:
    """Leave a receiver alone that takes nothing, or switch its webhook off."""
    for webhook_id in {each.lane.webhook_id for each in sent}:
        attempts = [a for each in sent if each.lane.webhook_id == webhook_id for a in each.attempts]
        failed = sum(each.error is not None for each in attempts)
        gone = any(each.gone for each in attempts)
        if failed and (gone or webhook_id not in well):
            async with database.unit_of_work() as work:
                await _failing(work.session, webhook_id, failed=failed, gone=gone)


async def _failing(session: AsyncSession, webhook_id: UUID, *, failed: int, gone: bool) -> None:
    now = clock.now()
    query = select(Webhook).where(col(Webhook.id) == webhook_id).with_for_update(key_share=True)
    webhook = (await session.exec(query.execution_options(populate_existing=True))).one()
    if not webhook.enabled:
        return
    before = Health(webhook.failures, webhook.failing_since, webhook.blocked_until)
    after = health_after(before, succeeded=False, failed=failed, gone=gone, now=now, jitter=random.random())  # noqa: S311
    webhook.failures, webhook.failing_since = after.failures, after.failing_since
    webhook.blocked_until = after.blocked_until
    if after.disabled_because is not None:
        webhook.enabled, webhook.disabled_because, webhook.disabled_at = False, after.disabled_because, now
        webhook.version, webhook.updated_at = webhook.version + 1, now
        await webhook_notices.disabled(session, webhook, now=now)
    session.add(webhook)
    await session.flush()
