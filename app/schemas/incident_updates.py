"""What is said of an incident, as clients send and see it."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Out, Reference
from app.schemas.incidents import IncidentStatus, Texts

Told = Literal["told", "over", "unlinked", "failed"]


class IncidentUpdateIn(In):
    """Something to say, and perhaps another status."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "texts": {"en": "We found the cause.", "ru": "Причина найдена."},
                    "status": "identified",
                    "tell": True,
                }
            ]
        }
    )

    texts: Texts
    status: IncidentStatus | None = Field(default=None, description="`resolved` ends it, another one opens it again.")
    public: bool | None = Field(default=None, description="Without it: when the incident is public.")
    tell: bool = Field(
        default=False, description="Send it to the customer of each linked ticket that is not solved, once."
    )
    counts_as_reply: bool = Field(
        default=False, description="With `tell`: it is your answer for SLA. Else it is the desk's word, and no reply."
    )
    solve: bool = Field(
        default=False,
        description="With `resolved`: answer and solve linked tickets and the problem, as `solve-incidents` does.",
    )

    @model_validator(mode="after")
    def _fits(self) -> "IncidentUpdateIn":
        if self.solve and self.status != "resolved":
            msg = "solve goes with the status resolved"
            raise ValueError(msg)
        if self.counts_as_reply and not self.tell:
            msg = "counts_as_reply goes with tell"
            raise ValueError(msg)
        if (self.tell or self.solve) and self.public is False:
            msg = "what customers are told is public"
            raise ValueError(msg)
        return self


class IncidentUpdatePatch(In):
    """Other words. Those who were told are not told again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"texts": {"en": "The cause is known."}}]})

    texts: Texts | None = None
    public: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "IncidentUpdatePatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class SubscribersTold(Out):
    """How far the subscribers of the status page are told an update. What failed for all of them is tried again for a
    day or so (`retrying`) and then given up (`failed`), until somebody lets it be sent again.
    """

    state: Literal["waiting", "retrying", "told", "failed"]
    error: str | None = Field(description="What went wrong, for those who may send it again.")
    next_attempt_at: Instant | None


class IncidentUpdateOut(Out):
    """An update. `job_id` is the job that tells customers."""

    id: UUID
    incident_id: UUID
    status: IncidentStatus
    texts: dict[str, str]
    public: bool
    tell: bool
    job_id: UUID | None
    subscribers: SubscribersTold | None = Field(description="Null: they are not told of it.")
    created_by: Reference
    version: int
    edited_at: Instant | None
    created_at: Instant


class IncidentUpdatePage(Out):
    """A page of updates, newest first."""

    items: list[IncidentUpdateOut]
    next_cursor: str | None


class IncidentUpdateVersionOut(Out):
    """What an update said, from when to when, and who changed it then."""

    number: int
    texts: dict[str, str]
    public: bool
    since: Instant
    until: Instant
    by: Reference


class IncidentUpdateVersions(Out):
    """What an update said before, oldest first."""

    items: list[IncidentUpdateVersionOut]


class IncidentTellingOut(Out):
    """What became of an update on a ticket."""

    ticket_id: UUID
    number: int
    outcome: Told
    message_id: UUID | None
    at: Instant


class IncidentTellingPage(Out):
    """A page of tickets on which an update was told, the oldest first."""

    items: list[IncidentTellingOut]
    next_cursor: str | None
