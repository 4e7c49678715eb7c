"""Reviews of conversations: what somebody thinks of how an agent has handled a ticket."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records, words


class Review(SQLModel, table=True):
    """One reviewer's view of one agent's work on one episode of a ticket, by a version of a scorecard.

    No words of the ticket are in it: comments point at messages, so what is redacted is not kept here.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        one_of("reviews", "state", "draft", "published", "acknowledged", "disputed", "settled", "withdrawn"),
        CheckConstraint("reviewer_id <> agent_id", name="reviews_not_of_oneself"),
        CheckConstraint("score BETWEEN 0 AND 100", name="reviews_score_range"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="reviews_published_at_known"),
        # Nobody is judged twice for the same: of two who begin at once the second is refused.
        Index(
            "reviews_once", "ticket_id", "episode", "agent_id", "scorecard_id", unique=True,
            postgresql_where=text("calibration_id IS NULL"),
        ),
        Index(
            "reviews_once_in_calibration", "calibration_id", "reviewer_id", unique=True,
            postgresql_where=text("calibration_id IS NOT NULL"),
        ),
        Index("reviews_newest", "created_at", "id"),
        Index("reviews_of_agent", "agent_id", "published_at"),
        Index("reviews_published", "published_at", postgresql_where=text("calibration_id IS NULL")),
        Index("reviews_by_reviewer", "reviewer_id", "created_at", "id"),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    episode: int
    agent_id: UUID = Field(foreign_key="agents.id")
    # The ticket's team when the review began.
    team_id: UUID | None = Field(default=None, foreign_key="teams.id", ondelete="SET NULL")
    reviewer_id: UUID = Field(foreign_key="agents.id")
    scorecard_id: UUID = Field(foreign_key="scorecards.id")
    scorecard_version_id: UUID = Field(foreign_key="scorecard_versions.id")
    calibration_id: UUID | None = Field(default=None, foreign_key="calibrations.id", ondelete="CASCADE")
    state: str = "draft"
    # By the criterion's key: `value`, `not_applicable`, `points`, `comment`, `message_id`.
    answers: dict[str, Any] = document()
    comment: str | None = None
    # Of a draft that is not complete, or where nothing applies: null.
    score: float | None = None
    # Critical criteria that were not met.
    failed: list[str] = words()
    # What happened to it: `at`, `by`, `what`, `said`, and the score before when it changed.
    history: list[dict[str, Any]] = records()
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
    published_at: datetime | None = at(nullable=True)
