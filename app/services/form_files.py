"""Files that come with a public form: stored like any upload, its sender's until a ticket has them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from app import clock
from app.db import Connection, UnitOfWork
from app.errors import Invalid, TooLarge, pointer
from app.rules.actors import Actor
from app.services import attachments
from app.settings import settings

CHUNK = 64 * 1024
# What is parked has its files for as long as it is kept itself.
KEEP_PARKED = timedelta(days=90)

_KEEP = "UPDATE attachments SET next_at = $2 WHERE id = ANY ($1::uuid[]) AND state = 'unscanned'"
_THERE = """SELECT id FROM attachments WHERE id = ANY ($1::uuid[]) AND owner_kind = 'customer' AND owner_id = $2
AND message_id IS NULL AND state IN ('unscanned', 'clean', 'pending')"""


class Readable(Protocol):
    """A file as the form parser has kept it, in memory or on disk."""

    async def read(self, size: int = -1) -> bytes:
        """So many bytes."""

    async def seek(self, offset: int) -> None:
        """Go there."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came: measured, not stored yet."""

    name: str
    content_type: str
    size: int
    sha256: str
    file: Readable

    async def chunks(self) -> AsyncIterator[bytes]:
        """Its bytes from the beginning."""
        await self.file.seek(0)
        while chunk := await self.file.read(CHUNK):
            yield chunk


async def receive(work: UnitOfWork, whose: Actor, files: Sequence[Upload], *, keep: bool) -> list[dict[str, Any]]:
    """Store them; their rows, in order. All of them or none: what was stored of a refused lot goes again.

    Raises `Invalid` (`too_many_attachments`, `type_not_allowed`), `TooLarge` and `TooMany`.
    """
    _refuse(files)
    stored: list[dict[str, Any]] = []
    try:
        for place, each in enumerate(files):
            try:
                found = await attachments.receive(
                    work, whose, each.chunks(), name=each.name, declared=each.content_type, key=None
                )
            except Invalid as error:
                where = [pointer(f"attachments.{place}", error.detail)]
                raise Invalid(error.detail, code=error.code, errors=where) from None
            stored.append(found.row)
        if keep and stored:
            connection = await work.lean()
            await connection.execute(_KEEP, [each["id"] for each in stored], clock.now() + KEEP_PARKED)
    except BaseException:
        await drop(work, stored)
        raise
    return stored


def _refuse(files: Sequence[Upload]) -> None:
    most = settings().attachment_count
    if len(files) > most:
        detail = f"A message has at most {most} files"
        raise Invalid(detail, code="too_many_attachments", errors=[pointer("attachments", detail)])
    for each in files:
        if each.size > settings().attachment_bytes:
            raise TooLarge(f"A file has at most {settings().attachment_bytes} bytes")


async def drop(work: UnitOfWork, files: Sequence[dict[str, Any]]) -> None:
    """Have them removed: what they came with was refused."""
    for each in files:
        await attachments.drop(work.database, each["id"])


async def there(connection: Connection, whose: Actor, files: Sequence[dict[str, Any]]) -> list[UUID]:
    """Those of a parked submission's files that are there still, in order."""
    ids = [UUID(each["id"]) for each in files]
    found = {UUID(int=row["id"].int) for row in await connection.fetch(_THERE, ids, whose.id)}
    return [each for each in ids if each in found]
