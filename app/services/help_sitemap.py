"""Which pages of a help centre there are, for search engines."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.services import article_links, help_brands, keyset
from app.settings import settings

# As many as one file may have.
MOST = 50_000
# What is read and written between two moments in which others have their turn.
AT_ONCE = 5_000
_KIND = "http://www.sitemaps.org/schemas/sitemap/0.9"
_THERE = """FROM articles a JOIN article_translations t ON t.article_id = a.id AND t.status = 'published'
WHERE a.brand = $1 AND a.archived_at IS NULL AND a.visibility = 'public'"""
_PAGES = f"""SELECT t.article_id, t.locale, t.slug, t.published_at {_THERE}
AND (t.article_id, t.locale) > ($2, $3) ORDER BY t.article_id, t.locale LIMIT $4"""
# The last of each file after which there is another one.
_CUTS = f"""SELECT article_id, locale FROM (SELECT t.article_id, t.locale,
row_number() OVER ordered AS place, lead(t.locale) OVER ordered AS next {_THERE}
WINDOW ordered AS (ORDER BY t.article_id, t.locale)) numbered
WHERE place % $2 = 0 AND next IS NOT NULL ORDER BY article_id, locale LIMIT $2"""  # noqa: S608


async def read(session: AsyncSession, *, brand: str | None, after: str | None) -> bytes:
    """The addresses of a brand's public articles as XML; where there are more than one file takes, the files.

    Raises `NotFound`, `Invalid` (`unknown_brand`, `invalid_cursor`).
    """
    whose = await help_brands.named(session, brand)
    connection = await raw_connection(session)
    start = (UUID(int=0), "")
    if after is not None:
        locale, article_id = keyset.by_name_and_id(after)
        start = (article_id, locale)
    else:
        cuts = await connection.fetch(_CUTS, whose.key, MOST)
        if cuts:
            return _index(whose.key, [keyset.encode(each["locale"], each["article_id"]) for each in cuts])
    base, parts = article_links.base(whose.key, whose.reach), list[str]()
    pages = await connection.cursor(_PAGES, whose.key, *start, MOST)
    while rows := await pages.fetch(AT_ONCE):
        parts.append(await asyncio.to_thread(_entries, base, rows))
    return _xml("urlset", parts)


def _entries(base: str, rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        _entry("url", article_links.url(base, each["locale"], each["slug"]), each["published_at"]) for each in rows
    )


def _index(brand: str, cuts: list[str]) -> bytes:
    home = f"{settings().public_url.rstrip('/')}/v1/help/sitemap.xml?brand={brand}&after="
    first = keyset.encode("", UUID(int=0))
    return _xml("sitemapindex", [_entry("sitemap", home + each) for each in (first, *cuts)])


def _entry(kind: str, address: str, changed_at: datetime | None = None) -> str:
    when = f"<lastmod>{changed_at:%Y-%m-%d}</lastmod>" if changed_at is not None else ""
    return f"<{kind}><loc>{escape(address)}</loc>{when}</{kind}>"


def _xml(kind: str, entries: list[str]) -> bytes:
    inside = "\n".join(entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_KIND}">\n{inside}\n</{kind}>\n'.encode()
