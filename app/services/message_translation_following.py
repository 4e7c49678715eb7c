"""From the change feed to what is to be translated: messages of customers, on tickets that agents have asked it for.

Nothing is translated here: what waits is written down, and `message_translation_running` asks the provider.
"""

from collections.abc import Sequence
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.rules.automations import is_history
from app.schemas.events import EventType
from app.services import translating
from app.services.feed import FeedEvent

NAME = "translations"
AT_ONCE = 200
# Of a thread on which it is switched on, so many of the latest messages.
LATEST = 20

_IDLE = "SELECT NOT EXISTS (SELECT FROM ticket_translations WHERE automatic)"
_WAIT = """INSERT INTO message_translations AS x (message_id, language, state, of_version, next_at, at)
SELECT m.id, k.agents_language, 'waiting', m.version, $2, $2 FROM messages m
JOIN ticket_translations k ON k.ticket_id = m.ticket_id AND k.automatic
WHERE m.id = ANY ($1) AND m.author_kind IN ('customer', 'partner') AND m.visibility = 'public' AND m.body <> ''
AND split_part(coalesce(m.language, ''), '-', 1) <> split_part(k.agents_language, '-', 1)
ON CONFLICT (message_id, language) DO UPDATE SET state = 'waiting', next_at = $2, tries = 0, error = NULL
WHERE x.state = 'failed'"""
_LATEST = f"""SELECT id FROM messages WHERE ticket_id = $1 AND author_kind IN ('customer', 'partner')
AND visibility = 'public' AND body <> '' ORDER BY seq DESC LIMIT {LATEST}"""  # noqa: S608 - a number of ours


async def idle(connection: Connection) -> bool:
    """Whether nothing is translated by itself: nobody translates, or no ticket asks for it."""
    return translating.endpoint() is None or bool(await connection.fetchval(_IDLE))


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Note what is to be translated (a consumer of the feed)."""
    said = [each.message_id for each in events if each.message_id is not None and _is_news(each)]
    if said:
        await _wait(await raw_connection(work.session), said)


def _is_news(event: FeedEvent) -> bool:
    speaks = event.type in {EventType.MESSAGE_CREATED, EventType.MESSAGE_EDITED} and event.public_seq is not None
    return speaks and not is_history(event.data)


async def begin(connection: Connection, ticket_id: UUID) -> None:
    """Note the latest messages of a ticket's customer, when it is switched on."""
    await _wait(connection, [row["id"] for row in await connection.fetch(_LATEST, ticket_id)])


async def _wait(connection: Connection, messages: Sequence[UUID]) -> None:
    await connection.execute(_WAIT, list(messages), clock.now())
