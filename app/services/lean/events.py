"""Hot path: a ticket's events after a counter; the one range query behind resume, gap fill and paging."""

from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.errors import NotFound
from app.rules.actors import Actor
from app.services.lean.files import FILES_JSON
from app.services.lean.translations import ORIGINAL
from app.services.lean.wire import visible

COLUMNS = f"""e.seq, e.public_seq, e.type, e.actor_kind, e.actor_id, e.actor_name, e.data::text AS data, e.at,
m.id AS m_id, m.author_id AS m_author_id, m.seq AS m_seq, m.public_seq AS m_public_seq,
m.visibility, m.body, m.format, m.client_message_id,
m.version, m.edited_at, m.redacted_at, m.delivery, m.translated_from, {ORIGINAL} AS original,
CASE WHEN m.attachments > 0 THEN ({FILES_JSON})::text END AS files"""


async def since(
    connection: Connection, actor: Actor, ticket_id: UUID, *, after: int, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    """The ticket's counter as this caller sees it, and its events after `after`, at most `limit`, in order.

    Agents count by `seq`, everybody else by `public_seq`. Each event is a dict with `ticket_id`, `seq`, `public_seq`,
    `type`, `actor_kind`, `actor_id`, `actor_name`, `data`, `at` and `message` (a dict, or None). Raises `NotFound`.
    """
    counter = "seq" if actor.sees_internal else "public_seq"
    condition, parameters = visible(actor, 4)
    rows = await connection.fetch(
        f"SELECT t.{counter} AS last, e.* FROM tickets t LEFT JOIN LATERAL ("  # noqa: S608 - names of ours only
        f" SELECT {COLUMNS} FROM events e LEFT JOIN messages m ON m.id = e.message_id"
        f" WHERE e.ticket_id = t.id AND e.{counter} > $2 ORDER BY e.{counter} LIMIT $3"
        f") e ON true WHERE t.id = $1 AND {condition} ORDER BY e.{counter}",
        ticket_id,
        after,
        limit,
        *parameters,
    )
    if not rows:
        raise NotFound
    return rows[0]["last"], [event(ticket_id, row) for row in rows if row["seq"] is not None]


def event(ticket_id: UUID, row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    """The event of a row of `COLUMNS`, as `since` yields it."""
    return {
        "ticket_id": ticket_id,
        "seq": row["seq"],
        "public_seq": row["public_seq"],
        "type": row["type"],
        "actor_kind": row["actor_kind"],
        "actor_id": row["actor_id"],
        "actor_name": row["actor_name"],
        "data": orjson.loads(row["data"]),
        "at": row["at"],
        "message": None
        if row["m_id"] is None
        else {
            "id": row["m_id"],
            "author_id": row["m_author_id"],
            # An event may tell of a message that was written long before.
            "seq": row["m_seq"],
            "public_seq": row["m_public_seq"],
            "visibility": row["visibility"],
            "body": row["body"],
            "format": row["format"],
            "client_message_id": row["client_message_id"],
            "version": row["version"],
            "edited_at": row["edited_at"],
            "redacted_at": row["redacted_at"],
            "delivery": row["delivery"],
            "translated_from": row["translated_from"],
            "original": row["original"],
            "attachments": [] if row["files"] is None else orjson.loads(row["files"]),
        },
    }
