"""Messages onto a thread: the one function behind HTTP, the socket and every channel."""

from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork
from app.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from app.hints import Hint
from app.rules.actors import Actor
from app.rules.queues import lines_of
from app.services.lean import events as lean_events
from app.services.lean import messages as lean
from app.services.lean import requesters, wire

MISSED = 50


async def send(
    work: UnitOfWork, actor: Actor, ticket_id: UUID, new: lean.NewMessage, *, author: Actor | None = None
) -> lean.Appended:
    """Store a message exactly once and return how it went: `stored`, or `dup` for a repeat of the same one.

    `author` (the actor by default) is whose words they are.
    Raises `NotFound`, `Unauthenticated` (`signed_out` meanwhile), `Forbidden` (a note by somebody who is not an agent),
    `Invalid` (`idempotency_mismatch`),
    `Conflict` (`ticket_closed`, and `thread_moved_on` with `missed`: what the sender has not seen).
    """
    if new.visibility == "internal" and not actor.sees_internal:
        raise Forbidden("Internal notes are for agents", code="notes_are_for_agents")
    connection = await work.lean()
    done = await _append(connection, actor, ticket_id, new, author)
    match done.outcome:
        case "stored" | "dup":
            if done.hint is not None:
                work.hints.extend((done.hint, *done.lists))
            if done.waits_again:
                work.hints.extend(await _in_line(connection, ticket_id))
            return done
        case "not_found":
            raise NotFound
        case "signed_out":
            raise Unauthenticated("This sign-in, widget session or key has ended", code="signed_out")
        case "mismatch":
            detail = "This client_message_id was used for another message on this ticket"
            raise Invalid(detail, code="idempotency_mismatch")
        case "moved_on":
            missed = await _missed(work, actor, ticket_id, new.last_seen_seq or 0)
            detail = "Somebody wrote after what you have seen; look at `missed`, or send again with `force`"
            raise Conflict(detail, code="thread_moved_on", missed=missed)
        case _:
            detail = f"This ticket is {done.status} and takes no more messages"
            raise Conflict(detail, code="ticket_closed", status_now=done.status)


async def _append(
    connection: Connection, actor: Actor, ticket_id: UUID, new: lean.NewMessage, author: Actor | None
) -> lean.Appended:
    done = await lean.append(connection, actor, ticket_id, new, now=clock.now(), author=author)
    if done.outcome != "not_found":
        return done
    behind = await requesters.behind(connection, actor, ticket_id)
    if behind is None:
        return done
    return await lean.append(connection, actor, ticket_id, new, now=clock.now(), author=author, requester_id=behind)


async def _in_line(connection: Connection, ticket_id: UUID) -> list[Hint]:
    row: Any = await connection.fetchrow("SELECT queue_id, team_id FROM tickets WHERE id = $1", ticket_id)
    lines = lines_of(row["queue_id"], row["team_id"])
    return [*(Hint("waiting", each) for each in lines), Hint("route", UUID(int=0))]


async def _missed(work: UnitOfWork, actor: Actor, ticket_id: UUID, after: int) -> list[dict[str, Any]]:
    connection = await work.lean()
    _, found = await lean_events.since(connection, actor, ticket_id, after=after, limit=MISSED)
    return [wire.event(each, actor.kind) for each in found]
