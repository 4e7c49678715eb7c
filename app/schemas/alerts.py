"""Alerts of other systems as staff see them."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out


class AlertsTaken(Out):
    """What was made of the alerts of one request."""

    fired: int = Field(description="New ones.")
    resolved: int
    repeated: int = Field(description="Known already, or overtaken by what was told before.")


class AlertOut(Out):
    """An alert, from its beginning to its end."""

    id: UUID
    alert_source_id: UUID
    fingerprint: str
    status: Literal["firing", "resolved"]
    title: str
    impact: Literal["none", "minor", "major", "critical"]
    labels: dict[str, str]
    annotations: dict[str, str]
    component_ids: list[UUID]
    starts_at: Instant
    ends_at: Instant | None
    seen: int = Field(description="How often it was told.")
    seen_at: Instant
    alarm_id: UUID | None


class AlertPage(Out):
    """A page of alerts, newest first."""

    items: list[AlertOut]
    next_cursor: str | None
