"""What readers do is written down: one visit for what follows on each other, and what is typed on is one search."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.db import Connection
from app.ids import new_id
from app.rules.help_masking import masked
from app.services import help_readers
from app.services.help_readers import Reader

# Who is silent for longer comes again: another visit.
PAUSE = timedelta(minutes=30)
# Somebody who was helped asks nobody within this time.
WINDOW = timedelta(hours=24)
# Who types on within this time means the same.
_TYPING = timedelta(seconds=60)

_VISIT = """WITH live AS (
 UPDATE help_visits SET last_at = $5, due_at = $6, customer_id = coalesce(customer_id, $4) WHERE id = (
  SELECT id FROM help_visits WHERE visitor = $3 AND brand = $2 AND due_at IS NOT NULL AND last_at > $7
   -- Two people at one browser are two visits.
   AND (customer_id IS NULL OR $4::uuid IS NULL OR customer_id = $4)
  ORDER BY last_at DESC LIMIT 1) RETURNING id
), made AS (
 INSERT INTO help_visits (id, brand, visitor, customer_id, searches, reads, started_at, last_at, due_at)
 SELECT $1, $2, $3, $4, 0, 0, $5, $5, $6 WHERE NOT EXISTS (SELECT FROM live) RETURNING id
) SELECT id FROM live UNION ALL SELECT id FROM made"""
_SEARCH = """WITH last AS (
 SELECT id, query, opened, at FROM help_searches WHERE visit_id = $2 ORDER BY at DESC LIMIT 1
), typed AS (
 UPDATE help_searches s SET query = $6, results = $7, coverage = $8, at = $9, locale = $4
 FROM last WHERE s.id = last.id AND NOT last.opened AND last.at > $10 AND s.origin = $5
 AND (last.query IS NULL OR starts_with($6, last.query)
 -- What was half an address or a number is left out now that it is a whole one.
 OR starts_with($6, regexp_replace(last.query, '[^ ]*$', '') || '[')) RETURNING s.id
), taken_back AS (
 SELECT id FROM last WHERE at > $10 AND NOT opened AND starts_with(query, $6) AND query <> $6
), made AS (
 INSERT INTO help_searches (id, visit_id, brand, locale, origin, query, results, coverage, opened, at)
 SELECT $1, $2, $3, $4, $5, $6, $7, $8, false, $9
 WHERE NOT EXISTS (SELECT FROM typed) AND NOT EXISTS (SELECT FROM taken_back) RETURNING id
), counted AS (
 UPDATE help_visits SET searches = searches + 1 WHERE id = $2 AND EXISTS (SELECT FROM made)
) SELECT id FROM typed UNION ALL SELECT id FROM made UNION ALL SELECT id FROM taken_back LIMIT 1"""
_READ = """WITH new AS (
 INSERT INTO help_reads (visit_id, article_id, locale, search_id, at) VALUES ($1, $2, $3, $4, $5)
 ON CONFLICT (visit_id, article_id) DO NOTHING RETURNING 1
), opened AS (
 UPDATE help_searches SET opened = true WHERE visit_id = $1 AND id = coalesce($4, (
  SELECT id FROM help_searches WHERE visit_id = $1 ORDER BY at DESC LIMIT 1))
) UPDATE help_visits SET reads = reads + (SELECT count(*) FROM new), read_at = $5 WHERE id = $1"""
_TIE = """UPDATE help_visits SET customer_id = $2, wrote = $4
WHERE visitor = $1 AND customer_id IS NULL AND due_at IS NOT NULL AND last_at > $3"""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched and what came of it. `text` None: it is not kept."""

    origin: str
    text: str | None
    locale: str | None
    results: int
    coverage: float


def lock(visitor: bytes) -> str:
    """What a reader does comes one after the other: a statement for the beginning of a transaction."""
    return f"SELECT pg_advisory_xact_lock(hashtextextended('otklik help {visitor.hex()}', 0))"


async def visit(connection: Connection, reader: Reader, brand: str, *, now: datetime) -> UUID:
    """The visit that this belongs to, from now on. Inside the caller's transaction, which has the reader's `lock`."""
    found = await connection.fetchval(
        _VISIT, new_id(), brand, reader.visitor, reader.customer_id, now, now + WINDOW, now - PAUSE
    )
    return UUID(int=found.int)


async def search(
    connection: Connection, reader: Reader, brand: str, searched: Searched, *, now: datetime
) -> UUID | None:
    """Write down a search; its id, by which a read says where it came from. None: nobody's searches are counted."""
    if not reader.counted:
        return None
    visit_id = await visit(connection, reader, brand, now=now)
    text = None if searched.text is None else masked(searched.text)
    made = await connection.fetchval(
        _SEARCH, new_id(), visit_id, brand, searched.locale, searched.origin, text, searched.results,
        searched.coverage, now, now - _TYPING,
    )  # fmt: skip
    return UUID(int=made.int)


async def read(
    connection: Connection,
    reader: Reader,
    brand: str,
    article: tuple[UUID, str],
    *,
    search_id: UUID | None,
    now: datetime,
) -> UUID | None:
    """Write down that an article was opened, once for each visit; the visit (None: nobody's are counted)."""
    if not reader.counted:
        return None
    if reader.visitor is not None:
        await connection.execute(lock(reader.visitor))
    visit_id = await visit(connection, reader, brand, now=now)
    await connection.execute(_READ, visit_id, *article, search_id, now)
    return visit_id


async def tie(
    connection: Connection, session: str | None, customer_id: UUID, *, now: datetime, wrote: bool = False
) -> None:
    """Who reads under this id is this customer: what they did within the last day is theirs.

    `wrote`: that is known because they have written, and of those who have not it never is.
    """
    if session is not None:
        await connection.execute(_TIE, help_readers.hashed(session), customer_id, now - WINDOW, wrote)
