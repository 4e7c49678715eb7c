"""What a search finds, as clients see it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out
from app.schemas.customers import CustomerOut
from app.schemas.messages import AuthorOut
from app.schemas.tickets import TicketOut

SearchKind = Literal["ticket", "message", "customer"]


class FoundMessage(Out):
    """The message that was found, without its text: `html` shows why it was found."""

    id: UUID
    ticket_id: UUID
    seq: int
    author: AuthorOut
    visibility: Literal["public", "internal"]
    created_at: Instant


class SearchHit(Out):
    """Something that was found."""

    kind: SearchKind
    match: Literal["exact", "words", "similar"] = Field(
        description="By its number, address or id; by the words as they were typed, in any form; by words that are "
        "nearly the same."
    )
    html: str = Field(
        description="The subject, name or piece of the message that shows why it was found. Safe to put into a page: "
        "everything is escaped, and what was found is in `<mark>`."
    )
    at: Instant = Field(description="When the ticket, message or customer was made.")
    ticket: TicketOut | None = Field(description="The ticket, of a `ticket` or `message`.")
    message: FoundMessage | None = Field(description="Of a `message`.")
    customer: CustomerOut | None = Field(description="Of a `customer`.")


class SearchPage(Out):
    """A page of what was found: what was named exactly first, then by words, then by similar words; of these tickets
    before customers before messages, the newest of each first.
    """

    items: list[SearchHit]
    next_cursor: str | None = Field(
        description="Where to go on. A page may be short, or empty, and there be more: a rare thing among very many is "
        "looked for in several requests."
    )
