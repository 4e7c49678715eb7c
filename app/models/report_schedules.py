"""Reports that are sent by mail, and each time that one was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, words


class ReportSchedule(SQLModel, table=True):
    """A report with its parameters, whom it goes to, and when by the clock of a zone; `next_at` is when it is due."""

    __tablename__ = "report_schedules"
    __table_args__ = (
        one_of("report_schedules", "every", "day", "week", "month"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="report_schedules_weekday_range"),
        CheckConstraint("day BETWEEN 1 AND 31", name="report_schedules_day_range"),
        one_of("report_schedules", "stopped_because", "creator_gone", "report_refused"),
        Index("report_schedules_in_order", "created_at", "id"),
        Index("report_schedules_due", "next_at", postgresql_where=text("active")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    report: str
    # As the report takes them, without a period: that is `period`, counted from the due time.
    parameters: dict[str, Any] = document()
    period: str
    every: str
    # "HH:MM" on the wall of `zone`.
    at_time: str
    zone: str
    weekday: int = 1
    day: int = 1
    agent_ids: list[str] = words()
    addresses: list[str] = words()
    active: bool = True
    # Why it was switched off by the desk itself.
    stopped_because: str | None = None
    next_at: datetime = at()
    # In whose name it is made: who may not read reports any more sends none.
    created_by: UUID = Field(foreign_key="agents.id")
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class ReportRun(SQLModel, table=True):
    """A time that a report was sent: when it was due (null: somebody asked for it), and to how many."""

    __tablename__ = "report_runs"
    __table_args__ = (
        Index("report_runs_once", "schedule_id", "due_at", unique=True, postgresql_where=text("due_at IS NOT NULL")),
        Index("report_runs_of_schedule", "schedule_id", "id"),
        one_of("report_runs", "outcome", "sent", "nobody", "refused"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    schedule_id: UUID = Field(foreign_key="report_schedules.id", ondelete="CASCADE")
    due_at: datetime | None = at(nullable=True)
    ran_at: datetime = at()
    # Due times before this one that passed while the desk was away.
    missed: int = 0
    period_from: datetime = at()
    period_to: datetime = at()
    outcome: str = "sent"
    recipients: int = 0
    error: str | None = None
