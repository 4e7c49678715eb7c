"""Trying again all that is parked, or what of it came by one channel or at one time, as a job."""

from itertools import groupby
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Invalid, pointer
from app.hints import Hint
from app.models import Channel, Job
from app.rules.actors import Actor
from app.schemas.inbound import InboundReplayIn
from app.services import inbound, jobs

KIND = "inbound.replay"
# Those of one transaction.
AT_ONCE = 200

_CHOSEN = """status = 'parked' AND raw IS NOT NULL AND ($1::uuid IS NULL OR channel_id = $1)
AND ($2::timestamptz IS NULL OR received_at >= $2) AND ($3::timestamptz IS NULL OR received_at < $3)"""
_ALL = f"SELECT count(*) AS total, coalesce(max(number), 0) AS last FROM inbound WHERE {_CHOSEN}"  # noqa: S608 - ours
# In the order of their numbers, so that two who do this never wait for each other.
_PIECE = f"""SELECT id, number, channel_id, lane FROM inbound WHERE {_CHOSEN} AND number > $4 AND number <= $5
ORDER BY number LIMIT $6 FOR UPDATE"""  # noqa: S608 - ours
_WAIT = """UPDATE inbound SET status = 'waiting', attempts = 0, problem = NULL, delayed_since = NULL,
next_attempt_at = CASE WHEN lane IS NULL THEN $2::timestamptz END WHERE id = ANY ($1::uuid[])"""


async def ask(session: AsyncSession, actor: Actor, wanted: InboundReplayIn) -> Job:
    """Begin to let all of a choice that is parked now be tried again. Raises `Invalid` (`unknown_channel`)."""
    if wanted.channel_id is not None and await session.get(Channel, wanted.channel_id) is None:
        detail = "There is no such channel"
        raise Invalid(detail, code="unknown_channel", errors=[pointer("channel_id", detail)])
    chosen = (wanted.channel_id, wanted.received_after, wanted.received_before)
    row: Any = await (await raw_connection(session)).fetchrow(_ALL, *chosen)
    # What is parked from now on, again or for the first time, is none of this: it would never end.
    arguments = {**wanted.model_dump(), "until": row["last"]}
    job = await jobs.start(session, actor, KIND, arguments, now=clock.now())
    job.total = row["total"]
    session.add(job)
    await session.flush()
    return job


async def run(job: jobs.Running) -> dict[str, Any]:
    """Let them wait for their turn, in the order of their coming, some at a time. What waits already is left alone."""
    wanted = InboundReplayIn.model_validate({each: job.arguments[each] for each in InboundReplayIn.model_fields})
    chosen = (wanted.channel_id, wanted.received_after, wanted.received_before)
    until = int(job.arguments["until"])
    after, replayed = int(job.checkpoint.get("after", 0)), int(job.checkpoint.get("replayed", 0))
    while True:
        async with job.database.unit_of_work() as work:
            found = await (await raw_connection(work.session)).fetch(_PIECE, *chosen, after, until, AT_ONCE)
            if found:
                await _wait(work.session, found)
        if not found:
            return {"replayed": replayed}
        after, replayed = found[-1]["number"], replayed + len(found)
        await job.progress(replayed, checkpoint={"after": after, "replayed": replayed})


async def _wait(session: AsyncSession, found: list[Any]) -> None:
    """First their rows, which are locked, then their lanes: in the order of whoever takes one."""
    connection = await raw_connection(session)
    now = clock.now()
    lanes = {
        channel_id: sorted({each["lane"] for each in group if each["lane"] is not None})
        for channel_id, group in groupby(sorted(found, key=_channel), _channel)
    }
    for channel_id, names in lanes.items():
        await inbound.hold(connection, channel_id, names)
    await connection.execute(_WAIT, [each["id"] for each in found], now)
    for channel_id, names in lanes.items():
        for each in names:
            await inbound.next_of_lane(connection, channel_id, each, now=now)
        hint(session, Hint("inbound", channel_id))


def _channel(row: Any) -> UUID:  # noqa: ANN401 - asyncpg.Record
    return UUID(int=row["channel_id"].int)
