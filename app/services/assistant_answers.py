"""Customers' messages that the assistant may answer by itself: what decides about one now, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database
from app.models import AssistantAnswer
from app.rules.actors import Actor, assistant
from app.rules.assistant_deciding import PER_PERSON_AND_DAY, Asked, Declined, Rules
from app.rules.assistant_words import name
from app.schemas.brands import BrandAssistantIn
from app.schemas.ticket_assistant import AutoAnswerOut, AutoAnswerPage
from app.services import keyset, ticket_access

log = structlog.get_logger("otklik.assistant")

_FACTS = f"""SELECT m.created_at, m.body, m.redacted_at, t.status, t.topic, t.channel, t.brand, t.language, t.spam,
 t.tension, c.locale,
 b.assistant::text AS assistant, b.reach->'languages'->>0 AS usual, s.trust,
 coalesce(CASE WHEN s.imported THEN 'imported' ELSE s.kind END, 'person') AS kind,
 EXISTS (SELECT FROM messages k WHERE k.ticket_id = t.id AND k.author_kind = 'agent' AND k.visibility = 'public')
  AS human_wrote,
 EXISTS (SELECT FROM chats k WHERE k.ticket_id = t.id AND k.status = 'active') AS in_chat,
 NOT EXISTS (SELECT FROM messages k WHERE k.ticket_id = t.id AND k.seq > m.seq AND k.author_kind = 'customer'
  AND k.visibility = 'public') AS newest,
 (SELECT count(*) FROM assistant_answers k WHERE k.ticket_id = t.id AND k.state = 'answered') AS answers,
 (SELECT count(*) FROM (SELECT FROM tickets k JOIN assistant_answers a ON a.ticket_id = k.id AND a.state = 'answered'
   AND a.ended_at > $2 WHERE k.requester_id = t.requester_id LIMIT {PER_PERSON_AND_DAY}) x) AS person_answers
FROM assistant_answers w JOIN messages m ON m.id = w.message_id JOIN tickets t ON t.id = w.ticket_id
JOIN customers c ON c.id = t.requester_id JOIN brands b ON b.key = t.brand
LEFT JOIN message_sources s ON s.message_id = m.id
WHERE w.message_id = $1 AND m.ticket_id = t.id"""  # noqa: S608 - a number of ours
# Whoever was taken for dead and is not changes nothing any more.
_END = """UPDATE assistant_answers SET state = $3, reason = $4, answer_id = $5, call_id = $6, ended_at = $7
WHERE message_id = $1 AND attempts = $2 AND state = 'waiting' RETURNING true"""
_LATER = """UPDATE assistant_answers SET due_at = $3, reason = $4
WHERE message_id = $1 AND attempts = $2 AND state = 'waiting'"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message whose turn it is; `attempts` tells this claim from a later one."""

    message_id: UUID
    ticket_id: UUID
    attempts: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides, as it is now."""

    rules: Rules
    asked: Asked
    brand: str
    language: str | None
    author: Actor


async def page(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, cursor: str | None, limit: int
) -> AutoAnswerPage:
    """What became of a ticket's messages, newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await ticket_access.get(session, actor, ticket_id)
    query = select(AssistantAnswer).where(col(AssistantAnswer.ticket_id) == ticket_id)
    query = query.order_by(col(AssistantAnswer.message_id).desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(AssistantAnswer.message_id) < keyset.by_id(cursor))
    rows = (await session.exec(query)).all()
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(row.message_id))
    return AutoAnswerPage(items=[_shown(each) for each in found], next_cursor=following)


async def look(connection: Connection, message_id: UUID) -> Facts | None:
    """What decides about a message, as it is now; None: it is on this ticket no more."""
    row: Any = await connection.fetchrow(_FACTS, message_id, clock.now() - timedelta(days=1))
    return None if row is None else _facts(row)


def _facts(row: Mapping[str, Any]) -> Facts:
    own = BrandAssistantIn.model_validate(orjson.loads(row["assistant"]))
    language = row["language"] or row["locale"] or row["usual"]
    return Facts(
        rules=Rules(own.auto_answer_topics, own.per_ticket),
        asked=Asked(
            at=row["created_at"],
            status=row["status"],
            topic=row["topic"],
            body=row["body"],
            human_wrote=row["human_wrote"],
            in_chat=row["in_chat"],
            newest=row["newest"],
            redacted=row["redacted_at"] is not None,
            # A call that was missed has words that nobody has written.
            kind="call" if row["channel"] == "phone" else row["kind"],
            trust=row["trust"],
            tension=row["tension"],
            spam=row["spam"],
            answers=row["answers"],
            person_answers=row["person_answers"],
        ),
        brand=row["brand"],
        language=language,
        author=assistant(name(language, own.name)),
    )


async def decline(database: Database, item: Claimed, why: Declined, call_id: UUID | None = None) -> None:
    """It is not answered, for this reason."""
    log.info("not answered by itself", message=str(item.message_id), why=why)
    async with database.lean() as connection:
        await end(connection, item, "declined", why=why, call_id=call_id)


async def later(database: Database, item: Claimed, at: datetime, why: str) -> None:
    """It is tried again then."""
    async with database.lean() as connection:
        await connection.execute(_LATER, item.message_id, item.attempts, at, why)


async def end(
    connection: Connection,
    item: Claimed,
    state: str,
    *,
    why: str | None = None,
    answer_id: UUID | None = None,
    call_id: UUID | None = None,
) -> bool:
    """It is over, if it is still this claim's; whether it was."""
    values = (item.message_id, item.attempts, state, why, answer_id, call_id, clock.now())
    return bool(await connection.fetchval(_END, *values))


def _shown(row: AssistantAnswer) -> AutoAnswerOut:
    return AutoAnswerOut(
        message_id=row.message_id,
        state=row.state,
        reason=row.reason,
        answer_id=row.answer_id,
        call_id=row.call_id,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
