"""What tickets are thought to be about."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of, records


class TopicSuggestion(SQLModel, table=True):
    """What a model thinks a ticket is about, and what a person has said to it."""

    __tablename__ = "ticket_topic_suggestions"
    __table_args__ = (
        one_of("ticket_topic_suggestions", "state", "suggested", "applied", "accepted", "rejected"),
        CheckConstraint("(decided_at IS NULL) = (state IN ('suggested', 'applied'))", name="topic_suggestion_decided"),
    )

    ticket_id: UUID = Field(primary_key=True, foreign_key="tickets.id", ondelete="CASCADE")
    model_id: UUID = Field(foreign_key="topic_models.id", ondelete="CASCADE", index=True)
    # The topic of the tree, wherever it is by now; null on a desk without a tree.
    topic_id: UUID | None = Field(default=None, foreign_key="topics.id")
    topic: str
    confidence: float
    # The next best: `{"topic_id", "topic", "confidence"}`.
    others: list[Any] = records()
    state: str = "suggested"
    decided_at: datetime | None = at(nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key="agents.id")
    # When it was thought.
    at: datetime = at()
