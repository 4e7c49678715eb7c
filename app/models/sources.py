"""Partner sources and the receipts of their webhooks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class Source(SQLModel, table=True):
    """A partner system that posts signed webhooks. Secrets are stored encrypted; the second one is for rotation."""

    __tablename__ = "sources"
    __table_args__ = (
        one_of("sources", "mode", "upsert", "create_only"),
        one_of("sources", "unknown", "create", "park"),
        one_of("sources", "unmappable", "park", "refuse"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    mapping: dict[str, Any] = document()
    brand: str | None = Field(default=None, foreign_key="brands.key")
    secret: str
    previous_secret: str | None = None
    previous_secret_until: datetime | None = at(nullable=True)
    enabled: bool = True
    # What a delivery about a known external id does: it is added to its ticket, or it is refused.
    mode: str = Field(default="upsert", sa_column_kwargs={"server_default": "upsert"})
    # What a comment or an update for an external id does that nobody knows.
    unknown: str = Field(default="create", sa_column_kwargs={"server_default": "create"})
    # What is authentic and cannot be mapped: kept to be replayed, or the partner's to mend.
    unmappable: str = Field(default="park", sa_column_kwargs={"server_default": "park"})
    # Null: the desk's own limits.
    per_minute: int | None = None
    max_bytes: int | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class IntakeReceipt(SQLModel, table=True):
    """One webhook of one source, stored with what it did: a repeat finds it and does nothing."""

    __tablename__ = "intake_receipts"
    __table_args__ = (Index("intake_receipts_by_parked", "parked_id", postgresql_where=text("parked_id IS NOT NULL")),)

    source_id: UUID = Field(foreign_key="sources.id", primary_key=True, ondelete="CASCADE")
    webhook_id: str = Field(primary_key=True)
    # Null while it is parked, and when it was discarded.
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    parked_id: UUID | None = Field(default=None, foreign_key="intake_parked.id", ondelete="SET NULL")
    outcome: str = Field(default="created", sa_column_kwargs={"server_default": "created"})
    body_hash: str
    received_at: datetime = at()


class IntakeParked(SQLModel, table=True):
    """An authentic webhook that could not become anything: its raw body, why not, and what became of it."""

    __tablename__ = "intake_parked"
    __table_args__ = (
        one_of("intake_parked", "status", "parked", "replayed", "discarded"),
        Index("intake_parked_of_source", "source_id", "status", "id"),
        Index("intake_parked_waiting", "source_id", "external_id", "id", postgresql_where=text("status = 'parked'")),
    )

    # In the order of their coming: it is the order of a replay.
    id: UUID = Field(default_factory=new_id, primary_key=True)
    source_id: UUID = Field(foreign_key="sources.id", ondelete="CASCADE")
    webhook_id: str
    external_id: str | None = None
    body: bytes
    problem: dict[str, Any] = document()
    status: str = "parked"
    attempts: int = 1
    reason: str | None = None
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    received_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="agents.id")


class IntakeThread(SQLModel, table=True):
    """What a source has said of one of its things: in which ticket it goes on, and the last values of its fields."""

    __tablename__ = "intake_threads"

    source_id: UUID = Field(foreign_key="sources.id", primary_key=True, ondelete="CASCADE")
    external_id: str = Field(primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    said: dict[str, Any] = document()
    # Of the newest update; an older one that comes later changes nothing.
    said_at: datetime | None = at(nullable=True)
    said_sequence: int | None = Field(default=None, sa_type=BigInteger)


class IntakeSample(SQLModel, table=True):
    """One of the last webhooks of a source, raw: a mapping is tried on it."""

    __tablename__ = "intake_samples"
    __table_args__ = (Index("intake_samples_of_source", "source_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    source_id: UUID = Field(foreign_key="sources.id", ondelete="CASCADE")
    webhook_id: str
    body: bytes
    outcome: str
    received_at: datetime = at()
