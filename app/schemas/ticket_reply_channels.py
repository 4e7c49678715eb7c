"""By which channel a thread's answers go, on the wire."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Out


class ReplyChannelIn(In):
    """Where answers go from now on: by a channel, here (on the web, in the app), or as the desk finds best again."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"place": "here"}, {"place": "channel", "channel_id": "0193a1f0-c4d2-7a3e-8b11-5f3f0c2d9e10"}]
        }
    )

    place: Literal["channel", "here", "automatic"]
    channel_id: UUID | None = None

    @model_validator(mode="after")
    def _channel_when_channel(self) -> "ReplyChannelIn":
        if (self.place == "channel") != (self.channel_id is not None):
            msg = "channel_id is needed with place channel, and only then"
            raise ValueError(msg)
        return self


class WayOut(Out):
    """One channel to the customer, and whether an answer can go by it."""

    channel_id: UUID
    kind: str
    name: str
    to: str | None = Field(description="An address, or a conversation of the channel.")
    possible: bool
    obstacle: str | None = Field(description="A stable word for why not; null when it can be used.")
    why: str | None = Field(description="The same as a sentence.")


class ReplyChannelOut(Out):
    """Where the next answer goes, why, and where else it could go."""

    place: Literal["channel", "here"]
    channel_id: UUID | None
    kind: str | None
    name: str | None
    to: str | None
    if_unread: bool = Field(description="The channel is used only if the customer has not read it here by then.")
    reason: str = Field(description="chosen, wrote_by, reads_here, mail, waits, partner or no_way")
    why: str
    chosen_at: Instant | None = Field(description="When an agent chose it; null when the desk did.")
    copies: list[str] = Field(description="Addresses of those in copy, who get a mail as well.")
    ways: list[WayOut]
