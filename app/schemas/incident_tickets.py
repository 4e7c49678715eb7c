"""Tickets of an incident, as clients send and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Out, Subject

CandidateState = Literal["suggested", "waiting", "linked", "dismissed", "elsewhere", "gone", "failed"]
MOST_TICKETS = 1_000


class IncidentTicketsIn(In):
    """Tickets to be linked: those that are named, or all that are suggested."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"suggested": True}]})

    ticket_ids: Annotated[list[UUID], Field(max_length=MOST_TICKETS)] = []
    suggested: bool = Field(default=False, description="All that are suggested at this moment, however many.")

    @model_validator(mode="after")
    def _something(self) -> "IncidentTicketsIn":
        if bool(self.ticket_ids) == self.suggested:
            msg = "name tickets, or take all that are suggested"
            raise ValueError(msg)
        return self


class IncidentTicketsOutIn(In):
    """Tickets that have nothing to do with the incident."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"ticket_ids": ["0193a1f0-c4d2-7a3e-8c11-2b1f0e9d8c7b"]}]}
    )

    ticket_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class IncidentTicketOut(Out):
    """A ticket of an incident. `because` is what of the rule matched; null: somebody chose it."""

    ticket_id: UUID
    number: int
    subject: Subject
    status: str
    state: CandidateState
    because: dict[str, Any] | None
    at: Instant


class IncidentTicketPage(Out):
    """A page of tickets of an incident, the oldest first."""

    items: list[IncidentTicketOut]
    next_cursor: str | None


class IncidentTicketsDismissed(Out):
    """How many suggestions were dismissed, and how many tickets unlinked."""

    dismissed: int
    unlinked: int
