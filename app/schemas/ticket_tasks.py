"""Tasks of a ticket as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Key, Line, Out

Place = Annotated[int, Field(strict=True, ge=0, le=100_000, description="Smaller ones come first.")]


class TaskIn(In):
    """A new task; it comes last unless it has a position."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Ask the supplier", "required": True}]})

    title: Line
    required: bool = Field(default=False, description="The ticket is not solved before it is done.")
    assignee_id: UUID | None = None
    due_at: Instant | None = None
    position: Place | None = None


class TaskPatch(In):
    """Changes of a task; done twice is done once."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"done": True}]})

    title: Line | None = None
    done: bool | None = None
    required: bool | None = None
    assignee_id: UUID | None = None
    due_at: Instant | None = None
    position: Place | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "TaskPatch":
        for name in self.model_fields_set - {"assignee_id", "due_at"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ChecklistApplyIn(In):
    """A checklist to add, by its key."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": "banner"}]})

    key: Key


class TaskOut(Out):
    """A task of a ticket."""

    id: UUID
    ticket_id: UUID
    title: str
    position: int
    required: bool
    assignee_id: UUID | None
    due_at: Instant | None
    done: bool
    done_at: Instant | None
    done_by: UUID | None
    checklist: str | None = Field(description="The key of the checklist that it came with.")
    version: int
    created_at: Instant
    updated_at: Instant


class TaskPage(Out):
    """A page of tasks, in their order."""

    items: list[TaskOut]
    next_cursor: str | None
