"""Search of a help centre, fast enough to follow every letter, and what was searched is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection
from app.errors import Unavailable
from app.models import Job
from app.rules import help_queries
from app.rules.actors import Actor
from app.services import help_finding, help_hits, help_index, help_readers, help_visits, jobs, keyset
from app.services.help_finding import Answer, Found, Wanted
from app.services.help_readers import Reader, Shelf
from app.services.help_visits import Searched

# The last belt: every statement is bounded by itself. A crash may forget a search: nobody waits for the disk.
LIMITS = "SET LOCAL statement_timeout = 2000; SET LOCAL synchronous_commit = off"
_BELOW = """WITH RECURSIVE below AS (
 SELECT id FROM article_categories WHERE id = $1 AND brand = $2
 UNION SELECT c.id FROM article_categories c JOIN below b ON c.parent_id = b.id) SELECT id FROM below LIMIT 1000"""


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks; `origin` is where they typed it, and `kept` whether its words are."""

    text: str
    brand: str | None
    locales: Sequence[str]
    origin: str = "search"
    kept: bool = True
    category_id: UUID | None = None


async def find(
    connection: Connection, reader: Reader, question: Question, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """`{"search_id", "items", "corrected", "next_cursor"}`. No words at all find nothing.

    Raises `Invalid` (`unknown_brand`, `invalid_cursor`).
    """
    after = None if cursor is None else keyset.by_name_and_id(cursor)
    try:
        async with connection.transaction():
            await connection.execute(begin(reader))
            shelf = await help_readers.shelf(connection, question.brand, in_body=question.origin != "search")
            if shelf is None:
                return {"search_id": None, "items": [], "corrected": False, "next_cursor": None}
            answer = await ask(connection, reader.visible, shelf, question)
            found, following = _page(answer, after, limit)
            items = await help_hits.shown(connection, shelf, answer, found)
            search_id = None
            if after is None and question.text.strip():
                search_id = await _written(connection, reader, shelf, question, answer)
    except asyncpg.QueryCanceledError as error:
        raise Unavailable("This search took too long: try again") from error
    return {"search_id": search_id, "items": items, "corrected": answer.corrected, "next_cursor": following}


def begin(reader: Reader) -> str:
    """What a search begins with: its limits; and one reader's searches come one after the other, for the first letters
    of somebody fast come at once, and are one visit all the same.
    """
    return LIMITS if reader.visitor is None else f"{LIMITS}; {help_visits.lock(reader.visitor)}"


async def ask(connection: Connection, visible: tuple[str, ...], shelf: Shelf, question: Question) -> Answer:
    """What there is for a question, without writing it down."""
    categories = None
    if question.category_id is not None:
        rows = await connection.fetch(_BELOW, question.category_id, shelf.brand)
        categories = tuple(UUID(int=row["id"].int) for row in rows)
    wanted = Wanted(shelf.brand, tuple(question.locales), visible, categories)
    return await help_finding.find(connection, help_queries.read(question.text), wanted)


def _page(answer: Answer, after: tuple[str, UUID] | None, limit: int) -> tuple[list[Found], str | None]:
    found = list(answer.found)
    if after is not None:
        try:
            place = (-float(after[0]), after[1])
        except ValueError as error:
            raise keyset.invalid() from error
        found = [each for each in found if (-each.score, each.article_id) > place]
    return keyset.page(found[: limit + 1], limit, lambda each: keyset.encode(str(each.score), each.article_id))


async def _written(
    connection: Connection, reader: Reader, shelf: Shelf, question: Question, answer: Answer
) -> UUID | None:
    best = answer.found[0] if answer.found else None
    searched = Searched(
        origin=question.origin,
        text=question.text if question.kept else None,
        locale=best.locale if best is not None else next(iter(question.locales), None),
        results=len(answer.found),
        coverage=best.coverage if best is not None else 0.0,
    )
    return await help_visits.search(connection, reader, shelf.brand, searched, now=clock.now())


async def rebuild(session: AsyncSession, actor: Actor) -> Job:
    """Begin to make anew what is searched, as a job. Search goes on meanwhile."""
    return await jobs.start(session, actor, help_index.KIND, {}, now=clock.now())
