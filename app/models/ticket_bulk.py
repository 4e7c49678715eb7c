"""What a bulk change is to do to each ticket, and what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of, records


class BulkItem(SQLModel, table=True):
    """One ticket of a bulk change, chosen when that began. It waits until the transaction that changes the ticket.

    `expected` is the ticket's version as whoever asked has seen it (null: any).
    """

    __tablename__ = "bulk_items"
    __table_args__ = (
        one_of("bulk_items", "status", "waiting", "done", "skipped", "failed"),
        Index("bulk_items_waiting", "job_id", "number", postgresql_where=text("status = 'waiting'")),
        Index("bulk_items_once", "job_id", "ticket_id", unique=True),
    )

    job_id: UUID = Field(foreign_key="jobs.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    ticket_id: UUID
    expected: str | None = None
    status: str = "waiting"
    code: str | None = None
    detail: str | None = None
    outcomes: list[Any] = records()
    at: datetime | None = at(nullable=True)
