"""The timeline of an incident, and what was learnt of it."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import In, Instant, Out, Reference, Text

LONGEST = 100_000


class IncidentEntryOut(Out):
    """A line of an incident's log."""

    id: UUID
    type: str
    actor_kind: str
    by: Reference
    data: dict[str, Any]
    at: Instant


class IncidentTimeline(Out):
    """A page of an incident's log, oldest first."""

    items: list[IncidentEntryOut]
    next_cursor: str | None


class PostMortemIn(In):
    """What was learnt, in Markdown."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body": "# Payments failed\n\nA certificate had expired."}]}
    )

    body: Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST)]
    published: bool = Field(default=False, description="Whether it is finished and may be shown; of public incidents.")


class IncidentFigures(Out):
    """Counts of an incident. `seconds` from its beginning to its end, or to now."""

    seconds: int
    tickets: int
    customers: int
    updates: int
    messages: int = Field(description="How often customers were told an update.")
    first_ticket_at: Instant | None
    last_ticket_at: Instant | None


class PostMortemOut(Out):
    """What was learnt of an incident; `draft` while nobody has written one: it is made of the log anew each time."""

    incident_id: UUID
    body: str
    draft: bool
    published_at: Instant | None
    by: Reference | None
    figures: IncidentFigures
    version: int
