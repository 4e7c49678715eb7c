"""A new ticket is looked at for spam: suspected, or marked where the desk is told to do that by itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection
from app.errors import NotFound
from app.rules import spam
from app.rules.actors import SYSTEM
from app.rules.spam import Sender, Sign
from app.rules.statuses import OVER
from app.schemas.events import EventType
from app.services import events, spam_learning, spam_marking, ticket_access
from app.settings import settings

# Each with its opening words and what is known of its sender. What the desk has marked by itself proves nothing: one
# mistake would silence somebody for good.
_OPENINGS = """SELECT t.id, t.subject, m.body,
 (SELECT count(*) FROM (SELECT o.id FROM tickets o WHERE o.requester_id = t.requester_id AND o.id <> t.id
   AND o.spam = 'marked' LIMIT 20) m
  WHERE EXISTS (SELECT FROM spam_examples x WHERE x.ticket_id = m.id AND x.spam)
  OR NOT EXISTS (SELECT FROM events e WHERE e.ticket_id = m.id AND e.type = 'ticket.marked_spam'
   AND e.actor_kind = 'system')) AS marked,
 (SELECT count(*) FROM (SELECT 1 FROM tickets o WHERE o.requester_id = t.requester_id AND o.id <> t.id
   AND o.spam = 'no' AND o.first_human_reply_at IS NOT NULL LIMIT 20) a) AS answered
FROM tickets t JOIN messages m ON m.ticket_id = t.id AND m.seq = 2
WHERE t.id = ANY ($1::uuid[]) AND m.redacted_at IS NULL AND m.author_kind IN ('customer', 'partner')"""


@dataclass(frozen=True, slots=True)
class Judged:
    """How likely a ticket is spam by what is known now (0 to 1), and why."""

    score: float = 0.0
    signs: tuple[Sign, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As events and clients have it."""
        return {"score": round(self.score, 4), "signs": [each.as_json() for each in self.signs]}


async def judge(connection: Connection, ticket_ids: Sequence[UUID]) -> dict[UUID, Judged]:
    """What is thought of each of these tickets; those that no customer has opened are left out."""
    rows = [] if not ticket_ids else await connection.fetch(_OPENINGS, list(ticket_ids))
    if not rows:
        return {}
    texts = {UUID(int=row["id"].int): (row["subject"], row["body"]) for row in rows}
    words: dict[UUID, list[str]] = {}
    known = await spam_learning.learnt(connection, ())
    if known.is_enough:
        # The longest letter takes a fifteenth of a second: others go on meanwhile.
        words = await asyncio.to_thread(lambda: {each: spam.words_of(*text) for each, text in texts.items()})
        known = await spam_learning.learnt(connection, sorted({word for each in words.values() for word in each}))
    found = {}
    for row in rows:
        ticket_id = UUID(int=row["id"].int)
        sender = Sender(row["marked"], row["answered"])
        signs = spam.signs(*texts[ticket_id], words.get(ticket_id, ()), known, sender)
        found[ticket_id] = Judged(spam.score(signs), tuple(signs))
    return found


async def judge_one(connection: Connection, ticket_id: UUID) -> Judged:
    """The same of one; nothing where no customer has opened it."""
    return (await judge(connection, [ticket_id])).get(ticket_id, Judged())


async def suspect(session: AsyncSession, ticket_id: UUID, judged: Judged) -> None:
    """Say what is suspected of a new ticket."""
    now = settings()
    if judged.score < now.spam_suspected:
        return
    try:
        ticket = await ticket_access.lock(session, SYSTEM, ticket_id)
    except NotFound:
        return
    if ticket.spam != "no" or ticket.status in OVER:
        # Somebody was quicker.
        return
    why = judged.as_json()
    if now.spam_automatic is not None and judged.score >= now.spam_automatic and ticket.assignee_id is None:
        await spam_marking.close(session, SYSTEM, ticket, why)
    else:
        changes = {"spam": "suspected"}
        events.record(session, SYSTEM, ticket, EventType.TICKET_SPAM_SUSPECTED, changes=changes, data={"spam": why})
    await session.flush()
