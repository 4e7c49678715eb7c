"""API keys of partners and scripts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, words


class ApiKey(SQLModel, table=True):
    """A key: shown once, stored as a hash. With a source it sees the tickets of that source only."""

    __tablename__ = "api_keys"
    __table_args__ = (Index("api_keys_created", "created_at", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    # The first characters, so that people can tell keys apart.
    prefix: str
    key_hash: str = Field(unique=True)
    scopes: list[str] = words()
    source_id: UUID | None = Field(default=None, foreign_key="sources.id", ondelete="CASCADE")
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
    expires_at: datetime | None = at(nullable=True)
    ended_at: datetime | None = at(nullable=True)
