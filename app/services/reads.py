"""Read receipts: how far each participant has read a ticket, and what is unread."""

from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork
from app.errors import NotFound
from app.hints import Hint
from app.rules.actors import Actor
from app.services.lean import participants, requesters
from app.services.lean.rooms import last_seen

_MARK = "SELECT moved FROM desk_ticket_read($1, $2, $3, $4, $5, $6, $7)"


async def mark(work: UnitOfWork, actor: Actor, ticket_id: UUID, seq: int) -> bool:
    """This caller has read up to `seq` as it counts (beyond the end means all); whether that was news.

    Raises `NotFound`.
    """
    connection = await work.lean()
    moved = await _mark(connection, actor, ticket_id, seq, actor.id if actor.kind == "customer" else None)
    if moved is None:
        behind = await requesters.behind(connection, actor, ticket_id)
        moved = None if behind is None else await _mark(connection, actor, ticket_id, seq, behind)
    if moved is None:
        raise NotFound
    if moved:
        work.hints.append(Hint("read", ticket_id))
    return bool(moved)


async def _mark(
    connection: Connection, actor: Actor, ticket_id: UUID, seq: int, requester_id: UUID | None
) -> bool | None:
    """None: no such ticket, or not of this requester."""
    source_id = actor.source_id if actor.kind == "partner" else None
    moved: bool | None = await connection.fetchval(
        _MARK, ticket_id, actor.kind, actor.id, requester_id, source_id, seq, clock.now()
    )
    return moved


async def shown(work: UnitOfWork, actor: Actor, ticket_id: UUID) -> dict[str, Any]:
    """`{"ticket_id", "last_seq", "read": {participant: seq}, "unread"}` as this caller counts. Raises `NotFound`."""
    connection = await work.lean()
    lasts = await last_seen(connection, actor, [ticket_id])
    if ticket_id not in lasts:
        raise NotFound
    found = await participants.of(connection, [ticket_id], internal=actor.sees_internal)
    unread = await participants.unread(connection, actor, [ticket_id])
    read = found[ticket_id].read if ticket_id in found else {}
    return {
        "ticket_id": ticket_id,
        "last_seq": lasts[ticket_id],
        "read": {str(who): seq for who, seq in read.items()},
        "unread": unread[ticket_id],
    }
