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
        # What was said of tension and of spam is few in a long log.
        Index(
            "events_of_signals", "ticket_id", "seq",
            postgresql_where=text(
                "type IN ('ticket.tension_changed', 'ticket.spam_suspected', 'ticket.marked_spam', "
                "'ticket.unmarked_spam')"
            ),
        ),
    )  # fmt: skip

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
