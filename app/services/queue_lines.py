"""The lines of what waits, read in the order in which they are served: the first of a line, the first of each class."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.queues import Queue
from app.rules.routing import Item, Needs, Refusal, Waiting
from app.services import queue_worlds

IN_ORDER = "rank, urgency, due_at, queued_at, ticket_id"
_COLUMNS = """ticket_id, chat_id, line, queue_id, team_id, class, needs::text AS needs, rank, urgency,
extract(epoch FROM due_at)::float8 AS due, queued_at, due_at"""
_WAITING = "channel = $1 AND state = 'waiting' AND class IS NOT NULL AND ticket_id <> ALL ($2::uuid[])"
# As a line is served: whatever comes first, wherever it is in its class.
_FIRST = f"""SELECT {_COLUMNS} FROM queue_items WHERE {_WAITING} AND line = $3 ORDER BY {IN_ORDER} LIMIT $4"""  # noqa: S608 - ours
_FIRST_OF_CLASSES = f"""SELECT h.* FROM unnest($3::text[]) AS c (name) CROSS JOIN LATERAL (
  SELECT {_COLUMNS} FROM queue_items WHERE {_WAITING} AND class = c.name ORDER BY {IN_ORDER} LIMIT $5
) h ORDER BY {IN_ORDER} LIMIT $4"""  # noqa: S608 - the same
# From the first of a class to the first of the next one, without reading what else waits in it: one step each in the
# index of classes. A class is named after its line, so that those of one line lie together.
_HEADS = """WITH RECURSIVE h AS (
  (SELECT {columns} FROM queue_items WHERE {where} ORDER BY class, {order} LIMIT 1)
  UNION ALL SELECT n.* FROM h CROSS JOIN LATERAL (
    SELECT {columns} FROM queue_items q WHERE {where} AND q.class > h.class ORDER BY class, {order} LIMIT 1
  ) n
) SELECT {shown}, rank, urgency, extract(epoch FROM due_at)::float8 AS due, queued_at, ticket_id FROM h"""
_OF_LINE = " AND class >= $3 AND class < $4"


def _heads(where: str, *more: str) -> str:
    columns = ", ".join(("class", IN_ORDER, *more))
    return _HEADS.format(columns=columns, where=where, order=IN_ORDER, shown=", ".join(("class", *more)))


_ALL_HEADS, _ALL_HEADS_AND_NEEDS = _heads(_WAITING), _heads(_WAITING, "needs::text")
_HEADS_OF_LINE, _HEADS_OF_LINE_AND_NEEDS = _heads(_WAITING + _OF_LINE), _heads(_WAITING + _OF_LINE, "needs::text")

# Who declined the chat, let its offer pass or handed it over; who gave the ticket back, or was relieved of it.
REFUSALS = """SELECT k.ticket_id, o.agent_id, max(o.ended_at) AS at, false AS for_good
FROM offers o JOIN chats k ON k.id = o.chat_id
WHERE k.ticket_id = ANY ($1::uuid[]) AND k.status IN ('queued', 'offered')
AND o.status IN ('declined', 'expired', 'handed_over') GROUP BY 1, 2
UNION ALL SELECT e.ticket_id, (e.data -> 'was' ->> 'assignee_id')::uuid, max(e.at), false FROM events e
WHERE e.ticket_id = ANY ($1::uuid[]) AND e.type IN ('ticket.unassigned', 'ticket.transferred')
AND e.data -> 'was' ->> 'assignee_id' IS NOT NULL GROUP BY 1, 2
UNION ALL SELECT e.ticket_id, e.actor_id, max(e.at), true FROM events e
WHERE e.ticket_id = ANY ($1::uuid[]) AND e.type IN ('ticket.transferred', 'chat.requeued')
AND e.data ->> 'not_my_area' = 'true'
GROUP BY 1, 2"""
# Who served these customers last; the ticket's own last agent, when it comes back, above all.
LAST_AGENTS = """SELECT t.id AS ticket_id, coalesce(
 (SELECT (e.data -> 'was' ->> 'assignee_id')::uuid FROM events e WHERE e.ticket_id = t.id
  AND e.type = 'ticket.unassigned' AND e.data ->> 'cause' = 'agent_not_there' ORDER BY e.seq DESC LIMIT 1),
 (SELECT o.assignee_id FROM tickets o WHERE o.requester_id = t.requester_id AND o.id <> t.id
  AND o.assignee_id IS NOT NULL ORDER BY o.public_updated_at DESC LIMIT 1)) AS agent_id
