"""The catalogue as it is made, and as whoever chooses from it gets it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Key, Out, Tags
from app.schemas.fields import Hints, Labels
from app.schemas.tickets import Priority, TicketType


class ApprovalRule(In):
    """Who approves: the leads, or an agent (and the leads)."""

    by: Literal["leads", "agent"]
    agent_id: UUID | None = None

    @model_validator(mode="after")
    def _named(self) -> "ApprovalRule":
        if (self.by == "agent") != (self.agent_id is not None):
            msg = "an agent is named where an agent approves, and only there"
            raise ValueError(msg)
        return self


class _Parts(In):
    """What a type of request says besides its key."""

    names: Labels
    descriptions: Hints = {}
    brand: Key | None = Field(default=None, description="Only for this brand; null: for all.")
    public: bool = Field(default=True, description="Whether customers may choose it.")
    form: Key | None = Field(default=None, description="The form that is asked.")
    checklist: Key | None = Field(default=None, description="Its tasks are added to each ticket.")
    team_id: UUID | None = Field(default=None, description="Whose it is, unless somebody names a team or an agent.")
    priority: Priority | None = Field(default=None, description="Unless somebody says another one.")
    ticket_type: TicketType = "request"
    tags: Tags = []
    approval: ApprovalRule | None = Field(default=None, description="Who says yes first; null: nobody has to.")
    position: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 0


class RequestTypeIn(_Parts):
    """A type of request that the desk takes. What is promised for it: a policy with a condition on `request_type`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "site-access",
                    "names": {"en": "Access to the site", "ru": "Доступ к сайту"},
                    "priority": "high",
                    "tags": ["access"],
                    "approval": {"by": "leads"},
                }
            ]
        }
    )

    key: Key


class RequestTypePatch(In):
    """Changes of a type of request; tickets that have it keep what they got from it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"priority": "high"}]})

    names: Labels | None = None
    descriptions: Hints | None = None
    brand: Key | None = None
    public: bool | None = None
    form: Key | None = None
    checklist: Key | None = None
    team_id: UUID | None = None
    priority: Priority | None = None
    ticket_type: TicketType | None = None
    tags: Tags | None = None
    approval: ApprovalRule | None = None
    position: Annotated[int, Field(strict=True, ge=0, le=10_000)] | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "RequestTypePatch":
        for name in self.model_fields_set - {"brand", "form", "checklist", "team_id", "priority", "approval"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class RequestTypeDefinition(_Parts):
    """A type of request as it was made."""


class RequestTypeOut(Out):
    """A type of request in your language; for agents also as it was made."""

    id: UUID
    key: str
    name: str
    description: str | None
    brand: str | None
    form: str | None
    public: bool
    needs_approval: bool
    position: int
    definition: RequestTypeDefinition | None = Field(description="For agents and partners.")
    archived: bool
    version: int
    created_at: Instant
    updated_at: Instant


class RequestTypePage(Out):
    """A page of the catalogue, by key."""

    items: list[RequestTypeOut]
    next_cursor: str | None
