"""Tickets on which customers ask for an idea, and product feedback that nobody has looked at."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Out, Paragraph, Reference
from app.schemas.ideas import IdeaOut, SimilarIdea


class IdeaTicketIn(In):
    """That a customer asks for an idea on a ticket."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quote": "We cannot pay you from Norway."}]})

    quote: Paragraph | None = Field(default=None, description="In the customer's words.")


class IdeaTicketOut(Out):
    """A ticket on which a customer asks for an idea."""

    idea_id: UUID = Field(description="The idea that it was linked to: this one, or one merged into it.")
    ticket_id: UUID
    number: int
    subject: str
    customer: Reference
    quote: str | None
    by: Reference
    at: Instant


class IdeaTicketPage(Out):
    """A page of tickets, those that were opened last first."""

    items: list[IdeaTicketOut]
    next_cursor: str | None


class TicketIdeas(Out):
    """What a ticket asks for, and ideas that sound like it."""

    linked: list[IdeaOut]
    similar: list[SimilarIdea] = Field(description="At most ten that are not linked, the nearest first.")


class FeedbackTicket(Out):
    """A ticket of type `feedback`."""

    ticket_id: UUID
    number: int
    subject: str
    status: str
    brand: str | None
    customer: Reference
    ideas: list[UUID] = Field(description="The ideas that it is linked to.")
    created_at: Instant


class FeedbackTicketPage(Out):
    """A page of product feedback, newest first."""

    items: list[FeedbackTicket]
    next_cursor: str | None
