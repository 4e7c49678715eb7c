"""What is to be reviewed: rules that draw tickets, and who has which of them to review."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, words


class ReviewRule(SQLModel, table=True):
    """So many tickets of each agent of a team are drawn for each week, at `due_at`, when the week is over."""

    __tablename__ = "review_rules"
    __table_args__ = (
        CheckConstraint("per_agent BETWEEN 1 AND 50", name="review_rules_per_agent_range"),
        Index("review_rules_name_unique", text("lower(name)"), unique=True),
        Index("review_rules_due", "due_at", postgresql_where=text("enabled")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    enabled: bool = True
    scorecard_id: UUID = Field(foreign_key="scorecards.id")
    # Whose work; null: every agent's.
    team_id: UUID | None = Field(default=None, foreign_key="teams.id", ondelete="SET NULL")
    per_agent: int = 1
    zone: str
    conditions: dict[str, Any] = document()
    # Which come first: bad_score, reopened, long.
    first: list[str] = words()
    # Empty: every lead, or every admin where there is no lead.
    reviewer_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(SqlUuid), nullable=False, sa_column_kwargs={"server_default": "{}"}
    )
    # What chance begins with: the same draw of the same tickets is the same again.
    seed: str
    due_at: datetime = at()
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class ReviewAssignment(SQLModel, table=True):
    """A ticket that somebody is to review."""

    __tablename__ = "review_assignments"
    __table_args__ = (
        one_of("review_assignments", "state", "open", "done", "dismissed"),
        CheckConstraint("reviewer_id <> agent_id", name="review_assignments_not_of_oneself"),
        Index("review_assignments_once", "ticket_id", "episode", "agent_id", "scorecard_id", unique=True),
        Index("review_assignments_of_reviewer", "reviewer_id", "created_at", "id"),
        Index("review_assignments_newest", "created_at", "id"),
        Index("review_assignments_open", "reviewer_id", postgresql_where=text("state = 'open'")),
        Index("review_assignments_of_rule", "rule_id", "agent_id", "drawn_from"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    rule_id: UUID | None = Field(default=None, foreign_key="review_rules.id", ondelete="SET NULL")
    ticket_id: UUID = Field(foreign_key="tickets.id")
    episode: int
    agent_id: UUID = Field(foreign_key="agents.id")
    # Null: there is nobody who could.
    reviewer_id: UUID | None = Field(default=None, foreign_key="agents.id")
    scorecard_id: UUID = Field(foreign_key="scorecards.id")
    drawn_from: datetime = at()
    drawn_to: datetime = at()
    why: list[str] = words()
    state: str = "open"
    reason: str | None = None
    review_id: UUID | None = Field(default=None, foreign_key="reviews.id", ondelete="SET NULL")
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
