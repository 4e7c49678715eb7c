"""What happens to files later: the scanner looks at them, and what nobody wants any more is removed."""

from datetime import datetime, timedelta
from typing import Any

import structlog

from app import clock
from app.db import Database, UnitOfWork, raw_connection
from app.errors import NotFound
from app.models import Message
from app.rules.actors import SYSTEM
from app.rules.ranges import Span
from app.schemas.events import EventType
from app.services import attachment_store, events, ticket_access
from app.services.scanning import ScannerAwayError, scan
from app.settings import settings

log = structlog.get_logger("otklik.attachments")

# Whoever does something with a file has so long; then another process may.
LEASE = timedelta(minutes=5)
# When the scanner did not answer it is asked again after these times, and then at the last of them, for ever.
RETRIES = (5, 30, 120, 600, 1800)
FAILED_AFTER = 4

_CLAIM = """WITH next AS (
  SELECT id FROM attachments WHERE next_at <= $1 ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE attachments a SET next_at = $2, attempts = a.attempts + 1 FROM next WHERE a.id = next.id RETURNING a.*"""
_UNWANTED = """UPDATE attachments a SET state = 'removed', next_at = $2 WHERE id = $1 AND message_id IS NULL
AND NOT EXISTS (SELECT 1 FROM drafts d WHERE a.id = ANY (d.attachment_ids))
AND NOT EXISTS (SELECT 1 FROM article_files f WHERE f.attachment_id = a.id) RETURNING true"""
# What a message or an article has is not looked at again.
_LATER = """UPDATE attachments a SET next_at = CASE WHEN message_id IS NULL
AND NOT EXISTS (SELECT 1 FROM article_files f WHERE f.attachment_id = a.id) THEN $2::timestamptz END WHERE id = $1"""
_GONE = """WITH kept AS (UPDATE attachments SET next_at = NULL, name = '', sha256 = NULL, size = 0
WHERE id = $1 AND state = 'removed' AND message_id IS NOT NULL RETURNING id)
DELETE FROM attachments WHERE id = $1 AND state = 'removed' AND message_id IS NULL"""


async def do_next(database: Database) -> bool:
    """Do what is due with one file; False when nothing is.

    Each step may be done twice, so a process that dies in one leaves it to the next.
    """
    now = clock.now()
    async with database.lean() as connection:
        row = await connection.fetchrow(_CLAIM, now, now + LEASE)
    if row is None:
        return False
    match row["state"]:
        case "uploading" | "removed":
            await _remove(database, row)
        case "pending" | "failed":
            await _scan(database, row)
        case _:
            await _unwanted(database, row, now)
    return True


async def _remove(database: Database, row: Any) -> None:  # noqa: ANN401 - asyncpg.Record
    """First nobody can see it, then its bytes go, then its row: an object never outlives the row that knows of it."""
    async with database.lean() as connection:
        await connection.execute(
            "UPDATE attachments SET state = 'removed' WHERE id = $1 AND state = 'uploading'", row["id"]
        )
    await attachment_store.delete(row["id"])
    async with database.lean() as connection:
        await connection.execute(_GONE, row["id"])


async def _unwanted(database: Database, row: Any, now: datetime) -> None:  # noqa: ANN401 - asyncpg.Record
    async with database.lean() as connection:
        if await connection.fetchval(_UNWANTED, row["id"], now) is None:
            # It has a message or an article by now, or somebody's draft names it.
            await connection.execute(_LATER, row["id"], now + timedelta(hours=settings().attachment_hours))


async def _scan(database: Database, row: Any) -> None:  # noqa: ANN401 - asyncpg.Record
    scanner = settings().scanner
    state = "unscanned"
    if scanner is not None:
        try:
            state = await scan(scanner, await attachment_store.read(row["id"], Span(0, row["size"])))
        except (ScannerAwayError, NotFound) as error:
            log.warning("a file cannot be scanned", why=str(error), attempts=row["attempts"])
            state = "pending" if row["attempts"] < FAILED_AFTER else "failed"
    async with database.unit_of_work() as work:
        await _record(work, row, state)


async def _record(work: UnitOfWork, row: Any, state: str) -> None:  # noqa: ANN401 - asyncpg.Record
    ticket = None
    if row["ticket_id"] is not None:
        ticket = await ticket_access.lock(work.session, SYSTEM, row["ticket_id"])
    connection = await raw_connection(work.session)
    now = clock.now()
    due: datetime | None = None
    if state in {"pending", "failed"}:
        due = now + timedelta(seconds=RETRIES[min(row["attempts"], len(RETRIES)) - 1])
    later = now + timedelta(hours=settings().attachment_hours)
    message_id = await connection.fetchval(
        "UPDATE attachments SET state = $2, next_at = CASE WHEN $3::timestamptz IS NOT NULL THEN $3"
        " WHEN message_id IS NULL THEN $4::timestamptz END WHERE id = $1 AND state IN ('pending', 'failed')"
        " RETURNING message_id",
        row["id"], state, due, later,
    )  # fmt: skip
    if ticket is None or message_id is None or state == row["state"]:
        return
    message = await work.session.get(Message, message_id)
    said = {"attachment_id": str(row["id"]), "state": state}
    events.record(work.session, SYSTEM, ticket, EventType.ATTACHMENT_SCANNED, data=said, about=message)
