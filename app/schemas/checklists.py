"""Checklists as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Key, Line, Out

MAX_ITEMS = 100


class ChecklistItem(In):
    """A task of a checklist. `due_after_seconds` counts from when it is added to a ticket."""

    title: Line
    required: bool = Field(default=False, description="The ticket is not solved before it is done.")
    assignee_id: UUID | None = None
    due_after_seconds: Annotated[int, Field(strict=True, ge=60, le=366 * 86_400)] | None = None


Items = Annotated[list[ChecklistItem], Field(min_length=1, max_length=MAX_ITEMS)]


class ChecklistIn(In):
    """Tasks that are added to a ticket together, in this order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "banner",
                    "name": "Banner on the site",
                    "items": [
                        {"title": "Check the sizes", "required": True},
                        {"title": "Put it on the site", "required": True, "due_after_seconds": 86400},
                    ],
                }
            ]
        }
    )

    key: Key
    name: Line
    items: Items


class ChecklistPatch(In):
    """Changes of a checklist; tickets keep the tasks that they have."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Banner"}]})

    name: Line | None = None
    items: Items | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ChecklistPatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ChecklistOut(Out):
    """A checklist."""

    id: UUID
    key: str
    name: str
    items: list[ChecklistItem]
    archived: bool
    version: int
    created_at: Instant
    updated_at: Instant


class ChecklistPage(Out):
    """A page of checklists, by key."""

    items: list[ChecklistOut]
    next_cursor: str | None
