"""Uploads that go to the bucket itself: the desk signs an address, and looks at the bytes when they are there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.db import Database, UnitOfWork, raw_connection
from app.errors import Conflict, Invalid, NotFound, TooLarge, pointer
from app.hints import Hint
from app.rules.actors import Actor
from app.rules.ranges import Span
from app.services import attachment_store, attachments
from app.services.attachments import Meter, Row
from app.settings import settings

# So long the address takes the file.
SECONDS = 900
# Two that complete the same upload do it one after the other: what was judged must not be written again.
_OWN = """SELECT * FROM attachments WHERE id = $1 AND owner_kind = $2 AND owner_id = $3 AND state <> 'removed'
FOR UPDATE"""


async def begin(database: Database, actor: Actor, *, name: str, size: int) -> dict[str, Any]:
    """An address that takes a file for a while. Raises `Conflict` (`no_presigned_uploads`), `Invalid`, `TooMany`."""
    if not attachment_store.in_a_bucket():
        raise Conflict("This desk keeps files itself: upload to /v1/attachments", code="no_presigned_uploads")
    most = settings().attachment_bytes
    if size > most:
        detail = f"A file has at most {most} bytes"
        raise Invalid(detail, errors=[pointer("size", detail)])
    attachment_id = await attachments.begin(database, actor, name=name)
    url = await attachment_store.signed("PUT", attachment_id, seconds=SECONDS)
    expires: datetime = clock.now() + timedelta(seconds=SECONDS)
    return {"id": attachment_id, "method": "PUT", "url": url, "expires_at": expires}


async def complete(work: UnitOfWork, actor: Actor, attachment_id: UUID) -> Row:
    """Take in what was put at the address; again: the same file.

    The bytes are moved to where no address leads before they are looked at. Raises `NotFound`, `Conflict`
    (`not_uploaded`), `TooLarge`, `Invalid` (`type_not_allowed`) and `Unavailable`.
    """
    connection = await raw_connection(work.session)
    row = await connection.fetchrow(_OWN, attachment_id, actor.kind, actor.id)
    if row is None:
        raise NotFound
    if row["state"] != "uploading":
        return dict(row)
    size = await attachment_store.incoming_size(attachment_id)
    if size is None:
        raise Conflict("Nothing has been put at the address yet", code="not_uploaded")
    most = settings().attachment_bytes
    if size > most:
        raise TooLarge(f"A file has at most {most} bytes")
    await attachment_store.take_in(attachment_id)
    meter = Meter()
    async for _ in meter.through(await attachment_store.read(attachment_id, Span(0, size))):
        pass
    judged = attachments.allowed(meter.judge(""))
    done = await attachments.finish(connection, attachment_id, meter.size, meter.sha256, judged)
    if done["state"] == "pending":
        work.hints.append(Hint("file", attachment_id))
    return done
