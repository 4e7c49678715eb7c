"""Customers as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import Email, In, Instant, Language, Line, Out, Phone
from app.schemas.channels import ChannelKind
from app.schemas.customer_overviews import CustomerOverview

Tier = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$"),
    Field(description="What was agreed with them, in your own words; queues can ask about it."),
]


class CustomerIn(In):
    """A new customer; each of `email`, `phone` and `external_id` belongs to one customer only."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Vera", "email": "vera@example.com", "phone": "+49 30 123456", "locale": "de", "tier": "gold"}
            ]
        }
    )

    name: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    external_id: Line | None = None
    locale: Language | None = None
    organization_id: UUID | None = None
    tier: Tier | None = None


class CustomerPatch(CustomerIn):
    """Changes of a customer; null empties a field."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "vera@example.org", "phone": None}]})


class CustomerChannelOut(Out):
    """As whom a channel knows a customer."""

    kind: ChannelKind
    channel_id: UUID | None = Field(description="The one channel in which the id means them; null: in all of the kind.")
    external_id: str = Field(description="The channel's id of them.")
    username: str | None
    name: str | None = Field(description="How they are called there.")
    customer_id: UUID = Field(description="Where it is kept: the customer, or one who was merged into them.")
    blocked: bool = Field(description="They want to hear nothing more there.")
    last_inbound_at: Instant | None = Field(description="When they wrote last.")


class CustomerOut(Out):
    """A customer. `claimed_email` is only what a visitor said: it opens nothing and finds nobody."""

    id: UUID
    name: str | None
    email: str | None
    claimed_email: str | None
    phone: str | None = Field(description="Digits, with a leading + when it is international.")
    external_id: str | None
    locale: str | None = Field(description="As they, their browser or an agent said.")
    language: str | None = Field(description="What they write in, as the desk hears it; null: not known yet.")
    organization_id: UUID | None
    tier: str | None
    merged_into: UUID | None = Field(description="Who this one really is; their tickets are found there.")
    version: int
    created_at: Instant
    updated_at: Instant
    channels: list[CustomerChannelOut] | None = Field(
        default=None,
        description="As whom channels know them and who was merged into them; only where one customer is read.",
    )
    overview: CustomerOverview | None = Field(default=None, description="With `include=overview`.")


class CustomerPage(Out):
    """A page of customers, newest first."""

    items: list[CustomerOut]
    next_cursor: str | None
