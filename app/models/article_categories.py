"""Categories of articles: a tree for each brand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class ArticleCategory(SQLModel, table=True):
    """A place for articles of one brand; `path` is the slugs from the root, so what is below it begins with it."""

    __tablename__ = "article_categories"
    __table_args__ = (
        UniqueConstraint("brand", "path", name="article_categories_path_unique"),
        Index("article_categories_of_parent", "parent_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    brand: str = Field(foreign_key="brands.key")
    parent_id: UUID | None = Field(default=None, foreign_key="article_categories.id")
    slug: str
    # By locale.
    names: dict[str, Any] = document()
    position: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    path: str
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()
