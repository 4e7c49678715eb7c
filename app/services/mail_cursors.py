"""How far mailboxes were read, and by whom: one process reads each, for as long as it renews its lease."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection
from app.errors import NotFound
from app.schemas.channel_imap import FollowedMailboxOut

# Whoever died is replaced after so long; renewed three times in it.
LEASE = timedelta(seconds=45)
BEAT_SECONDS = 15.0
MAX_PROBLEM = 300
_PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0)

# Another server, name or folder is another mailbox, and begins anew.
_MAILBOX = """lower(c.settings->'imap'->>'host') || ' ' || (c.settings->'imap'->>'username') || ' '
|| coalesce(c.settings->'imap'->>'folder', 'INBOX')"""
_OPEN = "c.kind = 'email' AND c.enabled AND c.archived_at IS NULL AND c.settings ? 'imap'"
_ENSURE = f"""INSERT INTO mail_cursors (channel_id, mailbox, last_uid, old_uid, again, begun_at, failures, stuck_times,
next_look_at) SELECT c.id, {_MAILBOX}, 0, 0, false, $1, 0, 0, $1 FROM channels c WHERE {_OPEN}
AND NOT EXISTS (SELECT FROM mail_cursors k WHERE k.channel_id = c.id AND k.mailbox = {_MAILBOX})
ON CONFLICT DO NOTHING"""  # noqa: S608 - constants
_CLAIM = f"""UPDATE mail_cursors m SET holder = $2, lease_until = $3, version = d.version FROM (
 SELECT k.channel_id, k.mailbox, c.version FROM mail_cursors k JOIN channels c ON c.id = k.channel_id
 WHERE {_OPEN} AND k.mailbox = {_MAILBOX} AND (k.next_look_at <= $1 OR c.version IS DISTINCT FROM k.version)
 AND (k.lease_until IS NULL OR k.lease_until <= $1)
 ORDER BY k.next_look_at LIMIT $4 FOR UPDATE OF k SKIP LOCKED) d
WHERE m.channel_id = d.channel_id AND m.mailbox = d.mailbox RETURNING m.channel_id, m.mailbox, d.version"""  # noqa: S608
_SHOWN = text(f"""SELECT k.mailbox, k.lease_until > :now AS held, k.checked_at, k.seen_at, k.problem, k.next_look_at
FROM mail_cursors k JOIN channels c ON c.id = k.channel_id
WHERE c.id = :channel_id AND c.settings ? 'imap' AND k.mailbox = {_MAILBOX}""")  # noqa: S608 - the same
_PROBLEMS = text(f"""SELECT c.id, k.problem FROM mail_cursors k JOIN channels c ON c.id = k.channel_id
WHERE c.id = ANY (:channels) AND {_OPEN} AND k.mailbox = {_MAILBOX} AND k.problem IS NOT NULL""")  # noqa: S608 - the same
_OURS = "channel_id = $1 AND mailbox = $2 AND holder = $3"
_BEAT = f"""UPDATE mail_cursors SET lease_until = $4 WHERE {_OURS}
AND EXISTS (SELECT FROM channels c WHERE c.id = $1 AND c.version = $5 AND c.enabled AND c.archived_at IS NULL)
RETURNING true"""  # noqa: S608
_READ = f"""SELECT uid_validity, last_uid, old_uid, again, floor, begun_at, seen_at, stuck_uid, stuck_times
FROM mail_cursors WHERE {_OURS} FOR UPDATE"""  # noqa: S608
_BEGIN = f"""UPDATE mail_cursors SET uid_validity = $4, last_uid = 0, old_uid = $5, floor = $6, again = $7,
stuck_uid = NULL, stuck_times = 0 WHERE {_OURS}"""  # noqa: S608
_MOVE = f"""UPDATE mail_cursors SET last_uid = greatest(last_uid, $4),
seen_at = CASE WHEN $5::timestamptz IS NULL THEN seen_at ELSE greatest(seen_at, $5) END,
again = again AND greatest(last_uid, $4) < old_uid WHERE {_OURS} RETURNING true"""  # noqa: S608
_CHECKED = f"""UPDATE mail_cursors SET checked_at = $4, problem = NULL, failures = 0 WHERE {_OURS}"""  # noqa: S608
_STUCK = f"""UPDATE mail_cursors SET stuck_times = CASE WHEN stuck_uid = $4 THEN stuck_times + 1 ELSE 1 END,
stuck_uid = $4 WHERE {_OURS}"""  # noqa: S608
_FAILED = f"""UPDATE mail_cursors SET problem = $4, failures = failures + 1, holder = NULL, lease_until = NULL,
next_look_at = $5::timestamptz
 + make_interval(secs => ($6::float8[])[least(failures + 1, array_length($6::float8[], 1))])
