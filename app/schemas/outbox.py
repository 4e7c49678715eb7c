"""The outbox as admins see it; never the text of a mail, nor a secret."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import Instant, Out

OutboxStatus = Literal["waiting", "sending", "sent", "failed"]
OutboxKind = Literal["mail", "webhook"]


class OutboxItemOut(Out):
    """A mail or webhook that is to leave the desk, or has left it."""

    id: UUID
    kind: OutboxKind
    key: str = Field(description="The decision that it comes from: one decision is sent once.")
    target: str = Field(description="An address, or a URL.")
    about: str = Field(description="The subject of a mail, the event type of a webhook.")
    status: OutboxStatus = Field(
        description="`failed`: the receiver refused it for good, or did not take it for three days."
    )
    attempts: int
    next_attempt_at: Instant | None = Field(description="While it is `sending`: until when that may take.")
    last_error: str | None = Field(description="Why the last attempt failed, for people.")
    created_at: Instant
    sent_at: Instant | None


class OutboxPage(Out):
    """A page of the outbox, newest first."""

    items: list[OutboxItemOut]
    next_cursor: str | None


class SigningSecretOut(Out):
    """The secret with which the desk signs its webhooks, in the form that Standard Webhooks libraries read."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwf3R0cHlB5nY="}]}
    )

    secret: str
