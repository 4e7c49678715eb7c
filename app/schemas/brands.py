"""Brands as clients send and see them."""

from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Key, Line, Out


class BrandIn(In):
    """A new brand; its `key` is what clients name it by, and stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": "shop", "name": "The Shop"}]})

    key: Key
    name: Line
    default_team_id: UUID | None = None
    strict_fields: bool = False


class BrandPatch(In):
    """Changes of a brand."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "The Shop (Europe)", "default_team_id": None}]})

    name: Line | None = None
    default_team_id: UUID | None = None
    strict_fields: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "BrandPatch":
        for name in ("name", "strict_fields"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class BrandOut(Out):
    """A brand."""

    id: UUID
    key: str
    name: str
    default_team_id: UUID | None = Field(description="Where its tickets and chats go when no team is named.")
    strict_fields: bool = Field(description="Nobody may use custom fields and topics that are not defined.")
    has_identity_secret: bool = Field(description="Whether its customers can be identified by signed tokens.")
    version: int
    created_at: Instant
    updated_at: Instant


class BrandPage(Out):
    """A page of brands, by key."""

    items: list[BrandOut]
    next_cursor: str | None


class IdentitySecretOut(Out):
    """The secret that signs this brand's identity tokens. It is shown this once."""

    secret: str
    previous_good_until: Instant | None = Field(description="Until when tokens signed with the secret before are good.")
