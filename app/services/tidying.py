"""Deleting what nobody needs any more: old keys, sessions that are long over, what was read, sent and done."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, delete, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.models import SignIn, VisitorSession
from app.rules.webhooks import GIVE_UP
from app.services import (
    assistant_calls,
    feed,
    idempotency,
    inbound_tidying,
    insight_counting,
    monitor_checks,
    survey_campaign_watching,
    tags,
)
from app.settings import settings

# An ended session is kept for a while: reuse of its token can then be told from a token that never was.
KEEP = timedelta(days=7)
KEEP_READ = timedelta(days=30)
KEEP_NOTIFICATIONS = timedelta(days=180)
KEEP_SENT = timedelta(days=30)
KEEP_FAILED = timedelta(days=90)
# What is known of a message on its way stays with the message; this is how each attempt went.
KEEP_LEFT = timedelta(days=90)
KEEP_JOBS = timedelta(days=30)
KEEP_RUNS = timedelta(days=90)
KEEP_PARKED = timedelta(days=90)
KEEP_DELIVERED = timedelta(days=14)
KEEP_GIVEN_UP = timedelta(days=30)
# A reader outside that stays away for longer is told so, and begins anew.
KEEP_FEED = timedelta(days=90)
# One transaction deletes so many rows of a kind and no more, and the next one comes soon.
BATCH = 5000

# Ids begin with the time of their making, so the oldest rows lie together in every index that has the id.
_OLD = (
    ("notifications", "read_at < $1", KEEP_READ),
    ("notifications", "id < $1", KEEP_NOTIFICATIONS),
    ("outbox", "status = 'sent' AND id < $1", KEEP_SENT),
    ("outbox", "status = 'failed' AND id < $1", KEEP_FAILED),
    ("outbound", "status IN ('sent', 'skipped', 'failed') AND id < $1", KEEP_LEFT),
    ("automation_runs", "id < $1", KEEP_RUNS),
    ("webhook_deliveries", "status = 'delivered' AND id < $1", KEEP_DELIVERED),
    ("webhook_deliveries", "status = 'failed' AND id < $1", KEEP_GIVEN_UP),
    ("jobs", "status IN ('done', 'failed', 'cancelled') AND id < $1", KEEP_JOBS),
    ("intake_parked", "status <> 'parked' AND id < $1", KEEP_JOBS),
    ("intake_parked", "id < $1", KEEP_PARKED),
    ("form_submissions", "id < $1", KEEP_PARKED),
    ("alerts", "status = 'resolved' AND id < $1", KEEP_PARKED),
    ("portal_links", "id < $1", KEEP),
    # An address that nobody has confirmed, or that wants no more, is not kept.
    ("status_subscriptions", "state = 'pending' AND id < $1", KEEP),
    ("status_subscriptions", "state = 'ended' AND id < $1", KEEP_READ),
)

# Files on their way belong to nobody after a week: what was not fetched is made again.
KEEP_PARTS = timedelta(days=7)
_OLD_PARTS = f"""DELETE FROM bulk_parts WHERE ctid = ANY (ARRAY(
 SELECT ctid FROM bulk_parts WHERE owner_id < $1 LIMIT {BATCH}))"""  # noqa: S608 - ours

# What waits for a webhook that stays switched off is given up as if it had been tried; for a deleted one, at once.
_GIVEN_UP = """WITH ended AS (
 UPDATE webhook_deliveries SET status = 'failed', last_error = 'the webhook stayed switched off', ended_at = $2
 WHERE id IN (SELECT d.id FROM webhooks w JOIN webhook_deliveries d ON d.webhook_id = w.id AND d.status = 'waiting'
  WHERE NOT w.enabled AND (d.id < $1 OR w.archived_at IS NOT NULL) LIMIT $3) RETURNING webhook_id, lane
), counted AS (SELECT webhook_id, lane, count(*) AS ended FROM ended GROUP BY 1, 2
), over AS (
 DELETE FROM webhook_lanes l USING counted c
 WHERE l.webhook_id = c.webhook_id AND l.lane = c.lane AND l.waiting <= c.ended
), less AS (
 UPDATE webhook_lanes l SET waiting = l.waiting - c.ended FROM counted c
 WHERE l.webhook_id = c.webhook_id AND l.lane = c.lane AND l.waiting > c.ended
)
SELECT count(*) FROM ended"""


async def tidy(session: AsyncSession) -> bool:
    """Delete idempotency keys past their time, sessions that ended or expired a week ago or more, notifications that
    were read or are old, what has long been sent or done, and the feed's beginning. Whether there may be more of it.
    """
    await idempotency.prune(session)
    before = clock.now() - KEEP
    await session.exec(delete(SignIn).where(or_(col(SignIn.expires_at) < before, col(SignIn.ended_at) < before)))
    over = or_(col(VisitorSession.expires_at) < before, col(VisitorSession.ended_at) < before)
    await session.exec(delete(VisitorSession).where(over))
    connection = await raw_connection(session)
    more = False
    gone = await connection.execute(_OLD_PARTS, _first_id(clock.now() - KEEP_PARTS))
    more = more or gone == f"DELETE {BATCH}"
    for table, old, keep in _OLD:
        before_then = clock.now() - keep
        deleted = await connection.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {old} LIMIT {BATCH})",  # noqa: S608 - ours
            before_then if "read_at" in old else _first_id(before_then),
        )
        more = more or deleted == f"DELETE {BATCH}"
    # Where nobody looks at the tags, what they have changed is summed up here.
    await tags.sum_up(connection)
    await survey_campaign_watching.tidy(session)
    now = clock.now()
    more = await inbound_tidying.tidy(connection, before=now - timedelta(days=settings().inbound_days)) or more
    more = await insight_counting.tidy(connection) or more
    more = await monitor_checks.tidy(connection, batch=BATCH) or more
    more = await assistant_calls.tidy(connection, batch=BATCH) or more
    ended = await connection.fetchval(_GIVEN_UP, _first_id(now - GIVE_UP), now, BATCH)
    more = more or ended == BATCH
    return await feed.prune(connection, before=now - KEEP_FEED, limit=BATCH) == BATCH or more


def _first_id(at: datetime) -> UUID:
    """The id below which everything was made before this instant."""
    return UUID(int=int(at.timestamp() * 1000) << 80)
