"""Which message may leave now, and what became of it: on any number of processes, each lane in its order.

    waiting -> sending -> handing -> sent
       ^---------+----------+------> waiting (again later), failed, unsure

`sending` may be begun again by another process when its time is over: nothing can have arrived. `handing` is committed
right before the other side may have the message; whoever finds it after its time cannot know, and nobody sends it again
by itself. Each step names its claim, so that a process which slept through its time changes nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.db import Connection, Database
from app.ids import new_id

# Until the other side waits for the message; then until it must have answered.
LEASE = timedelta(seconds=150)
HANDING = timedelta(seconds=420)
_LIVE = "('waiting', 'sending', 'handing')"
_BEGUN = "(p.attempts > 0 OR p.next_attempt_at <= $1)"

# What waits only to see whether it is read holds up nobody. Of one lane the first that has begun, or is due. (No
# `NOT EXISTS`: that would be looked up for all of 20,000 that are due before the first is taken.)
_CLAIM = f"""WITH due AS (
 SELECT o.id FROM outbound o
 WHERE o.next_attempt_at <= $1 AND o.status IN ('waiting', 'sending') AND o.channel_id <> ALL ($4::uuid[])
 AND NOT coalesce((SELECT true FROM outbound p WHERE p.channel_id = o.channel_id AND p.lane = o.lane
  AND p.number < o.number AND p.next_attempt_at IS NOT NULL AND {_BEGUN} LIMIT 1), false)
 ORDER BY o.next_attempt_at, o.number LIMIT 1 FOR UPDATE SKIP LOCKED
) UPDATE outbound o SET status = 'sending', claim = $3, attempts = o.attempts + 1, next_attempt_at = $2
FROM due WHERE o.id = due.id
RETURNING o.id, o.number, o.channel_id, o.ticket_id, o.message_id, o.recipient, o.lane, o.payload::text AS payload,
 o.attempts, o.external_ids, o.created_at"""  # noqa: S608 - names of ours
_NEXT_DUE = "SELECT min(next_attempt_at) FROM outbound WHERE next_attempt_at IS NOT NULL AND status <> 'handing'"

# What else of the same ticket waits to be read by the same person, up to what leaves at once or has files: it goes in
# the same mail.
_JOIN = """WITH along AS (
 SELECT o.id FROM outbound o JOIN messages m ON m.id = o.message_id
 WHERE o.channel_id = $1 AND o.lane = $2 AND o.ticket_id = $3 AND o.number > $4 AND o.status IN ('waiting', 'sending')
 AND o.recipient = $8 AND (o.status = 'waiting' OR o.next_attempt_at <= $5) AND o.payload ->> 'if_unread' = 'true'
 AND m.body <> '' AND NOT EXISTS (
  SELECT FROM outbound p JOIN messages k ON k.id = p.message_id
  WHERE p.channel_id = $1 AND p.lane = $2 AND p.number > $4 AND p.number <= o.number AND p.next_attempt_at IS NOT NULL
  AND (p.ticket_id <> $3 OR p.payload ->> 'if_unread' IS DISTINCT FROM 'true' OR k.attachments > 0))
 ORDER BY o.number LIMIT 20 FOR UPDATE OF o SKIP LOCKED
), joined AS (
 UPDATE outbound o SET status = 'sending', claim = $7, attempts = o.attempts + 1, next_attempt_at = $6
 FROM along WHERE o.id = along.id RETURNING o.*
) SELECT id, number, channel_id, ticket_id, message_id, recipient, lane, payload::text AS payload, attempts,
 external_ids, created_at FROM joined ORDER BY number"""
# The messages must still say what was built; nobody may have taken a row meanwhile, nor may our time be over.
_MARK = """WITH ours AS (
 SELECT o.id FROM unnest($1::uuid[], $3::int[]) AS x (id, version) JOIN outbound o ON o.id = x.id
 JOIN messages m ON m.id = o.message_id AND m.version = x.version
 WHERE o.claim = $2 AND o.status = 'sending' AND o.next_attempt_at > $5 FOR UPDATE OF o
), marked AS (
 UPDATE outbound o SET status = 'handing', next_attempt_at = $4 FROM ours
 WHERE o.id = ours.id AND (SELECT count(*) FROM ours) = cardinality($1)
 RETURNING o.number, o.channel_id, o.ticket_id, o.message_id
), named AS (
 INSERT INTO channel_messages (channel_id, external_id, ticket_id, message_id, direction, thread, created_at)
 SELECT k.channel_id, x, k.ticket_id, k.message_id, 'out', $7, $5
 FROM (SELECT * FROM marked ORDER BY number LIMIT 1) k, unnest($6::text[]) AS x
 ON CONFLICT DO NOTHING
) SELECT EXISTS (SELECT FROM marked)"""
_STEP = """UPDATE outbound SET status = 'sending', next_attempt_at = $4, external_ids = $3
WHERE id = $1 AND claim = $2 AND status = 'handing' RETURNING true"""
_NAMED = """INSERT INTO channel_messages (channel_id, external_id, ticket_id, message_id, direction, thread, created_at)
SELECT $1, x, $3, $4, 'out', $5, $6 FROM unnest($2::text[]) AS x ON CONFLICT DO NOTHING"""
# One that was given up as unsure while its process slept, and was taken after all, is sent.
_END = """UPDATE outbound SET status = $3, next_attempt_at = $4, last_error = $5, ended_at = $6,
 external_ids = CASE WHEN cardinality($7::text[]) > 0 THEN $7 ELSE external_ids END, attempts = attempts - $8,
 claim = CASE WHEN $4::timestamptz IS NULL THEN claim END
