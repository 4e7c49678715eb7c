"""Files of articles as their writers send and see them."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Out


class ArticleFileIn(In):
    """A file that you have uploaded (`POST /v1/attachments`) and that belongs to nothing yet."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"attachment_id": "0193a1f0-c4d2-7a3e-8000-000000000000"}]}
    )

    attachment_id: UUID


class ArticleFileOut(Out):
    """A file of an article."""

    id: UUID
    name: str
    content_type: str
    size: int
    state: str = Field(description="`clean` or `unscanned`: it can be shown.")
    markdown: str = Field(
        description="How a text shows it.",
        json_schema_extra={"examples": ["![screenshot.png](file:0193a1f0-c4d2-7a3e-8000-000000000000)"]},
    )
    published_in: list[str] = Field(description="The locales in which readers see it.")
    created_at: Instant


class ArticleFileList(Out):
    """The files of an article, the oldest first: at most 200."""

    items: list[ArticleFileOut]
    next_cursor: str | None = None
