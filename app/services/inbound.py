"""The door of the spool: whatever came in is stored as it is, once, before anybody reads it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

import orjson

from app.db import Connection
from app.ids import new_id
from app.rules.inbound import key

Door: TypeAlias = Literal["http", "imap", "smtp", "webhook", "poll"]

# Whoever changes what waits in a lane holds it. In one order, so that two who hold several never wait for each other.
_LANES = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name"
_STORE = """INSERT INTO inbound (id, channel_id, door, external_id, sha256, envelope, raw, size, lane, status, attempts,
next_attempt_at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text, 'waiting', 0,
CASE WHEN $9::text IS NULL
 OR NOT EXISTS (SELECT FROM inbound WHERE channel_id = $2 AND lane = $9::text AND status = 'waiting')
 THEN $10::timestamptz END, $10) ON CONFLICT DO NOTHING RETURNING id"""
_KNOWN = """SELECT id FROM inbound WHERE channel_id = $1
AND (external_id = $2::text OR (external_id IS NULL AND $2::text IS NULL AND sha256 = $3))"""
# Of a lane only the first is due: it is, once the one before it has ended. Whoever has the first one locked is about to
# change it, waits for the lane that we hold, and does this then.
_NEXT = """UPDATE inbound SET next_attempt_at = $3 WHERE id = (SELECT id FROM inbound WHERE id = (
 SELECT id FROM inbound WHERE channel_id = $1 AND lane = $2 AND status = 'waiting' ORDER BY number LIMIT 1)
 AND next_attempt_at IS NULL FOR UPDATE SKIP LOCKED) RETURNING true"""


@dataclass(frozen=True, slots=True)
class Item:
    """One mail or update. Without an `external_id` equal bytes are the same one."""

    external_id: str | None
    raw: bytes
    lane: str | None = None
    # What the door knows beside the bytes: the envelope of a mail, its place in the mailbox.
    envelope: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """The row of an item; whether it was not there before."""

    id: UUID
    new: bool


async def store(
    connection: Connection, channel_id: UUID, door: Door, items: Sequence[Item], *, now: datetime
) -> list[Stored]:
    """Store items within the caller's transaction, in their order. What came before is found and not stored again.

    The caller gives `Hint("inbound", channel_id)` after it: a lost one costs a second.
    """
    lanes = {each.lane: key(each.lane) for each in items if each.lane is not None}
    await hold(connection, channel_id, lanes.values())
    stored = []
    for each in items:
        external_id = None if each.external_id is None else key(each.external_id)
        sha256 = hashlib.sha256(each.raw).digest()
        row_id: Any = await connection.fetchval(
            _STORE,
            new_id(),
            channel_id,
            door,
            external_id,
            sha256,
            orjson.dumps(dict(each.envelope)).decode(),
            each.raw,
            len(each.raw),
            None if each.lane is None else lanes[each.lane],
            now,
        )
        known = row_id or await connection.fetchval(_KNOWN, channel_id, external_id, sha256)
        stored.append(Stored(UUID(int=known.int), row_id is not None))
    return stored


async def hold(connection: Connection, channel_id: UUID, lanes: Iterable[str]) -> None:
    """Be the only one who changes what waits in these lanes, until the transaction ends. After the lock of a row."""
    names = sorted({f"inbound lane {channel_id} {each}" for each in lanes})
    if names:
        await connection.execute(_LANES, names)


async def next_of_lane(connection: Connection, channel_id: UUID, lane: str, *, now: datetime) -> bool:
    """Let the next one of a lane that is held have its turn; whether there is one."""
    return bool(await connection.fetchval(_NEXT, channel_id, lane, now))
