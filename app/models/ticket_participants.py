"""Senders whom a ticket does not know: what they wrote waits until an agent decides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class TicketParticipant(SQLModel, table=True):
    """Somebody who wrote to a ticket that does not know them, once per ticket and address.

    `pending`: an agent is to decide. `approved`: they are in copy. `declined`: what they write goes to `moved_to_id`,
    or nowhere when `ignored`.
    """

    __tablename__ = "ticket_participants"
    __table_args__ = (
        one_of("ticket_participants", "status", "pending", "approved", "declined"),
        one_of("ticket_participants", "reason", "unknown", "unproven"),
        Index("ticket_participants_once", "ticket_id", "address", unique=True),
        Index("ticket_participants_in_order", "ticket_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    # In lower case.
    address: str
    name: str | None = None
    status: str = "pending"
    # `unproven`: the address is a participant's, and its domain says that they have not sent it.
    reason: str
    why: str
    ignored: bool = False
    # Their own ticket, when it has begun.
    moved_to_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    decided_by: UUID | None = Field(default=None, foreign_key="agents.id")
    decided_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class HeldMail(SQLModel, table=True):
    """A mail that waits for the decision on its sender: enough of it to decide by."""

    __tablename__ = "held_mails"
    __table_args__ = (Index("held_mails_of_participant", "participant_id", "inbound_id"),)

    inbound_id: UUID = Field(foreign_key="inbound.id", primary_key=True)
    participant_id: UUID = Field(foreign_key="ticket_participants.id")
    subject: str
    # The beginning of what they wrote.
    text: str
    files: int = 0
    received_at: datetime = at()
