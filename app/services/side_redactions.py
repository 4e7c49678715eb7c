"""Removing for good what a message of a side conversation says: from the thread, its mail and answers that are kept."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Forbidden, NotFound
from app.models import SideMessage
from app.rules.actors import Actor
from app.rules.message_edits import may_redact
from app.schemas.events import EventType
from app.schemas.side_conversations import SideMessageOut, SideRedactIn
from app.services import idempotency, side_conversations, side_messages

# A mail that has not left does not leave; one that is leaving at this moment is not called back, and says nothing if it
# has to be tried again. What was sent is kept for a while, without its words.
_MAIL = """UPDATE outbox SET payload = payload || '{"text": "This message was removed.", "html": null}'::jsonb,
 status = CASE status WHEN 'waiting' THEN 'failed' ELSE status END,
 last_error = CASE status WHEN 'waiting' THEN 'what it said was redacted' ELSE last_error END,
 next_attempt_at = CASE status WHEN 'waiting' THEN NULL ELSE next_attempt_at END
WHERE kind = 'mail' AND key = $1"""


async def redact(
    session: AsyncSession, actor: Actor, conversation_id: UUID, message_id: UUID, asked: SideRedactIn
) -> SideMessageOut:
    """Empty a message; that it was there, and by whom, stays. A repeat changes nothing.

    Agents redact their own, leads and admins any, also those of whoever is outside. Raises `NotFound` and `Forbidden`
    (`not_your_message`).
    """
    ticket, conversation = await side_conversations.lock(session, actor, conversation_id)
    query = select(SideMessage).where(
        col(SideMessage.id) == message_id, col(SideMessage.conversation_id) == conversation_id
    )
    message = (await session.exec(query.execution_options(populate_existing=True))).first()
    if message is None:
        raise NotFound
    own = (message.author_kind, message.author_id) == (actor.kind, actor.id)
    refusal = may_redact(role=actor.role, own=own)
    if refusal is not None:
        raise Forbidden(refusal.detail, code=refusal.code)
    if message.redacted_at is not None:
        return side_messages.shown(message)
    message.body, message.redacted_at = "", clock.now()
    side_conversations.touch(conversation, max(message.redacted_at, conversation.updated_at))
    session.add_all([message, conversation])
    said = {"message_id": str(message.id), "message_seq": message.seq}
    if asked.reason is not None:
        said["reason"] = asked.reason
    kind = EventType.SIDE_CONVERSATION_MESSAGE_REDACTED
    side_conversations.record(session, actor, ticket, conversation, kind, **said)
    await session.flush()
    await (await raw_connection(session)).execute(_MAIL, f"side:{message.id}")
    await idempotency.rewrite(session, message.id, {"body": "", "redacted_at": message.redacted_at})
    # Whoever is outside was answered with the whole thread.
    seen = await side_messages.outside(session, conversation)
    await idempotency.rewrite(session, conversation.id, {"items": [each.model_dump() for each in seen.items]})
    await session.flush()
    return side_messages.shown(message)
