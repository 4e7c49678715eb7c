"""What waits, put in its place by what it asks of an agent now; `queue_lines` reads it in order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Literal
from uuid import UUID

import orjson

from app import clock
from app.db import Connection
from app.rules.queues import Queue, Standing, is_open, match, opened, standing
from app.rules.routing import Needs
from app.services import queue_worlds
from app.services.queue_worlds import Queues

# So many are put in their place at once.
SORTED_AT_ONCE = 200
# What is to be moved or turned away stays unsorted and is looked at again then: whoever was about to may have died.
AGAIN = timedelta(seconds=5)
# Chats that nobody will answer before the queue opens are told so, and their tickets wait.
_TURNED_AWAY = frozenset({"message", "callback"})

OF_TICKET = """t.priority, t.type, t.channel AS came_by, t.brand, t.requester_id, t.tags, t.language, t.topic,
t.status, t.custom_fields::text AS custom_fields, t.request_type, t.tension, t.spam, t.incident,
t.agent_tier, t.routed_by_hand,
c.organization_id,
c.tier AS customer_tier,
EXISTS (SELECT 1 FROM teams g WHERE g.id = t.team_id AND g.archived_at IS NOT NULL) AS team_gone"""
# Two short walks along two partial indexes, chats before tickets; whoever else sorts takes others.
_TO_SORT = f"""WITH due AS (
  (SELECT ticket_id FROM queue_items WHERE NOT sorted AND (changes_at IS NULL OR changes_at <= $1)
   ORDER BY channel, queued_at LIMIT {SORTED_AT_ONCE})
  UNION (SELECT ticket_id FROM queue_items WHERE sorted AND changes_at <= $1 ORDER BY changes_at LIMIT {SORTED_AT_ONCE})
) SELECT q.ticket_id FROM queue_items q JOIN due USING (ticket_id) ORDER BY q.ticket_id FOR UPDATE OF q SKIP LOCKED"""  # noqa: S608 - ours
_THESE = "SELECT ticket_id FROM queue_items WHERE ticket_id = ANY ($1::uuid[]) ORDER BY ticket_id FOR UPDATE"
# A statement of its own, after the locks: it sees what was committed while they were waited for.
_ITEMS = f"""SELECT h.ticket_id, h.channel, h.line, h.queue_id, h.team_id, h.queued_at, h.sorted, {OF_TICKET}
FROM queue_items h JOIN tickets t ON t.id = h.ticket_id JOIN customers c ON c.id = t.requester_id
WHERE h.ticket_id = ANY ($1::uuid[])"""  # noqa: S608 - ours
_PLACE = """UPDATE queue_items q SET sorted = NOT n.errand, needs = n.needs::jsonb, class = n.class,
changes_at = n.changes_at,
due_at = coalesce((SELECT s.next_due_at FROM ticket_sla s WHERE s.ticket_id = q.ticket_id), 'infinity')
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::bool[])
  AS n (ticket_id, needs, class, changes_at, errand)
WHERE q.ticket_id = n.ticket_id"""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be done with an item beside putting it in its place, under its ticket's lock."""

    ticket_id: UUID
    do: Literal["move", "turn_away"]


