"""What custom fields of tickets measure, by which ranges of them are found."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Numeric
from sqlmodel import Field, SQLModel


class TicketMeasure(SQLModel, table=True):
    """A number of a ticket, or the digits of a date or an instant. Triggers keep it beside `tickets.custom_fields`."""

    __tablename__ = "ticket_measures"
    __table_args__ = (Index("ticket_measures_by_value", "key", "value", "ticket_id"),)

    ticket_id: UUID = Field(foreign_key="tickets.id", ondelete="CASCADE", primary_key=True)
    key: str = Field(primary_key=True)
    value: Decimal = Field(sa_type=Numeric)
