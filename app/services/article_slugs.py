"""Addresses of articles: each belongs to one article of a brand and language, also in a race; old ones lead on."""

from uuid import UUID

from app.db import Connection
from app.errors import Conflict, pointer
from app.models import Article
from app.rules import slugs

_TRIES = 20
# The last word decides who has one: whoever is second waits here until the first has committed.
_CLAIM = """INSERT INTO article_slugs (brand, locale, slug, article_id, current) VALUES ($1, $2, $3, $4, true)
ON CONFLICT (brand, locale, slug) DO UPDATE SET article_id = EXCLUDED.article_id, current = true
WHERE article_slugs.article_id = EXCLUDED.article_id OR (NOT article_slugs.current AND $5) RETURNING true"""
_OLD = """UPDATE article_slugs SET current = false WHERE article_id = $1 AND locale = $2 AND slug <> $3 AND current"""


async def give(connection: Connection, article: Article, locale: str, slug: str) -> str:
    """Make this the article's address; the one before leads to it. One that another article had once may be taken.

    Raises `Conflict` (`slug_taken`).
    """
    if not await connection.fetchval(_CLAIM, article.brand, locale, slug, article.id, True):
        detail = "Another article of this brand and language has this address"
        raise Conflict(detail, code="slug_taken", errors=[pointer("slug", detail)])
    await connection.execute(_OLD, article.id, locale, slug)
    return slug


async def give_by_title(connection: Connection, article: Article, locale: str, title: str) -> str:
    """Make an address of the title's words, with a number where another article has, or had, the same."""
    plain = slugs.slug_of(title)
    if not plain or slugs.is_id(plain):
        plain = slugs.numbered(plain, 1) if plain else "article"
    tries = [plain, *(slugs.numbered(plain, number) for number in range(2, _TRIES)), f"article-{article.id}"]
    for each in tries:
        if await connection.fetchval(_CLAIM, article.brand, locale, each, article.id, False):
            await connection.execute(_OLD, article.id, locale, each)
            return each
    raise AssertionError  # the last one has the article's own id in it


async def let_go(connection: Connection, article_id: UUID) -> None:
    """An archived article's addresses lead nowhere, and others may have them."""
    await connection.execute("UPDATE article_slugs SET current = false WHERE article_id = $1 AND current", article_id)
