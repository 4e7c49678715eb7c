"""Alarms as staff see them."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out


class AlarmOut(Out):
    """An episode in which something was wrong: how long, why, and what was opened for it."""

    id: UUID
    origin: Literal["monitor", "alert"]
    key: str = Field(description="What names the trouble: there is one open alarm of each.")
    monitor_id: UUID | None = Field(description="Null where several are concerned.")
    alert_source_id: UUID | None
    title: str
    reason: str
    impact: Literal["none", "minor", "major", "critical"]
    brand: str | None
    component_ids: list[UUID]
    opened_at: Instant
    closed_at: Instant | None
    closed_because: Literal["recovered", "paused", "deleted"] | None
    reopened: int = Field(description="How often it came back within the quiet time.")
    incident_id: UUID | None
    ticket_id: UUID | None = Field(description="The problem's ticket.")


class AlarmPage(Out):
    """A page of alarms, newest first."""

    items: list[AlarmOut]
    next_cursor: str | None
