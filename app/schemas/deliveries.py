"""Deliveries on the wire: reports of channels, and what agents see of them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.rules.deliveries import DeliveryState
from app.schemas.base import In, Instant, Out, Paragraph, Text

Recipient = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=254)]


class DeliveryIn(In):
    """What your channel knows of a message. Reports may be repeated and come in any order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "delivered", "recipient": "+79161234567"}]})

    state: DeliveryState
    recipient: Recipient = Field(default="", description="To whom, when the message went to several.")
    detail: Paragraph | None = Field(default=None, description="Why it failed or bounced.")
    at: Instant | None = Field(default=None, description="When; now, if not said.")


class RecipientOut(Out):
    """The furthest that is known of one recipient."""

    recipient: str
    state: DeliveryState
    detail: str | None
    at: Instant
    reported_at: Instant


class DeliveryOut(Out):
    """What became of a message. `state` is null when no channel reports: then only `read` tells that it arrived."""

    message_id: UUID
    state: DeliveryState | None
    read: bool = Field(description="The customer has read it here (on the web, in the app).")
    recipients: list[RecipientOut]
