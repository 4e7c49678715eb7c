"""Files of an import: bytes beside the lines, judged as uploads are, and given to the messages that have them.

A file is brought in by itself: its row is committed first, then its bytes are stored, then one transaction gives it to
its message, writes the log and remembers it. Whenever that ends it is there once, or the row says what to clean away.
"""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from app import clock
from app.db import Connection, Database, raw_connection
from app.errors import Invalid, Unavailable
from app.hints import Hint
from app.models import Message
from app.rules.actors import SYSTEM
from app.schemas.events import EventType
from app.schemas.import_records import AttachmentRecord
from app.services import attachment_store, attachments, events, ticket_access
from app.services.attachment_types import Judged
from app.services.import_judging import Fit
from app.services.import_people import Desk
from app.services.import_reading import attachments_of
from app.settings import settings

KIND = "attachment"
READ = 512 * 1024
_MESSAGE = "SELECT id FROM messages WHERE ticket_id = $1 AND client_message_id = $2 ORDER BY seq LIMIT 1"
_GIVE = """UPDATE attachments SET message_id = $2, ticket_id = $3, place = $4, attached_at = $5,
created_at = $6, next_at = CASE WHEN state IN ('pending', 'failed') THEN next_at END WHERE id = $1"""
_NO_FOLDER = "attachments whose files are not beside these lines: their messages are without them"


class _RefusedError(Exception):
    """Why a file is not taken, for people."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file belongs here."""

    ticket_id: UUID
    message_id: UUID


async def bring_all(
    database: Database, desk_of: Callable[[Connection, datetime], Desk], path: Path, records: Sequence[Fit]
) -> None:
    """Bring in these, each in transactions of its own: none is held open while bytes are stored."""
    folder = attachments_of(path)
    for each in records:
        async with database.lean() as connection:
            await bring(database, desk_of(connection, clock.now()), folder, each)


async def bring(database: Database, desk: Desk, folder: Path | None, each: Fit) -> None:
    """Bring in one file, or say in the report why not. `desk` reads outside of any transaction; in a dry run all is
    looked at and nothing is kept. Raises `Unavailable` when the store or the database is away.
    """
    record = each.record
    assert isinstance(record, AttachmentRecord)  # noqa: S101 - of its kind
    if record.id in await desk.items(KIND, [record.id]):
        desk.report.add(KIND, "unchanged")
        return
    if folder is None:
        desk.report.note(_NO_FOLDER)
        desk.report.add(KIND, "unchanged")
        return
    try:
        place = await _place(desk, record)
        with await asyncio.to_thread(_opened, folder, record) as opened:
            if place is None:
                await desk.keep(KIND, {record.id: (UUID(int=0), each.mark)})
                desk.report.add(KIND, "created")
            else:
                desk.report.add(KIND, await _take(database, desk, record, each.mark, place, opened))
    except _RefusedError as error:
        desk.report.refuse(KIND, each.place, str(error))


async def _place(desk: Desk, record: AttachmentRecord) -> _Place | None:
    """Its message here; None in a dry run, which has made no messages."""
    ticket = (await desk.items("ticket", [record.ticket])).get(record.ticket)
    if ticket is None:
        msg = f"its ticket {record.ticket!r} is not here"
        raise _RefusedError(msg)
    if desk.dry:
        return None
    found = await desk.connection.fetchval(_MESSAGE, ticket[0], f"{desk.source}:{record.message}")
    if found is None:
        msg = f"its message {record.message!r} is not here"
        raise _RefusedError(msg)
    return _Place(UUID(int=ticket[0].int), UUID(int=found.int))


def _opened(folder: Path, record: AttachmentRecord) -> BinaryIO:
    """The file's bytes. Links are not followed: they may lead anywhere."""
    name = record.file or record.id
    if "/" in name or name.startswith("."):
        msg = f"{name!r} is no name of a file"
        raise _RefusedError(msg)
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        msg = f"its file {folder.name}/{name} is not there"
        raise _RefusedError(msg) from error
    found, most = os.fstat(descriptor), settings().attachment_bytes
    refused = None
    if not stat.S_ISREG(found.st_mode):
        refused = f"{folder.name}/{name} is no file"
    elif found.st_size > most:
        refused = f"a file has at most {most} bytes here (OTKLIK_ATTACHMENT_BYTES)"
    elif record.size is not None and found.st_size != record.size:
        refused = f"it has {found.st_size} bytes and not {record.size}"
    if refused is not None:
        os.close(descriptor)
        raise _RefusedError(refused)
    return os.fdopen(descriptor, "rb")


async def _chunks(opened: BinaryIO) -> AsyncIterator[bytes]:
    left = settings().attachment_bytes + 1
    while left > 0 and (chunk := await asyncio.to_thread(opened.read, min(READ, left))):
        left -= len(chunk)
        yield chunk


async def _take(
    database: Database, desk: Desk, record: AttachmentRecord, mark: bytes, place: _Place, opened: BinaryIO
) -> str:
    """Store it and give it to its message; what the report counts."""
    attachment_id = await attachments.begin(database, SYSTEM, name=record.name or record.id)
    try:
        meter = attachments.Meter()
        await attachment_store.put(attachment_id, meter.through(_chunks(opened)))
        judged = _judged(record, meter)
        new = await _give(database, desk, record, mark, place, attachment_id, meter, judged)
    except BaseException:
        with suppress(Unavailable):
            await attachments.drop(database, attachment_id)
        raise
    if not new:
        await attachments.drop(database, attachment_id)
    return "created" if new else "unchanged"


def _judged(record: AttachmentRecord, meter: attachments.Meter) -> Judged:
    if meter.size > settings().attachment_bytes or record.sha256 not in {None, meter.sha256}:
        msg = "its bytes are not those that its line names"
        raise _RefusedError(msg)
    try:
        return attachments.allowed(meter.judge(record.content_type))
    except Invalid as error:
        raise _RefusedError(error.detail) from error


async def _give(
    database: Database,
    desk: Desk,
    record: AttachmentRecord,
    mark: bytes,
    place: _Place,
    attachment_id: UUID,
    meter: attachments.Meter,
    judged: Judged,
) -> bool:
    """Make it the message's; False when another run was first."""
    most = settings().attachment_count
    async with database.unit_of_work() as work:
        connection: Any = await raw_connection(work.session)
        ticket = await ticket_access.lock(work.session, SYSTEM, place.ticket_id)
        here = Desk(connection, desk.source, desk.now, desk.report)
        if record.id in await here.items(KIND, [record.id]):
            return False
        message = await work.session.get(Message, place.message_id, populate_existing=True)
        if message is None or message.redacted_at is not None:
            msg = "its message was redacted here"
            raise _RefusedError(msg)
        if message.attachments >= most:
            msg = f"a message has at most {most} files here (OTKLIK_ATTACHMENT_COUNT)"
            raise _RefusedError(msg)
        row = await attachments.finish(connection, attachment_id, meter.size, meter.sha256, judged)
        number = message.attachments + 1 if record.place is None else record.place
        at = record.created_at or message.created_at
        await connection.execute(_GIVE, attachment_id, place.message_id, place.ticket_id, number, desk.now, at)
        message.attachments += 1
        said = {"imported": desk.source, "attachment_id": str(attachment_id), "state": row["state"]}
        events.record(work.session, SYSTEM, ticket, EventType.ATTACHMENT_ADDED, data=said, now=at, about=message)
        await work.session.flush()
        await here.keep(KIND, {record.id: (attachment_id, mark)})
        if row["state"] == "pending":
            work.hints.append(Hint("file", attachment_id))
    return True
