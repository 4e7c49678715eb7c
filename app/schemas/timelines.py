"""The timeline of a ticket and of all that was merged into it."""

from typing import Literal

from pydantic import Field

from app.schemas.base import Instant, Out
from app.schemas.messages import MessageOut
from app.schemas.tickets import TicketRef


class TimelineItem(Out):
    """A message, and the ticket that it is on. Other types may come: leave out what you do not know."""

    type: Literal["message"]
    at: Instant
    ticket: TicketRef
    via: TicketRef | None = Field(description="The merged ticket that it was sent to, when it came here from there.")
    message: MessageOut


class TimelinePage(Out):
    """A page of a timeline."""

    items: list[TimelineItem]
    next_cursor: str | None
