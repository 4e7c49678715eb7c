"""Coaching notes: what a lead tells an agent in private."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class CoachingNote(SQLModel, table=True):
    """From one to the other; admins see it too, nobody else does."""

    __tablename__ = "coaching_notes"
    __table_args__ = (
        CheckConstraint("author_id <> agent_id", name="coaching_notes_not_to_oneself"),
        Index("coaching_notes_of_agent", "agent_id", "created_at", "id"),
        Index("coaching_notes_by_author", "author_id", "created_at", "id"),
        Index("coaching_notes_newest", "created_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id")
    author_id: UUID = Field(foreign_key="agents.id")
    review_id: UUID | None = Field(default=None, foreign_key="reviews.id", ondelete="SET NULL")
    body: str
    # When both want to look at it again.
    look_again_on: date | None = None
    acknowledged_at: datetime | None = at(nullable=True)
    reply: str | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
