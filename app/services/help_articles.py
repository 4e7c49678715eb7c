"""Articles for readers: the published text in the language that fits best, or where it is by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import NotFound
from app.models import Brand
from app.rules import locale_tags, slugs
from app.rules.actors import Actor
from app.rules.article_html import FILES_PATH
from app.rules.article_visibility import levels
from app.schemas.help_articles import HelpArticleBrief, HelpArticleOut, HelpArticlePage, HelpFile, HelpLocale
from app.services import article_links, article_rendering, help_brands, help_categories, keyset
from app.settings import settings

_SLUG = """SELECT article_id, locale, current FROM article_slugs WHERE brand = $1 AND slug = $2
ORDER BY locale = $3 DESC, current DESC, locale LIMIT 1"""
# Where it stands is named up to the root: whatever of that changes, changes the page.
_ARTICLE = """SELECT a.*, c.path, (SELECT max(u.updated_at) FROM article_categories u
 WHERE u.brand = c.brand AND (u.path = c.path OR starts_with(c.path, u.path || '/'))) AS category_at FROM articles a
LEFT JOIN article_categories c ON c.id = a.category_id
WHERE a.id = $1 AND a.brand = $2 AND a.archived_at IS NULL AND a.visibility = ANY ($3::text[])"""
_TEXTS = """SELECT t.article_id, t.locale, t.slug, t.title, t.summary, t.published_at FROM article_translations t
WHERE t.article_id = ANY ($1::uuid[]) AND t.status = 'published' ORDER BY t.article_id, t.locale"""
_TEXT = """SELECT body, html, headings::text AS headings, files
FROM article_translations WHERE article_id = $1 AND locale = $2"""
_FILES = "SELECT id, name, content_type, size FROM attachments WHERE id = ANY ($1::uuid[]) AND state <> 'removed'"
# Those that nobody may see any more count for when this page changed.
_RELATED = """SELECT a.id, a.category_id, a.default_locale, a.shown_at,
a.archived_at IS NULL AND a.visibility = ANY ($2::text[]) AS visible
FROM article_related r JOIN articles a ON a.id = r.related_id WHERE r.article_id = $1 ORDER BY r.position"""
_PAGE = """SELECT a.id, a.category_id, a.default_locale, a.position FROM articles a
WHERE a.brand = $1 AND a.archived_at IS NULL AND a.visibility = ANY ($2::text[])
AND (a.position, a.id) > ($3, $4) AND ($5::uuid IS NULL OR a.category_id = $5)
AND EXISTS (SELECT FROM article_translations t WHERE t.article_id = a.id AND t.status = 'published')
ORDER BY a.position, a.id LIMIT $6"""

# What was opened most in the latest visits.
_POPULAR = """SELECT a.id, a.category_id, a.default_locale FROM (
 SELECT r.article_id, count(*) AS n FROM (SELECT id FROM help_visits WHERE brand = $1 AND started_at > $2
  ORDER BY started_at DESC LIMIT 5000) v JOIN help_reads r ON r.visit_id = v.id
 GROUP BY r.article_id ORDER BY n DESC, r.article_id LIMIT 50) o JOIN articles a ON a.id = o.article_id
WHERE a.brand = $1 AND a.archived_at IS NULL AND a.visibility = 'public' ORDER BY o.n DESC, a.id LIMIT $3"""


@dataclass(frozen=True, slots=True)
class Moved:
    """The address was another one: the slug is `slug` now."""

    slug: str
    locale: str
    brand: str


@dataclass(frozen=True, slots=True)
class Found:
    """An article to read; `public`: anybody may, and it has changed at `changed_at`."""

    article: HelpArticleOut
    public: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, and in which languages they would."""

    brand: Brand
    levels: list[str]
    wanted: list[str]


