"""New tickets are looked at as they come, and what people say to suggestions is learnt: a reader of the change feed.

A topic is set by itself only from the confidence on that an admin has chosen, through the door that an agent's own
change goes through; the event says which model it was.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import clock, learning
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import NotFound
from app.models import TopicSettings
from app.rules import topic_examples as rules
from app.rules.actors import SYSTEM
from app.rules.automations import is_history
from app.rules.statuses import OVER
from app.rules.topics import tidy
from app.schemas.events import EventType
from app.services import (
    ticket_access,
    ticket_actions,
    topic_counts,
    topic_examples,
    topic_predicting,
    topic_settings,
)
from app.services.causes import Cause
from app.services.feed import FeedEvent
from app.services.lean.wire import dumps
from app.services.topic_predicting import Asked, Suggested

NAME = "topics"
AT_ONCE = 50

_IDLE = "SELECT NOT EXISTS (SELECT FROM topic_models WHERE state = 'active')"
_NEW = """SELECT t.id, t.subject, t.brand, t.language FROM tickets t WHERE t.id = ANY ($1::uuid[]) AND t.topic IS NULL
AND t.spam <> 'marked' AND t.status NOT IN ('solved', 'closed', 'merged')
AND NOT EXISTS (SELECT FROM ticket_topic_suggestions s WHERE s.ticket_id = t.id) ORDER BY t.id"""
_KEEP = """INSERT INTO ticket_topic_suggestions
(ticket_id, model_id, topic_id, topic, confidence, others, state, at)
VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $8)
ON CONFLICT (ticket_id) DO NOTHING RETURNING true"""
_OPEN = """SELECT s.ticket_id, s.model_id, s.state, s.at, coalesce(t.path, s.topic) AS topic
FROM ticket_topic_suggestions s LEFT JOIN topics t ON t.id = s.topic_id
WHERE s.ticket_id = ANY ($1::uuid[]) AND s.decided_at IS NULL ORDER BY s.ticket_id FOR UPDATE OF s"""
_DECIDE = """UPDATE ticket_topic_suggestions SET state = $2, decided_at = $3, decided_by = (
 SELECT id FROM agents WHERE id = $4) WHERE ticket_id = $1"""


@dataclass(frozen=True, slots=True)
class _Thought:
    """What is suggested for a ticket, by which model, and whether it is to be set by itself."""

    ticket_id: UUID
    asked: Asked
    best: Suggested
    others: tuple[Suggested, ...]
    automatic: bool


async def idle(connection: Connection) -> bool:
    """Whether no model is in use, or none can be asked here."""
    return not learning.installed() or bool(await connection.fetchval(_IDLE))


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Think about new tickets, and take up what people have said of others."""
    connection = await raw_connection(work.session)
    counts: Counter[tuple[UUID, str]] = Counter()
    theirs = {each.ticket_id: each for each in events if each.ticket_id is not None and _says_topic(each)}
    if theirs:
        await _take_up(connection, theirs, counts)
    asked_of = {each.ticket_id for each in events if each.ticket_id is not None and _has_words(each)}
    thoughts = await _think(work, connection, asked_of) if asked_of else []
    # Those first for which a ticket is locked: whoever holds a ticket may then wait for what is written here.
    for each in sorted(thoughts, key=lambda thought: (not thought.automatic, thought.ticket_id)):
        applied = each.automatic and await _apply(work, each)
        state = "applied" if applied else "suggested"
        others = dumps([other.said for other in each.others]).decode()
        values = (each.best.topic_id, each.best.topic, each.best.confidence, others, state, clock.now())
        if await connection.fetchval(_KEEP, each.ticket_id, each.asked.id, *values):
            counts[each.asked.id, state] += 1
    for (model_id, what), times in sorted(counts.items()):
        await topic_counts.count(connection, model_id, **{what: times})


def _has_words(event: FeedEvent) -> bool:
    """A ticket was made, or somebody outside has written: its first words may have said too little."""
    if is_history(event.data):
        return False
    written = event.type == EventType.MESSAGE_CREATED and event.actor_kind in {"customer", "partner"}
    return event.type == EventType.TICKET_CREATED or (written and event.public_seq is not None)


def _says_topic(event: FeedEvent) -> bool:
    """A person has changed what a ticket is about."""
    if event.type != EventType.TICKET_UPDATED or "topic" not in (event.data.get("set") or {}):
        return False
    via = (event.data.get("via") or {}).get("kind")
    return event.actor_kind != "system" and via not in {"automation", "topic_model"} and not is_history(event.data)


async def _take_up(connection: Connection, theirs: Mapping[UUID, FeedEvent], counts: Counter[tuple[UUID, str]]) -> None:
    for row in await connection.fetch(_OPEN, list(theirs)):
        event = theirs[UUID(int=row["ticket_id"].int)]
        if event.at < row["at"]:
            continue
        chosen = event.data["set"]["topic"]
        state = "accepted" if chosen is not None and tidy(chosen) == tidy(row["topic"]) else "rejected"
        await connection.execute(_DECIDE, row["ticket_id"], state, event.at, event.actor_id)
        counts[UUID(int=row["model_id"].int), f"{row['state']}_{state}"] += 1


async def _think(work: UnitOfWork, connection: Connection, tickets: set[UUID]) -> list[_Thought]:
    rows = await connection.fetch(_NEW, list(tickets))
    models = await topic_predicting.active(connection) if rows else {}
    if not models:
        return []
    wanted: dict[str | None, TopicSettings] = {
        brand: await topic_settings.of(work.session, brand) for brand in {row["brand"] for row in rows}
    }
    by_model: dict[UUID, tuple[Asked, list[Any]]] = {}
    for row in rows:
        asked = topic_predicting.for_brand(models, row["brand"])
        if asked is not None and wanted[row["brand"]].suggest:
            by_model.setdefault(asked.id, (asked, []))[1].append(row)
    ids = [(UUID(int=row["id"].int), row["subject"]) for _, some in by_model.values() for row in some]
    texts = await topic_examples.texts(connection, ids) if ids else {}
    tree = await topic_examples.tree(connection) if ids else topic_examples.Tree({}, {})
    found = []
    for asked, some in by_model.values():
        said = [(UUID(int=row["id"].int), row) for row in some]
        said = [(each, row) for each, row in said if rules.enough(texts[each])]
        guessed = await topic_predicting.guesses(asked, [(texts[each], row["language"]) for each, row in said])
        for (each, row), guesses in zip(said, guessed, strict=True):
            usable = topic_predicting.as_they_are(guesses, tree)
            if usable:
                limit = wanted[row["brand"]].automatic_from
                automatic = limit is not None and usable[0].confidence >= limit
                found.append(_Thought(each, asked, usable[0], tuple(usable[1:]), automatic))
    return found


async def _apply(work: UnitOfWork, thought: _Thought) -> bool:
    """Set the topic as an agent would; whether that was done."""
    try:
        ticket = await ticket_access.lock(work.session, SYSTEM, thought.ticket_id)
    except NotFound:
        return False
    if ticket.topic is not None or ticket.status in OVER:
        # Somebody was quicker.
        return False
    model = thought.asked
    cause = Cause("topic_model", model.id, f"Topic model {model.number}", key=f"topic:{ticket.id}:{model.id}")
    action = {"type": "set_topic", "topic": thought.best.topic}
    (outcome,) = await ticket_actions.apply(work.session, SYSTEM, ticket, [action], cause=cause)
    return outcome.get("skipped") is None