async def lock(connection: Connection, channel: str, line: UUID) -> None:
    """Hold a line until this transaction ends: one router at a time keeps its order.

    Never asked for while holding the row of an existing ticket: whoever holds the line goes on to lock tickets.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"otklik {channel} line {line}")


async def be_brief(connection: Connection) -> None:
    """Wait for no ticket longer than a second: whoever opens a chat waits for the line that a router holds."""
    await connection.execute("SET LOCAL lock_timeout = '1s'")


async def sort_next(connection: Connection) -> tuple[int, list[Errand]]:
    """Put what has come, or changed, or whose time has come in its place: how many, and what else is to be done."""
    now = clock.now()
    ids = [row["ticket_id"] for row in await connection.fetch(_TO_SORT, now)]
    return len(ids), await _sort(connection, ids, now=now)


async def sort(connection: Connection, ticket_ids: Collection[UUID]) -> list[Errand]:
    """The same for these, inside the transaction that has made them wait."""
    ids = [row["ticket_id"] for row in await connection.fetch(_THESE, list(ticket_ids))]
    return await _sort(connection, ids, now=clock.now())


async def _sort(connection: Connection, ids: list[UUID], *, now: datetime) -> list[Errand]:
    if not ids:
        return []
    queues = await queue_worlds.current(connection)
    errands: list[Errand] = []
    places: list[tuple[UUID, str, str | None, datetime | None, bool]] = []
    for row in await connection.fetch(_ITEMS, ids):
        facts = facts_of(row)
        queue = queues.of(row["queue_id"], row["team_id"])
        errand = _errand(row, queues, facts, now)
        if errand is not None:
            errands.append(Errand(row["ticket_id"], errand))
            places.append((row["ticket_id"], "{}", None, now + AGAIN, True))
            continue
        found = standing(queue, facts, since=row["queued_at"], now=now, tier=row["agent_tier"])
        places.append((row["ticket_id"], *_as_stored(row["line"], found), found.changes_at, False))
    if places:
        await connection.execute(_PLACE, *(list(column) for column in zip(*places, strict=True)))
    return errands


def _errand(
    row: Mapping[str, Any], queues: Queues, facts: Mapping[str, Any], now: datetime
) -> Literal["move", "turn_away"] | None:
    here = queues.get(row["queue_id"])
    if row["team_gone"]:
        return "move"
    gone = row["queue_id"] is not None and here is None
    # Conditions are tried again when something about it has changed, not when only time has passed.
    target = destination(queues, facts, row) if gone or not row["sorted"] else here
    if target is not None:
        target = opened(target, queues.by_id, now)
    if (None if target is None else target.id) != row["queue_id"]:
        return "move"
    if here is not None and row["channel"] == "chat" and here.when_closed in _TURNED_AWAY and not is_open(here, now):
        return "turn_away"
    return None


def destination(queues: Queues, facts: Mapping[str, Any], row: Mapping[str, Any]) -> Queue | None:
    """The queue that a ticket belongs in by what it is now, closed or not; None: its team's own.

    `row` is the ticket's `queue_id`, `team_id`, `routed_by_hand` and `team_gone`: what somebody chose stays, while it
    is there.
    """
    here = queues.get(row["queue_id"])
    if row["routed_by_hand"] and not row["team_gone"]:
        return here if here is not None else match(queues.in_order, facts, named_team=row["team_id"])
    return match(queues.in_order, facts, named_team=None)


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A ticket's row as conditions ask about it."""
    return {
        "priority": row["priority"],
        "type": row["type"],
        "channel": row["came_by"],
        "brand": row["brand"],
        "team_id": None if row["team_id"] is None else str(row["team_id"]),
        "requester_id": str(row["requester_id"]),
        "organization_id": None if row["organization_id"] is None else str(row["organization_id"]),
        "customer_tier": row["customer_tier"],
        "tags": row["tags"],
        "language": row["language"],
        "topic": row["topic"],
        "status": row["status"],
        "custom_fields": orjson.loads(row["custom_fields"]),
        "request_type": row["request_type"],
        "tension": row["tension"],
        "spam": row["spam"],
        "incident": row["incident"],
    }


def _as_stored(line: UUID, found: Standing) -> tuple[str, str | None]:
    """What is needed as JSON, and the name of all that needs the same in this line."""
    if found.needs is None:
        return "{}", None
    stored = needs_as_json(found.needs)
    text = orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)
    return text.decode(), f"{line}:{blake2b(text, digest_size=12).hexdigest()}"


def needs_as_json(needs: Needs) -> dict[str, Any]:
    """`{"team_ids" (null: anybody), "skills": [{"skill_id", "level"}], "language", "tier"}`."""
    return {
        "team_ids": None if needs.team_ids is None else [str(each) for each in needs.team_ids],
        "skills": [{"skill_id": str(skill_id), "level": level} for skill_id, level in needs.skills],
        "language": needs.language,
        "tier": needs.tier,
    }
