"""Coaching notes as clients send and see them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.base import Body, In, Instant, Out, Paragraph, Reference

_ID = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"


def _written_out(value: object) -> object:
    if isinstance(value, int | float):
        kind, text = "date_parsing", "Input should be a date like 2026-11-26"
        raise PydanticCustomError(kind, text)
    return value


Day = Annotated[date, BeforeValidator(_written_out)]


class CoachingNoteIn(In):
    """A new note, from the caller to an agent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"agent_id": _ID, "body": "Say what happens next, and when.", "look_again_on": "2026-12-10"}]
        }
    )

    agent_id: UUID
    body: Body
    review_id: UUID | None = Field(default=None, description="A published review of the agent's work.")
    look_again_on: Day | None = None


class CoachingNotePatch(In):
    """Changes of a note that is not acknowledged yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"look_again_on": "2026-12-17"}]})

    body: Body | None = None
    look_again_on: Day | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "CoachingNotePatch":
        if "body" in self.model_fields_set and self.body is None:
            msg = "body cannot be null"
            raise ValueError(msg)
        return self


class CoachingNoteAcknowledgeIn(In):
    """That the agent has read it, and what they say."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reply": "I will try that"}]})

    reply: Paragraph | None = None


class CoachingNoteOut(Out):
    """A note."""

    id: UUID
    agent: Reference
    author: Reference
    review_id: UUID | None
    body: str
    look_again_on: date | None
    acknowledged_at: Instant | None
    reply: str | None
    version: int
    created_at: Instant
    updated_at: Instant


class CoachingNotePage(Out):
    """A page of notes, the newest first."""

    items: list[CoachingNoteOut]
    next_cursor: str | None
