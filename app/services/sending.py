"""Sending what is in the outbox: on any number of processes, each item once as far as that can be had.

1. Claim, in one short statement: the attempt is counted, and a lease says until when nobody else may try.
2. Send, with no transaction open.
3. Record how it went, if the claim is still ours.

Killed between 2 and 3, the item is sent once more after its lease: a second copy carries the same Message-ID or
`webhook-id`, by which the receiver knows it.
"""

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID

import orjson
import structlog
from prometheus_client import Counter, Gauge

from app import __version__, clock
from app.db import Connection, Database, as_unavailable
from app.reaching import UnreachableError
from app.rules.outgoing import RefusedError
from app.services import mailbox_sending, mailing, outbox, outgoing, status_ending, survey_letters
from app.services.sealing import unseal
from app.settings import Settings

log = structlog.get_logger("otklik.outbox")

SENT = Counter("otklik_outbox_sent_total", "Mails and webhooks that were taken", ["kind"])
FAILED = Counter("otklik_outbox_failed_total", "Attempts that failed", ["kind", "final"])
WAITING = Gauge("otklik_outbox_waiting", "Mails and webhooks that have not left yet, counted up to 10,000", ["kind"])
OLDEST = Gauge("otklik_outbox_oldest_seconds", "Age of the one that is overdue the longest; 0 when none is", ["kind"])

Kind: TypeAlias = Literal["mail", "webhook"]

# Longer than any attempt takes, so that nobody sends what somebody still sends.
LEASE = timedelta(seconds=60)
# How long the outcome is held on to while the database is away.
RECORD_SECONDS = 20.0
_MINUTE, _HOUR = 60.0, 3600.0
# Seconds after the first, second ... attempt that failed: about three days in all.
DELAYS = (10.0, _MINUTE, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 6 * _HOUR, *[12 * _HOUR] * 5)
ATTEMPTS = len(DELAYS) + 1
NO_MAIL_SERVER_AFTER = timedelta(days=3)
GONE = 410

# The server's part of a URL: what one receiver is.
RECEIVER = "split_part(target, '/', 3)"

_CLAIM = f"""WITH due AS (
  SELECT id FROM outbox WHERE kind = $1 AND next_attempt_at <= $2 AND {RECEIVER} <> ALL ($4::text[])
  ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
) UPDATE outbox o SET status = 'sending', attempts = o.attempts + 1, next_attempt_at = $3
FROM due WHERE o.id = due.id
RETURNING o.id, o.kind, o.key, o.target, o.payload::text AS payload, o.attempts, o.created_at, {RECEIVER} AS receiver"""  # noqa: S608 - ours

# `attempts` tells our claim from a later one.
_RECORD = """UPDATE outbox SET status = $3, next_attempt_at = $4, last_error = $5, sent_at = $6
WHERE id = $1 AND attempts = $2 AND status = 'sending' RETURNING true"""

_NEXT_DUE = """SELECT least(
  (SELECT min(next_attempt_at) FROM outbox WHERE kind = 'webhook' AND next_attempt_at IS NOT NULL),
  CASE WHEN $1 THEN (SELECT min(next_attempt_at) FROM outbox WHERE kind = 'mail' AND next_attempt_at IS NOT NULL) END
)"""

_STATE = """SELECT count(*) AS waiting, min(next_attempt_at) AS oldest FROM (
  SELECT next_attempt_at FROM outbox WHERE kind = $1 AND next_attempt_at IS NOT NULL
  ORDER BY next_attempt_at LIMIT 10000
) counted"""

