"""Scorecards: by what conversations are reviewed. What they asked before stays: a review keeps its version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, records


class Scorecard(SQLModel, table=True):
    """A set of criteria; `number` is its current version."""

    __tablename__ = "scorecards"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    number: int = 1
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class ScorecardVersion(SQLModel, table=True):
    """What it asked from then on: never changed."""

    __tablename__ = "scorecard_versions"
    __table_args__ = (Index("scorecard_versions_number", "scorecard_id", "number", unique=True),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scorecard_id: UUID = Field(foreign_key="scorecards.id")
    number: int
    criteria: list[dict[str, Any]] = records()
    created_at: datetime = at()
