"""What a partner's webhook must come to, and what it is answered."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from app.schemas.base import Body, CustomFields, In, Key, Language, Line, Out, Subject, Tags
from app.schemas.tickets import Priority, RequesterIn, TicketType

Action = Literal["create", "comment", "update", "upsert"]
# What a source may make of a ticket: not new again, and merging is for people.
SourceStatus = Literal["open", "pending", "on_hold", "solved", "closed"]
Outcome = Literal["created", "commented", "updated", "unchanged", "stale"]


class IntakeTicket(In):
    """A delivery as the source's mapping made it from the partner's JSON; absent fields say nothing."""

    # Partners write numbers as text, and instants as seconds since 1970: what can be understood is taken.
    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return handler(source)

    subject: Subject | None = None
    body: Body | None = None
    requester: RequesterIn = RequesterIn()
    priority: Priority = "normal"
    type: TicketType = "question"
    topic: Line | None = None
    language: Language | None = None
    tags: Tags = []
    custom_fields: CustomFields = {}
    request_type: Key | None = None
    external_id: Line | None = None
    action: Action | None = None
    status: SourceStatus | None = None
    comment: Body | None = None
    comment_author: Line | None = None
    comment_external_id: Annotated[Line | None, Field(max_length=200)] = None
    comment_visibility: Literal["public", "internal"] = "public"
    updated_at: AwareDatetime | None = None
    sequence: Annotated[int | None, Field(ge=0, le=2**63 - 1)] = None


class IntakeOut(Out):
    """The ticket of a webhook, and what it did there, now or when it came first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"ticket_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10", "number": 1042, "outcome": "created"}]
        },
    )

    ticket_id: UUID
    number: int
    outcome: Outcome = Field(description="`stale`: older than what came before, its words (if any) were kept.")


class IntakeParkedOut(Out):
    """Where a webhook is kept that is authentic and could not become anything yet. It is safe: do not send it again."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"parked": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]}
    )

    parked: UUID
