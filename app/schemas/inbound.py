"""What came in by channels, as admins see it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Out, Text

InboundStatus = Literal["waiting", "done", "parked", "held", "discarded"]
InboundDoor = Literal["http", "imap", "smtp", "webhook", "poll"]


class InboundOut(Out):
    """One mail or update as it came. `parked`: it could not be taken. `held`: somebody is to decide about it."""

    id: UUID
    channel_id: UUID
    door: InboundDoor
    external_id: str | None = Field(description="The Message-ID, or the channel's id of the update.")
    lane: str | None = Field(description="Those of one lane are taken in the order of their coming.")
    status: InboundStatus
    attempts: int
    next_attempt_at: Instant | None = Field(description="When it is tried again; null: when those before it are done.")
    problem: str | None = Field(description="Why it could not be taken, the last time.")
    outcome: str | None = Field(description="What it became: `created`, `message`, `edited`, `receipt`, `repeated` ...")
    reason: str | None = Field(description="Why it was discarded.")
    ticket_id: UUID | None
    message_id: UUID | None
    size: int = Field(description="In bytes.")
    has_raw: bool = Field(description="Whether it is still there as it came.")
    received_at: Instant
    ended_at: Instant | None


class InboundPage(Out):
    """A page of what came in, oldest first."""

    items: list[InboundOut]
    next_cursor: str | None


class InboundDiscardIn(In):
    """Why it is thrown away."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "An attack on the parser"}]})

    reason: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class InboundReplayIn(In):
    """Which of what is parked is tried again; without anything said all of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"received_after": "2026-11-26T08:00:00Z", "received_before": "2026-11-26T12:00:00Z"}]
        }
    )

    channel_id: UUID | None = None
    received_after: Instant | None = Field(default=None, description="What came then or later.")
    received_before: Instant | None = Field(default=None, description="What came earlier than that.")

    @model_validator(mode="after")
    def _in_order(self) -> "InboundReplayIn":
        if self.received_after and self.received_before and self.received_before <= self.received_after:
            msg = "received_before must be later than received_after"
            raise ValueError(msg)
        return self
