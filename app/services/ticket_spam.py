"""Marking a ticket as spam, and taking that back: it is closed and nothing is lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict
from app.hints import Hint
from app.models import Ticket
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY
from app.schemas.events import EventType
from app.schemas.ticket_spam import SpamOut
from app.services import events, spam_learning, spam_looking, spam_marking, ticket_access

_SAID = """SELECT (e.data -> 'spam')::text AS why, e.type, e.actor_name, e.at FROM events e
WHERE e.ticket_id = $1 AND e.type IN ('ticket.spam_suspected', 'ticket.marked_spam', 'ticket.unmarked_spam')
ORDER BY e.seq DESC LIMIT 1"""
# What was closed before it was marked stays closed when that is taken back.
_CLOSED_FOR_IT = """SELECT e.data -> 'set' ? 'status' FROM events e
WHERE e.ticket_id = $1 AND e.type = 'ticket.marked_spam' ORDER BY e.seq DESC LIMIT 1"""


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID) -> SpamOut:
    """What is thought of a ticket, and why. Raises `NotFound`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    connection = await raw_connection(session)
    row = await connection.fetchrow(_SAID, ticket_id)
    why: Mapping[str, Any] = orjson.loads(row["why"]) if row is not None and row["why"] else {}
    if not why:
        why = (await spam_looking.judge_one(connection, ticket_id)).as_json()
    return SpamOut(
        spam=ticket.spam,
        score=why["score"],
        signs=why["signs"],
        decided_by=None if row is None else row["actor_name"],
        decided_at=None if row is None else row["at"],
    )


async def mark(session: AsyncSession, actor: Actor, ticket_id: UUID, *, is_spam: bool) -> None:
    """Say that a ticket is spam, or that it is not; saying it again changes nothing.

    Raises `NotFound` and `Conflict` (`ticket_merged`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    if ticket.status == "merged":
        raise Conflict("This ticket is part of another one: say it of that one", code="ticket_merged")
    connection = await raw_connection(session)
    if is_spam:
        if ticket.spam != "marked":
            why = await spam_looking.judge_one(connection, ticket_id)
            await spam_marking.close(session, actor, ticket, why.as_json())
    elif ticket.spam != "no":
        await _unmark(session, actor, ticket)
    else:
        # Whoever says so of what nobody has suspected has taught nothing new.
        return
    await session.flush()
    await spam_learning.learn(connection, ticket_id, is_spam=is_spam)


async def _unmark(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    changes: dict[str, Any] = {"spam": "no"}
    closed_for_it = await (await raw_connection(session)).fetchval(_CLOSED_FOR_IT, ticket.id)
    if ticket.spam == "marked" and ticket.status == "closed" and closed_for_it:
        # Somebody waits, and has waited since they came; what was kept before is another episode.
        changes |= {"status": "open", "episode": ticket.episode + 1, "queued_at": clock.now(), "solved_at": None}
    events.record(session, actor, ticket, EventType.TICKET_UNMARKED_SPAM, changes=changes)
    hint(session, Hint("route", ticket.queue_id or ticket.team_id or OF_NOBODY))
