"""How an article does with its readers."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out


class ArticleReaders(Out):
    """Readers of one language."""

    locale: str
    reads: int = Field(description="Visits in which it was opened.")
    helped: int = Field(description="Readers who said that it helped.")
    not_helped: int


class ArticleComment(Out):
    """What a reader has said."""

    comment: str
    helped: bool
    locale: str
    at: Instant


class ArticleSearch(Out):
    """Words by which it was found and opened."""

    query: str
    reads: int


class ArticleStatistics(Out):
    """How an article did with its readers in a period."""

    article_id: UUID
    since: Instant
    until: Instant
    reads: int
    helped: int
    not_helped: int
    locales: list[ArticleReaders]
    comments: list[ArticleComment] = Field(description="The 50 latest.")
    searches: list[ArticleSearch] = Field(description="The 20 most frequent.")
