"""Attachments: taken in as a stream, judged by their bytes, shown to whoever may see their message."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from app import clock
from app.db import Connection, Database, UnitOfWork, raw_connection
from app.errors import Conflict, Invalid, NotFound, TooMany, Unavailable, pointer
from app.hints import Hint
from app.ids import new_id
from app.rules import attachment_types as types
from app.rules.actors import Actor
from app.rules.file_names import clean
from app.services import attachment_links, attachment_store, idempotency, rate_limits
from app.services.attachment_types import HEAD, TAIL, Judged, judge
from app.services.lean import files
from app.services.lean.wire import visible
from app.settings import settings

# Nobody uploads for longer; what is still not whole then never will be.
UPLOADING = timedelta(hours=1)
# A row of `attachments`.
Row: TypeAlias = dict[str, Any]
# What one customer may upload.
UPLOADS, UPLOADS_SECONDS = 60, 600
SERVED = frozenset({"unscanned", "clean"})

_BEGIN = """INSERT INTO attachments (id, owner_kind, owner_id, name, content_type, size, state, place, attempts,
next_at, created_at) SELECT $1, $2, $3, $4, $5, 0, 'uploading', 0, 0, $6, $7
WHERE (SELECT count(*) FROM (SELECT 1 FROM attachments WHERE owner_id = $3 AND message_id IS NULL
AND state <> 'removed' LIMIT $8) k) < $8 RETURNING true"""
_FINISH = """UPDATE attachments SET content_type = $2, size = $3, sha256 = $4, state = $5, warning = $6, next_at = $7
WHERE id = $1 AND state = 'uploading' RETURNING *"""
_DROP = "UPDATE attachments SET state = 'removed', next_at = $2 WHERE id = $1 AND message_id IS NULL"


class Meter:
    """What passes by of a stream: its size, its hash, its beginning and its end."""

    def __init__(self) -> None:
        self.size = 0
        self.head = b""
        self._tail = bytearray()
        self._hash = hashlib.sha256()

    async def through(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same chunks, measured."""
        async for chunk in chunks:
            self.size += len(chunk)
            self._hash.update(chunk)
            if len(self.head) < HEAD:
                self.head += chunk[: HEAD - len(self.head)]
            self._tail += chunk
            del self._tail[:-TAIL]
            if chunk:
                yield chunk

    @property
    def sha256(self) -> str:
        """Of all bytes, in hexadecimal."""
        return self._hash.hexdigest()

    def judge(self, declared: str) -> Judged:
        """What the bytes are."""
        return judge(self.head, bytes(self._tail), self.size, declared)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that is in now, or the first answer to the same upload under the same key."""

    row: dict[str, Any]
    replay: idempotency.StoredAnswer | None = None


async def begin(database: Database, actor: Actor, *, name: str, content_type: str = types.OCTETS) -> UUID:
    """Commit the row of a file whose bytes come now. Raises `TooMany`."""
    if actor.kind == "customer":
        # A visitor's token is free to have: the disk is not.
        rate_limits.check("uploads", str(actor.id), limit=UPLOADS, seconds=UPLOADS_SECONDS)
    attachment_id, now = new_id(), clock.now()
    most = settings().attachment_unattached
    async with database.unit_of_work() as work:
        connection = await work.lean()
        made = await connection.fetchval(
            _BEGIN, attachment_id, actor.kind, actor.id, clean(name), content_type, now + UPLOADING, now, most
        )
    if not made:
        detail = f"At most {most} files wait for a message: send some, or wait until they are removed"
        raise TooMany(detail, retry_after=60)
    return attachment_id


async def receive(
    work: UnitOfWork,
    actor: Actor,
    chunks: AsyncIterator[bytes],
    *,
    name: str,
    declared: str,
    key: bytes | None,
) -> Received:
    """Store a stream of bytes as a file that belongs to nothing yet.

    The row is committed first, then the object is written, then the row says what it is: whenever that ends, either
    both are good or the row tells what to clean away. Raises `TooMany`, `Invalid` (`type_not_allowed`), `Unavailable`,
    and whatever the stream raises.
    """
    attachment_id = await begin(work.database, actor, name=name)
    meter = Meter()
    try:
        await attachment_store.put(attachment_id, meter.through(chunks))
        judged = allowed(meter.judge(declared))
        if key is not None:
            said = f"{clean(name)}\n{declared}\n{meter.sha256}".encode()
            replay = await idempotency.claim(work.session, key=key, body=said)
            if replay is not None:
                await drop(work.database, attachment_id)
                return Received({}, replay)
        connection = await raw_connection(work.session)
        row = await finish(connection, attachment_id, meter.size, meter.sha256, judged)
    except BaseException:
        with suppress(Unavailable):
            await drop(work.database, attachment_id)
        raise
    if row["state"] == "pending":
        work.hints.append(Hint("file", attachment_id))
    return Received(row)


def allowed(judged: Judged) -> Judged:
    """What was judged, if the desk takes files of that type. Raises `Invalid` (`type_not_allowed`)."""
    if not types.allowed(judged.content_type, settings().attachment_types):
        detail = f"This desk takes no files that are {judged.content_type}"
        raise Invalid(detail, code="type_not_allowed", content_type=judged.content_type)
    return judged


async def finish(connection: Connection, attachment_id: UUID, size: int, sha256: str, judged: Judged) -> dict[str, Any]:
    """Say what a file is whose bytes are all there; it waits for the scanner when there is one."""
    scans = settings().scanner is not None
    now = clock.now()
    due = now if scans else now + timedelta(hours=settings().attachment_hours)
    row = await connection.fetchrow(
        _FINISH, attachment_id, judged.content_type, size, sha256, "pending" if scans else "unscanned",
        judged.warning, due,
    )  # fmt: skip
    if row is None:
        raise Unavailable("The upload took too long; send it again")
    return dict(row)


async def drop(database: Database, attachment_id: UUID) -> None:
    """Have a file removed that belongs to nothing; the database being away only leaves that to time."""
    async with database.unit_of_work() as work:
        await (await work.lean()).execute(_DROP, attachment_id, clock.now())
        work.hints.append(Hint("file", attachment_id))


async def read(connection: Connection, actor: Actor, attachment_id: UUID) -> dict[str, Any]:
    """A file that this caller may see: its own while it belongs to nothing, then whoever sees its message.

    Raises `NotFound`.
    """
    door, parameters = visible(actor, 4)
    row = await connection.fetchrow(
        "SELECT a.* FROM attachments a LEFT JOIN messages m ON m.id = a.message_id OR m.copied_from_id = a.message_id"  # noqa: S608 - names of ours only
        " LEFT JOIN tickets t ON t.id = m.ticket_id"
        " WHERE a.id = $1 AND a.state NOT IN ('uploading', 'removed') AND CASE WHEN a.message_id IS NULL"
        " THEN a.owner_kind = $2 AND a.owner_id = $3"
        f" ELSE {door} AND (m.visibility = 'public' OR $2 IN ('agent', 'system')) END LIMIT 1",
        attachment_id,
        actor.kind,
        actor.id,
        *parameters,
    )
    if row is None:
        raise NotFound
    return dict(row)


async def linked(connection: Connection, attachment_id: UUID) -> dict[str, Any]:
    """A file whose link somebody holds. Raises `NotFound` when it was removed meanwhile."""
    row = await connection.fetchrow(
        "SELECT * FROM attachments WHERE id = $1 AND state NOT IN ('uploading', 'removed')", attachment_id
    )
    if row is None:
        raise NotFound
    return dict(row)


def refuse_unsafe(row: dict[str, Any]) -> None:
    """Refuse to give out what the scanner has not found clean. Raises `Conflict`."""
    if row["state"] in SERVED:
        return
    if row["state"] == "infected":
        raise Conflict("The scanner has found something dangerous in this file", code="attachment_infected")
    raise Conflict("The scanner has not looked at this file yet; try again soon", code="attachment_pending")


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """A file as whoever may see it sees it, with a link to its bytes."""
    inline = types.may_be_inline(row["content_type"])
    url: str | None = None
    expires: datetime | None = None
    if row["state"] in SERVED:
        expires = clock.now() + timedelta(seconds=settings().attachment_link_seconds)
        url = f"/v1/attachments/{row['id']}/content?token={attachment_links.sign(row['id'], expires_at=expires)}"
    return {
        **files.shown(row),
        "sha256": row["sha256"],
        "ticket_id": row["ticket_id"],
        "message_id": row["message_id"],
        "inline": inline,
        "url": url,
        "url_expires_at": expires,
        "created_at": row["created_at"],
    }


async def attach(
    connection: Connection, actor: Actor, ticket_id: UUID, message_id: UUID, ids: Sequence[UUID]
) -> list[dict[str, Any]]:
    """Give files to a message that this transaction has stored; they as the message shows them.

    Raises `Invalid` (`too_many_attachments`, `unknown_attachment`).
    """
    check_count(ids)
    found = await files.attach(connection, actor, ticket_id, message_id, ids, now=clock.now())
    if len(found) != len(ids):
        there = {each["id"] for each in found}
        detail = "There is no such file of yours that belongs to no message"
        missing = [pointer(f"attachment_ids.{n}", detail) for n, each in enumerate(ids) if each not in there]
        raise Invalid(detail, code="unknown_attachment", errors=missing)
    return found


def check_count(ids: Sequence[UUID]) -> None:
    """Refuse more files than one message may have, and the same one twice. Raises `Invalid`."""
    most = settings().attachment_count
    if len(ids) > most or len(set(ids)) != len(ids):
        detail = f"A message has at most {most} files, each once"
        raise Invalid(detail, code="too_many_attachments", errors=[pointer("attachment_ids", detail)])


async def remove(work: UnitOfWork, actor: Actor, attachment_id: UUID) -> None:
    """Remove a file of the caller's that belongs to no message. Raises `NotFound` and `Conflict`."""
    connection = await work.lean()
    row = await read(connection, actor, attachment_id)
    if row["message_id"] is not None:
        raise _sent()
    if not await connection.fetchval(f"{_DROP} RETURNING true", attachment_id, clock.now()):
        # It was sent a moment ago.
        raise _sent()
    work.hints.append(Hint("file", attachment_id))


def _sent() -> Conflict:
    return Conflict("This file belongs to a message: redact the message", code="attachment_sent")
