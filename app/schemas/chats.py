"""Chats as clients open and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.attachments import AttachmentIds
from app.schemas.base import Body, CustomFields, In, Instant, Key, Language, Line, Out, Reference

ChatStatus = Literal["queued", "offered", "active", "ended"]


class ChatIn(In):
    """A customer's first words; everything else helps to find the right agent."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body": "Hello, my order has not arrived", "topic": "delivery"}]}
    )

    body: Body
    topic: Line | None = None
    language: Language | None = None
    brand: Key | None = None
    custom_fields: CustomFields = Field(default={}, description="Those that customers may set; see `GET /v1/forms`.")
    request_type: Key | None = Field(
        default=None, description="Of the catalogue. Its form is not asked, and the chat waits for no approval."
    )
    attachment_ids: AttachmentIds = []


class EndIn(In):
    """How a chat ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"solve": True}]})

    solve: bool = Field(default=False, description="Agents: also solve the ticket.")


class OfferOut(Out):
    """An offer of a chat to you."""

    expires_at: Instant


class HandoverOut(Out):
    """A chat that is offered to another agent while its own stays in it."""

    agent: Reference
    expires_at: Instant


class FaceOut(Reference):
    """An agent as customers see one."""

    avatar_url: str | None = Field(description="Their face: a path of the desk.")


class ChatOut(Out):
    """A chat: a live session over the thread of its ticket, where its messages are."""

    id: UUID
    ticket_id: UUID
    status: ChatStatus
    position: int | None = Field(description="The place in the queue, 1 is next; null when it does not wait.")
    wait_seconds: Annotated[list[int], Field(min_length=2, max_length=2)] | None = Field(
        description="From and to: four of five waits end in between. Null without a basis for an estimate."
    )
    agent: FaceOut | None = Field(description="Who has the chat, or had it when it ended.")
    customer: Reference
    subject: str
    queue_id: UUID | None = Field(description="For agents: the queue; null: its team's own.")
    team_id: UUID | None = Field(description="For agents: in whose queue it is.")
    offer: OfferOut | None = Field(description="For the agent to whom it is offered now.")
    handover: HandoverOut | None = Field(description="For agents: to whom it is being handed over, warm.")
    queued_at: Instant
    accepted_at: Instant | None
    ended_at: Instant | None
    ended_by: str | None
    wrap_up_until: Instant | None = Field(description="For agents: until then it holds a place of its agent's.")
    version: int
    created_at: Instant
    updated_at: Instant


class ChatPage(Out):
    """A page of chats, the newest first."""

    items: list[ChatOut]
    next_cursor: str | None
