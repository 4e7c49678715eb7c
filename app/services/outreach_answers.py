"""Answers to an outreach by mail: the first one is a ticket with what it answers, later ones go on there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.rules.actors import SYSTEM, Actor
from app.schemas.events import EventType
from app.services import events, messages, ticket_access
from app.services.lean.messages import NewMessage

_ABOUT = """SELECT o.id, o.name, o.ticket_type, r.id AS recipient_id, r.said FROM outreach_recipients r
JOIN outreaches o ON o.id = r.outreach_id WHERE r.id = $1"""
# Of whoever has this address, the newest first: what is over is followed by a new one.
_TICKETS = """SELECT a.ticket_id FROM outreach_answers a JOIN customers w ON w.id = a.customer_id
JOIN customers c ON lower(c.email) = $2 AND coalesce(c.merged_into, c.id) = coalesce(w.merged_into, w.id)
WHERE a.recipient_id = $1 ORDER BY a.at DESC, a.ticket_id DESC LIMIT 5"""
_KEEP = """INSERT INTO outreach_answers (ticket_id, recipient_id, customer_id, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (ticket_id) DO NOTHING"""
_BOUNCED = """UPDATE outreach_recipients SET state = $2, detail = $3, at = $4
WHERE id = $1 AND state IN ('queued', 'sent', 'failed') RETURNING true"""
_KNOWN = "SELECT EXISTS (SELECT FROM outreach_recipients WHERE id = $1)"


class Lost(Protocol):
    """What a report says of a recipient: `state` is `bounced`, `failed`, or None while it is still tried."""

    @property
    def state(self) -> str | None:
        """What became of it."""

    @property
    def detail(self) -> str:
        """In whose words."""


@dataclass(frozen=True, slots=True)
class About:
    """What is answered: the outreach, the recipient, and the words as they got them."""

    outreach_id: UUID
    name: str
    ticket_type: str
    recipient_id: UUID
    said: str | None


async def about(connection: Connection, recipient_id: UUID | None) -> About | None:
    """What a mail with this name answers; None when it is not there any more."""
    row: Any = recipient_id and await connection.fetchrow(_ABOUT, recipient_id)
    if not row:
        return None
    return About(
        UUID(int=row["id"].int), row["name"], row["ticket_type"], UUID(int=row["recipient_id"].int), row["said"]
    )


async def tickets(connection: Connection, recipient_id: UUID | None, email: str) -> list[UUID]:
    """The tickets that answers of whoever has this address have become."""
    if recipient_id is None:
        return []
    return [UUID(int=row["ticket_id"].int) for row in await connection.fetch(_TICKETS, recipient_id, email)]


async def keep(work: UnitOfWork, found: About, ticket_id: UUID, writer: Actor) -> None:
    """A ticket has begun as an answer: its log says so, and a note says what is answered."""
    now = clock.now()
    connection = await raw_connection(work.session)
    await connection.execute(_KEEP, ticket_id, found.recipient_id, writer.id, now)
    ticket = await ticket_access.lock(work.session, SYSTEM, ticket_id)
    told = {
        "outreach": {"id": str(found.outreach_id), "name": found.name},
        "recipient_id": str(found.recipient_id),
    }
    events.record(work.session, SYSTEM, ticket, EventType.TICKET_OUTREACH_ANSWERED, data=told, now=now)
    await work.session.flush()
    if found.said:
        note = NewMessage(f"[It answers: {found.name}]\n\n{found.said}", visibility="internal")
        await messages.send(work, SYSTEM, ticket_id, note)


async def bounced(connection: Connection, recipient_id: UUID | None, lost: Sequence[Lost]) -> bool:
    """Note what a mail server says of an outreach's mail; False when it is about none."""
    if recipient_id is None or not await connection.fetchval(_KNOWN, recipient_id):
        return False
    for each in lost:
        if each.state is not None:
            await connection.execute(_BOUNCED, recipient_id, each.state, each.detail, clock.now())
            break
    return True