WHERE {_OURS}"""  # noqa: S608
_RELEASE = f"UPDATE mail_cursors SET holder = NULL, lease_until = NULL WHERE {_OURS}"  # noqa: S608


class LostError(Exception):
    """Somebody else reads this mailbox now, or nobody should any more."""


@dataclass(frozen=True, slots=True)
class Held:
    """A mailbox that is ours to read. `version` is the channel's when it was claimed."""

    channel_id: UUID
    mailbox: str
    holder: UUID
    version: int

    @property
    def key(self) -> tuple[UUID, str, UUID]:
        """What finds its row while it is ours."""
        return self.channel_id, self.mailbox, self.holder


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox was read."""

    uid_validity: int | None
    last_uid: int
    old_uid: int
    again: bool
    floor: datetime | None
    begun_at: datetime
    seen_at: datetime | None
    stuck_uid: int | None
    stuck_times: int


async def shown(session: AsyncSession, channel_id: UUID) -> FollowedMailboxOut:
    """How the mailbox of a channel is followed. Raises `NotFound`: by IMAP it is not, or not yet."""
    connection = await session.connection()
    row = (await connection.execute(_SHOWN, {"channel_id": channel_id, "now": clock.now()})).first()
    if row is None:
        raise NotFound
    return FollowedMailboxOut(
        mailbox=row.mailbox,
        followed=bool(row.held),
        checked_at=row.checked_at,
        arrived_at=row.seen_at,
        problem=row.problem,
        next_look_at=row.next_look_at if row.problem else None,
    )


async def problems(session: AsyncSession, channels: Collection[UUID]) -> dict[UUID, str]:
    """Why the mailboxes of these channels cannot be read now, of those that cannot."""
    connection = await session.connection()
    return {row.id: row.problem for row in await connection.execute(_PROBLEMS, {"channels": list(channels)})}


async def claim(connection: Connection, holder: UUID, *, most: int, now: datetime) -> list[Held]:
    """Mailboxes that nobody reads; they are ours until the lease ends."""
    await connection.execute(_ENSURE, now)
    found = await connection.fetch(_CLAIM, now, holder, now + LEASE, most)
    return [Held(UUID(int=row["channel_id"].int), row["mailbox"], holder, row["version"]) for row in found]


async def beat(connection: Connection, held: Held, *, now: datetime) -> bool:
    """Renew the lease. False: it is not ours any more, or the channel has changed."""
    return bool(await connection.fetchval(_BEAT, *held.key, now + LEASE, held.version))


async def read(connection: Connection, held: Held) -> Cursor:
    """How far it was read; nobody else moves it until the transaction ends. Raises `LostError`."""
    found: Any = await connection.fetchrow(_READ, *held.key)
    if found is None:
        raise LostError
    return Cursor(*found)


async def begin(
    connection: Connection, held: Held, *, uid_validity: int, old_uid: int, floor: datetime | None, again: bool
) -> None:
    """Begin at the first mail, of those that are there now with those that arrived at `floor` or later."""
    await connection.execute(_BEGIN, *held.key, uid_validity, old_uid, floor, again)


async def move(connection: Connection, held: Held, uid: int, arrived_at: datetime | None = None) -> None:
    """All up to this one are stored or passed over. Raises `LostError`."""
    if not await connection.fetchval(_MOVE, *held.key, uid, arrived_at):
        raise LostError


async def checked(connection: Connection, held: Held, *, now: datetime) -> None:
    """It was looked at, and nothing is wrong."""
    await connection.execute(_CHECKED, *held.key, now)


async def stuck(connection: Connection, held: Held, uid: int) -> None:
    """Reading broke off at this mail."""
    await connection.execute(_STUCK, *held.key, uid)


async def failed(connection: Connection, held: Held, problem: str, *, now: datetime) -> None:
    """Give it back, and say why; it is tried again after a pause that grows."""
    await connection.execute(_FAILED, *held.key, problem[:MAX_PROBLEM], now, list(_PAUSES))


async def release(connection: Connection, held: Held) -> None:
    """Give it back."""
    await connection.execute(_RELEASE, *held.key)
