"""Transcripts of chats by mail, as they are asked for."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import Email, In, Instant, Out


class TranscriptMailIn(In):
    """Where to: without an address to the customer's own."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "vera@example.com"}]})

    email: Email | None = Field(
        default=None, description="Needed where the desk knows none that is surely the customer's."
    )


class TranscriptMailOut(Out):
    """A transcript on its way."""

    id: UUID
    chat_id: UUID
    email: str
    created_at: Instant
