"""All there is to know of a customer at one look, and what happened with them in order."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.rules.statuses import Status
from app.schemas.base import Instant, Out, Reference
from app.schemas.customer_identities import IdentityOut
from app.schemas.customer_notes import CustomerNoteOut


class TicketShort(Out):
    """A ticket in a few words."""

    id: UUID
    number: int
    subject: str
    status: Status
    priority: str
    channel: str
    topic: str | None
    assignee_id: UUID | None
    team_id: UUID | None
    requester_id: UUID = Field(description="The customer, or one who was merged into them.")
    created_at: Instant
    last_activity_at: Instant = Field(description="The last change that the customer may know of.")


class RatingShort(Out):
    """A rating."""

    id: UUID
    ticket_id: UUID
    score: int
    comment: str | None
    created_at: Instant


class RatingsOverview(Out):
    """How the customer has rated; of more than a thousand ratings the latest thousand."""

    count: int
    average: float | None
    distribution: dict[str, int] = Field(description="How often each score was given, by score.")
    latest: list[RatingShort]


class OrganizationShort(Out):
    """The customer's organization."""

    id: UUID
    name: str
    domains: list[str]


class CustomerOverview(Out):
    """Everything about a customer that an agent needs to see, with those who were merged into them."""

    organization: OrganizationShort | None
    identities: list[IdentityOut]
    merged: list[Reference] = Field(description="Who was merged into this customer, newest merge first; at most 50.")
    open_tickets: list[TicketShort] = Field(description="At most 20, the latest activity first.")
    open_count: int = Field(description="Among the latest 1,000 tickets.")
    recent_tickets: list[TicketShort] = Field(description="The latest 10 that are not open.")
    ticket_count: int = Field(description="Counted up to 1,000.")
    channels: list[str] = Field(description="By which they came, the most frequent first.")
    ratings: RatingsOverview
    notes: list[CustomerNoteOut] = Field(description="Pinned ones first, then the newest; at most 10.")
    first_seen_at: Instant
    last_activity_at: Instant | None


class CustomerTimelineItem(Out):
    """Something that happened with a customer. What `data` holds depends on the `kind`."""

    kind: Literal["ticket", "chat", "feedback", "note", "merge"]
    id: UUID
    at: Instant = Field(description="Of a ticket its last activity, else when it happened.")
    ticket_id: UUID | None
    data: dict[str, Any]


class CustomerTimelinePage(Out):
    """A page of a customer's timeline, newest first."""

    items: list[CustomerTimelineItem]
    next_cursor: str | None
