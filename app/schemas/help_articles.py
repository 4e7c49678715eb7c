"""Articles as readers see them."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out
from app.schemas.help_categories import HelpCategoryOut


class HelpArticleBrief(Out):
    """An article in a list."""

    id: UUID
    locale: str
    slug: str
    url: str = Field(description="The page of it for people.")
    title: str
    summary: str | None
    category_id: UUID | None
    published_at: Instant


class HelpArticlePage(Out):
    """A page of articles, as they are ordered by who writes them."""

    items: list[HelpArticleBrief]
    next_cursor: str | None


class HelpLocale(Out):
    """A language in which an article is there."""

    locale: str
    slug: str
    url: str
    title: str


class HelpHeading(Out):
    """A heading; `id` is its anchor in `html`."""

    level: int
    text: str
    id: str


class HelpFile(Out):
    """A file that the article shows."""

    id: UUID
    name: str
    content_type: str
    size: int
    url: str


class HelpArticleOut(HelpArticleBrief):
    """An article to read."""

    brand: str
    html: str = Field(description="Nothing in it runs; it can be put into a page as it is.")
    body: str = Field(description="The same in Markdown, for apps that show it themselves.")
    headings: list[HelpHeading]
    files: list[HelpFile]
    categories: list[HelpCategoryOut] = Field(description="Where it stands, from the root.")
    locales: list[HelpLocale] = Field(description="The languages in which it can be read, this one too.")
    related: list[HelpArticleBrief]
    updated_at: Instant = Field(description="When what readers see of it changed.")
