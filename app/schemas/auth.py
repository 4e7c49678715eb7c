"""Signing in, going on, signing out, and who the caller is."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.rules.permissions import Permission
from app.schemas.base import In, Instant, Line, Out, Text

MIN_PASSWORD = 12
MAX_PASSWORD = 200

# What is typed to sign in is compared, not judged: any text. A new password has a length.
Typed = Annotated[Text, StringConstraints(min_length=1, max_length=MAX_PASSWORD)]
NewPassword = Annotated[Text, StringConstraints(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD)]
Secret = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Totp = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class TokenIn(In):
    """E-mail address and password of an agent."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "anna@example.com", "password": "a long sentence of mine"}]}
    )

    email: Line
    password: Typed
    totp: Totp | None = Field(
        default=None, description="A code of the second factor, or a recovery code; without one `totp_required`."
    )


class RefreshIn(In):
    """A refresh token, which is spent by this."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"refresh_token": "otr_AZOcM4pue7KdTA1cHB6aEAAAAAC..."}]})

    refresh_token: Secret


class LogoutIn(In):
    """The refresh token of the sign-in that is to end."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"refresh_token": "otr_AZOcM4pue7KdTA1cHB6aEAAAAAC..."}]})

    refresh_token: Secret | None = None


class InvitationAcceptIn(In):
    """The invitation and the password chosen."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"token": "oti_3q2-7wEr...", "password": "a long sentence of mine"}]}
    )

    token: Secret
    password: NewPassword
    totp: Totp | None = Field(default=None, description="Where the agent has a second factor already.")


class TokensOut(Out):
    """An access token for `expires_in` seconds, and the refresh token that renews it once."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the type of token, by RFC 6750
    expires_in: int
    recovery_codes: list[str] | None = Field(
        default=None, description="Where a second factor was confirmed by this sign-in: shown this once."
    )


class SignInOut(Out):
    """One of your sign-ins: a browser or an app that can act as you."""

    id: UUID
    method: Literal["password", "sso"]
    device: str | None = Field(description="What it calls itself.")
    current: bool = Field(description="Whether this is the one that asks.")
    created_at: Instant
    renewed_at: Instant | None
    expires_at: Instant


class SignInsOut(Out):
    """Your sign-ins, the latest first."""

    items: list[SignInOut]


class MeOut(Out):
    """Who the caller is and what it may do."""

    kind: Literal["agent", "customer", "partner"]
    id: UUID
    name: str
    permissions: list[Permission]
    email: str | None = Field(description="Of agents.")
    role: Literal["agent", "lead", "admin"] | None = Field(description="Of agents.")
    avatar_url: str | None = Field(description="The face of an agent: a path of the desk.")
