"""What readers searched, as who writes the articles sees it."""

from typing import Literal

from pydantic import Field

from app.schemas.base import Instant, Out

SearchOutcome = Literal["any", "nothing_found", "nothing_opened"]


class HelpSearchWords(Out):
    """What was searched in the same words. Addresses, long numbers and keys in it are left out."""

    query: str
    searches: int
    nothing_found: int = Field(description="Of these, how many found nothing at all.")
    nothing_opened: int = Field(description="How many found something, of which nothing was opened.")
    coverage: float = Field(description="How much of the question the best article had, on average, from 0 to 1.")
    locales: list[str]
    last_at: Instant


class HelpSearchesPage(Out):
    """A page of searches, the most frequent first."""

    items: list[HelpSearchWords]
    next_cursor: str | None
