"""The portal as customers come to it: a link by mail, and who they are then."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import Email, In, Instant, Key, Language, Line, Out

LinkToken = Annotated[str, StringConstraints(pattern=r"^otp_[A-Za-z0-9_-]{43}$")]


class SignInLinkIn(In):
    """Where a link is wanted."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "vera@example.com", "brand": None, "locale": "en"}]}
    )

    email: Email
    brand: Key | None = Field(default=None, description="Whose portal; without it the desk's first brand's.")
    locale: Language | None = Field(default=None, description="Of the mail; null: as `Accept-Language` says.")


class SignInLinkOut(Out):
    """What happens next: the same for every address."""

    state: Literal["sent"]
    expires_in: int = Field(description="Seconds for which a link works.")


class PortalSessionIn(In):
    """What follows the `#` in the link."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"token": "otp_" + "A" * 43}]})

    token: LinkToken


class PortalSessionOut(Out):
    """A customer's token: `Authorization: Bearer` for everything that this customer may do."""

    token: str
    customer_id: UUID
    email: str
    brand: str | None
    expires_in: int = Field(description="Seconds.")


class PortalPersonOut(Out):
    """Whoever is signed in."""

    customer_id: UUID
    email: str
    name: str | None
    locale: str | None
    brand: str | None
    expires_at: Instant
    sessions: int = Field(description="In how many places they are signed in, this one among them.")


class PortalPersonPatch(In):
    """What customers say of themselves; only what is sent is changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Vera", "locale": "de"}]})

    name: Line | None = None
    locale: Language | None = None
