"""What keeps coming back: what tickets are counted by, clusters of them, who comes again, and what is told of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records, words


def _marks() -> Any:  # noqa: ANN401 - what Field returns
    return Field(
        default_factory=list, sa_type=ARRAY(Integer), nullable=False, sa_column_kwargs={"server_default": "{}"}
    )


class InsightTicket(SQLModel, table=True):
    """A ticket as it is counted: by topic, type of request, and the marks of its words (`rules/text_marks.py`).

    Made of the ticket by a reader of the change feed, kept for `OTKLIK_INSIGHT_DAYS`, and made anew at any time.
    """

    __tablename__ = "insight_tickets"
    __table_args__ = (
        Index("insight_tickets_at", "at"),
        Index("insight_tickets_of_brand", "brand", "at"),
        Index("insight_tickets_of_requester", "requester_id", "at"),
        Index("insight_tickets_of_root", "root_id", "at", "ticket_id"),
    )

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True, ondelete="CASCADE")
    at: datetime = at()
    brand: str | None = None
    topic: str | None = None
    category: str | None = None
    requester_id: UUID
    language: str | None = None
    words: list[int] = _marks()
    phrases: list[int] = _marks()
    # The first of the tickets of this customer that this one repeats.
    root_id: UUID


class InsightRepeat(SQLModel, table=True):
    """A customer who comes again about the same: the first of these tickets, the last one, and how many there are."""

    __tablename__ = "insight_repeats"
    __table_args__ = (
        Index("insight_repeats_last", "last_at", "root_id"),
        Index("insight_repeats_of_brand", "brand", "last_at", "root_id"),
    )

    root_id: UUID = Field(foreign_key="tickets.id", primary_key=True, ondelete="CASCADE")
    requester_id: UUID = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    brand: str | None = None
    topic: str | None = None
    contacts: int
    first_at: datetime = at()
    last_at: datetime = at()
    last_ticket_id: UUID
    # The marks that the last one has in common with the one before it.
    words: list[int] = _marks()


class InsightCluster(SQLModel, table=True):
    """New tickets that are alike. It stays who it is while tickets come and go, and ends when too few are left."""

    __tablename__ = "insight_clusters"
    __table_args__ = (
        Index("insight_clusters_live", "people", "id", postgresql_where=text("ended_at IS NULL")),
        Index("insight_clusters_ended", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    brand: str | None = None
    name: str
    # How it is explained: words as they are written, in how many of its tickets, and how usual they are.
    words: list[dict[str, Any]] = records()
    # Its middle: marks with how much of it each is.
    middle: dict[str, Any] = document()
    tickets: int
    people: int
    # What of its words and phrases rises (hour or day), as a report says it.
    rising: list[dict[str, Any]] = records()
    # The published article that comes nearest to its words (`article_id`, `locale`, `coverage`); null: there is none.
    article: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    # Of its tickets, on how many an agent has pointed to an article.
    pointed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    first_at: datetime = at()
    last_at: datetime = at()
    made_at: datetime = at()
    looked_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)


class InsightClusterTicket(SQLModel, table=True):
    """A ticket of a cluster, and how near to its middle it is."""

    __tablename__ = "insight_cluster_tickets"
    __table_args__ = (Index("insight_cluster_tickets_nearest", "cluster_id", "likeness", "ticket_id"),)

    cluster_id: UUID = Field(foreign_key="insight_clusters.id", primary_key=True, ondelete="CASCADE")
    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True, index=True, ondelete="CASCADE")
    likeness: float


class InsightState(SQLModel, table=True):
    """The one row that says when the next look for what rises is due; whoever moves that looks. And the job that counts
    what was there before, or was to be counted anew.
    """

    __tablename__ = "insight_state"
    __table_args__ = (CheckConstraint("one", name="insight_state_one_row"),)

    one: bool = Field(default=True, primary_key=True)
    due_at: datetime = at()
    looked_at: datetime | None = at(nullable=True)
    job_id: UUID | None = None


class InsightRule(SQLModel, table=True):
    """What a team wants to be told of."""

    __tablename__ = "insight_rules"
    __table_args__ = (
        one_of("insight_rules", "kind", "rising", "cluster", "knowledge_gap", "repeated_contacts"),
        one_of("insight_rules", "by", "hour", "day"),
        Index("insight_rules_name_unique", text("lower(name)"), unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    enabled: bool = True
    kind: str
    brand: str | None = Field(default=None, foreign_key="brands.key")
    by: str = "hour"
    # Of what rises: topics, categories, phrases; and perhaps only this one and what is below it.
    subjects: list[str] = words()
    key: str | None = None
    at_least: int
    ratio: float
    # At most one false alarm in so many days, if nothing changes.
    false_alarm_days: int
    only_rising: bool = False
    team_id: UUID | None = Field(default=None, foreign_key="teams.id", ondelete="SET NULL")
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class InsightAlert(SQLModel, table=True):
    """Something that a rule has found, once per episode: until it has not been seen for a while (`ended_at`)."""

    __tablename__ = "insight_alerts"
    __table_args__ = (
        one_of("insight_alerts", "state", "open", "dismissed", "problem"),
        Index(
            "insight_alerts_once", "rule_id", "subject", "key", unique=True, postgresql_where=text("ended_at IS NULL")
        ),
        Index("insight_alerts_newest", "created_at", "id"),
        Index("insight_alerts_by_state", "state", "created_at", "id"),
        Index("insight_alerts_problem", "problem_id", postgresql_where=text("problem_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    rule_id: UUID | None = Field(default=None, foreign_key="insight_rules.id", ondelete="SET NULL")
    rule_name: str
    kind: str
    # A topic, category, phrase, cluster, knowledge gap or customer; `key` names which.
    subject: str
    key: str
    title: str
    brand: str | None = None
    by: str | None = None
    state: str = "open"
    # As it was when it stood out most: what was seen, what was to be expected, and how likely that is by chance.
    facts: dict[str, Any] = document()
    tickets: int = 0
    team_id: UUID | None = Field(default=None, foreign_key="teams.id", ondelete="SET NULL")
    problem_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    job_id: UUID | None = None
    decided_by: UUID | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = at(nullable=True)
    seen_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class InsightAlertTicket(SQLModel, table=True):
    """A ticket that an alert is about, and what became of linking it to the problem."""

    __tablename__ = "insight_alert_tickets"
    __table_args__ = (
        one_of("insight_alert_tickets", "outcome", "linked", "linked_before", "elsewhere", "gone"),
        Index("insight_alert_tickets_waiting", "alert_id", "ticket_id", postgresql_where=text("outcome IS NULL")),
    )

    alert_id: UUID = Field(foreign_key="insight_alerts.id", primary_key=True, ondelete="CASCADE")
    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True, index=True, ondelete="CASCADE")
    at: datetime = at()
    outcome: str | None = None
