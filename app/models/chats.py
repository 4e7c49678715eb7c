"""Chats, the live sessions over a ticket's thread, and the offers made to agents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class Chat(SQLModel, table=True):
    """A live session; its messages are the ticket's messages."""

    __tablename__ = "chats"
    __table_args__ = (
        one_of("chats", "status", "queued", "offered", "active", "ended"),
        Index("chats_live_per_ticket", "ticket_id", unique=True, postgresql_where=text("status <> 'ended'")),
        Index("chats_waiting", "team_id", "queued_at", "id", postgresql_where=text("status IN ('queued', 'offered')")),
        Index("chats_by_agent", "agent_id", "id", postgresql_where=text("status = 'active'")),
        Index("chats_created", "created_at", "id"),
        Index("chats_by_customer", "customer_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    customer_id: UUID = Field(foreign_key="customers.id")
    status: str = "queued"
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    # First time in the queue; a chat that is queued again keeps it.
    queued_at: datetime = at()
    accepted_at: datetime | None = at(nullable=True)
    ended_at: datetime | None = at(nullable=True)
    ended_by: str | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class Offer(SQLModel, table=True):
    """A chat offered to an agent until it expires; one is live per chat at most, and it reserves capacity."""

    __tablename__ = "offers"
    __table_args__ = (
        one_of("offers", "status", "live", "accepted", "declined", "expired", "withdrawn"),
        Index("offers_live_per_chat", "chat_id", unique=True, postgresql_where=text("status = 'live'")),
        Index("offers_due", "expires_at", postgresql_where=text("status = 'live'")),
        Index("offers_by_agent", "agent_id", postgresql_where=text("status = 'live'")),
        Index("offers_of_chat", "chat_id", "agent_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    chat_id: UUID = Field(foreign_key="chats.id")
    agent_id: UUID = Field(foreign_key="agents.id")
    status: str = "live"
    # Why this agent: the candidates, who was left out and why, and the tie-break.
    decision: dict[str, Any] = document()
    expires_at: datetime = at()
    created_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
