"""The door of the spool: whatever came in is stored as it is, once, before anybody reads it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

import orjson

from app.db import Connection
from app.ids import new_id
from app.rules.inbound import dated, key, message_id, name_of_another, written_by

Door: TypeAlias = Literal["http", "imap", "smtp", "webhook", "poll"]

# Whoever changes what waits in a lane holds it. In one order, so that two who hold several never wait for each other.
_LANES = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name"
_STORE = """INSERT INTO inbound (id, channel_id, door, external_id, sha256, envelope, raw, size, lane, status, attempts,
next_attempt_at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text, 'waiting', 0,
CASE WHEN $9::text IS NULL
 OR NOT EXISTS (SELECT FROM inbound WHERE channel_id = $2 AND lane = $9::text AND status = 'waiting')
 THEN $10::timestamptz END, $10) ON CONFLICT DO NOTHING RETURNING id"""
_KNOWN = """SELECT id, envelope ->> 'date' AS date FROM inbound WHERE channel_id = $1
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


def of_mail(raw: bytes, envelope: Mapping[str, Any] | None = None) -> Item:
    """A mail, known by its Message-ID, and by its date where another one has that."""
    return Item(message_id(raw), raw, lane=written_by(raw), envelope={**(envelope or {}), "date": dated(raw)})


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
        lane = None if each.lane is None else lanes[each.lane]
        found, date = await _stored(connection, channel_id, door, each, lane, now=now)
        mine = each.envelope.get("date")
        if not found.new and each.external_id is not None and mine and date and mine != date:
            # Some programs give all their mails one name.
            another = replace(each, external_id=name_of_another(each.external_id, mine))
            found, _ = await _stored(connection, channel_id, door, another, lane, now=now)
        stored.append(found)
    return stored


async def _stored(
    connection: Connection, channel_id: UUID, door: Door, item: Item, lane: str | None, *, now: datetime
) -> tuple[Stored, str | None]:
    """The row of an item, and the date by which that is told from others of its name."""
    external_id = None if item.external_id is None else key(item.external_id)
    sha256 = hashlib.sha256(item.raw).digest()
    made: Any = await connection.fetchval(
        _STORE,
        new_id(),
        channel_id,
        door,
        external_id,
        sha256,
        orjson.dumps(dict(item.envelope)).decode(),
        item.raw,
        len(item.raw),
        lane,
        now,
    )
    if made is not None:
        return Stored(UUID(int=made.int), new=True), None
    known: Any = await connection.fetchrow(_KNOWN, channel_id, external_id, sha256)
    return Stored(UUID(int=known["id"].int), new=False), known["date"]


async def hold(connection: Connection, channel_id: UUID, lanes: Iterable[str]) -> None:
    """Be the only one who changes what waits in these lanes, until the transaction ends. After the lock of a row."""
    names = sorted({f"inbound lane {channel_id} {each}" for each in lanes})
    if names:
        await connection.execute(_LANES, names)


async def next_of_lane(connection: Connection, channel_id: UUID, lane: str, *, now: datetime) -> bool:
    """Let the next one of a lane that is held have its turn; whether there is one."""
    return bool(await connection.fetchval(_NEXT, channel_id, lane, now))
