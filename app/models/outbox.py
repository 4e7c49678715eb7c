"""The outbox: what must leave the desk, written in the transaction that decided it and sent after."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class OutboxItem(SQLModel, table=True):
    """One mail or webhook, due while `next_attempt_at` is set. One decision has one `key`: it is sent once.

    While it is `sending`, `next_attempt_at` is the end of the lease: whoever sends it must have recorded the outcome.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("outbox", "kind", "mail", "webhook"),
        one_of("outbox", "status", "waiting", "sending", "sent", "failed"),
        Index("outbox_due", "kind", "next_attempt_at", postgresql_where=text("next_attempt_at IS NOT NULL")),
        Index("outbox_newest", "status", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    key: str = Field(unique=True)
    # An address, or a URL.
    target: str
    payload: dict[str, Any] = document()
    status: str = "waiting"
    attempts: int = 0
    next_attempt_at: datetime | None = at(nullable=True)
    last_error: str | None = None
    created_at: datetime = at()
    sent_at: datetime | None = at(nullable=True)
