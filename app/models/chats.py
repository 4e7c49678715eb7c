"""Chats, the live sessions over a ticket's thread, and the offers made to agents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, Uuid, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class Chat(SQLModel, table=True):
    """A live session; its messages are the ticket's messages."""

    __tablename__ = "chats"
    __table_args__ = (
        one_of("chats", "status", "queued", "offered", "active", "ended"),
        Index("chats_live_per_ticket", "ticket_id", unique=True, postgresql_where=text("status <> 'ended'")),
        # Who left before anybody came.
        Index(
            "chats_abandoned", "line", "ended_at", postgresql_where=text("accepted_at IS NULL AND ended_at IS NOT NULL")
        ),
        Index("chats_wrapping_up", "wrap_up_until", postgresql_where=text("wrap_up_until IS NOT NULL")),
        # Ended chats pile up; what is still going on stays small, and lists of it never walk the rest.
        Index("chats_live", "id", postgresql_where=text("status <> 'ended'")),
        Index("chats_by_agent", "agent_id", "id", postgresql_where=text("agent_id IS NOT NULL")),
        # How fast the queue moved lately.
        Index("chats_accepted", "line", "accepted_at", postgresql_where=text("accepted_at IS NOT NULL")),
        CheckConstraint(
            "status = 'ended' OR (status = 'active') = (agent_id IS NOT NULL)", name="chats_agent_when_taken"
        ),
        Index("chats_by_customer", "customer_id", "id"),
        # Who waited for whom in a period.
        Index("chats_queued", "queued_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    customer_id: UUID = Field(foreign_key="customers.id")
    status: str = "queued"
    # As its ticket's; `line` is where it waits: the queue, else the team, else the zero UUID.
    queue_id: UUID | None = Field(default=None, foreign_key="queues.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    line: UUID | None = Field(
        default=None,
        sa_type=Uuid,
        sa_column_args=[
            Computed("coalesce(queue_id, team_id, '00000000-0000-0000-0000-000000000000'::uuid)", persisted=True)
        ],
    )
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    # First time in the queue; a chat that is queued again keeps it.
    queued_at: datetime = at()
    accepted_at: datetime | None = at(nullable=True)
    # Of whoever had it first, also when it was queued again; a trigger keeps it.
    first_accepted_at: datetime | None = at(nullable=True)
    ended_at: datetime | None = at(nullable=True)
    ended_by: str | None = None
    # Its agent still writes things down: the chat holds its place among what they can take until then.
    wrap_up_until: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class Offer(SQLModel, table=True):
    """A chat offered to an agent until it expires; at most one is live per chat. It reserves capacity while it lives.

    A chat that an agent picks from the queue has an offer too, accepted as it is made; it is `handed_over` when the
    agent passes the chat on. So the offers of a chat tell who had it and who let it pass.
    """

    __tablename__ = "offers"
    __table_args__ = (
        one_of("offers", "status", "live", "accepted", "declined", "expired", "withdrawn", "handed_over"),
        Index("offers_live_per_chat", "chat_id", unique=True, postgresql_where=text("status = 'live'")),
        Index("offers_due", "expires_at", postgresql_where=text("status = 'live'")),
        Index("offers_by_agent", "agent_id", postgresql_where=text("status = 'live'")),
        Index("offers_of_chat", "chat_id", "agent_id"),
        # How an agent's latest offers ended: several misses in a row mean that nobody is there.
        Index("offers_ended", "agent_id", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    chat_id: UUID = Field(foreign_key="chats.id")
    agent_id: UUID = Field(foreign_key="agents.id")
    status: str = "live"
    # The agent who has the chat stays in it until this one accepts.
    warm: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    # Why this agent: the candidates, who was left out and why, and the tie-break.
    decision: dict[str, Any] = document()
    expires_at: datetime = at()
    created_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