FROM tickets t WHERE t.id = ANY ($1::uuid[])"""


@dataclass(frozen=True, slots=True)
class Head:
    """The first of a class: all that waits in a line and needs the same."""

    class_: str
    line: UUID
    ticket_id: UUID
    needs: Needs
    order: tuple[float, ...]


# What a class needs, by its name.
_known: dict[str, Needs] = {}
_MOST_KNOWN = 50_000


def needs_of(stored: str) -> Needs:
    """What was stored."""
    found = orjson.loads(stored)
    return Needs(
        team_ids=None if found["team_ids"] is None else tuple(UUID(each) for each in found["team_ids"]),
        skills=tuple((UUID(each["skill_id"]), each["level"]) for each in found["skills"]),
        language=found["language"],
        tier=found["tier"],
    )


def _known_needs(name: str, stored: str) -> Needs:
    """What a class needs; its name says it all, so it is read once."""
    found = _known.get(name)
    if found is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found = _known[name] = needs_of(stored)
    return found


async def heads(
    connection: Connection,
    channel: str,
    *,
    line: UUID | None = None,
    skip: Collection[UUID] = (),
    which: Callable[[Needs], bool] = bool,
) -> list[Head]:
    """Of all that waits on a channel (in a line) the first of each class: what could be given away next.

    Only of classes whose needs `which` is true of: there may be many, and most of them are nobody's at any moment.
    """
    several: tuple[Any, ...] = () if line is None else (f"{line}:", f"{line};")
    lean, full = (_ALL_HEADS, _ALL_HEADS_AND_NEEDS) if line is None else (_HEADS_OF_LINE, _HEADS_OF_LINE_AND_NEEDS)
    rows = await connection.fetch(lean, channel, list(skip), *several)
    if any(row["class"] not in _known for row in rows):
        rows = await connection.fetch(full, channel, list(skip), *several)
        needs = [_known_needs(row["class"], row["needs"]) for row in rows]
    else:
        needs = [_known[row["class"]] for row in rows]
    return [
        Head(
            class_=row["class"],
            line=UUID(row["class"][:36]) if line is None else line,
            ticket_id=row["ticket_id"],
            needs=asked,
            order=(row["rank"], row["urgency"], row["due"], row["queued_at"].timestamp()),
        )
        for row, asked in zip(rows, needs, strict=True)
        if which(asked)
    ]


async def in_line(
    connection: Connection,
    channel: str,
    line: UUID,
    *,
    first: int,
    classes: Collection[str] | None = None,
    each_class: int | None = None,
    skip: Collection[UUID] = (),
) -> list[Waiting]:
    """What waits in a line, in order, with who has refused it: the first so many.

    Of these `classes` (None: whatever they are), and not more than `each_class` of each of them.
    """
    if classes is None:
        rows = await connection.fetch(_FIRST, channel, list(skip), line, first)
    else:
        rows = await connection.fetch(_FIRST_OF_CLASSES, channel, list(skip), list(classes), first, each_class or first)
    if not rows:
        return []
    ids = [row["ticket_id"] for row in rows]
    queue = (await queue_worlds.current(connection)).of(rows[0]["queue_id"], rows[0]["team_id"])
    refused: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in await connection.fetch(REFUSALS, ids):
        refused[row["ticket_id"]].append(row)
    last = await connection.fetch(LAST_AGENTS, ids) if queue.prefer_last_agent else ()
    last_agents = {row["ticket_id"]: row["agent_id"] for row in last}
    return sorted(
        (_waiting(channel, row, queue, refused[row["ticket_id"]], last_agents.get(row["ticket_id"])) for row in rows),
        key=_place,
    )


def _waiting(
    channel: str,
    row: Mapping[str, Any],
    queue: Queue,
    refused: Iterable[Mapping[str, Any]],
    last_agent: UUID | None = None,
) -> Waiting:
    refused = list(refused)
    return Waiting(
        id=row["chat_id"] or row["ticket_id"],
        ticket_id=row["ticket_id"],
        item=Item(
            channel=channel,
            needs=_known_needs(row["class"], row["needs"]),
            policy=queue.policy,
            declined_by=frozenset(each["agent_id"] for each in refused if each["for_good"]),
            last_agent_id=last_agent,
        ),
        line=row["line"],
        queue_id=row["queue_id"],
        team_id=row["team_id"],
        queued_at=row["queued_at"],
        refusals=tuple(Refusal(each["agent_id"], each["at"]) for each in refused if not each["for_good"]),
        order=(row["rank"], row["urgency"], row["due"], row["queued_at"].timestamp()),
    )


def _place(waiting: Waiting) -> tuple[Any, ...]:
    return (*waiting.order, waiting.id)
