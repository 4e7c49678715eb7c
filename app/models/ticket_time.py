"""Time that agents have spent on tickets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class TimeEntry(SQLModel, table=True):
    """So many seconds of one agent on one ticket."""

    __tablename__ = "time_entries"
    __table_args__ = (
        CheckConstraint("seconds > 0", name="time_entries_positive"),
        Index("time_entries_of_ticket", "ticket_id", "spent_at", "id"),
        Index("time_entries_of_agent", "agent_id", "spent_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    agent_id: UUID = Field(foreign_key="agents.id")
    agent_name: str
    seconds: int
    note: str | None = None
    billable: bool = False
    # When the work was done, or had been begun.
    spent_at: datetime = at()
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
