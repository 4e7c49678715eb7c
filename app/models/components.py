"""What a company runs and its customers know by name: what incidents and monitors are about."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class Component(SQLModel, table=True):
    """A part of the service. How it is follows from open incidents and maintenance: nothing of that is stored here."""

    __tablename__ = "components"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    # The name by locale.
    texts: dict[str, Any] = document()
    # Components of one section stand together.
    section: str | None = None
    brand: str | None = Field(default=None, foreign_key="brands.key", index=True)
    position: int = 0
    public: bool = True
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()
