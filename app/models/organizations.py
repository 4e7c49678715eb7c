"""Organizations that customers belong to."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, words


class Organization(SQLModel, table=True):
    """A company or group of customers."""

    __tablename__ = "organizations"
    __table_args__ = (one_of("organizations", "ticket_sharing", "off", "read", "reply"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    domains: list[str] = words()
    external_id: str | None = Field(default=None, unique=True)
    # Whether its members see each other's tickets in the portal, and write on them.
    ticket_sharing: str = Field(default="off", sa_column_kwargs={"server_default": "off"})
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
