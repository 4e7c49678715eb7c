"""A ticket's timeline: its messages and those of all tickets merged into it, as one caller may see them, by time."""

from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import orjson

from app.db import Connection
from app.errors import NotFound
from app.rules.actors import Actor
from app.services import keyset
from app.services.lean.wire import MESSAGE_JSON, visible

_FIRST = (datetime(1, 1, 2, tzinfo=UTC), UUID(int=0))
_LAST = (datetime(9999, 12, 30, tzinfo=UTC), UUID(int=2**128 - 1))

# What a split has copied is shown once: where it was said, else where it was copied to first. One index range of each
# ticket is read, and no more of it than the page holds.
_PAGE = """WITH RECURSIVE part (id) AS (
  SELECT $1::uuid UNION ALL SELECT s.id FROM part JOIN tickets s ON s.merged_into_id = part.id
), member AS MATERIALIZED (
  SELECT t.id, t.number FROM part JOIN tickets t ON t.id = part.id WHERE {door}
)
SELECT m.id, m.created_at, m.ticket_id, member.number, m.via_ticket_id, v.number AS via_number,
 {message}::text AS message
FROM member JOIN LATERAL (
  SELECT m.* FROM messages m
  WHERE m.ticket_id = member.id AND (m.created_at, m.id) {beyond} ($2, $3) AND (m.visibility = 'public' OR $4)
    AND (m.copied_from_id IS NULL OR NOT EXISTS (
      SELECT FROM messages o WHERE o.id = m.copied_from_id AND o.ticket_id IN (SELECT k.id FROM member k)
      UNION ALL SELECT FROM messages o WHERE o.copied_from_id = m.copied_from_id AND o.id < m.id
      AND o.ticket_id IN (SELECT k.id FROM member k)))
  ORDER BY m.created_at {way}, m.id {way} LIMIT {limit}
) m ON true LEFT JOIN tickets v ON v.id = m.via_ticket_id
ORDER BY m.created_at {way}, m.id {way} LIMIT {limit}"""


async def page(
    connection: Connection,
    actor: Actor,
    ticket_id: UUID,
    *,
    order: Literal["asc", "desc"],
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """A page of the timeline: every message as on its own ticket, with that ticket.

    Raises `NotFound` and `Invalid` (`invalid_cursor`).
    """
    door, parameters = visible(actor, 2)
    found = await connection.fetchval(
        f"SELECT true FROM tickets t WHERE t.id = $1 AND {door}",  # noqa: S608 - names of ours only
        ticket_id,
        *parameters,
    )
    if not found:
        raise NotFound
    forward = order == "asc"
    at, last = keyset.by_time(cursor) if cursor is not None else (_FIRST if forward else _LAST)
    door, parameters = visible(actor, 5)
    rows = await connection.fetch(
        _PAGE.format(
            door=door,
            message=MESSAGE_JSON.format(seq="m.seq" if actor.sees_internal else "m.public_seq"),
            beyond=">" if forward else "<",
            way="ASC" if forward else "DESC",
            limit=int(limit) + 1,
        ),
        ticket_id,
        at,
        last,
        actor.sees_internal,
        *parameters,
    )
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(row["created_at"], UUID(str(row["id"]))))
    return {"items": [_item(row) for row in shown], "next_cursor": following}


def _item(row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    via = None if row["via_ticket_id"] is None else {"id": row["via_ticket_id"], "number": row["via_number"]}
    return {
        "type": "message",
        "at": row["created_at"],
        "ticket": {"id": row["ticket_id"], "number": row["number"]},
        "via": via,
        "message": orjson.Fragment(row["message"]),
    }
