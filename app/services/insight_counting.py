"""What tickets are counted by, a moment after they come: a reader of the change feed, and a job that counts anew.

Whoever writes waits for nothing. A row is made of what its ticket is now, so that it may be made twice; of the text
only numbers are kept (`rules/text_marks.py`), and what is merged, spam, or no contact of a customer, is not counted.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.models import Job
from app.rules import repeats, text_marks
from app.rules.actors import Actor
from app.rules.repeats import Contact
from app.rules.text_marks import Marks
from app.schemas.events import EventType
from app.services import jobs
from app.services.feed import FeedEvent
from app.settings import settings

NAME = "insights"
KIND = "insights.recount"
# Events that are taken up in one transaction, and tickets that are counted anew in one.
AT_ONCE = 200
# Of a customer's earlier tickets so many are compared with a new one.
_EARLIER = 20

_COUNTED = {"topic", "request_type", "brand", "type", "requester_id", "subject", "language"}
_ALWAYS = {
    EventType.TICKET_CREATED, EventType.TICKET_MERGED, EventType.TICKET_UNMERGED, EventType.MESSAGE_EDITED,
    EventType.MESSAGE_REDACTED, EventType.TICKET_MARKED_SPAM, EventType.TICKET_UNMARKED_SPAM,
}  # fmt: skip

_FACTS = """SELECT t.id, t.created_at, t.brand, t.topic, t.request_type, t.requester_id, t.language, t.subject,
 t.status <> 'merged' AND t.type NOT IN ('problem', 'task') AND t.spam <> 'marked'
 AND t.created_at > $2 AS counts,
 (SELECT left(m.body, 8000) FROM messages m WHERE m.ticket_id = t.id AND m.visibility = 'public'
  AND m.author_kind <> 'system' ORDER BY m.seq LIMIT 1) AS body
