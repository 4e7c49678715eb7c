"""Organizations as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Line, Out
from app.schemas.portal_organization import Sharing

Domain = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=253, pattern=r"^[^\x00-\x20@/\\.]+(\.[^\x00-\x20@/\\.]+)+$"
    ),
]


def _each_once(domains: list[str]) -> list[str]:
    return list(dict.fromkeys(domains))


Domains = Annotated[list[Domain], Field(max_length=100), AfterValidator(_each_once)]


SHARING = "Whether its members see each other's tickets in the portal (`read`), and write on them too (`reply`)."


class OrganizationIn(In):
    """A new organization."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Romashka LLC", "domains": ["romashka.example"], "external_id": "c-7"}]
        }
    )

    name: Line
    domains: Domains = []
    external_id: Line | None = None
    ticket_sharing: Sharing = Field(default="off", description=SHARING)


class OrganizationPatch(In):
    """Changes of an organization; `domains` are all of its domains."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Romashka Group"}]})

    name: Line | None = None
    domains: Domains | None = None
    external_id: Line | None = None
    ticket_sharing: Sharing | None = Field(default=None, description=SHARING)

    @model_validator(mode="after")
    def _not_null(self) -> "OrganizationPatch":
        for name in ("name", "domains", "ticket_sharing"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class OrganizationOut(Out):
    """An organization."""

    id: UUID
    name: str
    domains: list[str]
    external_id: str | None
    ticket_sharing: Sharing
    version: int
    created_at: Instant
    updated_at: Instant


class OrganizationPage(Out):
    """A page of organizations, by name."""

    items: list[OrganizationOut]
    next_cursor: str | None
