"""Notifications as agents see them."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Out

# Nobody reads further down; a count up to here costs the same for everybody.
MOST_COUNTED = 1000


class NotificationOut(Out):
    """Something that an agent is to know. What `data` holds for which `kind` is in the guide *events*."""

    id: UUID
    kind: str = Field(description="Ignore kinds that you do not know.", examples=["sla.step"])
    ticket_id: UUID | None
    data: dict[str, Any]
    created_at: Instant
    read_at: Instant | None


class NotificationPage(Out):
    """A page of notifications, newest first."""

    items: list[NotificationOut]
    next_cursor: str | None


class NotificationCount(Out):
    """How many are unread."""

    unread: int = Field(
        ge=0, le=MOST_COUNTED, description=f"Counted up to {MOST_COUNTED}: then it is that many or more."
    )


class NotificationsReadIn(In):
    """Up to where the agent has read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"up_to": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    up_to: UUID = Field(description="The newest notification that was shown; it and all older ones become read.")
