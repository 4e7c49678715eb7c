"""Splitting: chosen messages make a ticket of their own, and stay where they were said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, Invalid, pointer
from app.hints import Hint
from app.ids import new_id
from app.models import Customer, Message, Ticket, TicketLink
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY
from app.schemas.events import EventType
from app.schemas.splitting import SplitIn
from app.services import events, message_copies, ticket_access, tickets
from app.services import message_translation_originals as originals

# What the new ticket has of the old one. Not its tags and custom fields: reports would count them twice.
_TAKEN_OVER = (
    "priority",
    "type",
    "channel",
    "topic",
    "language",
    "language_detected",
    "brand",
    "queue_id",
    "team_id",
    "routed_by_hand",
)
# What the event of its creation does not say: counters and what follows from the log.
_NOT_SAID = frozenset({"assignee_id", "seq", "public_seq", "version", "updated_at", "public_updated_at"})

_CHOSEN = """WITH RECURSIVE part (id) AS (
  SELECT $1::uuid UNION ALL SELECT s.id FROM part JOIN tickets s ON s.merged_into_id = part.id
) SELECT m.id FROM messages m WHERE m.id = ANY ($2) AND m.ticket_id IN (SELECT part.id FROM part)"""


async def split(session: AsyncSession, actor: Actor, ticket_id: UUID, asked: SplitIn) -> UUID:
    """Make a ticket of chosen messages of this one, or of those merged into it; returns its id.

    They are copied, with their authors, times, visibility and files: nothing that was acknowledged moves, and a copy
    counts as no reply. Raises `NotFound`, `Conflict` (`ticket_merged`, `too_many`) and `Invalid` (`unknown_message`,
    `nothing_public`, `not_theirs_to_read`, `unknown_customer`, and as assigning does).
    """
    source = await ticket_access.lock(session, actor, ticket_id)
    if source.merged_into_id is not None:
        raise Conflict("This ticket is part of another one: split that one", code="ticket_merged")
    requester_id = asked.requester_id or source.requester_id
    if await session.get(Customer, requester_id) is None:
        detail = "There is no such customer"
        raise Invalid(detail, code="unknown_customer", errors=[pointer("requester_id", detail)])
    chosen = await _chosen(session, source, asked.message_ids)
    await _refuse_unread(session, chosen, requester_id)
    now = max(clock.now(), source.updated_at)
    made = await _create(session, actor, source, asked, requester_id=requester_id, now=now)
    await _copy(session, made, chosen, now=now)
    into = {"id": str(made.id), "number": made.number}
    data = {"into": into, "message_ids": [str(each.id) for each in chosen]}
    events.record(session, actor, source, EventType.TICKET_SPLIT, data=data, now=now)
    session.add(
        TicketLink(
            kind="split_from",
            from_id=made.id,
            to_id=source.id,
            created_by=actor.id,
            created_by_name=actor.name,
            created_at=now,
        )
    )
    await session.flush()
    wanted: dict[str, UUID | None] = {
        name: getattr(asked, name) for name in ("team_id", "assignee_id") if name in asked.model_fields_set
    }
    if wanted:
        await tickets.assign(session, actor, made.id, wanted)
    hint(session, Hint("route", made.queue_id or made.team_id or OF_NOBODY))
    return made.id


async def _chosen(session: AsyncSession, source: Ticket, ids: Sequence[UUID]) -> list[Message]:
    connection = await raw_connection(session)
    there = {row["id"] for row in await connection.fetch(_CHOSEN, source.id, list(ids))}
    for place, each in enumerate(ids):
        if each not in there:
            detail = "This is no message of this ticket"
            raise Invalid(detail, code="unknown_message", errors=[pointer(f"message_ids/{place}", detail)])
    await message_copies.keep(connection, ids)
    query = select(Message).where(col(Message.id).in_(list(ids))).execution_options(populate_existing=True)
    found = list((await session.exec(query.order_by(col(Message.created_at), col(Message.id)))).all())
    if all(each.visibility == "internal" for each in found):
        detail = "Nothing of this is for the customer: choose a public message, too"
        raise Invalid(detail, code="nothing_public", errors=[pointer("message_ids", detail)])
    return found


async def _refuse_unread(session: AsyncSession, chosen: Sequence[Message], requester_id: UUID) -> None:
    """What its new reader could not read before is not shown to them by a split."""
    reader = Actor("customer", requester_id, "")
    where = {each.ticket_id for each in chosen}
    query = ticket_access.visible_to(reader).where(col(Ticket.id).in_(where))
    read = {each.id for each in (await session.exec(query)).all()}
    for each in chosen:
        own = (each.author_kind, each.author_id) == ("customer", requester_id)
        if each.visibility == "public" and each.ticket_id not in read and not own:
            detail = "The requester of the new ticket may not read all of these messages"
            raise Invalid(detail, code="not_theirs_to_read", errors=[pointer("requester_id", detail)])


async def _create(
    session: AsyncSession, actor: Actor, source: Ticket, asked: SplitIn, *, requester_id: UUID, now: datetime
) -> Ticket:
    made = Ticket(
        **{name: getattr(source, name) for name in _TAKEN_OVER},
        id=new_id(),
        subject=asked.subject or source.subject,
        requester_id=requester_id,
        # A partner goes on seeing what came from it, unless it is somebody else's matter now.
        source_id=source.source_id if requester_id == source.requester_id else None,
        queued_at=now,
        version=0,
        created_at=now,
        updated_at=now,
        public_updated_at=now,
    )
    session.add(made)
    await session.flush()
    await session.refresh(made)
    changes = {name: getattr(made, name) for name in Ticket.model_fields if name not in _NOT_SAID}
    data = {"split_from": {"id": str(source.id), "number": source.number}}
    events.record(session, actor, made, EventType.TICKET_CREATED, changes=changes, data=data, now=now)
    return made


async def _copy(session: AsyncSession, made: Ticket, chosen: Sequence[Message], *, now: datetime) -> None:
    seq, public_seq = made.seq, made.public_seq
    copies: list[tuple[Message, Message]] = []
    for original in chosen:
        public = original.visibility == "public"
        seq, public_seq = seq + 1, public_seq + int(public)
        fields: dict[str, Any] = original.model_dump(exclude={"client_message_id", "delivery", "via_ticket_id"})
        fields |= {
            "id": new_id(),
            "ticket_id": made.id,
            "seq": seq,
            "public_seq": public_seq if public else None,
            # The words that they are a copy of, also when they are chosen from a ticket that was split itself.
            "copied_from_id": original.copied_from_id or original.id,
        }
        copies.append((original, Message(**fields)))
    session.add_all(copy for _, copy in copies)
    await session.flush()
    connection = await raw_connection(session)
    for original, copy in copies:
        author = Actor(copy.author_kind, copy.author_id, copy.author_name)  # type: ignore[arg-type]  # one of them, by its CHECK
        await originals.copy(connection, original.id, copy.id)
        said = {
            "copied_from": {
                "ticket_id": str(original.ticket_id),
                "message_id": str(original.id),
                "at": original.created_at.isoformat(),
            }
        }
        events.record(session, author, made, EventType.MESSAGE_CREATED, data=said, now=now, about=copy)
