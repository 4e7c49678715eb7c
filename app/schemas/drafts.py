"""Drafts as agents send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.attachments import AttachedOut, AttachmentIds
from app.schemas.base import In, Instant, MaybeBody, Out, Reference


class DraftIn(In):
    """What you have written so far."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body": "Good afternoon, I have looked into", "last_seen_seq": 2}]}
    )

    body: MaybeBody
    format: Literal["text", "markdown"] = "text"
    visibility: Literal["public", "internal"] = "public"
    attachment_ids: AttachmentIds = []
    last_seen_seq: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None


class DraftOut(Out):
    """A draft. `version` is the ETag of the next `PUT`, and the `draft_version` of the message that it becomes."""

    ticket_id: UUID
    agent: Reference
    body: str
    format: Literal["text", "markdown"]
    visibility: Literal["public", "internal"]
    attachments: list[AttachedOut]
    last_seen_seq: int | None
    version: int
    created_at: Instant
    updated_at: Instant


class DraftsOut(Out):
    """Your draft on this ticket; and what the agent who had the ticket before you had begun to write."""

    draft: DraftOut | None
    left: DraftOut | None = Field(description="For whoever has the ticket now: `POST .../draft/take` makes it yours.")
