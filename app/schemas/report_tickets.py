"""What stands behind a number of a report."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out


class ReportTicketOut(Out):
    """One thing that was counted, and its ticket. A ticket may be there several times: for each of its replies, say."""

    ticket_id: UUID
    number: int
    subject: str
    status: str = Field(description="Of now.")
    metric: str
    at: Instant = Field(description="When it counts.")
    seconds: int | None = Field(description="Of a time: every hour counts.")
    business_seconds: int | None = Field(
        description="The same in the opening hours of then; null: nobody had said any hours."
    )
    value: int | None = Field(description="Of a share: 1 when it was so, 0 when not.")
    agent_id: UUID | None
    team_id: UUID | None
    queue_id: UUID | None
    brand: str | None
    channel: str | None
    topic: str | None
    language: str | None
    priority: str | None
    type: str | None
    imported: bool = Field(description="It happened elsewhere, before the ticket was here.")


class ReportTicketPage(Out):
    """A page of what was counted, the newest first: in all pages together as many as the report says (`n`)."""

    items: list[ReportTicketOut]
    next_cursor: str | None
