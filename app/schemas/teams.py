"""Teams as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Line, Out


def _each_once(agent_ids: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(agent_ids))


Members = Annotated[list[UUID], Field(max_length=1000), AfterValidator(_each_once)]
CalendarId = Annotated[UUID | None, Field(description="When the team works; null: at any time.")]
EscalatesTo = Annotated[
    UUID | None, Field(description="The team that tickets go to which are beyond this one: a ladder, never a circle.")
]


class TeamIn(In):
    """A new team with its agents."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Billing", "agent_ids": ["01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"]}]}
    )

    name: Line
    agent_ids: Members = []
    calendar_id: CalendarId = None
    escalates_to_id: EscalatesTo = None


class TeamPatch(In):
    """Changes of a team; `agent_ids` is the whole membership, so send all of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Billing and refunds"}]})

    name: Line | None = None
    agent_ids: Members | None = None
    calendar_id: CalendarId = None
    escalates_to_id: EscalatesTo = None

    @model_validator(mode="after")
    def _not_null(self) -> "TeamPatch":
        for name in self.model_fields_set - {"calendar_id", "escalates_to_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class TeamOut(Out):
    """A team and the agents in it. One that is archived gets no more work; its name may be another's."""

    id: UUID
    name: str
    agent_ids: list[UUID]
    calendar_id: UUID | None
    escalates_to_id: UUID | None
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class TeamPage(Out):
    """A page of teams, by name."""

    items: list[TeamOut]
    next_cursor: str | None
