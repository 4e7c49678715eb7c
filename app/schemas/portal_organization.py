"""Tickets of one's organization, as its members see them in the portal."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.statuses import Status
from app.schemas.base import Body, In, Instant, Out
from app.schemas.messages import ClientMessageId

Sharing = Literal["off", "read", "reply"]


class PortalOrganizationOut(Out):
    """Whether one sees what others of one's organization have asked."""

    name: str | None = Field(description="null: it shares nothing, or this is nobody of one.")
    sharing: Sharing


class SharedRequesterOut(Out):
    """Who has asked; not their address."""

    id: UUID
    name: str | None


class SharedTicketOut(Out):
    """A ticket of one's organization in a list."""

    id: UUID
    number: int
    subject: str
    status: Status
    requester: SharedRequesterOut
    mine: bool
    created_at: Instant
    updated_at: Instant


class SharedTicketPage(Out):
    """The latest change first."""

    items: list[SharedTicketOut]
    next_cursor: str | None


class SharedMessageIn(In):
    """What one writes on somebody else's ticket, in one's own name. With `client_message_id` it is stored once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "body": "The same happens to me, on the second floor.",
                    "client_message_id": "0a7b6c1e-5f0e-4f39-9a52-1f5a64b1d1c3",
                }
            ]
        }
    )

    body: Body
    client_message_id: ClientMessageId | None = None
