"""Deleting what nobody needs any more: old keys, sessions that are long over, what was read, sent and done."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, delete, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.models import SignIn, VisitorSession
from app.services import idempotency

# An ended session is kept for a while: reuse of its token can then be told from a token that never was.
KEEP = timedelta(days=7)
KEEP_READ = timedelta(days=30)
KEEP_NOTIFICATIONS = timedelta(days=180)
KEEP_SENT = timedelta(days=30)
KEEP_FAILED = timedelta(days=90)
KEEP_JOBS = timedelta(days=30)
KEEP_PARKED = timedelta(days=90)
# A reader of the feed that stays away for longer begins anew.
KEEP_FEED = timedelta(days=90)
# One transaction deletes so many rows of a kind and no more, and the next one comes soon.
BATCH = 5000

# Ids begin with the time of their making, so the oldest rows lie together in every index that has the id.
_OLD = (
    ("notifications", "read_at < $1", KEEP_READ),
    ("notifications", "id < $1", KEEP_NOTIFICATIONS),
    ("outbox", "status = 'sent' AND id < $1", KEEP_SENT),
    ("outbox", "status = 'failed' AND id < $1", KEEP_FAILED),
    ("jobs", "status IN ('done', 'failed', 'cancelled') AND id < $1", KEEP_JOBS),
    ("intake_parked", "status <> 'parked' AND id < $1", KEEP_JOBS),
    ("intake_parked", "id < $1", KEEP_PARKED),
)

# The oldest places come first, and their times with them.
_OLD_PLACES = """DELETE FROM feed WHERE given_at < $1
AND position IN (SELECT position FROM feed ORDER BY position LIMIT $2)"""


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
    for table, old, keep in _OLD:
        before_then = clock.now() - keep
        deleted = await connection.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {old} LIMIT {BATCH})",  # noqa: S608 - ours
            before_then if "read_at" in old else _first_id(before_then),
        )
        more = more or deleted == f"DELETE {BATCH}"
    deleted = await connection.execute(_OLD_PLACES, clock.now() - KEEP_FEED, BATCH)
    return more or deleted == f"DELETE {BATCH}"


def _first_id(at: datetime) -> UUID:
    """The id below which everything was made before this instant."""
    return UUID(int=int(at.timestamp() * 1000) << 80)
