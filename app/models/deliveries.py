"""Deliveries: what became of a message on its way to those it was written to."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class Delivery(SQLModel, table=True):
    """The furthest that is known of one message to one recipient (empty: the channel has only one)."""

    __tablename__ = "deliveries"
    __table_args__ = (one_of("deliveries", "state", "queued", "sent", "failed", "delivered", "bounced"),)

    message_id: UUID = Field(foreign_key="messages.id", primary_key=True)
    recipient: str = Field(primary_key=True)
    state: str
    # Why it failed or bounced, in the words of whoever reported it.
    detail: str | None = None
    reported_at: datetime = at()
    # When it happened, by whoever reported it.
    at: datetime = at()
