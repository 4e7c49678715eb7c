"""Brands: the products or companies that one desk serves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class Brand(SQLModel, table=True):
    """A brand; its `key` is what clients name. New tickets go to its default team."""

    __tablename__ = "brands"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    # Nobody may use fields and topics that are not defined.
    strict_fields: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    default_team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    # When somebody is there, unless a queue or a team has hours of its own; null: the brand says nothing of hours.
    calendar_id: UUID | None = Field(default=None, foreign_key="calendars.id")
    # How it is reached, and what it says while it is closed: what `schemas/brands.py` takes.
    reach: dict[str, Any] = document()
    # How it looks: what `schemas/appearance.py` takes.
    appearance: dict[str, Any] = document()
    logo_id: UUID | None = Field(default=None, foreign_key="pictures.id", ondelete="SET NULL")
    # On what the assistant may answer by itself: what `schemas/brands.py` takes.
    assistant: dict[str, Any] = document()
    # Encrypted; signs the identity tokens of this brand's own customers.
    identity_secret: str | None = None
    # The one before: for a day after a rotation its tokens are good too, so that the company's own backend
    # can change over without locking its customers out.
    identity_secret_previous: str | None = None
    identity_rotated_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
