"""Articles that the assistant may draw on: published ones, found as readers find them, cut to what a call may send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.db import Connection
from app.rules.assistant_prompts import Source
from app.rules.help_queries import MOST_CHARACTERS
from app.schemas.ticket_assistant import CitationOut
from app.services import article_links, help_readers, help_search
from app.services.help_search import LIMITS, Question
from app.settings import settings

Audience: TypeAlias = Literal["customers", "agents"]

MOST = 4
# Of a long letter an article has few words; what has fewer than this is about something else.
COVERS = 0.2
# Of what one call may send, so much for articles.
_ROOM = 0.4
_VISIBLE: dict[Audience, tuple[str, ...]] = {
    "customers": ("public",),
    "agents": ("public", "signed_in", "agents"),
}
_TEXTS = """SELECT t.article_id, t.locale, t.slug, t.title, concat_ws(E'\n', t.summary, left(t.plain, $3)) AS text
FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w (article_id, locale, n)
JOIN article_translations t ON t.article_id = w.article_id AND t.locale = w.locale AND t.status = 'published'
ORDER BY w.n"""


@dataclass(frozen=True, slots=True)
class Article:
    """An article in one language, as it is quoted."""

    article_id: UUID
    locale: str
    title: str
    url: str
    text: str


async def find(
    connection: Connection,
    text: str,
    *,
    brand: str | None,
    language: str | None,
    audience: Audience,
    spoken: bool = False,
) -> list[Article]:
    """Articles that fit a text, best first, at most `MOST`; with `spoken` only in that language.

    Without a brand the desk's first one is meant. Raises `Invalid` (`unknown_brand`). Nothing of the text is kept.
    """
    shelf = await help_readers.shelf(connection, brand, in_body=True)
    if shelf is None:
        return []
    locales = () if language is None else (language,)
    question = Question(text[:MOST_CHARACTERS], shelf.brand, locales, kept=False)
    async with connection.transaction():
        await connection.execute(LIMITS)
        answer = await help_search.ask(connection, _VISIBLE[audience], shelf, question)
    found = [each for each in answer.found if each.coverage >= COVERS and (not spoken or _same(each.locale, language))]
    chosen = list({each.article_id: each for each in reversed(found)}.values())[::-1][:MOST]
    room = int(settings().assistant_context * _ROOM) // MOST
    ids, there = [each.article_id for each in chosen], [each.locale for each in chosen]
    rows: Any = await connection.fetch(_TEXTS, ids, there, room)
    base = article_links.base(shelf.brand, {"help_url": shelf.help_url})
    return [
        Article(
            article_id=UUID(int=row["article_id"].int),
            locale=row["locale"],
            title=row["title"],
            url=article_links.url(base, row["locale"], row["slug"]),
            text=row["text"][:room],
        )
        for row in rows
    ]


def _same(locale: str, language: str | None) -> bool:
    return language is None or locale.partition("-")[0].lower() == language.partition("-")[0].lower()


def quoted(articles: Sequence[Article]) -> list[Source]:
    """Articles as they stand in a prompt, with their numbers."""
    return [Source(number, each.title, each.text) for number, each in enumerate(articles, 1)]


def cited(articles: Sequence[Article], numbers: Sequence[int]) -> list[CitationOut]:
    """The articles of these numbers, as clients see them."""
    return [
        CitationOut(
            number=number,
            article_id=articles[number - 1].article_id,
            locale=articles[number - 1].locale,
            title=articles[number - 1].title,
            url=articles[number - 1].url,
        )
        for number in numbers
    ]
