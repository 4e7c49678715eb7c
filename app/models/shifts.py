"""When agents are on duty, and when they are out of office."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class Shift(SQLModel, table=True):
    """An agent is on duty from `starts_at` to just before `ends_at`."""

    __tablename__ = "shifts"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="shifts_span"),
        Index("shifts_of_agent", "agent_id", "ends_at"),
        Index("shifts_started", "starts_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", ondelete="CASCADE")
    starts_at: datetime = at()
    ends_at: datetime = at()
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class Absence(SQLModel, table=True):
    """An agent is out of office; whatever comes back to them meanwhile goes to the substitute, when there is one."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="absences_span"),
        CheckConstraint("substitute_id <> agent_id", name="absences_substitute_another"),
        Index("absences_of_agent", "agent_id", "ends_at"),
        Index("absences_started", "starts_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", ondelete="CASCADE")
    starts_at: datetime = at()
    ends_at: datetime = at()
    substitute_id: UUID | None = Field(default=None, foreign_key="agents.id")
    note: str | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
