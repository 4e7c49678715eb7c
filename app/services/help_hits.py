"""What was found, as readers see it: an article, its address, and the piece of it that shows why, safe in a page."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.search_fragments import BEGIN, END, fragment, ranges
from app.services import article_links
from app.services.help_finding import Answer, Found
from app.services.help_readers import Shelf
from app.services.help_terms import Understood

_OPTIONS = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"
# So far into a text a found word is looked for; around it this much is looked at.
_FAR, _BEFORE, _WINDOW = 50_000, 80, 360
_HITS = f"""SELECT a.id, a.category_id, a.visibility, t.locale, t.title, t.slug, t.published_at, x.text,
 ts_headline(desk_help_config($3), desk_help_plain(t.title), $4::tsquery, $6) AS marked_title,
 ts_headline(desk_help_config($3), desk_help_plain(x.text), $4::tsquery, $6) AS marked
FROM articles a JOIN article_translations t ON t.article_id = a.id AND t.locale = $2 AND t.status = 'published'
CROSS JOIN LATERAL (SELECT left(t.plain, {_FAR}) AS text OFFSET 0) l
CROSS JOIN LATERAL (SELECT min(nullif(strpos(l.text, s.stem), 0)) AS at FROM unnest($5::text[]) AS s (stem)) w
CROSS JOIN LATERAL (SELECT CASE WHEN w.at IS NULL THEN coalesce(t.summary, left(t.plain, {_WINDOW}), '')
 ELSE substr(t.plain, greatest(1, w.at - {_BEFORE}), {_WINDOW}) END AS text) x
WHERE a.id = ANY ($1::uuid[])"""  # noqa: S608 - numbers of ours


async def shown(connection: Connection, shelf: Shelf, answer: Answer, found: Sequence[Found]) -> list[dict[str, Any]]:
    """These of what was found, in their order; one that has gone meanwhile is left out."""
    base = article_links.base(shelf.brand, {"help_url": shelf.help_url})
    rows: dict[tuple[UUID, str], Mapping[str, Any]] = {}
    for locale in {each.locale: None for each in found}:
        said = answer.understood[locale]
        ids = [each.article_id for each in found if each.locale == locale]
        for row in await connection.fetch(_HITS, ids, locale, locale, *_marked(said), _OPTIONS):
            rows[UUID(int=row["id"].int), locale] = row
    return [
        _hit(each, rows[each.article_id, each.locale], base) for each in found if (each.article_id, each.locale) in rows
    ]


def _marked(said: Understood) -> tuple[str, list[str]]:
    """What is marked, as a tsquery, and beginnings of words by which its place is found."""
    query = " | ".join(each.anyhow() for each in said.terms)
    stems = [stem for term in said.terms for _, several in term.choices() for stems in several for stem in stems]
    # As words are written within a sentence and at its beginning: small letters of a whole text cost more than to find.
    written = [way for stem in dict.fromkeys(stems) for way in (stem, stem.capitalize())]
    return query, written[:30]


def _hit(found: Found, row: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {
        "article_id": row["id"],
        "locale": row["locale"],
        "title": row["title"],
        "title_html": fragment(row["title"], ranges(row["marked_title"]), length=1_000),
        "html": fragment(row["text"], ranges(row["marked"])),
        "slug": row["slug"],
        "url": article_links.url(base, row["locale"], row["slug"]),
        "category_id": row["category_id"],
        "visibility": row["visibility"],
        "score": found.score,
        "coverage": found.coverage,
        "published_at": row["published_at"],
    }
