"""What is found in a help centre, as readers see it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import Instant, Out

# A help session: whatever the client has made up at random for this reader.
HelpSession = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$"),
    Field(
        description="A random id that your page has made up for this reader and keeps: what follows on each other is "
        "then one visit. A visitor token says it as well."
    ),
]


class HelpHit(Out):
    """An article for a question."""

    article_id: UUID
    locale: str = Field(description="The language in which it was found.")
    title: str
    title_html: str = Field(description="The title as HTML: escaped, with found words in `<mark>`.")
    html: str = Field(description="The piece of it that shows why, as HTML: escaped, with found words in `<mark>`.")
    slug: str
    url: str
    category_id: UUID | None
    visibility: Literal["public", "signed_in", "agents"]
    score: float = Field(ge=0, le=1, description="How good it is; compare it only within one answer.")
    coverage: float = Field(ge=0, le=1, description="How much of the question it has; rare words count for more.")
    published_at: Instant | None


class HelpSearchPage(Out):
    """A page of articles, best first."""

    search_id: UUID | None = Field(
        description="Say it when an article is opened. Typing on is the same search. Null: nothing was written down "
        "(an empty question, a later page, or asked by staff)."
    )
    items: list[HelpHit]
    corrected: bool = Field(description="Whether the best was found by a word that was not typed like that.")
    next_cursor: str | None
