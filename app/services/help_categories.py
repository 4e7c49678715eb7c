"""Categories for readers: those in which, or below which, there is something that they may read."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.rules import locales
from app.rules.actors import Actor
from app.rules.article_visibility import levels
from app.schemas.help_categories import HelpCategoryOut, HelpCategoryPage
from app.services import help_brands, keyset

_PAGE = """WITH filled AS MATERIALIZED (
  SELECT c.path FROM article_categories c WHERE c.brand = $1 AND c.archived_at IS NULL AND EXISTS (
    SELECT FROM articles a WHERE a.category_id = c.id AND a.archived_at IS NULL AND a.visibility = ANY ($2::text[])
    AND EXISTS (SELECT FROM article_translations t WHERE t.article_id = a.id AND t.status = 'published')))
SELECT c.id, c.parent_id, c.slug, c.path, c.position, c.names::text AS names
FROM article_categories c WHERE c.brand = $1 AND c.archived_at IS NULL AND c.path > $3
AND EXISTS (SELECT FROM filled f WHERE f.path = c.path OR starts_with(f.path, c.path || '/'))
ORDER BY c.path LIMIT $4"""
_ABOVE = """SELECT id, parent_id, slug, path, position, names::text AS names
FROM article_categories WHERE brand = $1 AND path = ANY ($2::text[]) ORDER BY path"""


async def page(
    session: AsyncSession, actor: Actor, *, brand: str | None, wanted: Sequence[str], cursor: str | None, limit: int
) -> HelpCategoryPage:
    """The categories of a brand by path. Raises `NotFound`, `Invalid` (`unknown_brand`, `invalid_cursor`)."""
    key = (await help_brands.named(session, brand)).key
    after = keyset.by_name(cursor) if cursor is not None else ""
    rows = await (await raw_connection(session)).fetch(_PAGE, key, levels(actor), after, limit + 1)
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(row["path"]))
    return HelpCategoryPage(items=[shown(each, wanted) for each in found], next_cursor=following)


async def above(connection: Connection, brand: str, path: str | None, wanted: Sequence[str]) -> list[HelpCategoryOut]:
    """A category and those that it stands below, from the root."""
    if path is None:
        return []
    parts = path.split("/")
    paths = ["/".join(parts[: place + 1]) for place in range(len(parts))]
    return [shown(each, wanted) for each in await connection.fetch(_ABOVE, brand, paths)]


def shown(row: Mapping[str, Any], wanted: Sequence[str]) -> HelpCategoryOut:
    """A category in the reader's language."""
    names = {name: row[name] for name in ("id", "parent_id", "slug", "path", "position")}
    return HelpCategoryOut(**names, name=locales.best(orjson.loads(row["names"]), wanted))
