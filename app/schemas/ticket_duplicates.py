"""Tickets that sound like another one, and those that may be the same matter."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.rules.statuses import Status
from app.rules.ticket_duplicates import Offer, Sign
from app.schemas.base import Instant, Out


class AlikeTicket(Out):
    """The other ticket, as it is now."""

    id: UUID
    number: int
    subject: str
    status: Status
    requester_id: UUID
    requester_name: str | None
    assignee_id: UUID | None
    created_at: Instant
    solved_at: Instant | None


class SimilarReason(Out):
    """Why a ticket is similar."""

    kind: Literal["similar_words"]
    words: list[str] = Field(description="Those that say most, as this ticket's customer wrote them.")


class SimilarTicket(Out):
    """A ticket that sounds alike."""

    ticket: AlikeTicket
    likeness: float = Field(ge=0, le=1)
    why: list[SimilarReason]


class SimilarTickets(Out):
    """The nearest first."""

    items: list[SimilarTicket]


class DuplicateReason(Out):
    """A sign that two tickets are one matter, and how likely it makes it alone."""

    kind: Sign = Field(
        description="`same_text`, `similar_words`: what customers said; `same_reference`: the same number of an order "
        "or the like; `same_requester`: one customer; `close_in_time`: written by them within two hours."
    )
    words: list[str] = Field(description="The words or numbers in both.")
    likeness: float = Field(ge=0, le=1)


class DuplicateOffer(Out):
    """What may be done: `merge` these into `into_id` (`POST /v1/tickets/{into_id}/merge` with `source_ids`), or `link`
    this ticket to the other one (`POST /v1/tickets/{id}/links` with `kind` `related`). Nothing of it happens by itself.
    """

    do: Offer
    into_id: UUID | None = Field(description="Of a merge: the older of the two.")
    source_ids: list[UUID]


class DuplicateTicket(Out):
    """A ticket that may be the same matter."""

    ticket: AlikeTicket
    likeness: float = Field(ge=0, le=1, description="How likely it is one matter, all signs together.")
    why: list[DuplicateReason]
    offer: DuplicateOffer


class DuplicateTickets(Out):
    """The likeliest first."""

    items: list[DuplicateTicket]
