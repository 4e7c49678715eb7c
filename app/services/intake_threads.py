"""A source's things and their tickets: which ticket a delivery goes on in, and what the source has said of it."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.intake_deciding import Age

_FIND = """SELECT t.id, t.number, t.status, t.subject, t.tags, t.custom_fields::text AS custom_fields, t.requester_id,
 c.name AS requester_name, h.said::text AS said, h.said_at, h.said_sequence
FROM (SELECT 1) one LEFT JOIN intake_threads h ON h.source_id = $1 AND h.external_id = $2
-- Also when it is merged: words are sent to it and come to where its readers read them, and it may stand alone again.
JOIN tickets t ON t.id = coalesce(h.ticket_id, (
 SELECT o.id FROM tickets o WHERE o.source_id = $1 AND o.external_id = $2))
JOIN customers c ON c.id = t.requester_id"""
_KEEP = """INSERT INTO intake_threads (source_id, external_id, ticket_id, said, said_at, said_sequence)
VALUES ($1, $2, $3, $4::text::jsonb, $5, $6) ON CONFLICT (source_id, external_id) DO UPDATE SET
ticket_id = excluded.ticket_id, said = excluded.said, said_at = excluded.said_at,
said_sequence = excluded.said_sequence"""
_SAID_BEFORE = "SELECT EXISTS (SELECT 1 FROM messages m WHERE m.ticket_id = $1 AND m.body = $2)"
_COMMENTED = "SELECT body FROM messages WHERE ticket_id = $1 AND client_message_id = $2 LIMIT 1"


@dataclass(frozen=True, slots=True)
class Known:
    """The ticket of an external id, and what its source has said so far."""

    ticket_id: UUID
    number: int
    status: str
    subject: str
    tags: list[str]
    custom_fields: dict[str, Any]
    requester_id: UUID
    requester_name: str
    said: dict[str, Any]
    age: Age


async def find(connection: Connection, source_id: UUID, external_id: str) -> Known | None:
    """The ticket that a source's thing goes on in; None when nobody knows it."""
    row = await connection.fetchrow(_FIND, source_id, external_id)
    if row is None:
        return None
    return Known(
        row["id"],
        row["number"],
        row["status"],
        row["subject"],
        list(row["tags"]),
        orjson.loads(row["custom_fields"]),
        row["requester_id"],
        row["requester_name"] or "",
        orjson.loads(row["said"] or "{}"),
        Age(row["said_at"], row["said_sequence"]),
    )


async def keep(
    connection: Connection, source_id: UUID, external_id: str, ticket_id: UUID, said: dict[str, Any], age: Age
) -> None:
    """Remember in which ticket it goes on and what was said."""
    known = orjson.dumps(said).decode()
    await connection.execute(_KEEP, source_id, external_id, ticket_id, known, age.at, age.sequence)


async def is_there(connection: Connection, ticket_id: UUID, body: str) -> bool:
    """Whether these words are on the thread already."""
    return bool(await connection.fetchval(_SAID_BEFORE, ticket_id, body))


async def comment_key(connection: Connection, ticket_id: UUID, comment_id: str | None, body: str) -> str | None:
    """The `client_message_id` for a comment. One that has been edited since is another message, once."""
    if comment_id is None:
        return None
    key = f"partner:{comment_id}"
    before = await connection.fetchval(_COMMENTED, ticket_id, key)
    return key if before is None or before == body else f"{key}#{digest(body)[:16]}"


def digest(text: str) -> str:
    """What a text is recognised by."""
    return hashlib.sha256(text.encode()).hexdigest()
