"""Customers' messages that the assistant may answer by itself: what became of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class AssistantAnswer(SQLModel, table=True):
    """One customer's message: it is answered once, or it is said why not."""

    __tablename__ = "assistant_answers"
    __table_args__ = (
        one_of("assistant_answers", "state", "waiting", "answered", "declined"),
        Index("assistant_answers_due", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("assistant_answers_of_ticket", "ticket_id", "message_id"),
    )

    message_id: UUID = Field(foreign_key="messages.id", primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    state: str = "waiting"
    # Of `declined`: why; of `waiting`: what it waits for.
    reason: str | None = None
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # When it is tried (again); while somebody is at it, when they are taken for dead.
    due_at: datetime = at()
    answer_id: UUID | None = Field(default=None, foreign_key="messages.id")
    call_id: UUID | None = None
    created_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
