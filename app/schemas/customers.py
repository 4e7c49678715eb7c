"""Customers as clients send and see them."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import Email, In, Instant, Language, Line, Out, Phone


class CustomerIn(In):
    """A new customer; each of `email`, `phone` and `external_id` belongs to one customer only."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Vera", "email": "vera@example.com", "phone": "+49 30 123456", "locale": "de"}]
        }
    )

    name: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    external_id: Line | None = None
    locale: Language | None = None
    organization_id: UUID | None = None


class CustomerPatch(CustomerIn):
    """Changes of a customer; null empties a field."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "vera@example.org", "phone": None}]})


class CustomerOut(Out):
    """A customer. `claimed_email` is only what a visitor said: it opens nothing and finds nobody."""

    id: UUID
    name: str | None
    email: str | None
    claimed_email: str | None
    phone: str | None = Field(description="Digits, with a leading + when it is international.")
    external_id: str | None
    locale: str | None
    organization_id: UUID | None
    version: int
    created_at: Instant
    updated_at: Instant


class CustomerPage(Out):
    """A page of customers, newest first."""

    items: list[CustomerOut]
    next_cursor: str | None
