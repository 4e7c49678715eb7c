"""What keeps coming back, as agents see it: what rises, clusters, who comes again."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out

SubjectKind = Literal["topic", "category", "phrase"]


class InsightTicketOut(Out):
    """A ticket as an example, with the beginning of what the customer wrote."""

    id: UUID
    number: int
    subject: str
    status: str
    created_at: Instant
    excerpt: str | None


class InsightPeriodOut(Out):
    """The hour or day that was looked at, by the desk's own clock; it may still be going on."""

    by: Literal["hour", "day"]
    start: Instant
    end: Instant
    zone: str = Field(description="The time zone of the brand's calendar, or UTC.", examples=["Europe/Moscow"])
    weeks: int = Field(description="With the same hour or day of so many earlier weeks it was compared; 0: none yet.")
    share: float = Field(description="How much of the period was looked at: less than 1 where there is very much.")


class RiseOut(Out):
    """Something of which more people write than to be expected by its own past."""

    kind: SubjectKind
    key: str = Field(description="A topic's path, the key of a type of request, or the stems of a phrase.")
    title: str = Field(description="The same as people write it.")
    observed: int = Field(description="People who wrote of it in the period; each counts once.")
    expected: float = Field(description="How many that would be by the same hour or day of the weeks before.")
    ratio: float | None = Field(description="observed / expected; null: it was not there in those weeks.")
    p_value: float = Field(description="How likely so many would come by chance if nothing had changed.")
    q_value: float = Field(description="Of all that is shown up to here, at most this share is here by chance.")
    why: str
    also: list[str] = Field(description="Other phrases of nearly the same people.")
    examples: list[InsightTicketOut]


class RisePage(Out):
    """What rises, surest first."""

    period: InsightPeriodOut
    items: list[RiseOut]
    next_cursor: str | None


class ClusterWordOut(Out):
    """A word or phrase that makes a cluster."""

    text: str
    tickets: int = Field(description="Tickets of the cluster that have it.")
    usual: float = Field(description="The share of the desk's other tickets that have it.")


class ClusterRiseOut(Out):
    """What of a cluster's words rises just now."""

    text: str
    by: Literal["hour", "day"]
    observed: int
    expected: float
    q_value: float


class ClusterOut(Out):
    """New tickets that are alike. Its id stays while tickets come and go."""

    id: UUID
    brand: str | None
    name: str
    words: list[ClusterWordOut]
    why: str
    tickets: int
    people: int
    rising: list[ClusterRiseOut] = Field(description="Empty: as many as usual, or nothing to compare with.")
    first_at: Instant
    last_at: Instant
    found_at: Instant
    ended_at: Instant | None = Field(description="Since when too few of its tickets are new.")
    examples: list[InsightTicketOut] = Field(description="Those nearest to its middle.")


class ClusterPage(Out):
    """Clusters of the last 24 hours, those with the most people first."""

    items: list[ClusterOut]
    next_cursor: str | None


class ClusterTicketOut(InsightTicketOut):
    """A ticket of a cluster."""

    likeness: float = Field(description="How near it is to the middle of the cluster: 1 is the middle.")


class ClusterTicketPage(Out):
    """The tickets of a cluster, nearest to its middle first."""

    items: list[ClusterTicketOut]
    next_cursor: str | None


class NearestArticleOut(Out):
    """The published article that comes nearest."""

    article_id: UUID
    locale: str
    coverage: float = Field(description="How much of the question it has, from 0 to 1.")


class KnowledgeGapOut(Out):
    """An open question: what is asked, and no article answers it."""

    kind: Literal["cluster", "search"]
    key: str = Field(description="The cluster's id, or the stems of what was searched.")
    title: str
    brand: str | None
    people: int = Field(description="Who asked it in tickets, and visits in which it was searched in vain.")
    tickets: int
    pointed: int = Field(description="Of these tickets, on how many an agent has pointed to an article.")
    searches: int
    queries: list[str] = Field(description="What was searched, the most frequent first.")
    article: NearestArticleOut | None
    why: str
    examples: list[InsightTicketOut]


class KnowledgeGapPage(Out):
    """Open questions, those of the most people first."""

    items: list[KnowledgeGapOut]
    next_cursor: str | None


class RepeatCustomerOut(Out):
    """Who comes again."""

    id: UUID
    name: str | None


class RepeatOut(Out):
    """A customer who comes again about the same."""

    customer: RepeatCustomerOut
    brand: str | None
    topic: str | None
    contacts: int = Field(description="Tickets about it, each within 30 days of the one before.")
    first_at: Instant
    last_at: Instant
    why: str
    words: list[str] = Field(description="What the last ticket has in common with the one before it.")
    first: InsightTicketOut | None
    last: InsightTicketOut | None


class RepeatPage(Out):
    """Customers who come again, the last contact first."""

    items: list[RepeatOut]
    next_cursor: str | None
