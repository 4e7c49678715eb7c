"""Hot path: the files of messages, attached in the transaction that stores the message, and shown with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor

# What a message shows of its files; a message without any costs no look. A copy shows those of the first.
FILES_JSON = """CASE WHEN m.attachments = 0 THEN '[]'::json ELSE coalesce((
SELECT json_agg(json_build_object('id', a.id, 'name', a.name, 'content_type', a.content_type, 'size', a.size,
'state', a.state, 'warning', a.warning) ORDER BY a.place, a.id)
FROM attachments a WHERE a.message_id = coalesce(m.copied_from_id, m.id) AND a.state <> 'removed'), '[]'::json) END"""

# Only its uploader has a file that belongs to nothing; whoever is second finds it taken.
_ATTACH = """WITH taken AS (
  UPDATE attachments a SET message_id = $3, ticket_id = $2, place = asked.place, attached_at = $6,
    next_at = CASE WHEN a.state IN ('pending', 'failed') THEN a.next_at END
  FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place)
  WHERE a.id = asked.id AND a.owner_kind = $4 AND a.owner_id = $5 AND a.message_id IS NULL
    AND a.state NOT IN ('uploading', 'removed', 'infected')
  RETURNING a.id, a.name, a.content_type, a.size, a.state, a.warning, a.place
), counted AS (UPDATE messages SET attachments = (SELECT count(*) FROM taken) WHERE id = $3)
SELECT id, name, content_type, size, state, warning FROM taken ORDER BY place"""

# Behind those that the message has; what it has already it does not get twice.
_ADD = """WITH there AS (SELECT sha256, place FROM attachments WHERE message_id = $3 AND state <> 'removed'),
taken AS (
  UPDATE attachments a SET message_id = $3, ticket_id = $2, attached_at = $6,
    place = asked.place + (SELECT coalesce(max(place), 0) FROM there),
    next_at = CASE WHEN a.state IN ('pending', 'failed') THEN a.next_at END
  FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place)
  WHERE a.id = asked.id AND a.owner_kind = $4 AND a.owner_id = $5 AND a.message_id IS NULL
    AND a.state NOT IN ('uploading', 'removed', 'infected')
    AND NOT EXISTS (SELECT FROM there WHERE there.sha256 = a.sha256)
  RETURNING a.id
) SELECT count(*) FROM taken"""


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A file as its message shows it."""
    return {name: row[name] for name in ("id", "name", "content_type", "size", "state", "warning")}


async def attach(
    connection: Connection, actor: Actor, ticket_id: UUID, message_id: UUID, ids: Sequence[UUID], *, now: datetime
) -> list[dict[str, Any]]:
    """Give files of this caller's to a message that this transaction has stored. Fewer come back than were asked for
    when some are not there, not the caller's, dangerous, or another message's already.
    """
    rows = await connection.fetch(_ATTACH, list(ids), ticket_id, message_id, actor.kind, actor.id, now)
    return [shown(row) for row in rows]


async def add(
    connection: Connection, owner: Actor, ticket_id: UUID, message_id: UUID, ids: Sequence[UUID], *, now: datetime
) -> int:
    """Give files of this owner's to a message that has been there, but for those that it has; how many it got. The
    caller counts them on the message.
    """
    added: int = await connection.fetchval(_ADD, list(ids), ticket_id, message_id, owner.kind, owner.id, now)
    return added
