"""Absences as clients send and see them: when agents are out of office, and who stands in for them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Out, Paragraph
from app.schemas.calendars import Moment

EndsAt = Annotated[Moment, Field(description="Out of office until just before; at most two years after it starts.")]
Substitute = Annotated[
    UUID | None, Field(description="Who gets what comes back to the agent meanwhile; null: it is routed as if new.")
]


class AbsenceIn(In):
    """A new absence."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"starts_at": "2026-12-28T00:00:00Z", "ends_at": "2027-01-11T00:00:00Z", "note": "Winter holidays"}
            ]
        }
    )

    agent_id: Annotated[UUID | None, Field(description="Yourself unless given.")] = None
    starts_at: Moment
    ends_at: EndsAt
    substitute_id: Substitute = None
    note: Annotated[Paragraph | None, Field(description="For colleagues, all of whom can read it.")] = None


class AbsencePatch(In):
    """Changes of an absence; null leaves nobody standing in, or no note."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends_at": "2027-01-08T00:00:00Z", "note": None}]})

    starts_at: Moment | None = None
    ends_at: EndsAt | None = None
    substitute_id: Substitute = None
    note: Paragraph | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "AbsencePatch":
        for name in self.model_fields_set - {"substitute_id", "note"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class AbsenceOut(Out):
    """An absence: its agent gets no work, whatever their presence says, and keeps what they have."""

    id: UUID
    agent_id: UUID
    starts_at: Instant
    ends_at: Instant
    substitute_id: UUID | None
    note: str | None
    version: int
    created_at: Instant
    updated_at: Instant


class AbsencePage(Out):
    """A page of absences, those that start first first."""

    items: list[AbsenceOut]
    next_cursor: str | None
