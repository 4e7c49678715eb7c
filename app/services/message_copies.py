"""The words that a split has copied: locked together, changed together, and told of on each of their tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import Conflict, NotFound, Unavailable
from app.models import Message, Ticket
from app.rules.actors import SYSTEM, Actor
from app.schemas.events import EventType
from app.services import events
from app.services.ticket_locks import lock_all

# So often is one message copied at most: whoever changes it locks the tickets of all.
MOST = 100
# Each try waits for a split that has made another copy meanwhile.
_TRIES = 20

_WHERE = """WITH first AS (SELECT coalesce(m.copied_from_id, m.id) AS id FROM messages m WHERE m.id = $1)
SELECT m.id, m.ticket_id, m.copied_from_id FROM first JOIN messages m ON m.id = first.id
UNION ALL SELECT m.id, m.ticket_id, m.copied_from_id FROM first JOIN messages m ON m.copied_from_id = first.id"""
_HOLD = "SELECT FROM messages WHERE id = $1 FOR NO KEY UPDATE"
_KEEP = """SELECT FROM messages WHERE id IN (
 SELECT coalesce(m.copied_from_id, m.id) FROM messages m WHERE m.id = ANY ($1)) ORDER BY id FOR SHARE"""
_MANY = """SELECT EXISTS (SELECT FROM messages c WHERE c.copied_from_id IN (
 SELECT coalesce(m.copied_from_id, m.id) FROM messages m WHERE m.id = ANY ($1))
 GROUP BY c.copied_from_id HAVING count(*) >= $2)"""


@dataclass(frozen=True, slots=True)
class Words:
    """A message on a ticket, and where else its words are, all of it locked. `first_id` is where they were said."""

    ticket: Ticket
    message: Message
    first_id: UUID
    # The others: the message, and its ticket.
    others: Sequence[tuple[Message, Ticket]] = ()

    @property
    def ids(self) -> list[UUID]:
        """All messages that say this."""
        return [self.message.id, *(each.id for each, _ in self.others)]

    @property
    def tickets(self) -> list[Ticket]:
        """All tickets that say this; one that was split from itself by way of others may be there twice."""
        return [self.ticket, *(ticket for _, ticket in self.others)]


async def lock(session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID) -> Words:
    """A message to change, with its ticket, its copies and theirs. The caller may see the ticket.

    Tickets first, in the order of their ids, then the words themselves: a split that copies them just now is waited
    for. Raises `NotFound`.
    """
    connection = await raw_connection(session)
    for _ in range(_TRIES):
        before = await connection.fetch(_WHERE, message_id)
        here = [row for row in before if row["id"] == message_id and row["ticket_id"] == ticket_id]
        if not here:
            raise NotFound
        first_id = UUID(int=(here[0]["copied_from_id"] or message_id).int)
        async with session.begin_nested() as savepoint:
            # Its own as its caller sees it; a copy may be on a ticket that is not theirs.
            tickets = await lock_all(session, SYSTEM, {UUID(int=row["ticket_id"].int) for row in before})
            await connection.execute(_HOLD, first_id)
            if {row["id"] for row in await connection.fetch(_WHERE, message_id)} == {row["id"] for row in before}:
                said = or_(col(Message.id) == first_id, col(Message.copied_from_id) == first_id)
                query = select(Message).where(said).order_by(col(Message.id))
                found = (await session.exec(query.execution_options(populate_existing=True))).all()
                others = [(each, tickets[each.ticket_id]) for each in found if each.id != message_id]
                [message] = [each for each in found if each.id == message_id]
                return Words(tickets[ticket_id], message, first_id, others)
            await savepoint.rollback()
    raise Unavailable


def tell(session: AsyncSession, actor: Actor, words: Words, kind: EventType, data: Mapping[str, Any]) -> None:
    """Record what was done to a message, on its ticket and on those of its copies; these say so to agents."""
    events.record(session, actor, words.ticket, kind, data=data, about=words.message)
    first = {"ticket_id": str(words.ticket.id), "message_id": str(words.message.id)}
    for message, ticket in words.others:
        events.record(session, actor, ticket, kind, data={**data, "copied_from": first}, about=message)


async def keep_as_they_are(connection: Connection, ids: Sequence[UUID]) -> None:
    """Until this transaction ends nobody changes these words: what is copied now is redacted with them later.

    Raises `Conflict` (`too_many`).
    """
    await connection.execute(_KEEP, list(ids))
    if await connection.fetchval(_MANY, list(ids), MOST):
        raise Conflict(f"A message is copied at most {MOST} times", code="too_many")
