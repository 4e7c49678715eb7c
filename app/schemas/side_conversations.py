"""Side conversations as agents, and those outside whom they ask, send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import Body, Email, In, Instant, Line, Out, Subject
from app.schemas.messages import ClientMessageId


class SideConversationIn(In):
    """A private thread with somebody outside (`email`) or with a team of the desk, and its first message."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "Spare part for lamp 7",
                    "body": "Good afternoon! When can you send a new shade?",
                    "email": "sales@supplier.example",
                    "name": "The supplier",
                }
            ]
        }
    )

    subject: Subject
    body: Body
    email: Email | None = None
    name: Annotated[Line | None, Field(description="What to call whoever is outside.")] = None
    team_id: UUID | None = None

    @model_validator(mode="after")
    def _with_one(self) -> "SideConversationIn":
        if (self.email is None) == (self.team_id is None):
            msg = "exactly one of email and team_id is needed"
            raise ValueError(msg)
        return self


class SideConversationPatch(In):
    """Changes of a side conversation; only the fields that are sent are changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "closed"}]})

    subject: Subject | None = None
    status: Literal["open", "closed"] | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "SideConversationPatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class SideConversationOut(Out):
    """A private thread beside a ticket. The customer never sees it, nor that there is one."""

    id: UUID
    ticket_id: UUID
    subject: str
    status: Literal["open", "closed"]
    email: str | None
    name: str | None
    team_id: UUID | None
    created_by: UUID
    message_count: int
    version: int
    created_at: Instant
    updated_at: Instant


class SideConversationPage(Out):
    """A page of side conversations."""

    items: list[SideConversationOut]
    next_cursor: str | None


class SideMessageIn(In):
    """A message. With `client_message_id` it is stored exactly once, however often it is sent."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body": "It leaves on Monday.", "client_message_id": "m-1"}]}
    )

    body: Body
    client_message_id: ClientMessageId | None = None


class SideRedactIn(In):
    """Why what a message says is removed for good."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "A card number"}]})

    reason: Line | None = Field(default=None, description="For agents: why. Do not repeat what is removed.")


class SideMessageOut(Out):
    """A message of a side conversation; `seq` counts from 1 without holes."""

    id: UUID
    conversation_id: UUID
    seq: int
    author_kind: Literal["agent", "outside"]
    author_id: UUID | None
    author_name: str
    body: str
    client_message_id: str | None
    redacted_at: Instant | None = Field(description="What it said was removed for good: `body` is empty.")
    created_at: Instant


class SideMessagePage(Out):
    """A page of messages, oldest first; `next_cursor` is the `after_seq` of the next one."""

    items: list[SideMessageOut]
    next_cursor: int | None


class OutsideMessage(Out):
    """A message as somebody outside sees it."""

    seq: int
    yours: bool
    author_name: str
    body: str
    redacted: bool = Field(description="What it said was removed: `body` is empty.")
    created_at: Instant


class OutsideConversation(Out):
    """A side conversation as whoever is outside sees it: nothing of the ticket."""

    subject: str
    status: Literal["open", "closed"]
    items: list[OutsideMessage] = Field(description="The latest 100, oldest first.")
