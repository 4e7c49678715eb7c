"""The settings of how agents prove who they are: second factors, and a company's own sign-on."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode

_NEAR = frozenset({"127.0.0.1", "::1", "localhost"})


class IdentitySettings(BaseSettings):
    """A part of `Settings`."""

    passwords: bool = Field(default=True, description="Whether agents may sign in with a password.")
    totp_required: Annotated[list[Literal["agent", "lead", "admin"]], NoDecode] = Field(
        default=[], description="Roles that sign in with a password only together with a second factor, with commas."
    )
    oidc_issuer: str | None = Field(
        default=None, description="The company's OpenID provider: the address below which its configuration is."
    )
    oidc_client_id: str | None = Field(default=None, description="Who the desk is there.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="Absent: a public client, by PKCE alone.")
    oidc_name: str = Field(default="SSO", min_length=1, max_length=60, description="What the button is called.")
    oidc_scopes: str = Field(default="openid email profile", description="What is asked for.")
    oidc_trust_email: bool = Field(
        default=False, description="Whether an e-mail address counts that the provider does not call verified."
    )
    oidc_create: bool = Field(
        default=False, description="Whether whoever the provider knows, and the desk does not, becomes an agent."
    )

    @field_validator("totp_required", mode="before")
    @classmethod
    def roles(cls, value: object) -> object:
        """Read `lead,admin`."""
        return [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value

    @field_validator("oidc_issuer")
    @classmethod
    def over_tls(cls, value: str | None) -> str | None:
        """Refuse an issuer that anybody on the way could pose as."""
        if value is None:
            return None
        parts = urlsplit(value)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _NEAR)
        if not safe or not parts.hostname or parts.query or parts.fragment:
            msg = "must be https://..., as the provider itself writes it"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def a_way_in(self) -> Self:
        """Refuse a desk that nobody could sign in to."""
        if (self.oidc_issuer is None) != (self.oidc_client_id is None):
            msg = "OTKLIK_OIDC_ISSUER and OTKLIK_OIDC_CLIENT_ID go together"
            raise ValueError(msg)
        if not self.passwords and self.oidc_issuer is None:
            msg = "without passwords OTKLIK_OIDC_ISSUER is needed: nobody could sign in"
            raise ValueError(msg)
        if "openid" not in self.oidc_scopes.split():
            msg = "OTKLIK_OIDC_SCOPES must have openid"
            raise ValueError(msg)
        return self
