"""Organizations that customers belong to."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, words


class Organization(SQLModel, table=True):
    """A company or group of customers."""

    __tablename__ = "organizations"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    domains: list[str] = words()
    external_id: str | None = Field(default=None, unique=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
