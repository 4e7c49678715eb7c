"""Imports over the API: a file comes in parts, then a job imports it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import Database, raw_connection
from app.errors import Conflict, Invalid, TooLarge, pointer
from app.models import ImportRun, Job
from app.rules.actors import Actor
from app.schemas.imports import ImportIn, ImportOut, ImportPage
from app.services import import_folders, imports, jobs, keyset, rows
from app.services.import_reports import Report

KIND = "import"
MAX_BYTES = 2**30
MAX_PARTS = 100_000

_PUT = """INSERT INTO bulk_parts (owner_id, number, data) VALUES ($1, $2, $3)
ON CONFLICT (owner_id, number) DO UPDATE SET data = excluded.data"""
_HAD = "SELECT coalesce(length(data), 0) FROM bulk_parts WHERE owner_id = $1 AND number = $2"
_WHOLE = "SELECT count(*) AS parts, coalesce(max(number) + 1, 0) AS needed FROM bulk_parts WHERE owner_id = $1"
_PART = "SELECT data FROM bulk_parts WHERE owner_id = $1 AND number = $2"


def visible_to(_actor: Actor) -> SelectOfScalar[ImportRun]:
    """The imports that a caller may see: who may look at settings sees all of them."""
    return select(ImportRun)


async def create(session: AsyncSession, actor: Actor, new: ImportIn) -> ImportOut:
    """An import that waits for its file."""
    now = clock.now()
    made = ImportRun(
        source=new.source or new.format,
        format=new.format,
        fingerprint="",
        status="receiving",
        options={"file_name": new.file_name, "dry_run": new.dry_run, "route": new.route, "agents": new.agents},
        created_by=actor.id,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    await session.flush()
    return shown(made)


async def put(session: AsyncSession, actor: Actor, import_id: UUID, number: int, data: bytes) -> ImportOut:
    """Store a part of its file; the same number again replaces it.

    Raises `NotFound`, `Conflict` (`import_started`) and `TooLarge`.
    """
    run = await _lock(session, actor, import_id)
    if run.status != "receiving":
        raise Conflict("This import has been started", code="import_started")
    connection = await raw_connection(session)
    had = await connection.fetchval(_HAD, run.id, number) or 0
    if run.received - had + len(data) > MAX_BYTES:
        raise TooLarge(f"A file has at most {MAX_BYTES} bytes; larger ones are for `otklik import`")
    await connection.execute(_PUT, run.id, number, data)
    run.received += len(data) - had
    run.updated_at = clock.now()
    session.add(run)
    await session.flush()
    return shown(run)


async def start(session: AsyncSession, actor: Actor, import_id: UUID) -> Job:
    """Begin the import, as a job. Raises `NotFound`, `Conflict` (`import_started`), `Invalid` (`parts_missing`)."""
    run = await _lock(session, actor, import_id)
    if run.status != "receiving":
        raise Conflict("This import has been started", code="import_started")
    row: Any = await (await raw_connection(session)).fetchrow(_WHOLE, run.id)
    if row["parts"] == 0 or row["parts"] != row["needed"]:
        detail = f"{row['parts']} parts have come; they are numbered from 0 without a gap"
        raise Invalid(detail, code="parts_missing", errors=[pointer("parts", detail)])
    job = await jobs.start(session, actor, KIND, {"import_id": run.id}, now=clock.now())
    run.status, run.job_id, run.updated_at = "queued", job.id, clock.now()
    session.add(run)
    await session.flush()
    return job


async def _lock(session: AsyncSession, actor: Actor, import_id: UUID) -> ImportRun:
    query = visible_to(actor).where(col(ImportRun.id) == import_id).with_for_update()
    return await rows.get(session, query.execution_options(populate_existing=True))


async def read(session: AsyncSession, actor: Actor, import_id: UUID) -> ImportOut:
    """An import with its report. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor).where(col(ImportRun.id) == import_id)))


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> ImportPage:
    """Imports, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(ImportRun.id).desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(ImportRun.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return ImportPage(items=[shown(each) for each in found], next_cursor=following)


def shown(run: ImportRun) -> ImportOut:
    """An import as admins see it."""
    return ImportOut(
        id=run.id,
        source=run.source,
        format=run.format,
        status=run.status,
        options=run.options,
        received=run.received,
        report=run.report,
        job_id=run.job_id,
        created_at=run.created_at,
        updated_at=run.updated_at,
        ended_at=run.ended_at,
    )


async def run(job: jobs.Running) -> dict[str, Any]:
    """Import it; begun again after a crash it goes on after its last step."""
    import_id = UUID(job.arguments["import_id"])
    async with job.database.lean() as connection:
        row: Any = await connection.fetchrow(
            "SELECT source, format, options ->> 'file_name' AS file_name, (options ->> 'dry_run')::boolean AS dry,"
            " (options ->> 'route')::boolean AS route, ARRAY(SELECT x.key FROM jsonb_each_text(options -> 'agents') x"
            " ORDER BY x.key) AS theirs, ARRAY(SELECT x.value FROM jsonb_each_text(options -> 'agents') x"
            " ORDER BY x.key) AS ours FROM import_runs WHERE id = $1",
            import_id,
        )
    told = 0

    async def tell(_what: str, done: int, total: int, _report: Report) -> None:
        nonlocal told
        told = max(told, done)
        await job.progress(done, max(total, done))

    with import_folders.a_folder() as folder:
        path = folder / row["file_name"]
        with path.open("wb") as opened:
            async for data in _parts(job.database, import_id):
                opened.write(data)
        agents = dict(zip(row["theirs"], row["ours"], strict=True))
        plan = imports.Plan(path, row["format"], row["source"], dry=row["dry"], route=row["route"], agents=agents)
        report = await imports.run(job.database, plan, tell, run_id=import_id)
    async with job.database.lean() as connection:
        await connection.execute("DELETE FROM bulk_parts WHERE owner_id = $1", import_id)
    return {"import_id": str(import_id), "clean": report.clean, "counts": report.counts, "notes": report.notes}


async def _parts(database: Database, import_id: UUID) -> AsyncIterator[bytes]:
    number = 0
    while True:
        async with database.lean() as connection:
            data = await connection.fetchval(_PART, import_id, number)
        if data is None:
            return
        yield bytes(data)
        number += 1
