"""Sending a range of the change feed to a webhook again, as a job: what it hears of and has missed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.models import Job, Webhook
from app.rules.actors import Actor
from app.rules.webhooks import names
from app.schemas.webhooks import WebhookReplayIn
from app.services import feed, jobs, webhook_deliveries
from app.services.webhook_fanout import add, as_listener, matching

KIND = "webhook.replay"
# Places that one replay goes through at most, and those of one transaction.
MOST = 1_000_000
AT_ONCE = 500

# Positions and the times at which they were given grow together.
# So the place of a time is found by halving, and not by walking through months.
_BY_TIME = """WITH RECURSIVE halved (low, high) AS (
 SELECT 0::bigint, position FROM feed_state
 UNION ALL
 SELECT CASE WHEN later THEN low ELSE middle + 1 END, CASE WHEN later THEN middle ELSE high END
 FROM halved CROSS JOIN LATERAL (SELECT (low + high) / 2 AS middle) m CROSS JOIN LATERAL (
  SELECT coalesce((SELECT given_at >= $1 FROM feed WHERE position > middle ORDER BY position LIMIT 1), true) AS later
 ) f WHERE low < high
)
SELECT high FROM halved WHERE low >= high"""
_RANGE = f"""SELECT {feed.COLUMNS} FROM {feed.FROM} WHERE f.position > $1 AND f.position <= $2 AND {feed.THERE}
ORDER BY f.position LIMIT $3"""  # noqa: S608 - names of ours
_COUNT = "SELECT count(*) FROM (SELECT FROM feed WHERE position > $1 AND position <= $2 LIMIT $3) counted"


async def ask(session: AsyncSession, actor: Actor, webhook_id: UUID, wanted: WebhookReplayIn) -> Job:
    """Begin a replay. Raises `NotFound`, `Conflict` (`webhook_disabled`) and `Invalid` (`range_too_large`)."""
    webhook = await webhook_deliveries.refuse_disabled(session, webhook_id)
    connection = await raw_connection(session)
    last = await feed.position(connection)
    after = wanted.after if wanted.since is None else await _place(connection, wanted.since)
    upto = last if wanted.upto is None else min(wanted.upto, last)
    if wanted.until is not None:
        upto = await _place(connection, wanted.until)
    if await connection.fetchval(_COUNT, after, upto, MOST + 1) > MOST:
        detail = f"A replay goes through at most {MOST} events: ask for less"
        raise Invalid(detail, code="range_too_large", errors=[pointer("upto", detail)])
    arguments = {"webhook_id": webhook.id, "after": after, "upto": upto, "types": wanted.types}
    return await jobs.start(session, actor, KIND, arguments, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Put the range on its way, piece by piece. Killed in between, the last piece may be sent twice."""
    webhook_id, upto = UUID(job.arguments["webhook_id"]), int(job.arguments["upto"])
    types = job.arguments["types"]
    after = int(job.checkpoint.get("after", job.arguments["after"]))
    looked, sent = int(job.checkpoint.get("looked", 0)), int(job.checkpoint.get("sent", 0))
    while after < upto:
        async with job.database.unit_of_work() as work:
            webhook = (await work.session.exec(select(Webhook).where(col(Webhook.id) == webhook_id))).first()
            if webhook is None or not webhook.enabled:
                raise Conflict("The webhook was switched off", code="webhook_disabled")
            connection = await raw_connection(work.session)
            events = [feed.event(row) for row in await connection.fetch(_RANGE, after, upto, AT_ONCE)]
            if not events:
                break
            chosen = [each for each in events if types is None or names(types, each.type)]
            due = await matching(connection, [as_listener(webhook)], chosen)
            if due:
                await add(work.session, due, now=clock.now(), replay=True)
        after, looked, sent = events[-1].position, looked + len(events), sent + len(due)
        await job.progress(looked, checkpoint={"after": after, "looked": looked, "sent": sent})
    return {"looked_at": looked, "sent_again": sent}


async def _place(connection: Any, at: datetime) -> int:  # noqa: ANN401 - a connection
    found: int = await connection.fetchval(_BY_TIME, at)
    return found
