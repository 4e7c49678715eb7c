"""What articles say in one language, in versions, as their writers send and see it."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.articles import TranslationStatus, VersionState
from app.schemas.base import In, Instant, Out, Paragraph, Reference

MAX_NUMBER = 2**31 - 1


class ArticleTextWarning(Out):
    """What has to be put right before the text is published."""

    code: str
    detail: str


class ArticleVersionBrief(Out):
    """A version without its text."""

    number: int
    state: VersionState
    title: str
    author: Reference | None = Field(description="Null: an API key, or the desk itself.")
    restored_from: int | None = Field(description="The version whose text it began with.")
    created_at: Instant
    updated_at: Instant
    published_at: Instant | None


class ArticleVersionOut(ArticleVersionBrief):
    """A version with its text, and the page that it makes."""

    summary: str | None
    body: str
    html: str = Field(description="Made of the body: nothing in it runs.")
    warnings: list[ArticleTextWarning]


class ArticleVersionPage(Out):
    """A page of versions, newest first."""

    items: list[ArticleVersionBrief]
    next_cursor: str | None


class ArticleTranslationOut(Out):
    """An article in one language: what is being written, and what readers see."""

    article_id: UUID
    locale: str
    slug: str
    status: TranslationStatus = Field(description="`published` if, and only if, readers see it.")
    url: str
    draft: ArticleVersionOut | None = Field(description="The version that is being written or reviewed.")
    published: ArticleVersionOut | None = Field(description="The version that readers see, or saw last.")
    version: int
    published_at: Instant | None
    updated_at: Instant


class ArticlePublishIn(In):
    """Which version is to be published."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": 1}]})

    number: int | None = Field(
        default=None, ge=1, le=MAX_NUMBER, description="By default the draft; without one, what was published last."
    )


class ArticleReturnIn(In):
    """Why a draft is given back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Please add how long it takes."}]})

    reason: Paragraph | None = None


class ArticleRestoreIn(In):
    """Which version's text is to be the draft."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": 1}]})

    number: int = Field(ge=1, le=MAX_NUMBER)


class ArticleDiffLine(Out):
    """A line of a text; `change`: whether it is in both versions."""

    change: Literal["same", "added", "removed"]
    text: str


class ArticleDiffHunk(Out):
    """A part of the text that differs, with the lines around it."""

    from_line: int = Field(description="Where it begins in the older text, from 1.")
    to_line: int
    lines: list[ArticleDiffLine]


class ArticleFieldChange(Out):
    """A field before and after."""

    before: str | None
    after: str | None


class ArticleDiffOut(Out):
    """How two versions differ."""

    from_number: int
    to_number: int
    title: ArticleFieldChange | None = Field(description="Null: the same.")
    summary: ArticleFieldChange | None
    hunks: list[ArticleDiffHunk]
