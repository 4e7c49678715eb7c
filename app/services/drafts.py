"""Drafts on the server: one per ticket and agent, the same on all devices, and not lost when a ticket changes hands."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Conflict, Invalid, NotFound, PreconditionFailed, pointer
from app.rules.actors import Actor
from app.schemas.drafts import DraftIn
from app.services import attachments, ticket_access
from app.services.lean.wire import dumps

# What an ETag is when there is no draft.
NONE = "0"
_COLUMNS = """d.ticket_id, d.agent_id, g.name AS agent_name, d.body, d.format, d.visibility, d.last_seen_seq, d.version,
d.created_at, d.updated_at, coalesce((SELECT json_agg(json_build_object('id', a.id, 'name', a.name,
'content_type', a.content_type, 'size', a.size, 'state', a.state, 'warning', a.warning)
ORDER BY array_position(d.attachment_ids, a.id)) FROM attachments a WHERE a.id = ANY (d.attachment_ids)
AND a.message_id IS NULL AND a.state <> 'removed'), '[]'::json)::text AS files"""
_OWN = f"""SELECT {_COLUMNS} FROM drafts d JOIN agents g ON g.id = d.agent_id
WHERE d.ticket_id = $1 AND d.agent_id = $2"""  # noqa: S608 - columns of ours
# Whoever had the ticket when they last wrote, and has it no more. What they write after that is theirs alone again.
_LEFT = f"""SELECT {_COLUMNS} FROM drafts d JOIN agents g ON g.id = d.agent_id JOIN tickets t ON t.id = d.ticket_id
WHERE d.ticket_id = $1 AND t.assignee_id = $2 AND d.agent_id <> $2 AND EXISTS (
  SELECT 1 FROM events e WHERE e.ticket_id = d.ticket_id AND e.at >= d.updated_at
  AND e.data -> 'was' ->> 'assignee_id' = d.agent_id::text)
ORDER BY d.updated_at DESC LIMIT 1"""  # noqa: S608 - columns of ours
_INSERT = """INSERT INTO drafts (ticket_id, agent_id, body, format, visibility, attachment_ids, last_seen_seq, version,
created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8) ON CONFLICT DO NOTHING RETURNING true"""
_UPDATE = """UPDATE drafts SET body = $3, format = $4, visibility = $5, attachment_ids = $6, last_seen_seq = $7,
version = version + 1, updated_at = $8 WHERE ticket_id = $1 AND agent_id = $2 AND version = $9 RETURNING true"""
_DELETE = (
    "DELETE FROM drafts WHERE ticket_id = $1 AND agent_id = $2 AND ($3::int IS NULL OR version = $3) RETURNING true"
)
_HAND = "UPDATE drafts SET agent_id = $3, version = version + 1 WHERE ticket_id = $1 AND agent_id = $2"
_FILES = """UPDATE attachments SET owner_id = $3 WHERE owner_kind = 'agent' AND owner_id = $2 AND message_id IS NULL
AND id = ANY (SELECT unnest(attachment_ids) FROM drafts WHERE ticket_id = $1 AND agent_id = $3)"""


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID) -> tuple[dict[str, Any], str]:
    """The caller's draft and the one that was left to them, and the ETag of the first. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    connection = await raw_connection(session)
    own = await connection.fetchrow(_OWN, ticket_id, actor.id)
    left = await connection.fetchrow(_LEFT, ticket_id, actor.id)
    shown = {"draft": own and _shown(own), "left": left and _shown(left)}
    return shown, NONE if own is None else str(own["version"])


