"""What was learned of topics: models with what was measured of them, their numbers, and how they do from day to day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, records, words


class TopicModel(SQLModel, table=True):
    """A model of the topics of a brand, or of the whole desk (`brand` null), and what it got right when it was made."""

    __tablename__ = "topic_models"
    __table_args__ = (
        one_of("topic_models", "state", "training", "ready", "active", "failed", "retired"),
        # One at a time learns, and one at a time is asked.
        Index(
            "topic_models_training",
            text("coalesce(brand, '')"),
            unique=True,
            postgresql_where=text("state = 'training'"),
        ),
        Index(
            "topic_models_active", text("coalesce(brand, '')"), unique=True, postgresql_where=text("state = 'active'")
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], unique=True, nullable=False
    )
    brand: str | None = Field(default=None, foreign_key="brands.key")
    state: str = "training"
    # Becomes the active one by itself when it is ready and no worse than the one before.
    activates: bool = False
    job_id: UUID | None = Field(default=None, foreign_key="jobs.id", ondelete="SET NULL")
    # How its numbers are to be read: one of a later version of the desk cannot be.
    format: int | None = None
    examples: int = 0
    topics: int = 0
    # Held out: what it was measured on, never having seen it.
    held_out: int = 0
    folds: int = 0
    accuracy: float | None = None
    top3: float | None = None
    baseline: float | None = None
    calibration_error: float | None = None
    # By confidence: how many of those held out had at least that, and how many of these were right.
    thresholds: list[Any] = records()
    per_topic: list[Any] = records()
    left_out: list[Any] = records()
    languages: list[str] = words()
    # The latest ticket that it knows of was made then.
    made_of: datetime | None = at(nullable=True)
    seconds: float | None = None
    bytes: int = 0
    sha256: str | None = None
    reason: str | None = None
    detail: str | None = None
    version: int = 1
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
    ready_at: datetime | None = at(nullable=True)
    activated_at: datetime | None = at(nullable=True)
    updated_at: datetime = at()


class TopicModelData(SQLModel, table=True):
    """The numbers of a model: an npz of arrays, never a pickle. Apart, so that no list carries them."""

    __tablename__ = "topic_model_data"

    model_id: UUID = Field(primary_key=True, foreign_key="topic_models.id", ondelete="CASCADE")
    data: bytes = Field(sa_type=LargeBinary)


class TopicModelDay(SQLModel, table=True):
    """What became of a model's suggestions, by the day on which it was decided."""

    __tablename__ = "topic_model_days"

    model_id: UUID = Field(primary_key=True, foreign_key="topic_models.id", ondelete="CASCADE")
    day: date = Field(primary_key=True)
    suggested: int = 0
    applied: int = 0
    suggested_accepted: int = 0
    suggested_rejected: int = 0
    applied_accepted: int = 0
    applied_rejected: int = 0
