"""Forms: which questions are asked, in which order."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class Form(SQLModel, table=True):
    """A form by its key. `definition` is what `schemas/forms.py` takes."""

    __tablename__ = "forms"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    definition: dict[str, Any] = document()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()
