"""Messages onto a thread: the one function behind HTTP, the socket and every channel."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from app.db import Connection, UnitOfWork
from app.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, pointer
from app.hints import Hint
from app.rules.actors import Actor
from app.rules.queues import lines_of
from app.services import attachments, drafts, mentions, merged_messages
from app.services import message_translation_originals as originals
from app.services.lean import events as lean_events
from app.services.lean import messages as lean
from app.services.lean import wire

MISSED = 50


async def send(
    work: UnitOfWork, actor: Actor, ticket_id: UUID, new: lean.NewMessage, *, author: Actor | None = None
) -> lean.Appended:
    """Store a message exactly once and return how it went: `stored`, or `dup` for a repeat of the same one.

    `author` (the actor by default) is whose words they are. Its files and the end of its draft are one transaction
    with it.
    Raises `NotFound`, `Unauthenticated` (`signed_out` meanwhile), `Forbidden` (a note by somebody who is not an agent),
    `Invalid` (`invalid` when it says nothing, `idempotency_mismatch`, `unknown_attachment`, `too_many_attachments`,
    `mention_in_public`, `unknown_mention`),
    `Conflict` (`ticket_closed`, `ticket_merged`, and `thread_moved_on` with `missed`: what the sender has not seen).
    What is sent to a merged ticket comes to where it goes on: the message's `ticket_id` says where.
    """
    if new.visibility == "internal" and not actor.sees_internal:
        raise Forbidden("Internal notes are for agents", code="notes_are_for_agents")
    _check(new)
    if new.attachment_ids or new.mention_ids or new.draft_version is not None or new.translated_from is not None:
        _ = work.session  # more than the one statement: they are one transaction
    done = await merged_messages.append(work, actor, ticket_id, new, author=author)
    ticket_id, connection = done.message["ticket_id"], await work.lean()
    match done.outcome:
        case "stored":
            await _with_it(work, connection, actor, ticket_id, done, new)
            if done.hint is not None:
                work.hints.extend((done.hint, *done.lists))
            if done.waits_again:
                work.hints.extend(await _in_line(connection, ticket_id))
            return done
        case "dup" | "mismatch":
            return await _repeated(connection, done, new)
        case "not_found":
            raise NotFound
        case "signed_out":
            raise Unauthenticated("This sign-in, widget session or key has ended", code="signed_out")
        case "moved_on":
            missed = await _missed(work, actor, ticket_id, new.last_seen_seq or 0)
            detail = "Somebody wrote after what you have seen; look at `missed`, or send again with `force`"
            raise Conflict(detail, code="thread_moved_on", missed=missed)
        case _:
            detail = f"This ticket is {done.status} and takes no more messages"
            raise Conflict(detail, code="ticket_closed", status_now=done.status)


def _check(new: lean.NewMessage) -> None:
    if new.mention_ids and new.visibility != "internal":
        detail = "Colleagues are mentioned in internal notes"
        raise Invalid(detail, code="mention_in_public", errors=[pointer("mention_ids", detail)])
    if new.attachment_ids:
        attachments.check_count(new.attachment_ids)
    elif not new.body:
        detail = "A message has text or files"
        raise Invalid(detail, errors=[pointer("body", detail)])


async def _with_it(
    work: UnitOfWork, connection: Connection, actor: Actor, ticket_id: UUID, done: lean.Appended, new: lean.NewMessage
) -> None:
    if new.attachment_ids:
        # The same dict is in the hint: whoever follows the ticket gets the message with its files.
        done.message["attachments"] = await attachments.attach(
            connection, actor, ticket_id, done.message["id"], new.attachment_ids
        )
    if new.draft_version is not None and actor.kind == "agent":
        await drafts.sent(connection, actor, ticket_id, new.draft_version)
    if new.translated_from is not None:
        await originals.keep(connection, done.message, new)
    if new.mention_ids:
        await mentions.tell(work.session, actor, ticket_id, done.message, new.mention_ids)


async def _repeated(connection: Connection, done: lean.Appended, new: lean.NewMessage) -> lean.Appended:
    """The message that is there already, as it is now; it may have been edited since, which makes it no other one."""
    message = {**done.message, **await lean.stored(connection, done.message["id"])}
    if message["version"] == 1:
        files = [each["id"] for each in message["attachments"]]
        if done.outcome == "mismatch" or files != [str(each) for each in new.attachment_ids]:
            detail = "This client_message_id was used for another message on this ticket"
            raise Invalid(detail, code="idempotency_mismatch")
    return replace(done, outcome="dup", message=message)


async def _in_line(connection: Connection, ticket_id: UUID) -> list[Hint]:
    row: Any = await connection.fetchrow("SELECT queue_id, team_id FROM tickets WHERE id = $1", ticket_id)
    lines = lines_of(row["queue_id"], row["team_id"])
    return [*(Hint("waiting", each) for each in lines), Hint("route", UUID(int=0))]


async def _missed(work: UnitOfWork, actor: Actor, ticket_id: UUID, after: int) -> list[dict[str, Any]]:
    connection = await work.lean()
    _, found = await lean_events.since(connection, actor, ticket_id, after=after, limit=MISSED)
    return [wire.event(each, actor.kind, actor.id) for each in found]
