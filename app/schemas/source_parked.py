"""What is parked of a source, its last webhooks, and what a preview answers."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Out, Text
from app.schemas.source_mappings import SourceMapping

ParkedStatus = Literal["parked", "replayed", "discarded"]


class ParkedError(Out):
    """What is wrong with one field; `pointer` points into the partner's JSON."""

    pointer: str
    detail: str


class ParkedProblem(Out):
    """Why it could not become anything, as the partner would have been told."""

    code: str
    detail: str
    errors: list[ParkedError] = []


class ParkedOut(Out):
    """A parked webhook."""

    id: UUID
    source_id: UUID
    webhook_id: str
    external_id: str | None
    status: ParkedStatus
    problem: ParkedProblem
    attempts: int = Field(description="How often it was tried, the first time included.")
    reason: str | None = Field(description="Why it was discarded.")
    ticket_id: UUID | None = Field(description="What a replay made of it, or added to.")
    received_at: Instant
    ended_at: Instant | None


class ParkedWithBody(ParkedOut):
    """A parked webhook with its raw body, as it was signed."""

    body: str


class ParkedPage(Out):
    """A page of what is parked, in the order of its coming."""

    items: list[ParkedOut]
    next_cursor: str | None


class DiscardIn(In):
    """Why it is thrown away."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "A test of the partner's"}]})

    reason: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class SampleOut(Out):
    """One of the last webhooks of a source, raw."""

    id: UUID
    webhook_id: str
    outcome: str
    received_at: Instant
    body: str


class SampleList(Out):
    """The last webhooks of a source, newest first."""

    items: list[SampleOut]


class PreviewIn(In):
    """What to try: a payload, or one that came (a sample or a parked one); with a mapping that is not saved yet."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "payload": {"issue": {"title": "Parcel 4711", "level": "P1"}},
                    "mapping": {
                        "subject": "issue.title",
                        "priority": {"path": "issue.level", "lookup": {"P1": "urgent"}},
                    },
                }
            ]
        }
    )

    payload: Any = None
    sample_id: UUID | None = None
    parked_id: UUID | None = None
    mapping: SourceMapping | None = None

    @model_validator(mode="after")
    def _one(self) -> "PreviewIn":
        if len({"payload", "sample_id", "parked_id"} & self.model_fields_set) != 1:
            msg = "give one of payload, sample_id and parked_id"
            raise ValueError(msg)
        return self


class PreviewField(Out):
    """One field: what was found, and what gave it (`usual` names, a `path`, an expression, a `constant` ...)."""

    field: str
    value: Any
    origin: str
    path: str | None = Field(description="Where in the payload it stands, when it stands there.")


class PreviewOut(Out):
    """What a webhook would do; nothing of it was done."""

    outcome: Literal["created", "commented", "updated", "unchanged", "stale", "parked", "refused"]
    fields: list[PreviewField]
    problem: ParkedProblem | None
    ticket: dict[str, Any] | None = Field(description="The ticket that it would make.")
    existing: dict[str, Any] | None = Field(description="The ticket that it is about: id and number.")
    changes: dict[str, Any] = Field(description="Fields of that ticket that would change.")
    comment: dict[str, Any] | None = Field(description="What would be added to that ticket's thread.")