WHERE id = $1 AND claim = $2 AND status IN ('sending', 'handing', 'unsure') RETURNING true"""
_RELEASE = """UPDATE outbound SET status = 'waiting', claim = NULL, next_attempt_at = $2, attempts = attempts - 1
WHERE claim = ANY ($1) AND status = 'sending'"""
_ABANDONED = """SELECT o.id, o.claim, o.channel_id, o.ticket_id, o.message_id, o.recipient, c.kind FROM outbound o
JOIN channels c ON c.id = o.channel_id WHERE o.status = 'handing' AND o.next_attempt_at <= $1
ORDER BY o.next_attempt_at LIMIT 1"""
# What an account's own trouble holds up; not what only waits to see whether it is read.
_HURRY = """UPDATE outbound SET next_attempt_at = $2 WHERE channel_id = $1 AND status = 'waiting'
AND next_attempt_at > $2 AND last_error IS NOT NULL"""
# Where a conversation is with one person it has their name.
_STOPPED = """UPDATE channel_identities i SET blocked = true FROM channels c WHERE c.id = $1 AND i.channel_kind = c.kind
AND i.scope IN (c.kind, c.id::text) AND i.external_id = $2"""
_STATE = f"""SELECT count(*) FILTER (WHERE status IN {_LIVE}) AS waiting,
 min(next_attempt_at) FILTER (WHERE status = 'waiting' AND next_attempt_at <= $1) AS oldest
