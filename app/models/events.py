"""The event log: the truth about what happened to each ticket."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, document


class Event(SQLModel, table=True):
    """What happened, in order. `data.set` holds the ticket fields that changed: folding them gives the row.

    A message's text is not repeated here: `message_id` points at it, so that a redaction is one place.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("events_public", "ticket_id", "public_seq", unique=True, postgresql_where=text("public_seq IS NOT NULL")),
    )

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    seq: int = Field(primary_key=True)
    public_seq: int | None = None
    type: str
    actor_kind: str
    actor_id: UUID
    actor_name: str
    message_id: UUID | None = Field(default=None, foreign_key="messages.id")
    data: dict[str, Any] = document()
    at: datetime = at()
