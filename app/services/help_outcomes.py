"""What became of visits to a help centre: judged when a day has passed, and then nobody knows whose they were."""

from datetime import datetime, timedelta

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.services.help_visits import WINDOW
from app.settings import settings

AT_ONCE = 300

# Who wrote in the day before had asked already, and is not counted as helped whatever they read. Who asks nobody from
# the first search until a day after the last article, and does not say that it did not help, was answered. Of a visitor
# with nothing but a token only what they write with that very token would be seen, and no mail: they are not known.
_KNOWN = """EXISTS (SELECT FROM customers c LEFT JOIN customers r ON r.id = c.merged_into WHERE c.id = v.customer_id
 AND coalesce(c.external_id, c.email, c.phone, r.external_id, r.email, r.phone) IS NOT NULL)"""
_JUDGE = f"""UPDATE help_visits v SET due_at = NULL, visitor = NULL, customer_id = NULL, outcome = CASE
 WHEN v.reads = 0 THEN 'unread' WHEN v.customer_id IS NULL THEN 'unknown' WHEN v.wrote THEN 'wrote'
 WHEN NOT {_KNOWN} THEN CASE WHEN desk_help_wrote(v.customer_id, v.started_at, v.read_at + $2::interval)
  THEN 'wrote' ELSE 'unknown' END
 WHEN desk_help_wrote(v.customer_id, v.started_at - $2::interval, v.started_at) THEN 'in_contact'
 WHEN desk_help_wrote(v.customer_id, v.started_at, v.read_at + $2::interval) THEN 'contacted'
 WHEN v.helped IS FALSE THEN 'said_no' ELSE 'answered' END
WHERE v.id IN (SELECT id FROM help_visits WHERE due_at <= $1 ORDER BY due_at LIMIT {AT_ONCE} FOR UPDATE SKIP LOCKED)"""  # noqa: S608 - ours
_OLD_VISITS = f"""DELETE FROM help_visits WHERE id IN (
 SELECT id FROM help_visits WHERE started_at < $1 LIMIT {AT_ONCE})"""  # noqa: S608
_OLD_VOTES = f"""DELETE FROM help_votes WHERE ctid = ANY (ARRAY(
 SELECT ctid FROM help_votes WHERE at < $1 LIMIT {AT_ONCE}))"""  # noqa: S608


async def judge(work: UnitOfWork) -> bool:
    """Judge visits whose day has passed; whether there may be more."""
    connection = await raw_connection(work.session)
    done = await connection.execute(_JUDGE, clock.now(), WINDOW)
    return await forget(connection, clock.now()) or done == f"UPDATE {AT_ONCE}"


async def forget(connection: Connection, now: datetime) -> bool:
    """Let go of what readers did and said longer ago than the desk keeps it; whether there may be more."""
    before = now - timedelta(days=settings().help_days)
    gone = [await connection.execute(each, before) for each in (_OLD_VISITS, _OLD_VOTES)]
    return any(each.endswith(f" {AT_ONCE}") for each in gone)
