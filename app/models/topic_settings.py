"""How topics are suggested, for the whole desk and for single brands."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.models.columns import at


class TopicSettings(SQLModel, table=True):
    """How topics are suggested: for the whole desk (`scope` empty), or for the brand of that key."""

    __tablename__ = "topic_settings"
    __table_args__ = (
        CheckConstraint("automatic_from IS NULL OR automatic_from BETWEEN 0.5 AND 1", name="topic_settings_automatic"),
        CheckConstraint("brand IS NULL OR scope = brand", name="topic_settings_scope"),
    )

    scope: str = Field(primary_key=True)
    brand: str | None = Field(default=None, foreign_key="brands.key")
    suggest: bool = True
    # From this confidence on a topic is set by itself; null: never.
    automatic_from: float | None = None
    minimum_examples: int = 100
    minimum_per_topic: int = 5
    # Null: nobody learns by itself.
    retrain_days: int | None = None
    version: int = 1
    updated_at: datetime = at()