async def put(
    session: AsyncSession, actor: Actor, ticket_id: UUID, new: DraftIn, *, version: str | None
) -> dict[str, Any]:
    """Save a draft. `version` is the one that this device has seen (None: that there is none).

    The same again is no change, so a repeated PUT is answered as the first. Raises `NotFound`, `Invalid`, and
    `PreconditionFailed` with `current`: what another device has saved meanwhile.
    """
    await ticket_access.get(session, actor, ticket_id)
    connection = await raw_connection(session)
    # The ticket first, as whoever takes a draft over: each would wait for the other's row.
    await connection.execute("SELECT FROM tickets WHERE id = $1 FOR KEY SHARE", ticket_id)
    attachments.check_count(new.attachment_ids)
    await _check_files(connection, actor, new.attachment_ids)
    values = (
        ticket_id, actor.id, new.body, new.format, new.visibility, new.attachment_ids, new.last_seen_seq, clock.now(),
    )  # fmt: skip
    if version in {None, NONE}:
        saved = await connection.fetchval(_INSERT, *values)
    else:
        saved = await connection.fetchval(_UPDATE, *values, _number(version))
    now = await connection.fetchrow(_OWN, ticket_id, actor.id)
    if now is None:
        # It was sent or deleted on another device.
        raise PreconditionFailed(current=None)
    current = _shown(now)
    if not saved and not _same(current, new):
        raise PreconditionFailed(current=orjson.loads(dumps(current)))
    return current


def _number(version: str | None) -> int:
    # What is no version of ours is no draft's.
    return int(version) if version and version.isascii() and version.isdigit() and len(version) < 10 else 0  # noqa: PLR2004 - an int4


def _same(current: dict[str, Any], new: DraftIn) -> bool:
    files = [str(each["id"]) for each in current["attachments"]]
    kept = {name: current[name] for name in ("body", "format", "visibility", "last_seen_seq")}
    asked = new.model_dump(include=set(kept))
    return kept == asked and files == [str(each) for each in new.attachment_ids]


async def _check_files(connection: Connection, actor: Actor, ids: Sequence[UUID]) -> None:
    if not ids:
        return
    found = await connection.fetch(
        "SELECT id FROM attachments WHERE id = ANY ($1) AND owner_kind = 'agent' AND owner_id = $2"
        " AND message_id IS NULL AND state NOT IN ('uploading', 'removed')",
        list(ids),
        actor.id,
    )
    there = {each["id"] for each in found}
    detail = "There is no such file of yours that belongs to no message"
    missing = [pointer(f"attachment_ids.{n}", detail) for n, each in enumerate(ids) if each not in there]
    if missing:
        raise Invalid(detail, code="unknown_attachment", errors=missing)


async def delete(session: AsyncSession, actor: Actor, ticket_id: UUID, *, version: str | None) -> None:
    """Throw a draft away. Raises `NotFound` and `PreconditionFailed`."""
    connection = await raw_connection(session)
    wanted = None if version is None else _number(version)
    if await connection.fetchval(_DELETE, ticket_id, actor.id, wanted):
        return
    now = await connection.fetchrow(_OWN, ticket_id, actor.id)
    if now is None:
        raise NotFound
    raise PreconditionFailed(current=orjson.loads(dumps(_shown(now))))


async def take(session: AsyncSession, actor: Actor, ticket_id: UUID) -> dict[str, Any]:
    """Make the draft one's own that the ticket's last agent has left, with its files.

    Raises `NotFound`, and `Conflict` (`draft_exists`) for who has begun one already.
    """
    await ticket_access.lock(session, actor, ticket_id)
    connection = await raw_connection(session)
    left = await connection.fetchrow(_LEFT, ticket_id, actor.id)
    if left is None:
        raise NotFound
    if await connection.fetchrow(_OWN, ticket_id, actor.id) is not None:
        raise Conflict("You have a draft on this ticket: send it or throw it away first", code="draft_exists")
    await connection.execute(_HAND, ticket_id, left["agent_id"], actor.id)
    await connection.execute(_FILES, ticket_id, left["agent_id"], actor.id)
    taken = await connection.fetchrow(_OWN, ticket_id, actor.id)
    assert taken is not None  # noqa: S101 - it was handed over a line above
    return _shown(taken)


async def sent(connection: Connection, actor: Actor, ticket_id: UUID, version: int) -> None:
    """A draft has become a message: it goes in the same transaction, unless another device has changed it since."""
    await connection.execute(_DELETE, ticket_id, actor.id, version)


def _shown(row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    return {
        "ticket_id": row["ticket_id"],
        "agent": {"id": row["agent_id"], "name": row["agent_name"]},
        "body": row["body"],
        "format": row["format"],
        "visibility": row["visibility"],
        "attachments": orjson.loads(row["files"]),
        "last_seen_seq": row["last_seen_seq"],
        "version": row["version"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
