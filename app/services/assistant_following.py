"""From the change feed to answers by itself: which customers' messages the assistant may look at.

Only this queues anything, and only for brands that have switched it on; whether a message is then answered is decided
when its turn comes, and again under the ticket's lock (`assistant_answering`).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.rules.assistant_deciding import FRESH, matches
from app.rules.automations import is_history
from app.schemas.brands import BrandAssistantIn
from app.schemas.events import EventType
from app.services import assistant_calling
from app.services.feed import FeedEvent

NAME = "assistant"
AT_ONCE = 200

_ANSWERS = "jsonb_array_length(coalesce(b.assistant->'auto_answer_topics', '[]')) > 0"
_IDLE = f"SELECT NOT EXISTS (SELECT FROM brands b WHERE {_ANSWERS})"  # noqa: S608 - ours
# The customer's last words; what they wrote before that is read with them.
_LATEST = f"""SELECT t.id, t.topic, m.id AS message_id, b.assistant::text AS assistant FROM tickets t
JOIN brands b ON b.key = t.brand AND {_ANSWERS}
JOIN LATERAL (SELECT id, created_at FROM messages WHERE ticket_id = t.id AND author_kind = 'customer'
 AND visibility = 'public' AND copied_from_id IS NULL ORDER BY seq DESC LIMIT 1) m ON true
WHERE t.id = ANY ($1) AND m.created_at > $2 AND t.status NOT IN ('closed', 'merged') ORDER BY m.id"""  # noqa: S608 - ours
_QUEUE = """INSERT INTO assistant_answers (message_id, ticket_id, state, due_at, created_at)
VALUES ($1, $2, 'waiting', $3, $4) ON CONFLICT (message_id) DO NOTHING"""


async def idle(connection: Connection) -> bool:
    """Whether there is no assistant, or no brand that lets it answer."""
    return not assistant_calling.is_on() or bool(await connection.fetchval(_IDLE))


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Queue what customers have written, and what they had written when the topic was set (a consumer of the feed)."""
    tickets = {each.ticket_id for each in events if each.ticket_id is not None and _matters(each)}
    if not tickets:
        return
    connection, now = await raw_connection(work.session), clock.now()
    rows: Any = await connection.fetch(_LATEST, list(tickets), now - FRESH)
    for row in rows:
        rules = BrandAssistantIn.model_validate(orjson.loads(row["assistant"]))
        if not matches(row["topic"], rules.auto_answer_topics):
            continue
        due = now + timedelta(seconds=rules.wait_seconds)
        await connection.execute(_QUEUE, row["message_id"], row["id"], due, now)


def _matters(event: FeedEvent) -> bool:
    if is_history(event.data):
        return False
    written = event.type == EventType.MESSAGE_CREATED and event.actor_kind == "customer"
    return (written and event.public_seq is not None) or "topic" in (event.data.get("set") or {})
