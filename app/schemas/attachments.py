"""Attachments as clients see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Line, Out

AttachmentState = Literal["unscanned", "pending", "clean", "infected", "failed"]
AttachmentIds = Annotated[
    list[UUID],
    Field(max_length=50, description="Files that you have uploaded and that belong to no message yet, in this order."),
]


class AttachedOut(Out):
    """A file of a message. `state`: whether it can be had (`unscanned`: no scanner is set up; `clean`), waits for the
    scanner (`pending`, `failed`: it does not answer) or is dangerous (`infected`).
    """

    id: UUID
    name: str
    content_type: str = Field(description="By its bytes; application/octet-stream when that cannot be told.")
    size: int = Field(description="Bytes.")
    state: AttachmentState
    warning: Literal["mixed_content", "archive_ratio"] | None = Field(
        description="It could be two things at once, or unpacks to a suspicious size: look twice."
    )


class AttachmentOut(AttachedOut):
    """A file, with a link to its bytes that needs no credential and works for a few minutes."""

    sha256: str
    ticket_id: UUID | None
    message_id: UUID | None
    inline: bool = Field(description="Whether `&inline=true` on the link shows it in a page.")
    url: str | None = Field(description="Null while it cannot be had.")
    url_expires_at: Instant | None
    created_at: Instant


class UploadIn(In):
    """A file that is to be put into the bucket itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "screen.mp4", "size": 8_400_000}]})

    name: Line
    size: Annotated[int, Field(ge=0, le=1 << 40, description="Bytes.")]


class UploadOut(Out):
    """Where to put it, and until when; then `POST /v1/attachments/{id}/complete`."""

    id: UUID
    method: Literal["PUT"]
    url: str
    expires_at: Instant
