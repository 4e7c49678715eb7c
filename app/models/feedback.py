"""Survey invitations and the answers to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of

METRICS = ("csat", "nps", "ces", "pulse", "custom")


class SurveyInvitation(SQLModel, table=True):
    """One question to one customer: once per resolution episode of a ticket, or by a campaign without any ticket.

    `due_at` is when it is to be sent, and null once it was (`sent_at`) or is not to be any more. The token is stored
    hashed and expires.
    """

    __tablename__ = "survey_invitations"
    __table_args__ = (
        one_of("survey_invitations", "metric", *METRICS),
        one_of("survey_invitations", "channel", "chat", "mail", "link"),
        one_of(
            "survey_invitations", "cancelled_because", "reopened", "merged", "spam", "fatigue", "sampled_out",
            "no_survey", "opted_out", "no_address", "closed",
        ),
        CheckConstraint("(ticket_id IS NULL) = (episode IS NULL)", name="survey_invitations_episode_of_ticket"),
        Index("survey_invitations_once", "ticket_id", "episode", unique=True),
        Index("survey_invitations_created", "created_at"),
        Index("survey_invitations_sent", "sent_at"),
        # What reports count of them is in the index.
        Index(
            "survey_invitations_counted", "metric", "sent_at", postgresql_where=text("sent_at IS NOT NULL"),
            postgresql_include=["score", "agent_id", "team_id", "brand", "cancelled_at", "answered_at", "ticket_id"],
        ),
        Index("survey_invitations_by_agent", "agent_id", "created_at"),
        # Whom a customer was asked by of late.
        Index("survey_invitations_of_customer", "customer_id", "sent_at"),
        Index("survey_invitations_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index(
            "survey_invitations_of_version", "survey_version_id", "sent_at",
            postgresql_where=text("survey_version_id IS NOT NULL"),
        ),
        Index(
            "survey_invitations_of_campaign", "campaign_id", "customer_id",
            postgresql_where=text("campaign_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    episode: int | None = None
    customer_id: UUID = Field(foreign_key="customers.id")
    # The agent of the last public human reply, when there was one.
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    brand: str | None = Field(default=None, foreign_key="brands.key")
    metric: str = Field(default="csat", sa_column_kwargs={"server_default": "csat"})
    # Null: the question that the desk has built in, or one that is not chosen yet.
    survey_version_id: UUID | None = Field(default=None, foreign_key="survey_versions.id")
    campaign_id: UUID | None = None
    token_hash: str = Field(unique=True)
    created_at: datetime = at()
    due_at: datetime | None = at(nullable=True)
    sent_at: datetime | None = at(nullable=True)
    channel: str | None = None
    expires_at: datetime = at()
    cancelled_at: datetime | None = at(nullable=True)
    cancelled_because: str | None = None
    answered_at: datetime | None = at(nullable=True)
    # Of its answer as it is now; a trigger keeps it.
    score: int | None = None


class Feedback(SQLModel, table=True):
    """What a customer has answered: of one episode of a ticket, or to a campaign.

    `score` is the metric's: 1 to 5, 0 to 10, 1 to 7; `pulse` and `custom` have none.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        one_of("feedback", "metric", *METRICS),
        CheckConstraint(
            "CASE metric WHEN 'csat' THEN score IS NOT NULL AND score BETWEEN 1 AND 5 "
            "WHEN 'nps' THEN score IS NOT NULL AND score BETWEEN 0 AND 10 "
            "WHEN 'ces' THEN score IS NOT NULL AND score BETWEEN 1 AND 7 ELSE score IS NULL END",
            name="feedback_score_range",
        ),
        Index("feedback_created", "created_at", "id"),
        Index("feedback_by_agent", "agent_id", "created_at"),
        Index("feedback_by_ticket", "ticket_id"),
        Index("feedback_by_customer", "customer_id", "created_at", "id"),
        Index(
            "feedback_by_version", "survey_version_id", "created_at", "id",
            postgresql_where=text("survey_version_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    invitation_id: UUID = Field(foreign_key="survey_invitations.id", unique=True)
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    customer_id: UUID = Field(foreign_key="customers.id")
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    brand: str | None = Field(default=None, foreign_key="brands.key")
    metric: str = Field(default="csat", sa_column_kwargs={"server_default": "csat"})
    survey_version_id: UUID | None = Field(default=None, foreign_key="survey_versions.id")
    campaign_id: UUID | None = None
    score: int | None = None
    comment: str | None = None
    answers: dict[str, Any] = document()
    # How often it was said: the one before is in `feedback_versions`.
    number: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    created_at: datetime = at()
    edited_at: datetime | None = at(nullable=True)


class FeedbackVersion(SQLModel, table=True):
    """What an answer said before it was changed, and until when."""

    __tablename__ = "feedback_versions"

    feedback_id: UUID = Field(foreign_key="feedback.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    score: int | None = None
    comment: str | None = None
    answers: dict[str, Any] = document()
    # When this was said, and when it was changed.
    said_at: datetime = at()
    changed_at: datetime = at()
