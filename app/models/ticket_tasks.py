"""Tasks of tickets: what has to be done, by whom, until when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class TicketTask(SQLModel, table=True):
    """A task of a ticket. It changes under its ticket's lock; `told` is set once its assignee knows that it is due."""

    __tablename__ = "ticket_tasks"
    __table_args__ = (
        Index("ticket_tasks_in_order", "ticket_id", "position", "id"),
        # Those that somebody is to be told about when their time comes.
        Index(
            "ticket_tasks_due", "due_at", postgresql_where=text("due_at IS NOT NULL AND done_at IS NULL AND NOT told")
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    title: str
    position: int
    # The ticket is not solved before it is done.
    required: bool = False
    assignee_id: UUID | None = Field(default=None, foreign_key="agents.id")
    due_at: datetime | None = at(nullable=True)
    told: bool = False
    done_at: datetime | None = at(nullable=True)
    done_by: UUID | None = Field(default=None, foreign_key="agents.id")
    # The key of the checklist that it came with.
    checklist: str | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
