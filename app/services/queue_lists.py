"""What waits in a line, listed in the order in which it is served."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.rules.actors import Actor
from app.rules.routing import Needs
from app.rules.routing_mentions import Mentions
from app.rules.routing_words import Names
from app.schemas.base import Reference
from app.schemas.boards import QueueItemOut, QueueItemPage
from app.services import keyset, lines, queue_lines, routing_names, routing_views
from app.services.keyset import Turn

# Each channel has an order of its own.
_CHANNELS = ("chat", "ticket", "call")
_KEY = queue_lines.IN_ORDER
_AFTER = "($3::int, $4::int, coalesce($5::timestamptz, 'infinity'), $6::timestamptz, $7::uuid)"
# The place of the first one is counted in the same statement: nothing comes or goes in between.
_PAGE = f"""SELECT q.ticket_id, q.chat_id, q.channel, q.state, q.class, q.sorted, q.needs::text AS needs, q.rank,
 q.urgency, q.queued_at, nullif(q.due_at, 'infinity') AS due_at, t.number, t.subject, t.priority, t.topic, t.language,
 c.id AS requester_id, c.name AS requester_name,
 row_number() OVER (ORDER BY q.rank, q.urgency, q.due_at, q.queued_at, q.ticket_id)
 + CASE WHEN $3::int IS NULL THEN 0 ELSE (
  SELECT count(*) FROM queue_items WHERE line = $1 AND channel = $2 AND ({_KEY}) <= {_AFTER}) END AS position
FROM (SELECT * FROM queue_items WHERE line = $1 AND channel = $2 AND ($3::int IS NULL OR ({_KEY}) > {_AFTER})
 ORDER BY {_KEY} LIMIT $8) q
JOIN tickets t ON t.id = q.ticket_id JOIN customers c ON c.id = t.requester_id ORDER BY position"""  # noqa: S608 - ours


async def page(
    session: AsyncSession, _actor: Actor, line_id: UUID, *, channel: str | None, cursor: str | None, limit: int
) -> QueueItemPage:
    """What waits in a line, chats before tickets. Every agent sees every ticket. Raises `NotFound` and `Invalid`."""
    connection = await raw_connection(session)
    line = await lines.find(connection, line_id)
    after = None if cursor is None else keyset.by_turn(cursor)
    rows: list[Mapping[str, Any]] = []
    for each in _CHANNELS if channel is None else (channel,):
        if after is not None and _CHANNELS.index(each) < _CHANNELS.index(after.channel):
            continue
        begin = after if after is not None and after.channel == each else None
        rows += await _rows(connection, line.id, each, begin, limit + 1 - len(rows))
        if len(rows) > limit:
            break
    shown, following = keyset.page(rows, limit, _cursor)
    needs = {row["ticket_id"]: queue_lines.needs_of(row["needs"]) for row in shown if orjson.loads(row["needs"])}
    said = Mentions()
    for wanted in needs.values():
        said.of_needs(wanted)
    names = await routing_names.of(connection, said)
    return QueueItemPage(items=[_item(row, needs.get(row["ticket_id"]), names) for row in shown], next_cursor=following)


async def _rows(
    connection: Connection, line: UUID, channel: str, after: Turn | None, limit: int
) -> list[Mapping[str, Any]]:
    key = (None,) * 5 if after is None else (after.rank, after.urgency, after.due_at, after.queued_at, after.id)
    found: list[Mapping[str, Any]] = await connection.fetch(_PAGE, line, channel, *key, limit)
    return found


def _cursor(row: Mapping[str, Any]) -> str:
    return keyset.of_turn(
        Turn(row["channel"], row["rank"], row["urgency"], row["due_at"], row["queued_at"], row["ticket_id"])
    )


def _item(row: Mapping[str, Any], needs: Needs | None, names: Names) -> QueueItemOut:
    held = row["sorted"] and row["class"] is None
    rank = row["rank"]
    return QueueItemOut(
        position=row["position"],
        channel=row["channel"],
        state="offered" if row["state"] == "offered" else "held" if held else "waiting",
        ticket_id=row["ticket_id"],
        chat_id=row["chat_id"],
        number=row["number"],
        subject=row["subject"],
        priority=row["priority"],
        topic=row["topic"],
        language=row["language"],
        requester=Reference(id=row["requester_id"], name=row["requester_name"]),
        waiting_since=row["queued_at"],
        due_at=row["due_at"],
        placed_by_lead=None if rank == 0 else "first" if rank < 0 else "last",
        needs=None if needs is None else routing_views.needs(needs, names),
    )
