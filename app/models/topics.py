"""Topics: the tree of what tickets are about."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class Topic(SQLModel, table=True):
    """A topic; `path` is the keys from the root down, and what tickets hold."""

    __tablename__ = "topics"
    __table_args__ = (Index("topics_path_unique", text("lower(path)"), unique=True),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    parent_id: UUID | None = Field(default=None, foreign_key="topics.id", index=True)
    key: str
    path: str
    labels: dict[str, Any] = document()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()
