"""Notes on customers as agents send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Out

NoteBody = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]


class CustomerNoteIn(In):
    """What agents should know of a customer."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body": "Prefers a call after six in the evening.", "pinned": True}]}
    )

    body: NoteBody
    pinned: bool = False


class CustomerNotePatch(In):
    """Changes of a note; only the fields that are sent are changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pinned": False}]})

    body: NoteBody | None = None
    pinned: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "CustomerNotePatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class CustomerNoteOut(Out):
    """A note on a customer. Customers and partners never see it."""

    id: UUID
    customer_id: UUID
    author_id: UUID
    author_name: str
    body: str
    pinned: bool = Field(description="Shown before everything else about the customer.")
    version: int
    created_at: Instant
    updated_at: Instant


class CustomerNotePage(Out):
    """A page of notes, newest first."""

    items: list[CustomerNoteOut]
    next_cursor: str | None
