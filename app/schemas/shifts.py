"""Shifts as clients send and see them: when agents who work by shifts are on duty."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Out
from app.schemas.calendars import Moment

EndsAt = Annotated[Moment, Field(description="On duty until just before; at most 31 days after it starts.")]


class ShiftIn(In):
    """A new shift of an agent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "agent_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10",
                    "starts_at": "2026-12-28T08:00:00Z",
                    "ends_at": "2026-12-28T16:00:00Z",
                }
            ]
        }
    )

    agent_id: UUID
    starts_at: Moment
    ends_at: EndsAt


class ShiftPatch(In):
    """Another time for a shift."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends_at": "2026-12-28T18:00:00Z"}]})

    starts_at: Moment | None = None
    ends_at: EndsAt | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ShiftPatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ShiftOut(Out):
    """A shift. It counts for agents who work `by_shifts`."""

    id: UUID
    agent_id: UUID
    starts_at: Instant
    ends_at: Instant
    version: int
    created_at: Instant
    updated_at: Instant


class ShiftPage(Out):
    """A page of shifts, those that start first first."""

    items: list[ShiftOut]
    next_cursor: str | None