async def read(
    session: AsyncSession,
    actor: Actor,
    which: str,
    *,
    brand: str | None,
    locale: str | None,
    languages: Sequence[str],
    signed: bool,
) -> Found | Moved:
    """An article by its id or its slug. `signed`: the reader has shown who they are, and gets links to files of their
    own where the article is not for everybody. Raises `NotFound` and `Invalid` (`unknown_brand`).
    """
    whose = await help_brands.named(session, brand)
    connection = await raw_connection(session)
    article_id, named, current = await _named(connection, whose.key, which, locale)
    wanted = [each for each in (locale, named, *languages) if each is not None]
    reader = _Reader(whose, levels(actor), wanted)
    article = await connection.fetchrow(_ARTICLE, article_id, whose.key, reader.levels)
    texts = await connection.fetch(_TEXTS, [article_id]) if article is not None else []
    if article is None or not texts:
        raise NotFound
    chosen = _chosen(texts, wanted, article["default_locale"])
    if not current:
        return Moved(chosen["slug"], chosen["locale"], whose.key)
    related = await connection.fetch(_RELATED, article_id, reader.levels)
    shown = await _shown(connection, reader, article, texts, chosen)
    shown.related.extend(await _briefs(connection, reader, [each for each in related if each["visible"]]))
    times = [article["shown_at"], article["category_at"], whose.updated_at, *(each["shown_at"] for each in related)]
    public = article["visibility"] == "public"
    if public or not signed:
        shown.html = article_rendering.for_everybody(shown.html, [each.id for each in shown.files])
    else:
        shown.html = article_rendering.for_bearers(shown.html, [each.id for each in shown.files])
    return Found(shown, public, max(each for each in times if each is not None))


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    brand: str | None,
    category_id: UUID | None,
    wanted: Sequence[str],
    cursor: str | None,
    limit: int,
) -> HelpArticlePage:
    """Articles as they are ordered. Raises `NotFound` and `Invalid` (`unknown_brand`, `invalid_cursor`)."""
    whose = await help_brands.named(session, brand)
    position, after = keyset.by_place(cursor) if cursor is not None else (-1, UUID(int=0))
    connection = await raw_connection(session)
    rows = await connection.fetch(_PAGE, whose.key, levels(actor), position, after, category_id, limit + 1)
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(row["position"], row["id"]))
    reader = _Reader(whose, levels(actor), list(wanted))
    return HelpArticlePage(items=await _briefs(connection, reader, found), next_cursor=following)


async def popular(
    session: AsyncSession, *, brand: str, wanted: Sequence[str], since: datetime, limit: int
) -> list[HelpArticleBrief]:
    """What anybody may read and most have opened since then, the most opened first.

    Raises `NotFound` and `Invalid` (`unknown_brand`).
    """
    whose = await help_brands.named(session, brand)
    connection = await raw_connection(session)
    rows = await connection.fetch(_POPULAR, whose.key, since, limit)
    return await _briefs(connection, _Reader(whose, ["public"], list(wanted)), rows)


async def _named(connection: Connection, brand: str, which: str, locale: str | None) -> tuple[UUID, str | None, bool]:
    """The article that an address names, the language of its slug, and whether the address is the one of now."""
    if slugs.is_id(which):
        return UUID(which), None, True
    try:
        slug = slugs.tidy(which)
    except ValueError as error:
        raise NotFound from error
    row = await connection.fetchrow(_SLUG, brand, slug, locale or "")
    if row is None:
        raise NotFound
    return row["article_id"], row["locale"], row["current"]


def _chosen(texts: Sequence[Mapping[str, Any]], wanted: Sequence[str], default: str) -> Mapping[str, Any]:
    by_locale = {each["locale"]: each for each in texts}
    return by_locale[locale_tags.best(list(by_locale), wanted, otherwise=default)]


async def _shown(
    connection: Connection,
    reader: _Reader,
    article: Mapping[str, Any],
    texts: Sequence[Mapping[str, Any]],
    chosen: Mapping[str, Any],
) -> HelpArticleOut:
    base = article_links.base(reader.brand.key, reader.brand.reach)
    text = await connection.fetchrow(_TEXT, article["id"], chosen["locale"])
    if text is None:
        # Removed a moment ago.
        raise NotFound
    files = await connection.fetch(_FILES, text["files"])
    home = settings().public_url.rstrip("/")
    return HelpArticleOut(
        **_brief(article, chosen, base).model_dump(),
        brand=reader.brand.key,
        html=text["html"],
        body=text["body"],
        headings=orjson.loads(text["headings"]),
        files=[HelpFile(**each, url=f"{home}{FILES_PATH}{each['id']}") for each in files],
        categories=await help_categories.above(connection, reader.brand.key, article["path"], reader.wanted),
        locales=[
            HelpLocale(
                locale=each["locale"],
                slug=each["slug"],
                url=article_links.url(base, each["locale"], each["slug"]),
                title=each["title"],
            )
            for each in texts
        ],
        related=[],
        updated_at=article["shown_at"],
    )


async def _briefs(
    connection: Connection, reader: _Reader, articles: Sequence[Mapping[str, Any]]
) -> list[HelpArticleBrief]:
    """Those of these articles that have a published text, each in the language that fits best."""
    base = article_links.base(reader.brand.key, reader.brand.reach)
    texts: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in await connection.fetch(_TEXTS, [each["id"] for each in articles]) if articles else ():
        texts.setdefault(row["article_id"], []).append(row)
    return [
        _brief(each, _chosen(texts[each["id"]], reader.wanted, each["default_locale"]), base)
        for each in articles
        if each["id"] in texts
    ]


def _brief(article: Mapping[str, Any], text: Mapping[str, Any], base: str) -> HelpArticleBrief:
    return HelpArticleBrief(
        id=article["id"],
        locale=text["locale"],
        slug=text["slug"],
        url=article_links.url(base, text["locale"], text["slug"]),
        title=text["title"],
        summary=text["summary"],
        category_id=article["category_id"],
        published_at=text["published_at"],
    )