FROM (SELECT status, next_attempt_at FROM outbound WHERE next_attempt_at IS NOT NULL LIMIT 10000) counted"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process may send to one recipient until its time is over, and those that go along with it."""

    id: UUID
    number: int
    claim: UUID
    channel_id: UUID
    ticket_id: UUID
    message_id: UUID
    recipient: str
    lane: str
    payload: Mapping[str, Any]
    attempts: int
    external_ids: tuple[str, ...]
    created_at: datetime
    along: "tuple[Claimed, ...]" = ()


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A message whose process has died, or sleeps, while the other side may have got it."""

    id: UUID
    claim: UUID
    channel_id: UUID
    ticket_id: UUID
    message_id: UUID
    recipient: str
    kind: str


async def claim(database: Database, *, besides: Collection[UUID] = ()) -> Claimed | None:
    """Take the message that is due the longest, of no channel in `besides`, for one attempt."""
    now, token = clock.now(), new_id()
    async with database.lean() as connection:
        row = await connection.fetchrow(_CLAIM, now, now + LEASE, token, list(besides))
    return None if row is None else _claimed(row, token)


async def join(connection: Connection, item: Claimed) -> tuple[Claimed, ...]:
    """Take along what else waits to be read by the same person: five lines in a chat are one mail."""
    now = clock.now()
    rows = await connection.fetch(
        _JOIN, item.channel_id, item.lane, item.ticket_id, item.number, now, now + LEASE, item.claim, item.recipient
    )
    return tuple(_claimed(row, item.claim) for row in rows)


def _claimed(row: Mapping[str, Any], token: UUID) -> Claimed:
    return Claimed(
        _id(row["id"]), row["number"], token, _id(row["channel_id"]), _id(row["ticket_id"]), _id(row["message_id"]),
        row["recipient"], row["lane"], orjson.loads(row["payload"]), row["attempts"], tuple(row["external_ids"]),
        row["created_at"],
    )  # fmt: skip


async def next_due(connection: Connection) -> datetime | None:
    """When something may leave; None when nothing waits."""
    found: datetime | None = await connection.fetchval(_NEXT_DUE)
    return found


async def mark(
    database: Database, item: Claimed, *, versions: Collection[int], names: Collection[str], thread: str
) -> bool:
    """Commit that the other side may have it from now on, and those that go along. `names` are what it is called there,
    where that is known. `versions` are those of the messages as they were built.

    False: one is not ours any more, or says something else by now; then nothing must be sent.
    """
    now, ids = clock.now(), [item.id, *(each.id for each in item.along)]
    async with database.lean() as connection:
        return bool(
            await connection.fetchval(_MARK, ids, item.claim, list(versions), now + HANDING, now, list(names), thread)
        )


async def name(
    connection: Connection, item: Claimed | Abandoned, names: Collection[str], thread: str, now: datetime
) -> None:
    """Remember what a channel calls a message of ours: answers and receipts name it so."""
    await connection.execute(_NAMED, item.channel_id, list(names), item.ticket_id, item.message_id, thread, now)


async def step(database: Database, item: Claimed, taken: tuple[str, ...]) -> bool:
    """Commit that a part was taken, and that the next one has not been begun. False: it is not ours any more."""
    async with database.lean() as connection:
        return bool(await connection.fetchval(_STEP, item.id, item.claim, list(taken), clock.now() + LEASE))


async def release(database: Database, claims: Collection[UUID]) -> None:
    """Give back what a process that stops has not handed over: it was no attempt. Nobody may work on it any more."""
    if claims:
        async with database.lean() as connection:
            await connection.execute(_RELEASE, list(claims), clock.now())


async def end(
    connection: Connection, item_id: UUID, token: UUID, *, status: str, due: datetime | None = None,
    error: str | None = None, taken: Collection[str] = (), uncounted: bool = False,
) -> bool:  # fmt: skip
    """How an attempt has ended; `uncounted`: it was none. False: it is not ours any more."""
    ended = None if due is not None else clock.now()
    return bool(await connection.fetchval(_END, item_id, token, status, due, error, ended, list(taken), int(uncounted)))


async def abandoned(connection: Connection) -> Abandoned | None:
    """The next message that somebody began to hand over and did not end in time."""
    row = await connection.fetchrow(_ABANDONED, clock.now())
    if row is None:
        return None
    return Abandoned(
        _id(row["id"]), _id(row["claim"]), _id(row["channel_id"]), _id(row["ticket_id"]), _id(row["message_id"]),
        row["recipient"], row["kind"],
    )  # fmt: skip


async def stopped(connection: Connection, item: Claimed | Abandoned) -> None:
    """Remember that whoever a message was for has stopped the channel: answers go another way until they come back."""
    await connection.execute(_STOPPED, item.channel_id, item.recipient)


async def hurry(connection: Connection, channel_id: UUID) -> None:
    """A channel was put right: what has failed by it or was held up is tried now, in its order."""
    await connection.execute(_HURRY, channel_id, clock.now())


async def state(connection: Connection) -> tuple[int, float]:
    """How many wait (counted up to 10,000), and for how many seconds the oldest is overdue."""
    now = clock.now()
    row: Any = await connection.fetchrow(_STATE, now)
    return row["waiting"], 0.0 if row["oldest"] is None else (now - row["oldest"]).total_seconds()


def _id(value: UUID) -> UUID:
    # asyncpg has a UUID class of its own.
    return UUID(int=value.int)
