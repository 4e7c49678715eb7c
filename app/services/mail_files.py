"""The files of a mail: taken as anybody's are, those that its HTML shows known by their names there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.channels.base import File
from app.db import Database
from app.rules import inbound as rules
from app.services import inbound_files
from app.services.inbound_files import Kept
from app.services.inbound_types import Row
from app.services.mail_reading import Letter


@dataclass(frozen=True, slots=True)
class Files:
    """What was kept, and which image of the HTML is which file: {"content_id", "attachment_id"}."""

    kept: Kept = inbound_files.NONE
    inline: Sequence[dict[str, Any]] = ()


NONE = Files()


async def keep(database: Database, row: Row, letter: Letter) -> Files:
    """Store them, each in a transaction of its own. Raises `Unavailable` for what may be had another time."""
    files: list[File] = []
    if rules.is_long(letter.folded.reply):
        # More than a message holds.
        whole = letter.folded.reply.encode()
        files.append(File(name="message.txt", content_type="text/plain", content=whole, size=len(whole)))
    # What is shown in the text comes last: where a mail has too many files, a logo is left out before a document.
    parts = sorted(letter.mail.parts, key=lambda each: each.inline)
    files += [File(each.name, each.content_type, each.content, size=len(each.content)) for each in parts]
    kept = await inbound_files.keep_all(database, row, files)
    return Files(kept, _inline(kept, files, [None] * (len(files) - len(parts)) + [each.content_id for each in parts]))


def _inline(kept: Kept, files: Sequence[File], content_ids: Sequence[str | None]) -> list[dict[str, Any]]:
    placed: Sequence[UUID | None] = kept.places
    return [
        {"content_id": content_id, "attachment_id": str(attachment_id)}
        for content_id, attachment_id, _ in zip(content_ids, placed, files, strict=True)
        if content_id is not None and attachment_id is not None
    ]
