"""Jobs: long work that somebody asks for, done one piece after the other by whichever process has time.

A process holds a job by a lease and renews it while it works. When it dies another one goes on from the checkpoint,
so what lies between the last checkpoint and the death is done twice: a kind of job must bear that.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeAlias, TypeVar
from uuid import UUID

import orjson
import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import Database, as_unavailable, hint
from app.errors import AppError, Conflict, Forbidden, NotFound
from app.hints import Hint
from app.models import Job
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.jobs import JobOut, JobPage, JobProgress
from app.services import keyset
from app.services.lean.wire import dumps

log = structlog.get_logger("otklik.jobs")

LEASE = timedelta(seconds=30)
BEAT_SECONDS = 10.0
ATTEMPTS = 3
# A job that the database's absence has ended is tried again after this.
PAUSE = timedelta(seconds=5)
_OVER = frozenset({"done", "failed", "cancelled"})

Params = ParamSpec("Params")
Made = TypeVar("Made")

_CLAIM = """WITH next AS (
  SELECT id FROM jobs WHERE status IN ('queued', 'running') AND kind = ANY ($1::text[])
  AND (status = 'queued' OR lease_until <= $2) ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
) UPDATE jobs j SET status = 'running', attempts = j.attempts + 1, lease_until = $3,
  started_at = coalesce(j.started_at, $2)
FROM next WHERE j.id = next.id
RETURNING j.id, j.kind, j.attempts, j.arguments::text AS arguments, j.checkpoint::text AS checkpoint"""

# `attempts` tells our lease from a later one; a cancelled job is not `running` any more.
_SAY = "UPDATE jobs SET {} WHERE id = $1 AND attempts = $2 AND status = 'running' RETURNING true"
_BEAT = _SAY.format("lease_until = $3")
_PROGRESS = _SAY.format(
    "lease_until = $3, done = $4, total = coalesce($5, total), checkpoint = coalesce($6::text::jsonb, checkpoint)"
)
_END = _SAY.format("status = $3, result = $4::text::jsonb, error = $5, ended_at = $6, lease_until = NULL")
_GIVE_BACK = _SAY.format("status = 'queued', attempts = attempts - 1, lease_until = NULL")


class Cancelled(Exception):
    """The job is not this process's any more: somebody has cancelled it, or another process has taken it over."""


class Running:
    """A job as the function that does it sees it."""

    def __init__(self, database: Database, row: Mapping[str, Any]) -> None:
        self.database = database
        self.id = UUID(int=row["id"].int)
        self.kind: str = row["kind"]
        self.arguments: dict[str, Any] = orjson.loads(row["arguments"])
        # Where an earlier process was when it died; empty at the beginning.
        self.checkpoint: dict[str, Any] = orjson.loads(row["checkpoint"])
        self.attempts: int = row["attempts"]
        # For a thread that wants to know whether its work is still wanted.
        self.stopped = False

    async def progress(self, done: int, total: int | None = None, *, checkpoint: dict[str, Any] | None = None) -> None:
        """Say how far it is, and where to go on after a crash. Raises `Cancelled`; then stop, nothing more counts."""
        kept = None if checkpoint is None else dumps(checkpoint).decode()
        if not await self.say(_PROGRESS, clock.now() + LEASE, done, total, kept):
            self.stopped = True
            raise Cancelled
        if checkpoint is not None:
            self.checkpoint = checkpoint

    async def in_thread(
        self, function: Callable[Params, Made], *arguments: Params.args, **named: Params.kwargs
    ) -> Made:
        """Compute without holding up the process. Cut long work into pieces of seconds: a stop waits for one."""
        return await asyncio.to_thread(function, *arguments, **named)

    async def say(self, statement: str, *values: Any) -> bool:  # noqa: ANN401 - SQL values
        """Change the job's row if it is still ours; whether it is."""
        async with self.database.lean() as connection:
            return bool(await connection.fetchval(statement, self.id, self.attempts, *values))

    async def keep(self) -> None:
        """Renew the lease for as long as the job runs, whatever it does meanwhile."""
        while not self.stopped:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                self.stopped = not await self.say(_BEAT, clock.now() + LEASE)
            except Exception as error:
                if as_unavailable(error) is None:
                    raise


Kinds: TypeAlias = Mapping[str, Callable[[Running], Awaitable[dict[str, Any]]]]


