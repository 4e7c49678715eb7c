"""Customers who read along on somebody else's ticket."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.columns import at


class TicketCc(SQLModel, table=True):
    """A customer in copy: sees what the requester sees, and may write."""

    __tablename__ = "ticket_ccs"
    __table_args__ = (Index("ticket_ccs_of_customer", "customer_id", "ticket_id"),)

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id", primary_key=True)
    added_by: UUID
    added_at: datetime = at()
