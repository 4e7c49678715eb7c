"""Chats read: one, a page of them, and what was said."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Invalid, NotFound, parameter
from app.rules.actors import Actor
from app.services import pictures, waiting
from app.services.chat_access import visible
from app.services.lean.wire import MESSAGE_JSON

_SHOWN = f"""SELECT k.id, k.ticket_id, k.status, k.queue_id, k.team_id, k.line, k.queued_at, k.accepted_at,
k.ended_at, k.ended_by, k.wrap_up_until, k.version, k.created_at, k.updated_at, t.subject, k.customer_id,
c.name AS customer_name, k.agent_id, a.name AS agent_name, a.picture_id AS agent_picture,
o.agent_id AS offered_to, o.expires_at, o.warm, w.name AS offered_name,
{waiting.POSITION} AS position
FROM %s k JOIN tickets t ON t.id = k.ticket_id JOIN customers c ON c.id = k.customer_id
LEFT JOIN agents a ON a.id = k.agent_id LEFT JOIN offers o ON o.chat_id = k.id AND o.status = 'live'
LEFT JOIN agents w ON w.id = o.agent_id AND o.warm"""  # noqa: S608 - ours


def _wire(row: Mapping[str, Any], actor: Actor, bases: Mapping[UUID, waiting.Basis]) -> dict[str, Any]:
    internal = actor.kind != "customer"
    waits = row["position"] is not None
    expected = bases[row["line"]].expected(row["position"], row["status"]) if waits else None
    offered = row["offered_to"] == actor.id and row["expires_at"] > clock.now()
    return {
        "id": row["id"],
        "ticket_id": row["ticket_id"],
        "status": row["status"],
        "position": row["position"],
        "wait_seconds": expected,
        "agent": None
        if row["agent_id"] is None
        else {"id": row["agent_id"], "name": row["agent_name"], "avatar_url": pictures.address(row["agent_picture"])},
        "customer": {"id": row["customer_id"], "name": row["customer_name"]},
        "subject": row["subject"],
        "queue_id": row["queue_id"] if internal else None,
        "team_id": row["team_id"] if internal else None,
        "offer": {"expires_at": row["expires_at"]} if internal and offered else None,
        "handover": {
            "agent": {"id": row["offered_to"], "name": row["offered_name"]},
            "expires_at": row["expires_at"],
        }
        if internal and row["warm"]
        else None,
        "queued_at": row["queued_at"],
        "accepted_at": row["accepted_at"],
        "ended_at": row["ended_at"],
        "ended_by": row["ended_by"],
        "wrap_up_until": row["wrap_up_until"] if internal else None,
        "version": row["version"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


async def _wires(connection: Connection, actor: Actor, rows: list[Any]) -> list[dict[str, Any]]:
    lines = {row["line"] for row in rows if row["position"] is not None}
    bases = {line: await waiting.basis(connection, line) for line in lines}
    return [_wire(row, actor, bases) for row in rows]


async def read(connection: Connection, actor: Actor, chat_id: UUID) -> dict[str, Any]:
    """A chat as this caller sees it. Raises `NotFound`."""
    door, parameters = visible(actor, 2)
    row = await connection.fetchrow(f"{_SHOWN % 'chats'} WHERE k.id = $1 AND {door}", chat_id, *parameters)
    if row is None:
        raise NotFound
    return (await _wires(connection, actor, [row]))[0]


async def shown(session: AsyncSession, actor: Actor, chat_id: UUID) -> dict[str, Any]:
    """A chat as this caller sees it after what this transaction did."""
    await session.flush()
    return await read(await raw_connection(session), actor, chat_id)


async def page(
    connection: Connection, actor: Actor, *, status: str | None, mine: bool, cursor: str | None, limit: int
) -> dict[str, Any]:
    """`{"items", "next_cursor"}` of the chats that this caller may see, the newest first. Raises `Invalid`.

    `mine` for an agent: the chats that they have or had, and those offered to them now. For a customer all are theirs.
    """
    door, parameters = visible(actor, 3)
    whatever = f"{door} AND ($1::uuid IS NULL OR k.id < $1)"
    # A literal, so that the partial indexes serve it: the value is one of the schema's.
    where = whatever if status is None else f"{whatever} AND k.status = '{status}'"
    tail = "ORDER BY k.id DESC LIMIT $2"
    scans = [f"(SELECT k.* FROM chats k WHERE {where} {tail})"]  # noqa: S608 - ours
    if mine and actor.kind == "agent":
        parameters = [actor.id]
        had = f"(SELECT k.* FROM chats k WHERE k.agent_id = $3 AND {where} {tail})"  # noqa: S608 - ours
        offered = (
            f"(SELECT k.* FROM offers o JOIN chats k ON k.id = o.chat_id"  # noqa: S608 - ours
            # A chat that is handed over warm is still on: it is offered all the same.
            f" WHERE o.agent_id = $3 AND o.status = 'live' AND {whatever if status == 'offered' else where} {tail})"
        )
        scans = [had, offered]
    rows = await connection.fetch(
        f"{_SHOWN % ('(' + ' UNION ALL '.join(scans) + ')')} {tail}", _cursor(cursor), limit + 1, *parameters
    )
    items = await _wires(connection, actor, rows[:limit])
    return {"items": items, "next_cursor": str(rows[limit - 1]["id"]) if len(rows) > limit else None}


def _cursor(cursor: str | None) -> UUID | None:
    try:
        return None if cursor is None else UUID(cursor)
    except ValueError as error:
        detail = "Use next_cursor as it was given"
        raise Invalid(detail, code="invalid_cursor", errors=[parameter("cursor", detail)]) from error


async def transcript(connection: Connection, actor: Actor, chat_id: UUID, *, after: int, limit: int) -> dict[str, Any]:
    """What was said while the chat was on, notes left out for everybody: `{"items": [message], "next_cursor"}`.

    Raises `NotFound`.
    """
    counter = "seq" if actor.sees_internal else "public_seq"
    door, parameters = visible(actor, 4)
    rows = await connection.fetch(
        f"SELECT m.n, m.json FROM chats k LEFT JOIN LATERAL ("  # noqa: S608 - ours
        f" SELECT m.{counter} AS n, {MESSAGE_JSON.format(seq='m.' + counter)}::text AS json FROM messages m"
        f" WHERE m.ticket_id = k.ticket_id AND m.public_seq IS NOT NULL AND m.{counter} > $2"
        " AND m.created_at >= k.created_at AND (k.ended_at IS NULL OR m.created_at <= k.ended_at)"
        f" ORDER BY m.{counter} LIMIT $3) m ON true WHERE k.id = $1 AND {door} ORDER BY m.n",
        chat_id,
        after,
        limit,
        *parameters,
    )
    if not rows:
        raise NotFound
    said = [row for row in rows if row["json"] is not None]
    following = said[-1]["n"] if len(said) == limit else None
    return {"items": [orjson.Fragment(row["json"]) for row in said], "next_cursor": following}
