"""What leaves by channels: each message of ours to each recipient once, and which channel a thread's answers go by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, words


class Outbound(SQLModel, table=True):
    """One message of ours on its way to one recipient by one channel.

    Within a lane of a channel they leave in the order of `number`. While it is `sending` or `handing`, `claim` says who
    has it and `next_attempt_at` until when. `handing` is committed right before the other side may have it: one that is
    found so after its time may have arrived, and is `unsure`.
    """

    __tablename__ = "outbound"
    __table_args__ = (
        one_of("outbound", "status", "waiting", "sending", "handing", "sent", "failed", "unsure", "skipped"),
        Index("outbound_once", "message_id", "recipient", unique=True),
        Index("outbound_due", "next_attempt_at", "number", postgresql_where=text("next_attempt_at IS NOT NULL")),
        Index(
            "outbound_lanes", "channel_id", "lane", "number", postgresql_where=text("next_attempt_at IS NOT NULL")
        ),
        # How many automatic ones somebody got of late.
        Index("outbound_automatic", "lane", "created_at", postgresql_where=text("payload ->> 'automatic' = 'true'")),
        Index("outbound_of_ticket", "ticket_id", "id"),
        Index("outbound_newest", "status", "id"),
        Index("outbound_of_channel", "channel_id", "id"),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], nullable=False)
    channel_id: UUID = Field(foreign_key="channels.id")
    ticket_id: UUID = Field(foreign_key="tickets.id")
    message_id: UUID = Field(foreign_key="messages.id")
    # An address, or a conversation of the channel.
    recipient: str
    lane: str
    # Why this channel, what the recipient is called, whose reading makes it needless.
    payload: dict[str, Any] = document()
    status: str = "waiting"
    claim: UUID | None = None
    # Counted when they begin.
    attempts: int = 0
    next_attempt_at: datetime | None = at(nullable=True)
    # What the channel calls it: one message may be several there.
    external_ids: list[str] = words()
    last_error: str | None = None
    created_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)


class TicketReplyChannel(SQLModel, table=True):
    """What an agent has chosen for a thread's answers. It holds until the customer writes by another channel.

    Without a channel: here, on the web or in the app.
    """

    __tablename__ = "ticket_reply_channels"

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    channel_id: UUID | None = Field(default=None, foreign_key="channels.id")
    chosen_by: UUID
    chosen_at: datetime = at()
