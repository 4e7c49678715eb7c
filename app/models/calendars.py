"""Calendars of opening hours, in versions that never change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, records


class Calendar(SQLModel, table=True):
    """A calendar by name; `number` is the version that counts now. Archived ones are for those who still use them."""

    __tablename__ = "calendars"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    number: int = 1
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class CalendarVersion(SQLModel, table=True):
    """What a calendar said at a time: a clock names the version that it is counted by."""

    __tablename__ = "calendar_versions"
    __table_args__ = (UniqueConstraint("calendar_id", "number", name="calendar_versions_number_unique"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    calendar_id: UUID = Field(foreign_key="calendars.id")
    number: int
    zone: str
    # As it was sent: days of the week, dated exceptions, and whose public holidays.
    weekly: dict[str, Any] = document()
    exceptions: list[dict[str, Any]] = records()
    holidays: list[dict[str, Any]] = records()
    # The holidays as dates with names: a newer library must not move a clock that has been counted.
    holiday_dates: dict[str, Any] = document()
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
