"""What `otklik doctor` says of files: whether they can be kept where they should be, and if the scanner answers."""

import asyncio
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.errors import Unavailable
from app.ids import new_id
from app.postgres import Finding
from app.services import attachment_store, scanning
from app.settings import Settings, configure


def examine(found: Settings, folder: Path) -> list[Finding]:
    """The store of attachments and the scanner; nothing is written. `folder` is the desk's data folder."""
    configure(found.model_copy(update={"data_dir": found.data_dir or folder}))
    return asyncio.run(_examine(found, folder))


async def _examine(found: Settings, folder: Path) -> list[Finding]:
    where = found.attachments
    if where is None or where.startswith("file:"):
        path = folder / "attachments" if where is None else Path(unquote(urlsplit(where).path))
        findings = [_folder(path, shared=found.database_url is not None and where is None)]
    else:
        findings = [await _bucket(where)]
    if found.scanner is not None:
        answers = await scanning.answers(found.scanner)
        advice = "" if answers else "Check OTKLIK_SCANNER: until it answers nobody gets a file."
        said = "answers" if answers else "does not answer"
        findings.append(Finding("scanner", ok=answers, detail=f"{found.scanner} {said}", advice=advice))
    return findings


def _folder(path: Path, *, shared: bool) -> Finding:
    there = next(each for each in (path, *path.parents) if each.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        advice = "Let the desk's user write there, or set OTKLIK_ATTACHMENTS."
        return Finding("files", ok=False, detail=f"{path} cannot be written", advice=advice)
    advice = "Several machines need one folder or bucket: OTKLIK_ATTACHMENTS." if shared else ""
    return Finding("files", ok=True, detail=f"are kept in {path}", advice=advice)


async def _bucket(where: str) -> Finding:
    try:
        await attachment_store.incoming_size(new_id())
    except Unavailable:
        advice = "Check OTKLIK_ATTACHMENTS and OTKLIK_S3_*."
        return Finding("files", ok=False, detail=f"{where} does not let us in, or does not answer", advice=advice)
    return Finding("files", ok=True, detail=f"are kept in {where}")
