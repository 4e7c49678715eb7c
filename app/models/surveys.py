"""Surveys in versions that never change: an invitation keeps the one that it was asked with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records


class Survey(SQLModel, table=True):
    """What is asked, of whom and when. Of several that fit a solved ticket its brand's come first, then by position."""

    __tablename__ = "surveys"
    __table_args__ = (
        one_of("surveys", "metric", "csat", "nps", "ces", "pulse", "custom"),
        one_of("surveys", "audience", "customers", "agents"),
        Index("surveys_in_order", "position", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    metric: str
    audience: str
    # Null: of every brand.
    brand: str | None = Field(default=None, foreign_key="brands.key")
    active: bool = False
    position: int
    # The version that is asked now.
    number: int = 1
    # When it is asked by itself, as `schemas/surveys.py` has it.
    trigger: dict[str, Any] = document()
    # For so long nobody is asked again, by whatever survey.
    fatigue_days: int
    expires_seconds: int
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class SurveyVersion(SQLModel, table=True):
    """The questions of a survey and what is said around them, as they were at a time."""

    __tablename__ = "survey_versions"
    __table_args__ = (UniqueConstraint("survey_id", "number", name="survey_versions_number_unique"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    survey_id: UUID = Field(foreign_key="surveys.id")
    number: int
    questions: list[dict[str, Any]] = records()
    # By locale: title, intro, thanks.
    texts: dict[str, Any] = document()
    created_at: datetime = at()
