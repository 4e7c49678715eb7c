"""The one automatic answer that a thread gets outside of hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.columns import at


class AutomaticAnswer(SQLModel, table=True):
    """A thread that has had its automatic answer. `person` is the address that they are known by: few go to one."""

    __tablename__ = "automatic_answers"
    __table_args__ = (Index("automatic_answers_of_person", "person", "at"),)

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    message_id: UUID = Field(foreign_key="messages.id")
    person: str
    at: datetime = at()
