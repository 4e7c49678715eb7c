"""Categories as readers see them."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Out


class HelpCategoryOut(Out):
    """A category, in the reader's language."""

    id: UUID
    parent_id: UUID | None
    slug: str
    path: str
    name: str
    position: int = Field(description="Among those that stand beside it: lower ones come first.")


class HelpCategoryPage(Out):
    """A page of categories, by path: what is below one comes after it."""

    items: list[HelpCategoryOut]
    next_cursor: str | None
