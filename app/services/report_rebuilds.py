"""Building the facts anew from the logs, while the desk goes on; and saying where they differ from them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database, raw_connection
from app.errors import Conflict
from app.models import Job
from app.rules.actors import Actor
from app.services import jobs, report_keeping, report_segments
from app.settings import settings

KIND = "reports.rebuild"
# Tickets in one transaction.
AT_ONCE = 100

_RUNS = "SELECT id FROM jobs WHERE kind = $1 AND status IN ('queued', 'running') LIMIT 1"
_NEXT = "SELECT id FROM tickets WHERE id > $1 ORDER BY id LIMIT $2"
_LEFT = "DELETE FROM report_state WHERE incomplete_since <= $1"
_OFF = f"""SELECT s.metric, s.day FROM report_segments s CROSS JOIN LATERAL desk_report_pack(s.metric, s.day) p
WHERE s.stale_at IS NULL AND (s.n, {", ".join(f"s.{c}" for c in report_segments.COLUMNS)})
 IS DISTINCT FROM (p.n, {", ".join(f"p.{c}" for c in report_segments.COLUMNS)})
UNION ALL SELECT f.metric, (f.at AT TIME ZONE 'UTC')::date FROM report_facts f WHERE f.live AND NOT EXISTS (
 SELECT FROM report_segments s WHERE s.metric = f.metric AND s.day = (f.at AT TIME ZONE 'UTC')::date)"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Difference:
    """Where facts are not what the logs say: a ticket with so many wrong facts, or a day of a metric."""

    ticket_id: UUID | None
    facts: int
    metric: str | None = None
    day: Any = None


async def ask(session: AsyncSession, actor: Actor) -> Job:
    """Begin to build anew, as a job. Raises `Conflict` (`rebuild_running`)."""
    connection = await raw_connection(session)
    # One at a time, also of two who ask at once.
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext($1))", KIND)
    if await connection.fetchval(_RUNS, KIND) is not None:
        raise Conflict("The facts are being built already", code="rebuild_running")
    return await jobs.start(session, actor, KIND, {}, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Fold every log anew, in order of ids; what is right already is not touched, and reports go on meanwhile."""
    if not settings().reports:
        return {"tickets": 0, "mended": 0, "off": True}
    state = job.checkpoint or {"after": str(UUID(int=0)), "done": 0, "mended": 0, "began": clock.now().isoformat()}
    while True:
        async with job.database.lean() as connection, connection.transaction():
            ids = [row["id"] for row in await connection.fetch(_NEXT, UUID(state["after"]), AT_ONCE)]
            mended = await report_keeping.keep(connection, ids, anew=True) if ids else 0
        if not ids:
            break
        state |= {"after": str(ids[-1]), "done": state["done"] + len(ids), "mended": state["mended"] + mended}
        await job.progress(state["done"], checkpoint=state)
    async with job.database.lean() as connection:
        await connection.execute(_LEFT, datetime.fromisoformat(state["began"]))
    return {"tickets": state["done"], "mended": state["mended"]}


async def verify(database: Database) -> AsyncIterator[Difference]:
    """Every ticket folded anew and every day packed anew, and where what is kept differs; nothing is changed.

    What happens meanwhile on a busy desk may be told of once; it is right a moment later.
    """
    after = UUID(int=0)
    while True:
        async with database.lean() as connection:
            ids = [row["id"] for row in await connection.fetch(_NEXT, after, AT_ONCE)]
            for each in ids:
                wrong = await _wrong(connection, each)
                if wrong:
                    yield Difference(each, wrong)
        if not ids:
            break
        after = ids[-1]
    async with database.lean() as connection:
        for row in await connection.fetch(_OFF):
            yield Difference(None, 0, row["metric"], row["day"])


async def _wrong(connection: Connection, ticket_id: UUID) -> int:
    looking = connection.transaction()
    await looking.start()
    try:
        # What the reader of the feed has not come to yet is no difference.
        await report_keeping.keep(connection, [ticket_id])
        return await report_keeping.keep(connection, [ticket_id], anew=True)
    finally:
        await looking.rollback()
