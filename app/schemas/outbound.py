"""What leaves by channels, as agents see it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out

OutboundStatus = Literal["waiting", "sending", "handing", "sent", "failed", "unsure", "skipped"]


class OutboundOut(Out):
    """One message of ours on its way to one recipient by one channel."""

    id: UUID
    channel_id: UUID
    channel_kind: str
    channel_name: str
    ticket_id: UUID
    message_id: UUID
    recipient: str = Field(description="An address, or a conversation of the channel.")
    reason: str | None = Field(description="Why this channel; see the ticket's reply channel.")
    if_unread: bool = Field(description="It goes only if the customer has not read it here by then.")
    status: OutboundStatus = Field(
        description="`handing`: the other side may have it at this moment. `unsure`: it may have arrived, and nobody "
        "knows; it is not sent again by itself. `skipped`: it was read here, removed or cancelled before it left."
    )
    attempts: int
    next_attempt_at: Instant | None = Field(description="While it is `sending` or `handing`: until when that may take.")
    external_ids: list[str] = Field(description="What the channel calls it.")
    last_error: str | None = Field(description="Why the last attempt failed, for people.")
    created_at: Instant
    ended_at: Instant | None


class OutboundPage(Out):
    """A page of what leaves, newest first."""

    items: list[OutboundOut]
    next_cursor: str | None
