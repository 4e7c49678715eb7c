"""The files of an export: their bytes in a folder beside the JSONL, each under its id."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from app.db import Database
from app.errors import NotFound
from app.rules.ranges import Span
from app.services import attachment_store
from app.services.import_reading import ATTACHMENTS

# Where an import looks for them, too.
FOLDER = ATTACHMENTS
AT_ONCE = 100

_STILL = """SELECT id, size FROM attachments WHERE id = ANY ($1::uuid[]) AND message_id IS NOT NULL
AND state NOT IN ('uploading', 'removed', 'infected')"""


@dataclass(slots=True)
class Carried:
    """How many files came along, their bytes, and how many the store has lost."""

    files: int = 0
    bytes: int = 0
    missing: int = 0


async def carry(database: Database, lines: Path, folder: Path) -> Carried:
    """Put the bytes of the files that these lines describe into a folder.

    A file that is there already stays: its bytes never change. What was redacted since the lines were written does not
    come, and what is there of an earlier export and is no part of this one goes. Raises `Unavailable`.
    """
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    done, known = Carried(), set[UUID]()
    waiting: list[UUID] = []
    with lines.open("rb") as opened:
        for line in opened:
            file_id = UUID(orjson.loads(line)["file"])
            if file_id in known:
                continue
            known.add(file_id)
            waiting.append(file_id)
            if len(waiting) == AT_ONCE:
                await _some(database, waiting, folder, done, known)
                waiting = []
    await _some(database, waiting, folder, done, known)
    await asyncio.to_thread(_tidy, folder, known)
    return done


async def _some(database: Database, ids: Sequence[UUID], folder: Path, done: Carried, known: set[UUID]) -> None:
    for file_id, size in (await _still(database, ids)).items():
        target = folder / str(file_id)
        if not (await asyncio.to_thread(_is_whole, target, size)):
            try:
                await _copy(file_id, size, target)
            except NotFound:
                done.missing += 1
                continue
        done.files += 1
        done.bytes += size
    # Redacted before or meanwhile: neither the lines nor what was copied may bring it back.
    known -= set(ids) - (await _still(database, ids)).keys()


async def _still(database: Database, ids: Sequence[UUID]) -> dict[UUID, int]:
    async with database.lean() as connection:
        rows: Any = await connection.fetch(_STILL, list(ids))
    return {UUID(int=row["id"].int): row["size"] for row in rows}


def _is_whole(path: Path, size: int) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == size


async def _copy(file_id: UUID, size: int, target: Path) -> None:
    """What has its name is whole: it gets it last."""
    part = target.with_suffix(".part")
    chunks = await attachment_store.read(file_id, Span(0, size))
    with part.open("wb") as opened:
        async for chunk in chunks:
            opened.write(chunk)
    if part.stat().st_size != size:
        part.unlink()
        raise NotFound
    os.replace(part, target)  # noqa: PTH105 - says that it replaces


def _tidy(folder: Path, known: set[UUID]) -> None:
    for each in folder.iterdir():
        try:
            of_ours = UUID(each.stem)
        except ValueError:
            continue
        if (of_ours not in known or each.suffix == ".part") and not each.is_dir():
            each.unlink()
