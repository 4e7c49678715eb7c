"""Messages of a thread as clients send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import Body, In, Instant, Out

ClientMessageId = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]


class MessageIn(In):
    """A message onto a thread. With `client_message_id` it is stored exactly once, however often it is sent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "body": "Good afternoon, I am Anna. I have sent the invoice again.",
                    "client_message_id": "6f0f3d0c-6d3e-4b5e-8a53-1a1d0c7f6d2b",
                    "last_seen_seq": 2,
                }
            ]
        }
    )

    body: Body
    format: Literal["text", "markdown"] = "text"
    visibility: Literal["public", "internal"] = "public"
    client_message_id: ClientMessageId | None = None
    attachment_ids: Annotated[list[UUID], Field(max_length=0, description="Not yet: must be empty.")] = []
    last_seen_seq: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None
    force: bool = False
    template_id: UUID | None = Field(
        default=None, description="Agents: what the body was made of. Refused while anything in it is in braces."
    )


class AuthorOut(Out):
    """Whose words these are."""

    kind: Literal["agent", "customer", "partner", "system"]
    id: UUID
    name: str


class MessageOut(Out):
    """A message. `seq` is its place in the ticket as the caller counts."""

    id: UUID
    ticket_id: UUID
    seq: int
    author: AuthorOut
    visibility: Literal["public", "internal"]
    body: str
    format: Literal["text", "markdown"]
    client_message_id: str | None
    created_at: Instant


class MessagePage(Out):
    """A page of messages; `next_cursor` is the `after_seq` of the next one."""

    items: list[MessageOut]
    next_cursor: int | None
