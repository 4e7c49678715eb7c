"""Notifications: what an agent is to know, kept until it is read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class Notification(SQLModel, table=True):
    """Something to tell an agent. `key` keeps the same thing from being told twice; null: it may be."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("notifications_of_agent", "agent_id", "id"),
        Index("notifications_unread", "agent_id", "id", postgresql_where=text("read_at IS NULL")),
        Index("notifications_read", "read_at", postgresql_where=text("read_at IS NOT NULL")),
        Index("notifications_key", "agent_id", "key", unique=True, postgresql_where=text("key IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", ondelete="CASCADE")
    kind: str
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    data: dict[str, Any] = document()
    key: str | None = None
    created_at: datetime = at()
    read_at: datetime | None = at(nullable=True)


class TicketFollower(SQLModel, table=True):
    """An agent who wants to know about a ticket that is somebody else's."""

    __tablename__ = "ticket_followers"

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, index=True, ondelete="CASCADE")
    # "person" or "sla".
    cause: str
    added_at: datetime = at()
