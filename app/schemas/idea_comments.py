"""Comments on ideas."""

from uuid import UUID

from pydantic import ConfigDict

from app.schemas.base import In, Instant, Out, Paragraph, Reference


class IdeaCommentIn(In):
    """What you say about an idea."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"body": "Three customers asked me this week."}]})

    body: Paragraph


class IdeaCommentPatch(In):
    """Other words for your comment."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"body": "Four customers asked me this week."}]})

    body: Paragraph


class IdeaCommentOut(Out):
    """A comment."""

    id: UUID
    idea_id: UUID
    author: Reference
    body: str
    version: int
    created_at: Instant
    updated_at: Instant


class IdeaCommentPage(Out):
    """A page of comments, oldest first, with those on ideas that were merged into this one."""

    items: list[IdeaCommentOut]
    next_cursor: str | None
