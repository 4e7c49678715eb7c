"""How far each participant has read a ticket's thread."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class TicketRead(SQLModel, table=True):
    """One participant's mark, in both counters. It only ever goes forward."""

    __tablename__ = "ticket_reads"
    __table_args__ = (one_of("ticket_reads", "reader_kind", "agent", "customer", "partner"),)

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    reader_id: UUID = Field(primary_key=True)
    reader_kind: str
    seq: int
    public_seq: int
    at: datetime = at()
