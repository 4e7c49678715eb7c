"""Approvals: whether what a ticket asks for may be done."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class TicketApproval(SQLModel, table=True):
    """The approval that a ticket waits for, or has got. It changes under its ticket's lock."""

    __tablename__ = "ticket_approvals"
    __table_args__ = (one_of("ticket_approvals", "status", "pending", "approved", "declined", "withdrawn"),)

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    # Who decides besides leads; null: leads only.
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    status: str = "pending"
    reason: str | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="agents.id")
    decided_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
