"""Widget sessions as web pages and mobile apps ask for them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import Email, In, Key, Language, Line, Out
from app.schemas.help_search import HelpSession

IdentityToken = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}$", max_length=4096)]


class WidgetSessionIn(In):
    """Who comes. Without an `identity_token` the visitor is somebody new, whatever name and e-mail are given."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Vera", "email": "vera@example.com", "locale": "de", "brand": "shop"}]}
    )

    name: Line | None = None
    email: Email | None = Field(default=None, description="Kept as a claim for agents to see; it identifies nobody.")
    locale: Language | None = None
    brand: Key | None = Field(default=None, description="The brand; without it the desk's first one.")
    help_session: HelpSession | None = Field(
        default=None, description="The id under which they have read your help centre: it is the same person."
    )
    identity_token: IdentityToken | None = Field(
        default=None, description="A short-lived JWT that the company's own backend has signed for this visitor."
    )


class WidgetSessionOut(Out):
    """A visitor token: `Authorization: Bearer` for everything that this customer may do."""

    token: str
    customer_id: UUID
    expires_in: int = Field(description="Seconds.")
