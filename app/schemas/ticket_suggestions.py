"""What is suggested to an agent for a ticket, and why."""

from typing import Literal, TypeAlias
from uuid import UUID

from pydantic import Field

from app.rules.statuses import Status
from app.schemas.base import Instant, Out

ReasonKind: TypeAlias = Literal["similar_tickets", "used_lately", "own_words"]


class ReasonTicket(Out):
    """An earlier ticket that speaks for a suggestion."""

    id: UUID
    number: int
    subject: str


class ReasonOut(Out):
    """Why something is suggested, the strongest reason first."""

    kind: ReasonKind = Field(
        description="`similar_tickets`: agents used it for earlier tickets that sound alike; `used_lately`: it is what "
        "is used most these days, whatever is asked; `own_words`: its own title or words fit."
    )
    words: list[str] = Field(description="The words of this ticket by which it was found, as the customer wrote them.")
    tickets: list[ReasonTicket] = Field(
        default=[], description="Those earlier tickets, the nearest first; three at most."
    )
    share: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Of the votes of similar tickets, or of what is used lately: its part.",
    )


class InsertOut(Out):
    """What goes into a message."""

    body: str
    format: Literal["text", "markdown"]
    template_id: UUID | None = Field(default=None, description="Send it with the message, so that its use is counted.")


class ArticleSuggestion(Out):
    """An article that may answer this ticket."""

    article_id: UUID
    locale: str
    title: str
    summary: str | None
    url: str
    visibility: Literal["public", "signed_in", "agents"]
    used: bool = Field(description="Whether an agent has pointed this customer to it already.")
    share: float | None = Field(
        ge=0,
        le=1,
        description="Of the similar earlier tickets that agents used an article for: the part that got this.",
    )
    why: list[ReasonOut]
    insert: InsertOut | None = Field(description="null: for agents only, so nothing to send.")


class ReplySuggestion(Out):
    """A template that may answer this ticket, filled for it."""

    template_id: UUID
    title: str
    shortcut: str | None
    share: float | None = Field(ge=0, le=1)
    why: list[ReasonOut]
    insert: InsertOut
    unresolved: list[str] = Field(description="What nothing could be put in for; it stands in the text in braces.")


class SolvedSuggestion(Out):
    """An earlier ticket that sounds alike, with what solved it."""

    ticket_id: UUID
    number: int
    subject: str
    status: Status
    solved_at: Instant | None
    likeness: float = Field(ge=0, le=1)
    words: list[str]
    message_id: UUID = Field(description="The agent's last public message there.")
    insert: InsertOut


class TicketSuggestionsOut(Out):
    """What may help to answer a ticket now: the best first of each kind. Any of the lists may be empty."""

    articles: list[ArticleSuggestion]
    replies: list[ReplySuggestion]
    tickets: list[SolvedSuggestion]
