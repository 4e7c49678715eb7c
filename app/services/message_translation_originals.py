"""The words of a translated reply's author: kept with what was sent in their place."""

from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.services.lean.messages import NewMessage

# The log's own version of a message is its first.
_MARK = "UPDATE messages SET translated_from = $2 WHERE id = $1"
_KEEP = """INSERT INTO message_translations (message_id, language, state, of_version, body, at)
VALUES ($1, $2, 'original', 1, $3, $4)"""
_READ = """SELECT o.body FROM messages m JOIN message_translations o ON o.message_id = m.id
AND o.language = m.translated_from WHERE m.id = $1"""
_COPY = """INSERT INTO message_translations
 (message_id, language, state, of_version, body, source_language, provider, at)
SELECT $2, language, state, of_version, body, source_language, provider, at FROM message_translations
WHERE message_id = $1 AND state IN ('done', 'same', 'original')"""


async def keep(connection: Connection, message: dict[str, Any], new: NewMessage) -> None:
    """Say of a message that has just been stored that it is a translation, in the transaction that stores it.

    `message` is what goes out of it: whoever follows the ticket sees that too.
    """
    await connection.execute(_MARK, message["id"], new.translated_from)
    await connection.execute(_KEEP, message["id"], new.translated_from, new.original, clock.now())
    message["translated_from"], message["original"] = new.translated_from, new.original


async def read(connection: Connection, message_id: UUID) -> str | None:
    """What the author of a translated message wrote; None for any other message."""
    found: str | None = await connection.fetchval(_READ, message_id)
    return found


async def copy(connection: Connection, message_id: UUID, copy_id: UUID) -> None:
    """Give a copy what there is of the message in other languages."""
    await connection.execute(_COPY, message_id, copy_id)
