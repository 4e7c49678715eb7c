"""What became of messages on their way: reported by channels and partners, shown to agents."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Conflict, NotFound
from app.models import Delivery, Message, Ticket, TicketRead
from app.rules.actors import Actor
from app.rules.deliveries import further, overall
from app.schemas.deliveries import DeliveryOut, RecipientOut
from app.schemas.events import EventType
from app.services import events, ticket_access

# Nobody writes to so many; a partner that invents recipients is stopped here.
MOST_RECIPIENTS = 200


async def report(
    session: AsyncSession,
    actor: Actor,
    ticket_id: UUID,
    message_id: UUID,
    *,
    state: str,
    recipient: str = "",
    detail: str | None = None,
    at: datetime | None = None,
    taken_back: Collection[str] = (),
) -> None:
    """Say what a channel knows of a public message of ours. What tells nothing new changes nothing.

    `taken_back` are states that this report puts right: what failed is on its way again, say.
    Raises `NotFound` and `Conflict` (`not_outgoing`, `too_many_recipients`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    message = await _message(session, actor, ticket, message_id)
    if message.visibility != "public" or message.author_kind not in {"agent", "system"}:
        raise Conflict("Only what the desk has written goes out", code="not_outgoing")
    there = {each.recipient: each for each in await _of(session, message_id)}
    known = there.get(recipient)
    before = None if known is None else known.state
    if not further(before, state) and (before not in taken_back or before == state):
        return
    if known is None and len(there) >= MOST_RECIPIENTS:
        detail = f"A message has at most {MOST_RECIPIENTS} recipients"
        raise Conflict(detail, code="too_many_recipients")
    now = clock.now()
    row = known or Delivery(message_id=message_id, recipient=recipient, state=state, at=now, reported_at=now)
    row.state, row.detail, row.at, row.reported_at = state, detail, at or now, now
    session.add(row)
    there[recipient] = row
    message.delivery = overall(each.state for each in there.values())
    session.add(message)
    said: dict[str, Any] = {"state": state, "recipient": recipient or None, "detail": detail}
    events.record(session, actor, ticket, EventType.MESSAGE_DELIVERY_CHANGED, data=said, about=message, now=now)
    await session.flush()


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID) -> DeliveryOut:
    """What is known of a message. Raises `NotFound`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    message = await _message(session, actor, ticket, message_id)
    mark = await session.get(TicketRead, (ticket_id, ticket.requester_id))
    return DeliveryOut(
        message_id=message_id,
        state=message.delivery,
        read=mark is not None and message.public_seq is not None and mark.public_seq >= message.public_seq,
        recipients=[RecipientOut.model_validate(each, from_attributes=True) for each in await _of(session, message_id)],
    )


async def _of(session: AsyncSession, message_id: UUID) -> list[Delivery]:
    query = select(Delivery).where(col(Delivery.message_id) == message_id).order_by(col(Delivery.recipient))
    return list((await session.exec(query)).all())


async def _message(session: AsyncSession, actor: Actor, ticket: Ticket, message_id: UUID) -> Message:
    found = await session.get(Message, message_id, populate_existing=True)
    if found is None or found.ticket_id != ticket.id or (found.visibility != "public" and not actor.sees_internal):
        raise NotFound
    return found