FROM tickets t WHERE t.id = ANY ($1::uuid[]) ORDER BY t.created_at, t.id"""
_BEFORE = """SELECT i.ticket_id, i.root_id, i.at, i.topic, i.words, i.requester_id
FROM unnest($1::uuid[], $2::timestamptz[]) AS r (id, at) CROSS JOIN LATERAL (
 SELECT * FROM insight_tickets i WHERE i.requester_id = r.id AND i.at BETWEEN r.at - $3::interval AND r.at
 ORDER BY i.at DESC LIMIT $4) i"""
_ROOTS = "SELECT root_id FROM insight_tickets WHERE ticket_id = ANY ($1::uuid[])"
_KEEP = """INSERT INTO insight_tickets
(ticket_id, at, brand, topic, category, requester_id, language, words, phrases, root_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (ticket_id) DO UPDATE SET brand = excluded.brand, topic = excluded.topic, category = excluded.category,
 requester_id = excluded.requester_id, language = excluded.language, words = excluded.words,
 phrases = excluded.phrases, root_id = excluded.root_id"""
_DROP = "DELETE FROM insight_tickets WHERE ticket_id = ANY ($1::uuid[])"
_FORGET_REPEATS = "DELETE FROM insight_repeats WHERE root_id = ANY ($1::uuid[])"
_REPEATS = """INSERT INTO insight_repeats
(root_id, requester_id, brand, topic, contacts, first_at, last_at, last_ticket_id, words)
SELECT r.id, last.requester_id, last.brand, last.topic, all_of.n, all_of.first_at, last.at, last.ticket_id,
 coalesce((SELECT array_agg(w) FROM unnest(last.words) w WHERE w = ANY (before.words)), '{}')
FROM unnest($1::uuid[]) AS r (id) JOIN tickets t ON t.id = r.id
CROSS JOIN LATERAL (SELECT count(*) AS n, min(at) AS first_at FROM insight_tickets WHERE root_id = r.id) all_of
CROSS JOIN LATERAL (SELECT * FROM insight_tickets WHERE root_id = r.id ORDER BY at DESC, ticket_id DESC LIMIT 1) last
CROSS JOIN LATERAL (SELECT words FROM insight_tickets WHERE root_id = r.id ORDER BY at DESC, ticket_id DESC
 OFFSET 1 LIMIT 1) before
WHERE all_of.n > 1"""
_NEXT = """SELECT id, created_at FROM tickets WHERE (created_at, id) > ($1, $2) AND created_at <= $3
ORDER BY created_at, id LIMIT $4"""
_OLD = "DELETE FROM {0} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {0} WHERE {1} < $1 LIMIT 5000))"


async def idle(_connection: Connection) -> bool:
    """Whether this desk does not count."""
    return settings().insight_days == 0


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Count what these events are about."""
    ids = {each.ticket_id for each in events if each.ticket_id is not None and _matters(each)}
    if ids:
        await count(await raw_connection(work.session), ids)


def _matters(event: FeedEvent) -> bool:
    return event.type in _ALWAYS or not _COUNTED.isdisjoint(event.data.get("set") or ())


def since() -> datetime:
    """What came before this is not counted any more."""
    return clock.now() - timedelta(days=settings().insight_days)


async def count(connection: Connection, ids: Collection[UUID]) -> None:
    """Count these tickets as they are now, in the caller's transaction."""
    rows = await connection.fetch(_FACTS, list(ids), since())
    counted = [row for row in rows if row["counts"]]
    # A batch of long texts is a fifth of a second: others go on meanwhile.
    marks = await asyncio.to_thread(_marks, counted)
    roots = {row["root_id"] for row in await connection.fetch(_ROOTS, list(ids))}
    await connection.execute(_DROP, [each for each in ids if each not in {_id(row["id"]) for row in counted}])
    known = await _known(connection, counted)
    kept = []
    for row, mark in zip(counted, marks, strict=True):
        ticket_id, whose = _id(row["id"]), _id(row["requester_id"])
        theirs = known.setdefault(whose, {})
        contact = Contact(ticket_id, ticket_id, row["created_at"], row["topic"], mark.words)
        found = repeats.repeats(contact, theirs.values())
        root = ticket_id if found is None else found.earlier.root
        theirs[ticket_id] = Contact(ticket_id, root, contact.at, contact.topic, contact.words)
        if root != ticket_id:
            roots.add(root)
        kept.append(
            (
                ticket_id, row["created_at"], row["brand"], row["topic"], row["request_type"], whose, row["language"],
                mark.words, mark.phrases, root,
            )
        )  # fmt: skip
    await connection.executemany(_KEEP, kept)
    if roots:
        await connection.execute(_FORGET_REPEATS, list(roots))
        await connection.execute(_REPEATS, sorted(roots))


def _marks(rows: Sequence[Mapping[str, Any]]) -> list[Marks]:
    return [text_marks.of(row["subject"], row["body"] or "", language=row["language"]) for row in rows]


async def _known(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, dict[UUID, Contact]]:
    """What is counted of the customers of these tickets, before each of them."""
    whose, at = [row["requester_id"] for row in rows], [row["created_at"] for row in rows]
    known: dict[UUID, dict[UUID, Contact]] = {}
    for row in await connection.fetch(_BEFORE, whose, at, repeats.WITHIN, _EARLIER):
        ticket_id = _id(row["ticket_id"])
        contact = Contact(ticket_id, _id(row["root_id"]), row["at"], row["topic"], row["words"])
        known.setdefault(_id(row["requester_id"]), {})[ticket_id] = contact
    return known


def _id(value: UUID) -> UUID:
    # asyncpg has a UUID class of its own.
    return UUID(int=value.int)


async def ask(work: UnitOfWork, actor: Actor) -> Job:
    """Begin to count anew all that is kept, as a job. What is counted now stays until then."""
    return await jobs.start(work.session, actor, KIND, {}, now=clock.now())


async def recount(job: jobs.Running) -> dict[str, Any]:
    """Count anew what came since then, the oldest first, so that whoever comes again is known to have been there."""
    start = since()
    state = job.checkpoint or {"at": start.isoformat(), "after": str(UUID(int=0)), "done": 0}
    until = clock.now()
    while True:
        async with job.database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            at, after = datetime.fromisoformat(state["at"]), UUID(state["after"])
            rows = await connection.fetch(_NEXT, at, after, until, AT_ONCE)
            if not rows or settings().insight_days == 0:
                break
            await count(connection, [_id(row["id"]) for row in rows])
        state = {
            "at": rows[-1]["created_at"].isoformat(),
            "after": str(rows[-1]["id"]),
            "done": state["done"] + len(rows),
        }
        await job.progress(state["done"], checkpoint=state)
    return {"done": state["done"]}


async def tidy(connection: Connection) -> bool:
    """Delete what is past its time; whether there may be more of it."""
    more = False
    for table, column in (("insight_tickets", "at"), ("insight_repeats", "last_at"), ("insight_clusters", "ended_at")):
        gone = await connection.execute(_OLD.format(table, column), since())
        more = more or gone == "DELETE 5000"
    return more
