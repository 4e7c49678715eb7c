"""Outside of hours every thread gets one honest answer: that nobody is there, and when somebody will be.

A consumer of the change feed, so that no entrance waits for it and none is forgotten. It is the desk's own message: no
clock of a reply moves, and nobody is said to have answered.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import NotFound
from app.locales import FALLBACK
from app.models import Ticket
from app.rules import after_hours, help_words, mail_budgets
from app.rules.actors import SYSTEM
from app.rules.automations import is_history
from app.rules.schedules import AnySchedule
from app.schemas.events import EventType
from app.services import courtesies, help_suggestions, message_originals, sla_worlds, ticket_access
from app.services.feed import FeedEvent

NAME = "always_answered"
AT_ONCE = 50

_ANSWERS = "b.calendar_id IS NOT NULL AND coalesce(b.reach->>'after_hours', 'true') <> 'false'"
_IDLE = f"SELECT NOT EXISTS (SELECT 1 FROM brands b WHERE {_ANSWERS})"  # noqa: S608 - ours
# The nearest hours count: of its queue, else of its team, else of its brand.
_WHERE = f"""SELECT t.id, b.reach::text AS reach, cv.id AS calendar_version
FROM tickets t JOIN brands b ON b.key = t.brand AND {_ANSWERS}
LEFT JOIN queues q ON q.id = t.queue_id LEFT JOIN teams m ON m.id = t.team_id
JOIN calendars c ON c.id = coalesce(q.calendar_id, m.calendar_id, b.calendar_id)
JOIN calendar_versions cv ON cv.calendar_id = c.id AND cv.number = c.number
WHERE t.id = ANY ($1::uuid[]) AND t.spam = 'no'
AND NOT EXISTS (SELECT 1 FROM automatic_answers a WHERE a.ticket_id = t.id)
ORDER BY t.id"""  # noqa: S608 - ours
_FACTS = """SELECT (SELECT id FROM messages WHERE ticket_id = $1 ORDER BY seq LIMIT 1) AS first_id,
 coalesce(lower(regexp_replace(coalesce(c.email, c.claimed_email), '\\+[^@]*@', '@')), c.id::text) AS person,
 (SELECT max(created_at) FROM messages WHERE ticket_id = $1 AND author_kind = 'agent' AND visibility = 'public')
  AS agent_at,
 EXISTS (SELECT 1 FROM messages WHERE ticket_id = $1 AND author_kind = 'system' AND visibility = 'public'
  AND created_at >= $3) AS told,
 EXISTS (SELECT 1 FROM automatic_answers WHERE ticket_id = $1) AS answered,
 EXISTS (SELECT 1 FROM chats k LEFT JOIN queues q ON q.id = k.queue_id WHERE k.ticket_id = $1
  AND (k.status = 'active' OR (k.status IN ('queued', 'offered') AND q.calendar_id IS NOT NULL
   AND q.definition -> 'when_closed' ->> 'do' IN ('message', 'callback')))) AS in_chat,
 s.trust, s.sent_at
FROM customers c LEFT JOIN message_sources s ON s.message_id = $4 WHERE c.id = $2"""
# Two threads of one person at once: each counts the other.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_WRITTEN = (
    "SELECT m.body, coalesce(c.language, c.locale) AS locale FROM messages m, customers c WHERE m.id = $1 AND c.id = $2"
)
_HAD = f"""SELECT count(*) FROM (SELECT 1 FROM automatic_answers
WHERE person = $1 AND at > $2 LIMIT {mail_budgets.PER_ADDRESS_AND_DAY}) counted"""  # noqa: S608 - a number of ours
_KEEP = "INSERT INTO automatic_answers (ticket_id, message_id, person, at) VALUES ($1, $2, $3, $4)"


async def idle(connection: Connection) -> bool:
    """Whether no brand has hours outside of which it answers."""
    return bool(await connection.fetchval(_IDLE))


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Answer where a customer has written and nobody is there."""
    written = {each.ticket_id: each for each in events if each.ticket_id is not None and _is_theirs(each)}
    if not written:
        return
    connection = await raw_connection(work.session)
    rows = await connection.fetch(_WHERE, list(written))
    hours = await sla_worlds.rule_hours(connection, {row["calendar_version"] for row in rows})
    for row in rows:
        ticket_id = UUID(int=row["id"].int)
        found = hours[UUID(int=row["calendar_version"].int)]
        if not found.is_open(clock.now()):
            await _answer(work, written[ticket_id], found, orjson.loads(row["reach"]))


def _is_theirs(event: FeedEvent) -> bool:
    theirs = event.type == EventType.MESSAGE_CREATED and event.actor_kind == "customer"
    return theirs and event.public_seq is not None and not is_history(event.data)


async def _answer(work: UnitOfWork, event: FeedEvent, hours: AnySchedule, reach: Mapping[str, Any]) -> None:
    session = work.session
    try:
        ticket = await ticket_access.lock(session, SYSTEM, event.ticket_id or UUID(int=0))
    except NotFound:
        return
    connection, now = await raw_connection(session), clock.now()
    facts: Any = await connection.fetchrow(_FACTS, ticket.id, ticket.requester_id, event.at, event.message_id)
    if ticket.channel == "phone" and event.message_id == UUID(int=facts["first_id"].int):
        # Nobody has written it: a call was missed, and somebody calls back.
        return
    if facts["trust"] in {"pending", "unproven"}:
        # A stranger on a thread, or an address that somebody pretends to have: whose it is hears nothing of it.
        return
    await connection.execute(_LOCK, f"otklik answers {facts['person']}")
    kind = None if event.message_id is None else await message_originals.kind_of(connection, event.message_id)
    written = after_hours.Written(
        at=event.at,
        kind=kind or "person",
        status=ticket.status,
        sent_at=facts["sent_at"],
        in_chat=facts["in_chat"],
        agent_at=facts["agent_at"],
        told=facts["told"],
        answered=facts["answered"],
        answers=await _had(connection, facts["person"], now),
    )
    if not after_hours.answers(hours, written, now=now):
        return
    opens = after_hours.opens_at(hours, now)
    values = {"opens_at": None if opens is None else hours.moment(opens)}
    # A mail says in no language that it is written in one.
    usual = next(iter(reach.get("languages") or ()), None)
    more = "" if reach.get("articles") is False else await _articles(session, ticket, event, usual)
    message_id = await courtesies.say(
        session, ticket, "message", reach.get("closed_text"), values, usual=usual, more=more
    )
    await connection.execute(_KEEP, ticket.id, message_id, facts["person"], now)


async def _articles(session: AsyncSession, ticket: Ticket, event: FeedEvent, usual: str | None) -> str:
    """Public articles that surely answer what the customer has written, in their language; mostly none."""
    if ticket.brand is None or event.message_id is None:
        return ""
    connection = await raw_connection(session)
    row: Any = await connection.fetchrow(_WRITTEN, event.message_id, ticket.requester_id)
    language = ticket.language or row["locale"] or usual or FALLBACK
    text = f"{ticket.subject}\n{row['body']}"
    return help_words.articles(language, await help_suggestions.links(connection, ticket.brand, text, [language]))


async def _had(connection: Connection, person: str, now: datetime) -> int:
    return int(await connection.fetchval(_HAD, person, now - timedelta(days=1)))
