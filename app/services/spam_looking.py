"""A new ticket is looked at for spam: suspected, or marked where the desk is told to do that by itself."""

import asyncio
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

# What the desk has marked by itself proves nothing: one mistake would silence somebody for good.
_SENDER = """SELECT
 (SELECT count(*) FROM (SELECT o.id FROM tickets o WHERE o.requester_id = t.requester_id AND o.id <> t.id
   AND o.spam = 'marked' LIMIT 20) m
  WHERE EXISTS (SELECT FROM spam_examples x WHERE x.ticket_id = m.id AND x.spam)
  OR NOT EXISTS (SELECT FROM events e WHERE e.ticket_id = m.id AND e.type = 'ticket.marked_spam'
   AND e.actor_kind = 'system')) AS marked,
 (SELECT count(*) FROM (SELECT 1 FROM tickets o WHERE o.requester_id = t.requester_id AND o.id <> t.id
   AND o.spam = 'no' AND o.first_human_reply_at IS NOT NULL LIMIT 20) a) AS answered
FROM tickets t WHERE t.id = $1"""


async def judge(connection: Connection, ticket_id: UUID) -> tuple[float, list[Sign]]:
    """How likely a ticket is spam by what is known now, and why; (0, nothing) for what no customer has written."""
    said = await spam_learning.opening(connection, ticket_id)
    sender: Any = await connection.fetchrow(_SENDER, ticket_id)
    if said is None or sender is None:
        return 0.0, []
    # The longest letter takes a fifteenth of a second: others go on meanwhile.
    words = await asyncio.to_thread(spam.words_of, said["subject"], said["body"])
    known = await spam_learning.learnt(connection, words)
    signs = spam.signs(said["subject"], said["body"], words, known, Sender(sender["marked"], sender["answered"]))
    return spam.score(signs), signs


async def look(session: AsyncSession, connection: Connection, ticket_id: UUID) -> None:
    """Say what is suspected of a new ticket."""
    score, signs = await judge(connection, ticket_id)
    now = settings()
    if score < now.spam_suspected:
        return
    try:
        ticket = await ticket_access.lock(session, SYSTEM, ticket_id)
    except NotFound:
        return
    if ticket.spam != "no" or ticket.status in OVER:
        # Somebody was quicker.
        return
    why = {"score": round(score, 4), "signs": [each.as_json() for each in signs]}
    if now.spam_automatic is not None and score >= now.spam_automatic and ticket.assignee_id is None:
        await spam_marking.close(session, SYSTEM, ticket, why)
    else:
        changes = {"spam": "suspected"}
        events.record(session, SYSTEM, ticket, EventType.TICKET_SPAM_SUSPECTED, changes=changes, data={"spam": why})
    await session.flush()
