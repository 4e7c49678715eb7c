"""Messages that are sent to a merged ticket: they come to where it goes on, or stay where their readers see them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, hint, raw_connection
from app.errors import Conflict, NotFound, Unavailable
from app.models import Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.merging import Side, keeps_own_thread
from app.rules.statuses import MessageEffect, effect_of_message
from app.schemas.events import EventType
from app.services import events, ticket_access, ticket_locks, tickets
from app.services.lean import messages as lean
from app.services.lean import requesters

_TRIES = 5
_ANYWHERE = MessageEffect(refuse=(), move_from=(), move_to=None)

_SIDES = """SELECT t.id, t.number, t.status, t.requester_id, t.source_id, desk_merge_root(t.id) AS root,
 ARRAY(SELECT c.customer_id FROM ticket_ccs c WHERE c.ticket_id = t.id) AS in_copy
FROM tickets t WHERE t.id IN ($1, desk_merge_root($1))"""


class _LetGoError(Exception):
    """Takes back what holds the lock of a merged ticket."""

    def __init__(self, done: lean.Appended) -> None:
        super().__init__()
        self.done = done


def _is_merged(done: lean.Appended) -> bool:
    """Whether a message was refused because its ticket is merged."""
    return done.outcome == "refused" and done.status == "merged"


async def _try_append(
    connection: Connection,
    actor: Actor,
    ticket_id: UUID,
    new: lean.NewMessage,
    *,
    now: datetime,
    author: Actor | None = None,
) -> lean.Appended:
    """Append a message; on a ticket that is merged nothing is held when it is refused.

    Outside of a transaction nothing is held anyway. Inside one, whoever went on to the other ticket with this one
    locked might wait for somebody who has them the other way round.
    """
    if not connection.is_in_transaction():
        return await _append(connection, actor, ticket_id, new, now=now, author=author)
    try:
        async with connection.transaction():
            done = await _append(connection, actor, ticket_id, new, now=now, author=author)
            _let_go_of(done)
    except _LetGoError as refused:
        return refused.done
    return done


async def _append(
    connection: Connection,
    actor: Actor,
    ticket_id: UUID,
    new: lean.NewMessage,
    *,
    now: datetime,
    author: Actor | None,
    effect: MessageEffect | None = None,
) -> lean.Appended:
    done = await lean.append(connection, actor, ticket_id, new, now=now, author=author, effect=effect)
    if done.outcome != "not_found":
        return done
    behind = await requesters.behind(connection, actor, ticket_id)
    if behind is None:
        return done
    return await lean.append(
        connection, actor, ticket_id, new, now=now, author=author, effect=effect, requester_id=behind
    )


def _let_go_of(done: lean.Appended) -> None:
    if _is_merged(done):
        raise _LetGoError(done)


async def append(
    work: UnitOfWork, actor: Actor, ticket_id: UUID, new: lean.NewMessage, *, author: Actor | None = None
) -> lean.Appended:
    """Append a message, also when its ticket is merged: then the message's `ticket_id` is where it came to.

    Raises `Conflict` (`ticket_merged`, with `merged_into`): an agent is to look at the thread that they write to.
    """
    done = await _try_append(await work.lean(), actor, ticket_id, new, now=clock.now(), author=author)
    return done if not _is_merged(done) else await _follow(work, actor, ticket_id, new, author)


async def _follow(
    work: UnitOfWork, actor: Actor, ticket_id: UUID, new: lean.NewMessage, author: Actor | None
) -> lean.Appended:
    session = await work.session_after_all()
    connection = await raw_connection(session)
    for _ in range(_TRIES):
        rows: Any = await connection.fetch(_SIDES, ticket_id)
        sides = {row["id"]: row for row in rows}
        if ticket_id not in sides:
            raise NotFound
        source, target = sides[ticket_id], sides[sides[ticket_id]["root"]]
        if source is target:
            # Unmerged in between.
            done = await _try_append(connection, actor, ticket_id, new, now=clock.now(), author=author)
        elif keeps_own_thread(_side(source), _side(target)):
            found, roots = await ticket_locks.lock_with_roots(session, SYSTEM, [ticket_id])
            if roots[ticket_id] == ticket_id:
                continue
            return await _keep(work, actor, found[ticket_id], found[roots[ticket_id]], new, author or actor)
        elif actor.kind == "agent":
            into = {"id": str(target["id"]), "number": target["number"]}
            detail = f"This ticket is part of number {target['number']}: write there"
            raise Conflict(detail, code="ticket_merged", merged_into=into)
        else:
            done = await _pass_on(work, actor, source, target["id"], new, author or actor)
        if not _is_merged(done):
            return done
    raise Unavailable


def _side(row: Any) -> Side:  # noqa: ANN401 - asyncpg.Record
    return Side(
        row["id"],
        row["status"],
        row["requester_id"],
        row["source_id"],
        row["root"],
        in_copy=frozenset(row["in_copy"]),
    )


async def _pass_on(
    work: UnitOfWork,
    actor: Actor,
    source: Any,  # noqa: ANN401 - asyncpg.Record
    target_id: UUID,
    new: lean.NewMessage,
    author: Actor,
) -> lean.Appended:
    """The same people read the other ticket: it is written there. What its sender has seen was another thread."""
    session = work.session
    connection = await raw_connection(session)
    unguarded = replace(new, last_seen_seq=None)
    done = await _try_append(connection, actor, target_id, unguarded, now=clock.now(), author=author)
    if done.outcome == "stored":
        await connection.execute(
            "UPDATE messages SET via_ticket_id = $2 WHERE id = $1", done.message["id"], source["id"]
        )
        done = _hinted(session, done)
        target = await ticket_access.lock(session, SYSTEM, target_id)
        data = _said(source["id"], source["number"], done.message, kept=False)
        events.record(session, SYSTEM, target, EventType.MESSAGE_MERGED_IN, data=data)
        await session.flush()
    return done


async def _keep(
    work: UnitOfWork, actor: Actor, source: Ticket, target: Ticket, new: lean.NewMessage, author: Actor
) -> lean.Appended:
    """Others read the other ticket: it stays on this thread, and those who work on the other one are told."""
    session = work.session
    connection = await raw_connection(session)
    usual = effect_of_message(author.kind, new.visibility)
    effect = _ANYWHERE
    if target.status in usual.refuse:
        # As if it were one: a retry of what is there is a repeat, and nothing new comes.
        effect = replace(_ANYWHERE, refuse=("merged",))
    done = await _append(connection, actor, source.id, new, now=clock.now(), author=author, effect=effect)
    if done.outcome == "refused":
        return replace(done, status=target.status)
    if done.outcome != "stored":
        return done
    done = _hinted(session, done)
    await session.refresh(source)
    asks = author.kind in {"customer", "partner"}
    changes = {"snoozed_until": None} if asks and target.snoozed_until is not None else None
    data = _said(source.id, source.number, done.message, kept=True)
    events.record(session, SYSTEM, target, EventType.MESSAGE_MERGED_IN, changes=changes, data=data)
    if asks and usual.move_to is not None and target.status in usual.move_from:
        await tickets.set_status(session, SYSTEM, target, usual.move_to, by_message=True)
    await session.flush()
    return done


def _hinted(session: AsyncSession, done: lean.Appended) -> lean.Appended:
    """Its hints go first: what is told next counts on from them."""
    for each in (done.hint, *done.lists):
        if each is not None:
            hint(session, each)
    return replace(done, hint=None, lists=())


def _said(source_id: UUID, number: int | None, message: dict[str, Any], *, kept: bool) -> dict[str, Any]:
    """What the event says; the words are read where they are stored."""
    return {
        "source": {"id": str(source_id), "number": number},
        "message_id": str(message["id"]),
        "author_kind": message["author_kind"],
        "visibility": message["visibility"],
        "kept": kept,
    }
