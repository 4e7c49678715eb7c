"""Saved views as clients send and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Line, Out
from app.schemas.conditions import ConditionsIn

ViewScope = Literal["shared", "team", "personal"]
ViewSort = Literal["-updated_at", "updated_at", "-created_at", "created_at"]
ViewColumn = Literal[
    "number", "subject", "status", "priority", "type", "channel", "topic", "language", "tags", "brand", "requester",
    "queue_id", "team_id", "assignee_id", "next_due_at", "snoozed_until", "created_at", "updated_at",
]  # fmt: skip
Columns = Annotated[list[ViewColumn], Field(max_length=20)]
Position = Annotated[int, Field(ge=0, le=1_000_000, description="Views are listed by it, then by age.")]
_DEFAULT: list[ViewColumn] = ["number", "subject", "requester", "status", "updated_at"]
_EXAMPLE: dict[str, Any] = {
    "name": "Mine, not answered",
    "scope": "shared",
    "conditions": {
        "all": [
            {"field": "assignee_id", "operator": "is", "value": "me"},
            {"field": "status", "operator": "in", "value": ["new", "open"]},
        ]
    },
    "sort": "updated_at",
    "columns": ["number", "subject", "requester", "updated_at"],
}


class ViewIn(In):
    """A new view. In its conditions `assignee_id` may be `me` and `team_id` may be `my_teams`: whoever looks."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    scope: ViewScope = Field(
        default="personal", description="Whose it is: everybody's and a team's are for leads and admins to make."
    )
    team_id: UUID | None = Field(default=None, description="Of a `team` view.")
    conditions: ConditionsIn = ConditionsIn()
    sort: ViewSort = "-updated_at"
    columns: Columns = _DEFAULT
    position: Position = 100

    @model_validator(mode="after")
    def _of_a_team(self) -> "ViewIn":
        if (self.scope == "team") != (self.team_id is not None):
            msg = "team_id is for a view of a team, which needs one"
            raise ValueError(msg)
        return self


class ViewPatch(In):
    """Changes of a view; whose it is stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Mine, oldest first", "sort": "updated_at"}]})

    name: Line | None = None
    conditions: ConditionsIn | None = None
    sort: ViewSort | None = None
    columns: Columns | None = None
    position: Position | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ViewPatch":
        null = [name for name in self.model_fields_set if getattr(self, name) is None]
        if null:
            msg = f"{null[0]} cannot be null"
            raise ValueError(msg)
        return self


class ViewOut(Out):
    """A view."""

    id: UUID
    name: str
    scope: ViewScope
    team_id: UUID | None
    agent_id: UUID | None = Field(description="Whose own it is.")
    conditions: dict[str, Any] = Field(description="As they were sent: `all` and `any`.")
    sort: str
    columns: list[str]
    position: int
    version: int
    created_at: Instant
    updated_at: Instant


class ViewPage(Out):
    """A page of views, in their order."""

    items: list[ViewOut]
    next_cursor: str | None


class ViewCountOut(Out):
    """How many tickets a view has for whoever asks."""

    view_id: UUID
    tickets: int | None = Field(description="Null while they are being counted for the first time.")
    exact: bool = Field(
        description="Whether every change up to about a second ago is in it. Not while a view whose conditions have "
        "just changed is counted anew: then it is the count of before."
    )


class ViewCounts(Out):
    """The counts of all views that you see, in their order."""

    items: list[ViewCountOut]
