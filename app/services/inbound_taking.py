"""What comes in by a messenger becomes something on a ticket: the one door behind every channel of that kind.

Whoever wrote is a customer, their conversation goes on in a ticket, and their words are written there as theirs, by the
same path as everybody's. What came once is never taken twice: `channel_messages` says what has been.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.channels.base import Account, Incoming, Person
from app.db import Connection, Database, UnitOfWork, raw_connection
from app.errors import Conflict
from app.models import Channel
from app.rules import inbound as rules
from app.services import inbound_changes, inbound_files, inbound_people, inbound_tickets, messages
from app.services.inbound_files import Kept
from app.services.inbound_people import Writer
from app.services.inbound_types import Row, Taken, UnreadableError
from app.services.lean import messages as lean

# One after the other, in this order: those about one person, and those of one conversation.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name"
_SEEN = "SELECT ticket_id, message_id FROM channel_messages WHERE channel_id = $1 AND external_id = $2"
# A merge of this customer that was taken back leaves the tickets that began meanwhile with the other one: whoever reads
# those must not read what comes now.
_THREAD = """SELECT k.ticket_id, EXISTS (
 SELECT FROM tickets t JOIN customer_merges m ON m.target_id = t.requester_id AND m.source_id = $3
 AND m.undone_at IS NOT NULL JOIN customers c ON c.id = t.requester_id
 WHERE t.id = desk_merge_root(k.ticket_id) AND c.merged_into IS DISTINCT FROM $3) AS of_another
FROM channel_threads k WHERE k.channel_id = $1 AND k.thread = $2"""
_KEEP_THREAD = """INSERT INTO channel_threads (channel_id, thread, ticket_id, customer_id, last_inbound_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (channel_id, thread) DO UPDATE SET ticket_id = excluded.ticket_id,
customer_id = excluded.customer_id, last_inbound_at = greatest(channel_threads.last_inbound_at,
excluded.last_inbound_at)"""
_KEEP_MESSAGE = """INSERT INTO channel_messages (channel_id, external_id, ticket_id, message_id, direction, thread,
created_at) VALUES ($1, $2, $3, $4, 'in', $5, $6)"""


async def is_there(database: Database, account: Account, incoming: Incoming) -> bool:
    """Whether a message has been taken already: then nobody fetches its files again."""
    async with database.lean() as connection:
        return await connection.fetchrow(_SEEN, account.id, rules.key(incoming.external_id)) is not None


async def take(
    work: UnitOfWork, account: Account, row: Row, incoming: Incoming, kept: Kept = inbound_files.NONE
) -> Taken:
    """Take one thing that came, within the caller's transaction. `kept` are a message's files, stored before.

    Raises `NotYetError` for what is about something that is not there yet, `UnreadableError`, and what the services of
    tickets and messages raise: then nothing of it is done.
    """
    connection = await raw_connection(work.session)
    incoming = replace(incoming, external_id=rules.key(incoming.external_id), thread=rules.key(incoming.thread))
    await _lock(connection, account, incoming)
    match incoming.what:
        case "message":
            return await _message(work, connection, account, row, incoming, kept)
        case "edit":
            edited = await inbound_changes.edit(work, connection, account, row, incoming, kept)
            # What the desk has not seen before it was edited is news as it is now.
            return edited or await _message(work, connection, account, row, incoming, kept)
        case "delete":
            return await inbound_changes.withdraw(work, connection, account, incoming)
        case "receipt":
            return await inbound_changes.receipt(work, connection, account, row, incoming)
        case "stopped" | "started":
            stopped = incoming.what == "stopped"
            await inbound_people.blocked(connection, account, _person(incoming), stopped=stopped)
            return Taken(incoming.what)
        case _:
            raise UnreadableError(f"Nobody knows what to do with {incoming.what}")


async def _lock(connection: Connection, account: Account, incoming: Incoming) -> None:
    person = inbound_people.place(account, _person(incoming))
    names = [f"channel person {' '.join(person)}", f"channel thread {account.id} {incoming.thread}"]
    await connection.execute(_LOCK, names)


def _person(incoming: Incoming) -> Person:
    # Where the channel names nobody, the conversation is who speaks in it.
    return incoming.person or Person(external_id=incoming.thread)


async def _message(
    work: UnitOfWork, connection: Connection, account: Account, row: Row, incoming: Incoming, kept: Kept
) -> Taken:
    seen: Any = await connection.fetchrow(_SEEN, account.id, incoming.external_id)
    if seen is not None:
        return Taken("repeated", seen["ticket_id"], seen["message_id"])
    at = _when(row, incoming)
    writer = await inbound_people.writer(connection, account, _person(incoming), at=at)
    text = rules.body(
        rules.storable(incoming.text), language=writer.language, refused=kept.refused, files=len(kept.ids)
    )
    thread: Any = await connection.fetchrow(_THREAD, account.id, incoming.thread, writer.actor.id)
    ticket_id: UUID | None = None if thread is None or thread["of_another"] else thread["ticket_id"]
    going_on = None if ticket_id is None else await _go_on(work, row, writer, ticket_id, text, kept)
    if going_on is not None:
        # Where the conversation goes on is another ticket's thread after a merge; it finds it from here again.
        taken = Taken("message", going_on["ticket_id"], going_on["id"])
        current = ticket_id
    else:
        channel = await work.session.get_one(Channel, account.id)
        new = inbound_tickets.New(text, rules.storable(incoming.text), kept, follows=ticket_id)
        current, message_id = await inbound_tickets.create(work, connection, channel, row, writer, new)
        taken = Taken("created", current, message_id)
    await connection.execute(_KEEP_THREAD, account.id, incoming.thread, current, writer.actor.id, at)
    await connection.execute(
        _KEEP_MESSAGE,
        account.id,
        incoming.external_id,
        taken.ticket_id,
        taken.message_id,
        incoming.thread,
        clock.now(),
    )
    return taken


async def _go_on(
    work: UnitOfWork, row: Row, writer: Writer, ticket_id: UUID, text: str, kept: Kept
) -> dict[str, Any] | None:
    """Write it where the conversation is; None when that ticket is over, and another one has to follow it."""
    new = lean.NewMessage(text, attachment_ids=kept.ids)
    try:
        done = await messages.send(work, inbound_files.owner(row), ticket_id, new, author=writer.actor)
    except Conflict as refusal:
        if refusal.code != "ticket_closed":
            raise
        return None
    return done.message


def _when(row: Row, incoming: Incoming) -> datetime:
    # A clock that is ahead of ours must not keep a window open.
    return min(incoming.at or row.received_at, row.received_at)
