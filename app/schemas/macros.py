"""Macros as clients send and see them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Line, Out, Paragraph
from app.schemas.conditions import ConditionsIn
from app.schemas.scopes import Scope, ScopeField, TeamField
from app.schemas.ticket_actions import ActionProblem, AnyAction, TicketActions

_EXAMPLE: dict[str, Any] = {
    "title": "Refund and close",
    "scope": "personal",
    "actions": [
        {"type": "reply", "body": "{{ greeting }} Your refund is on its way."},
        {"type": "add_tags", "tags": ["refund"]},
        {"type": "set_status", "status": "solved"},
    ],
}


class MacroIn(In):
    """A new macro: actions that are done together or not at all."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    title: Line
    description: Paragraph | None = None
    folder: Line | None = None
    scope: ScopeField = "personal"
    team_id: TeamField = None
    conditions: Annotated[ConditionsIn, Field(description="When it is offered; it can be applied in any case.")] = (
        ConditionsIn()
    )
    actions: TicketActions


class MacroPatch(In):
    """Changes of a macro; lists are sent whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Refund", "actions": _EXAMPLE["actions"][:2]}]})

    title: Line | None = None
    description: Paragraph | None = None
    folder: Line | None = None
    scope: ScopeField | None = None
    team_id: TeamField = None
    conditions: ConditionsIn | None = None
    actions: TicketActions | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "MacroPatch":
        for name in self.model_fields_set - {"description", "folder", "team_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class MacroOut(Out):
    """A macro. With `problems` it is refused until they are mended."""

    id: UUID
    title: str
    description: str | None
    folder: str | None
    scope: Scope
    owner_id: UUID | None
    team_id: UUID | None
    conditions: ConditionsIn
    actions: list[AnyAction]
    problems: list[ActionProblem]
    uses: int = Field(description="How often it was applied.")
    last_used_at: Instant | None
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class MacroPage(Out):
    """A page of macros, by title."""

    items: list[MacroOut]
    next_cursor: str | None
