"""Time spent on tickets, as agents send and see it."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Out
from app.schemas.calendars import Moment

Seconds = Annotated[int, Field(ge=1, le=86_400, strict=True, description="At most a day in one entry.")]
TimeNote = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class TimeEntryIn(In):
    """Time of yours on a ticket. Leads and admins may enter it for others."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"seconds": 900, "note": "Looked through the invoices"}]})

    seconds: Seconds
    note: TimeNote | None = None
    billable: bool = False
    agent_id: Annotated[UUID | None, Field(description="Whose time; yours by default.")] = None
    spent_at: Annotated[Moment | None, Field(description="When it was spent; now by default, never later.")] = None


class TimeEntryPatch(In):
    """Changes of an entry; only the fields that are sent are changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"seconds": 1200}]})

    seconds: Seconds | None = None
    note: TimeNote | None = None
    billable: bool | None = None
    spent_at: Moment | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "TimeEntryPatch":
        for name in self.model_fields_set - {"note"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class TimeEntryOut(Out):
    """Time of an agent on a ticket."""

    id: UUID
    ticket_id: UUID
    agent_id: UUID
    agent_name: str
    seconds: int
    note: str | None
    billable: bool
    spent_at: Instant
    version: int
    created_at: Instant
    updated_at: Instant


class TimeEntryPage(Out):
    """A page of entries, the latest first, and what all of the ticket's come to."""

    items: list[TimeEntryOut]
    next_cursor: str | None
    total_seconds: int
    billable_seconds: int
