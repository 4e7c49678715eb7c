"""The catalogue: the types of requests that a desk takes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class RequestType(SQLModel, table=True):
    """A type of request by its key. `definition` is what `schemas/request_types.py` takes."""

    __tablename__ = "request_types"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    definition: dict[str, Any] = document()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()
