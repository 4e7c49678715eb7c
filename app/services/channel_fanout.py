"""From the change feed to what leaves by channels: each new public message of ours gets its channel and recipients."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, hint, raw_connection
from app.hints import Hint
from app.ids import new_id
from app.rules.actors import SYSTEM
from app.rules.automations import is_history
from app.rules.form_spam import mailbox
from app.rules.mail_budgets import Answered, may_answer
from app.rules.reply_channels import OBSTACLES, Decision, Way, decide, unreached
from app.schemas.events import EventType
from app.services import deliveries, reply_ways, ticket_locks
from app.services.feed import FeedEvent
from app.services.lean.wire import dumps
from app.services.reply_ways import Known, Recipient
from app.settings import settings

log = structlog.get_logger("otklik.channels")

NAME = "channels"
# Their tickets are locked together.
AT_ONCE = 20
WAKE = Hint("outbound", UUID(int=0))

_ANY = "SELECT EXISTS (SELECT FROM channels WHERE archived_at IS NULL AND kind <> 'phone')"
_AUTOMATIC = """SELECT (SELECT count(*) FROM outbound WHERE lane = $1 AND created_at > $3
 AND payload ->> 'automatic' = 'true') AS to_address,
(SELECT count(DISTINCT message_id) FROM outbound WHERE ticket_id = $2 AND created_at > $3
 AND payload ->> 'automatic' = 'true' AND message_id <> $4) AS in_thread,
(SELECT CASE WHEN s.imported THEN 'imported' ELSE s.kind END FROM messages m
LEFT JOIN message_sources s ON s.message_id = m.id
WHERE m.ticket_id = $2 AND m.author_kind = 'customer' ORDER BY m.seq DESC LIMIT 1) AS kind"""
_IMPATIENT = "SET LOCAL lock_timeout = '300ms'"
_MESSAGES = """SELECT m.id, m.ticket_id, m.author_kind, m.public_seq FROM messages m
WHERE m.id = ANY ($1) AND m.visibility = 'public' AND m.author_kind IN ('agent', 'system') AND m.copied_from_id IS NULL
AND (m.body <> '' OR m.attachments > 0) ORDER BY array_position($1, m.id)"""
_ADD = """INSERT INTO outbound (id, channel_id, ticket_id, message_id, recipient, lane, payload, status, attempts,
next_attempt_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, 'waiting', 0, $8, $9)
ON CONFLICT (message_id, recipient) DO NOTHING RETURNING true"""
# What waits to see whether it is read here goes first when a later one leaves at once.
_HURRY = """UPDATE outbound SET next_attempt_at = $3 WHERE channel_id = $1 AND lane = $2 AND status = 'waiting'
AND attempts = 0 AND next_attempt_at > $3 AND ticket_id = $4"""


async def idle(connection: Connection) -> bool:
    """Whether there is no channel by which anything could leave."""
    return not await connection.fetchval(_ANY)


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Decide by which channel new messages leave (a consumer of the feed)."""
    asked = [
        each.message_id
        for each in events
        if each.type == EventType.MESSAGE_CREATED
        and each.message_id is not None
        and each.public_seq is not None
        and each.actor_kind in {"agent", "system"}
        and not is_history(each.data)
    ]
    if not asked:
        return
    session, now = work.session, clock.now()
    connection = await raw_connection(session)
    # Whoever writes to one of these tickets must not wait because another one is in somebody's hands.
    await connection.execute(_IMPATIENT)
    found = await connection.fetch(_MESSAGES, asked)
    await _lock(session, {UUID(int=row["ticket_id"].int) for row in found})
    for row in found:
        ticket_id = UUID(int=row["ticket_id"].int)
        known = await reply_ways.known(connection, ticket_id, now=now)
        await _send(session, row, ticket_id, known, now)


async def _lock(session: AsyncSession, tickets: Collection[UUID]) -> None:
    await ticket_locks.lock_all(session, SYSTEM, tickets)


async def _send(session: AsyncSession, row: Mapping[str, Any], ticket_id: UUID, known: Known, now: datetime) -> None:
    decision = decide(known.thread)
    going: list[tuple[Way, Recipient, str]] = []
    if decision.way is not None:
        going.append((decision.way, known.requester, "requester"))
    if known.mailboxes and decision.reason != "partner":
        # Who is in copy gets a mail, whatever the requester uses: by the same mailbox, where that is one.
        box = decision.way if decision.way is not None and decision.way.kind == "email" else known.mailboxes[0]
        told = [each for each in known.copies if each.vouched or row["author_kind"] != "system"]
        going.extend((_to(box, each), each, "copy") for each in told)
    if (obstacle := unreached(known.thread, decision)) is not None:
        await deliveries.report(
            session,
            SYSTEM,
            ticket_id,
            UUID(int=row["id"].int),
            state="failed",
            detail=f"Not sent: {OBSTACLES[obstacle]}",
        )
    for way, recipient, role in going:
        await _add(session, row, ticket_id, decision, way, recipient, role, now)


async def _allowed(connection: Connection, ticket_id: UUID, message_id: UUID, lane: str, now: datetime) -> bool:
    """Whether an address gets one more automatic mail: a machine that answers each must come to an end. One message to
    many is one in its thread.
    """
    row: Any = await connection.fetchrow(_AUTOMATIC, lane, ticket_id, now - timedelta(days=1), message_id)
    found = may_answer(Answered(row["to_address"], row["in_thread"]), kind=row["kind"] or "person")
    if not found.allowed:
        log.info("no automatic mail", ticket=str(ticket_id), why=found.why)
    return found.allowed


def _to(box: Way, recipient: Recipient) -> Way:
    return Way(box.channel_id, box.kind, box.name, recipient.address)


async def _add(
    session: AsyncSession,
    row: Mapping[str, Any],
    ticket_id: UUID,
    decision: Decision,
    way: Way,
    recipient: Recipient,
    role: str,
    now: datetime,
) -> None:
    connection = await raw_connection(session)
    # An address is one whatever its case; a mail goes to it as it was written. What stands after a plus makes no other
    # person of it: they get things in order, and no more of them.
    at, lane = (way.to.lower(), mailbox(way.to)) if way.kind == "email" else (way.to, way.to)
    due = now + timedelta(seconds=settings().unread_mail_seconds) if decision.if_unread else now
    payload = {
        "reason": decision.reason,
        "role": role,
        "to": way.to,
        "name": recipient.name,
        "reader_id": str(recipient.customer_id),
        "if_unread": decision.if_unread,
    }
    item_id, message_id = new_id(), UUID(int=row["id"].int)
    if row["author_kind"] == "system":
        payload["automatic"] = True
        if way.kind == "email" and not await _allowed(connection, ticket_id, message_id, lane, now):
            return
    if not decision.if_unread:
        await connection.execute(_HURRY, way.channel_id, lane, now, ticket_id)
    added = await connection.fetchval(
        _ADD, item_id, way.channel_id, ticket_id, message_id, at, lane, dumps(payload).decode(), due, now
    )
    if not added:
        return
    if not decision.if_unread:
        await deliveries.report(session, SYSTEM, ticket_id, message_id, state="queued", recipient=at)
    hint(session, WAKE)
