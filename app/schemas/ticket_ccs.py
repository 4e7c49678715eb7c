"""Customers in copy of a ticket, as clients send and see them."""

from uuid import UUID

from pydantic import ConfigDict, model_validator

from app.schemas.base import Email, In, Instant, Line, Out


class CcIn(In):
    """Who reads along: a customer by id, or by an e-mail address, for which a customer is found or made."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "oleg@example.com", "name": "Oleg"}]})

    customer_id: UUID | None = None
    email: Email | None = None
    name: Line | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "CcIn":
        if (self.customer_id is None) == (self.email is None):
            msg = "exactly one of customer_id and email is needed"
            raise ValueError(msg)
        return self


class CcOut(Out):
    """A customer in copy. Customers do not see each other's addresses."""

    customer_id: UUID
    name: str | None
    email: str | None
    added_at: Instant


class Ccs(Out):
    """Everybody in copy of a ticket."""

    items: list[CcOut]