_NO_MAIL_SERVER = """UPDATE outbox SET status = 'failed', next_attempt_at = NULL, last_error = $2 WHERE id IN (
  SELECT id FROM outbox WHERE kind = 'mail' AND next_attempt_at < $1
  ORDER BY next_attempt_at LIMIT 1000 FOR UPDATE SKIP LOCKED
)"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An item that this process may send until its lease ends."""

    id: UUID
    kind: Kind
    key: str
    target: str
    receiver: str
    payload: dict[str, Any]
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt went. `error` is None when it was taken; `final`: trying again is of no use."""

    error: str | None = None
    final: bool = False
    # The receiver wants to hear no more, or is not there.
    gone: bool = False
    # Seconds after which the receiver itself asked to hear again.
    asked: float = 0.0


def kinds(settings: Settings) -> tuple[Kind, ...]:
    """What can be sent: without a mail server mails wait, and can be seen waiting."""
    return ("webhook", "mail") if settings.smtp_url is not None else ("webhook",)


async def next_due(connection: Connection, settings: Settings) -> datetime | None:
    """When something is due that can be sent; None when nothing waits."""
    found: datetime | None = await connection.fetchval(_NEXT_DUE, settings.smtp_url is not None)
    return found


async def claim(database: Database, kind: Kind, *, besides: Collection[str] = ()) -> Claimed | None:
    """Take the item that is due the longest, for one attempt; none for the receivers in `besides`."""
    now = clock.now()
    async with database.lean() as connection:
        row = await connection.fetchrow(_CLAIM, kind, now, now + LEASE, list(besides))
    if row is None:
        return None
    return Claimed(
        UUID(int=row["id"].int), row["kind"], row["key"], row["target"], row["receiver"], orjson.loads(row["payload"]),
        row["attempts"], row["created_at"],
    )  # fmt: skip


async def send(database: Database, settings: Settings, item: Claimed) -> None:
    """Make one attempt and record how it went."""
    if item.attempts > ATTEMPTS:
        # Claimed again and again without an outcome: its processes died, perhaps of it.
        outcome = Outcome("no attempt came to an end", final=True)
    else:
        try:
            outcome = await (_webhook(item, settings) if item.kind == "webhook" else _mail(database, item, settings))
        except Exception:
            # It counts as an attempt like any other: tried again, and given up in sight of the admins.
            log.exception("cannot be sent", item=str(item.id), kind=item.kind)
            outcome = Outcome("an error on our side; the log says more")
    if outcome.gone:
        await status_ending.by_receiver(database, item.key)
    await _record(database, item, outcome)


async def send_next(database: Database, settings: Settings) -> bool:
    """Claim what is due the longest and send it; False when nothing is due."""
    for kind in kinds(settings):
        item = await claim(database, kind)
        if item is not None:
            await send(database, settings, item)
            return True
    return False


async def _mail(database: Database, item: Claimed, settings: Settings) -> Outcome:
    payload = item.payload
    made = mailing.Mail(
        to=item.target,
        subject=payload["subject"],
        text=payload["text"],
        html=payload["html"],
        headers=payload["headers"],
        message_id=payload["message_id"],
        # What was decided by an earlier version knows none.
        attachments=[mailing.Attached(**each) for each in payload.get("attachments", ())],
        at=item.created_at,
    )
    try:
        if "survey" in payload:
            async with database.lean() as connection:
                why_not = await survey_letters.why_not(connection, UUID(payload["survey"]))
            if why_not is not None:
                return Outcome(why_not, final=True)
        if "mailbox" in payload:
            await mailbox_sending.send(database, settings, made, payload["mailbox"])
        else:
            await mailing.send(made, settings)
    except mailing.MailRefusedError as error:
        return Outcome(str(error), final=True, gone=mailing.no_such_person(str(error)))
    except mailing.MailDelayedError as error:
        return Outcome(str(error))
    return Outcome()


async def _webhook(item: Claimed, settings: Settings) -> Outcome:
    secrets = outbox.desk_secrets()
    if "secret" in item.payload:
        own = unseal(item.payload["secret"].encode())
        if own is None:
            return Outcome("its secret was sealed under a desk secret that is no longer in use", final=True)
        secrets = [own.decode()]
    shape = {"type": item.payload["type"], "timestamp": item.created_at, "data": item.payload["data"]}
    body = orjson.dumps(shape, option=orjson.OPT_UTC_Z)
    # The same for every attempt: that is how a receiver knows a second copy.
    webhook_id, timestamp = f"msg_{item.id}", int(clock.now().timestamp())
    headers = {
        "content-type": "application/json",
        "user-agent": f"Otklik/{__version__}",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": outbox.signature(secrets, webhook_id, timestamp, body),
    }
    try:
        answer = await outgoing.post(item.target, body, headers, allow=settings.outgoing_allow)
    except RefusedError as error:
        return Outcome(str(error), final=True)
    except UnreachableError as error:
        return Outcome(str(error))
    if 200 <= answer.status < 300:  # noqa: PLR2004 - what HTTP calls success
        return Outcome()
    hop = "; redirects are not followed" if 300 <= answer.status < 400 else ""  # noqa: PLR2004
    # A receiver that says it is gone wants to hear no more (Standard Webhooks).
    gone = answer.status == GONE
    return Outcome(f"HTTP {answer.status}{hop}", final=gone, gone=gone, asked=min(answer.retry_after or 0.0, _HOUR))


async def _record(database: Database, item: Claimed, outcome: Outcome) -> None:
    now = clock.now()
    status, due, sent_at = "waiting", None, None
    if outcome.error is None:
        status, sent_at = "sent", now
    elif outcome.final or item.attempts >= ATTEMPTS:
        status = "failed"
    else:
        # Apart from each other: a receiver that comes back must not get everything in the same second.
        wait = DELAYS[item.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
        due = now + timedelta(seconds=max(wait, outcome.asked))
    ours = await _kept(database, (item.id, item.attempts, status, due, outcome.error, sent_at))
    if outcome.error is None:
        SENT.labels(item.kind).inc()
    else:
        FAILED.labels(item.kind, str(status == "failed").lower()).inc()
        log.warning(
            "not sent", item=str(item.id), kind=item.kind, attempts=item.attempts, status=status, error=outcome.error
        )
    if not ours:
        log.warning("sent or tried longer than its lease", item=str(item.id), kind=item.kind)


async def _kept(database: Database, values: tuple[Any, ...]) -> bool:
    """Record it, also when the database is away for a moment: what is not recorded is sent again."""
    until = clock.monotonic() + RECORD_SECONDS
    while True:
        try:
            async with database.lean() as connection:
                return bool(await connection.fetchval(_RECORD, *values))
        except Exception as error:
            if as_unavailable(error) is None or clock.monotonic() > until:
                raise
        await asyncio.sleep(1)


async def look(database: Database, settings: Settings) -> None:
    """Measure what waits; and end the wait of mails that no mail server was set up for in three days."""
    now = clock.now()
    async with database.lean() as connection:
        if settings.smtp_url is None:
            said = "no mail server was set up for three days (OTKLIK_SMTP_URL)"
            await connection.execute(_NO_MAIL_SERVER, now - NO_MAIL_SERVER_AFTER, said)
        for kind in ("mail", "webhook"):
            row = await connection.fetchrow(_STATE, kind)
            assert row is not None  # noqa: S101 - an aggregate always has a row
            WAITING.labels(kind).set(row["waiting"])
            overdue = 0.0 if row["oldest"] is None else (now - row["oldest"]).total_seconds()
            OLDEST.labels(kind).set(max(0.0, overdue))
