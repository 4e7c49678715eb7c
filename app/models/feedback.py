"""Survey invitations and the answers to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class SurveyInvitation(SQLModel, table=True):
    """One question to one customer per resolution episode; the token is stored hashed and expires."""

    __tablename__ = "survey_invitations"
    __table_args__ = (
        Index("survey_invitations_once", "ticket_id", "episode", unique=True),
        Index("survey_invitations_created", "created_at"),
        Index("survey_invitations_by_agent", "agent_id", "created_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    episode: int
    customer_id: UUID = Field(foreign_key="customers.id")
    # The agent of the last public human reply, when there was one.
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    brand: str | None = Field(default=None, foreign_key="brands.key")
    token_hash: str = Field(unique=True)
    created_at: datetime = at()
    expires_at: datetime = at()
    cancelled_at: datetime | None = at(nullable=True)
    answered_at: datetime | None = at(nullable=True)


class Feedback(SQLModel, table=True):
    """A customer's rating of one episode of a ticket."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="feedback_score_range"),
        Index("feedback_created", "created_at", "id"),
        Index("feedback_by_agent", "agent_id", "created_at"),
        Index("feedback_by_ticket", "ticket_id"),
        Index("feedback_by_customer", "customer_id", "created_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    invitation_id: UUID = Field(foreign_key="survey_invitations.id", unique=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    customer_id: UUID = Field(foreign_key="customers.id")
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    brand: str | None = Field(default=None, foreign_key="brands.key")
    score: int
    comment: str | None = None
    answers: dict[str, Any] = document()
    created_at: datetime = at()
