"""By what customers are recognised, as clients send and see it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import Email, In, Line, Out, Phone

IdentityKind = Literal["email", "phone", "external_id"]


class IdentityIn(In):
    """Another e-mail address, phone number or external id of a customer: just one of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "vera@work.example.com"}]})

    email: Email | None = None
    phone: Phone | None = None
    external_id: Line | None = None

    @model_validator(mode="after")
    def _just_one(self) -> "IdentityIn":
        if sum(each is not None for each in (self.email, self.phone, self.external_id)) != 1:
            msg = "exactly one of email, phone and external_id is needed"
            raise ValueError(msg)
        return self


class IdentityOut(Out):
    """By what a customer is recognised. `claimed_email` is not among them: nobody is recognised by it."""

    kind: IdentityKind
    value: str
    customer_id: UUID = Field(description="Where it is kept: the customer, or one who was merged into them.")
    main: bool = Field(description="Whether it is the customer's own field, which PATCH changes.")


class Identities(Out):
    """Everything by which a customer is recognised."""

    items: Annotated[list[IdentityOut], Field(description="The customer's own first.")]
