"""Subscriptions to the status page as people ask for, confirm and end them."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.outgoing import RefusedError, parse
from app.schemas.base import Email, In, Instant, Key, Language, Out


def _callable(value: str) -> str:
    try:
        return str(parse(value))
    except RefusedError as error:
        raise ValueError(str(error)) from error


CallUrl: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_callable)
]


class StatusSubscriptionIn(In):
    """Who wants to be told: a mail address or a URL, of one brand or of all, of some components or of all."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"mail": "vera@example.com", "locale": "en"}]})

    mail: Email | None = None
    webhook: CallUrl | None = Field(default=None, description="`POST`ed to, signed as the desk's webhooks are.")
    brand: Key | None = None
    component_ids: list[UUID] = Field(default_factory=list, max_length=200, description="None: all of them.")
    locale: Language | None = Field(default=None, description="Of mails; null: as `Accept-Language` says.")

    @model_validator(mode="after")
    def _one(self) -> "StatusSubscriptionIn":
        if (self.mail is None) == (self.webhook is None):
            msg = "give either mail or webhook"
            raise ValueError(msg)
        return self


class StatusSubscribedOut(Out):
    """What happens next: the same whether the address was known or not."""

    state: Literal["pending"]
    secret: str | None = Field(description="Of a webhook: what its calls are signed with. Nobody can read it again.")


class StatusSubscriptionOut(Out):
    """A subscription as whoever has its link sees it."""

    kind: Literal["mail", "webhook"]
    state: Literal["pending", "active", "ended"]
    brand: str | None
    component_ids: list[UUID]
    locale: str | None
    confirmed_at: Instant | None
