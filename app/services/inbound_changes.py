"""What a channel says of messages that are known: they were edited or taken back, or ours have come that far."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from app.channels.base import Account, Incoming
from app.db import Connection, UnitOfWork
from app.errors import Conflict, NotFound
from app.models import Message
from app.rules import inbound as rules
from app.rules.actors import SYSTEM, Actor
from app.schemas.events import EventType
from app.services import deliveries, events, inbound_files, inbound_people, message_edits, reads, ticket_access
from app.services.inbound_files import Kept
from app.services.inbound_types import NotYetError, Row, Taken
from app.services.message_edits import Added

# `read` is proof that it has arrived.
_STATES: Final[Mapping[str, str]] = {"sent": "sent", "delivered": "delivered", "read": "delivered", "failed": "failed"}
_LOOK_AGAIN = 1.0

_ABOUT = """SELECT k.ticket_id, k.message_id, k.direction, k.thread, m.public_seq, m.redacted_at, m.ticket_id AS place,
m.author_kind, m.author_id, m.author_name, t.requester_id,
(SELECT cardinality(o.external_ids) FROM outbound o WHERE o.message_id = k.message_id AND o.channel_id = k.channel_id
 AND k.external_id = ANY (o.external_ids) LIMIT 1) > 1 AS in_parts
FROM channel_messages k LEFT JOIN messages m ON m.id = k.message_id LEFT JOIN tickets t ON t.id = m.ticket_id
WHERE k.channel_id = $1 AND k.external_id = $2"""


async def edit(
    work: UnitOfWork, connection: Connection, account: Account, row: Row, incoming: Incoming, kept: Kept
) -> Taken | None:
    """Let a message of theirs say what it says now, and have what files it has now beside those that it had. None: it
    is not known.
    """
    about: Any = await connection.fetchrow(_ABOUT, account.id, incoming.external_id)
    if about is None:
        return None
    if about["message_id"] is None or about["direction"] != "in" or about["redacted_at"] is not None:
        # What was removed for good does not come back by being edited.
        return Taken("nothing", about["ticket_id"])
    author = Actor(about["author_kind"], about["author_id"], about["author_name"])
    text = rules.storable(incoming.text)
    said = bool(text.strip() or kept.refused)
    body = rules.body(text, language=None, refused=kept.refused) if said else ""
    added = Added(kept.ids, inbound_files.owner(row))
    try:
        changed = await message_edits.corrected(work.session, author, about["place"], about["message_id"], body, added)
    except Conflict as refusal:
        if refusal.code != "ticket_closed":
            raise
        return await _said_too_late(work, about, row)
    return Taken("edited" if changed else "nothing", about["ticket_id"], about["message_id"])


async def _said_too_late(work: UnitOfWork, about: Any, row: Row) -> Taken:  # noqa: ANN401 - asyncpg.Record
    """A closed ticket does not change any more: agents are told where the words are that came."""
    await _tell(work, about, {"edited": True, "inbound_id": str(row.id)})
    return Taken("noted", about["ticket_id"], about["message_id"])


async def withdraw(work: UnitOfWork, connection: Connection, account: Account, incoming: Incoming) -> Taken:
    """They have taken a message back in the channel: agents are told, and go on seeing what was said."""
    about: Any = await connection.fetchrow(_ABOUT, account.id, incoming.external_id)
    if about is None:
        return Taken("unknown")
    if about["message_id"] is None or about["direction"] != "in":
        return Taken("nothing", about["ticket_id"])
    before = "SELECT true FROM events WHERE ticket_id = $1 AND message_id = $2 AND type = $3 AND NOT data ? 'edited'"
    kind = EventType.MESSAGE_WITHDRAWN.value
    if await connection.fetchval(before, about["place"], about["message_id"], kind):
        return Taken("repeated", about["ticket_id"], about["message_id"])
    await _tell(work, about, {})
    return Taken("withdrawn", about["ticket_id"], about["message_id"])


async def _tell(work: UnitOfWork, about: Any, data: Mapping[str, Any]) -> None:  # noqa: ANN401 - asyncpg.Record
    session = work.session
    ticket = await ticket_access.lock(session, SYSTEM, about["place"])
    message = await session.get(Message, about["message_id"], populate_existing=True)
    author = Actor(about["author_kind"], about["author_id"], about["author_name"])
    events.record(session, author, ticket, EventType.MESSAGE_WITHDRAWN, data=data, about=message)
    await session.flush()


async def receipt(work: UnitOfWork, connection: Connection, account: Account, row: Row, incoming: Incoming) -> Taken:
    """A message of ours has come that far. One that nobody knows may be recorded a moment later; then it is not ours.

    Raises `NotYetError`.
    """
    about: Any = await connection.fetchrow(_ABOUT, account.id, incoming.external_id)
    if about is None:
        if row.attempts < rules.LOOKS:
            raise NotYetError("It is about a message that is not known yet", seconds=_LOOK_AGAIN)
        return Taken("unknown")
    if about["message_id"] is None or about["direction"] != "out" or incoming.state is None:
        return Taken("nothing", about["ticket_id"])
    place, message_id = UUID(int=about["place"].int), UUID(int=about["message_id"].int)
    state = _STATES[incoming.state]
    if state == "failed" and about["in_parts"]:
        # That another part has arrived, before or after, does not put this one right.
        state = "bounced"
    try:
        await deliveries.report(
            work.session,
            SYSTEM,
            place,
            message_id,
            state=state,
            # As it was sent to: a channel may call the same conversation by another name here (a number, an id).
            recipient=about["thread"] or incoming.thread,
            detail=None if incoming.detail is None else rules.storable(incoming.detail)[:500],
            at=incoming.at,
        )
    except Conflict as refusal:
        if refusal.code not in {"not_outgoing", "too_many_recipients"}:
            raise
        return Taken("nothing", place)
    if incoming.state == "read" and about["public_seq"] is not None:
        reader = await _reader(connection, account, incoming) or about["requester_id"]
        await work.session.flush()
        with suppress(NotFound):
            # Of several who read along in the channel, some do not see the ticket.
            await reads.mark(work, Actor("customer", reader, ""), place, about["public_seq"])
    return Taken("receipt", place)


async def _reader(connection: Connection, account: Account, incoming: Incoming) -> UUID | None:
    """Who has read it, where the channel says so."""
    if incoming.person is None:
        return None
    known = """SELECT coalesce(c.merged_into, c.id) FROM channel_identities i JOIN customers c ON c.id = i.customer_id
    WHERE i.channel_kind = $1 AND i.scope = $2 AND i.external_id = $3"""
    found: UUID | None = await connection.fetchval(known, *inbound_people.place(account, incoming.person))
    return found