def visible_to(actor: Actor) -> SelectOfScalar[Job]:
    """The jobs that a caller may see: who may look at settings sees all of them, others those that they began."""
    query = select(Job)
    return query if actor.may(Permission.SETTINGS_READ) else query.where(col(Job.created_by) == actor.id)


async def start(session: AsyncSession, actor: Actor, kind: str, arguments: dict[str, Any], *, now: datetime) -> Job:
    """Ask for a job; it begins when this transaction is committed and a process has time."""
    job = Job(
        kind=kind,
        arguments=orjson.loads(dumps(arguments)),
        created_by=actor.id if actor.kind == "agent" else None,
        created_at=now,
    )
    session.add(job)
    await session.flush()
    hint(session, Hint("job", job.id))
    return job


async def read(session: AsyncSession, actor: Actor, job_id: UUID) -> JobOut:
    """A job. Raises `NotFound`."""
    found = (await session.exec(visible_to(actor).where(col(Job.id) == job_id))).first()
    if found is None:
        raise NotFound
    return shown(found)


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> JobPage:
    """Jobs, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(Job.id).desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(Job.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return JobPage(items=[shown(each) for each in found], next_cursor=following)


async def cancel(session: AsyncSession, actor: Actor, job_id: UUID) -> JobOut:
    """Stop a job: at once when it waits, at its next step when it runs. Cancelled twice is cancelled.

    Raises `NotFound`, `Forbidden` for whoever neither began it nor is an admin, and `Conflict` (`job_over`).
    """
    query = visible_to(actor).where(col(Job.id) == job_id).with_for_update()
    job = (await session.exec(query.execution_options(populate_existing=True))).first()
    if job is None:
        raise NotFound
    if job.created_by != actor.id and not actor.may(Permission.SETTINGS_WRITE):
        raise Forbidden("Whoever began the job or an admin may cancel it", needs=Permission.SETTINGS_WRITE.value)
    if job.status in _OVER - {"cancelled"}:
        raise Conflict(f"The job is {job.status}", code="job_over")
    if job.status != "cancelled":
        job.status, job.ended_at, job.lease_until = "cancelled", clock.now(), None
        session.add(job)
        await session.flush()
    return shown(job)


def shown(job: Job) -> JobOut:
    """A job as clients see it."""
    return JobOut(
        id=job.id,
        kind=job.kind,
        status=job.status,
        progress=JobProgress(done=job.done, total=job.total),
        result=job.result if job.status == "done" else None,
        error=job.error,
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        created_by=job.created_by,
    )


async def run_next(database: Database, kinds: Kinds) -> bool:
    """Do the oldest job that waits, or whose process died, to its end; False when there is none of these kinds."""
    if not kinds:
        return False
    now = clock.now()
    async with database.lean() as connection:
        row = await connection.fetchrow(_CLAIM, list(kinds), now, now + LEASE)
    if row is None:
        return False
    running = Running(database, row)
    if running.attempts > ATTEMPTS:
        await _end(running, "failed", error=f"It was begun {ATTEMPTS} times and never came to its end")
        return True
    keeping = asyncio.create_task(running.keep(), name=f"job {running.id}")
    try:
        await _run(running, kinds[running.kind])
    except asyncio.CancelledError:
        # This process stops. Another one goes on at once, and that was no failure of the job.
        await running.say(_GIVE_BACK)
        raise
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
    return True


async def _run(running: Running, work: Callable[[Running], Awaitable[dict[str, Any]]]) -> None:
    try:
        result = dumps(await work(running)).decode()
    except Cancelled:
        log.info("job stopped", job=str(running.id), kind=running.kind)
    except Exception as error:
        refusal = error if isinstance(error, AppError) and not error.temporary else None
        if refusal is None and (isinstance(error, AppError) or as_unavailable(error) is not None):
            log.warning("job waits for the database", job=str(running.id), kind=running.kind)
            with suppress(Exception):  # the lease ends by itself
                await running.say(_BEAT, clock.now() + PAUSE)
            return
        log.exception("job failed", job=str(running.id), kind=running.kind)
        # An exception's text is for the log: it may hold anything.
        said = refusal.detail if refusal else "Something went wrong on our side; the log says more"
        await _end(running, "failed", error=said)
    else:
        await _end(running, "done", result=result)


async def _end(running: Running, status: str, *, result: str = "{}", error: str | None = None) -> None:
    await running.say(_END, status, result, error, clock.now())
