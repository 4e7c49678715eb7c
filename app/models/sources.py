"""Partner sources and the receipts of their webhooks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class Source(SQLModel, table=True):
    """A partner system that posts signed webhooks. Secrets are stored encrypted; the second one is for rotation."""

    __tablename__ = "sources"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    mapping: dict[str, Any] = document()
    brand: str | None = Field(default=None, foreign_key="brands.key")
    secret: str
    previous_secret: str | None = None
    previous_secret_until: datetime | None = at(nullable=True)
    enabled: bool = True
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class IntakeReceipt(SQLModel, table=True):
    """One webhook of one source, stored with the ticket that it made: a repeat finds it and makes nothing."""

    __tablename__ = "intake_receipts"

    source_id: UUID = Field(foreign_key="sources.id", primary_key=True, ondelete="CASCADE")
    webhook_id: str = Field(primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    body_hash: str
    received_at: datetime = at()
