"""Calibrations: several people review the same ticket and do not see each other's view before all is said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class Calibration(SQLModel, table=True):
    """A ticket that several people review; open until `closed_at`."""

    __tablename__ = "calibrations"
    __table_args__ = (
        Index("calibrations_newest", "created_at", "id"),
        Index(
            "calibrations_closed", "scorecard_id", "closed_at", postgresql_where=text("closed_at IS NOT NULL")
        ),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    ticket_id: UUID = Field(foreign_key="tickets.id")
    episode: int
    agent_id: UUID = Field(foreign_key="agents.id")
    scorecard_id: UUID = Field(foreign_key="scorecards.id")
    scorecard_version_id: UUID = Field(foreign_key="scorecard_versions.id")
    made_by: UUID = Field(foreign_key="agents.id")
    closed_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class CalibrationReviewer(SQLModel, table=True):
    """Who is asked for a view."""

    __tablename__ = "calibration_reviewers"

    calibration_id: UUID = Field(foreign_key="calibrations.id", primary_key=True, ondelete="CASCADE")
    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, index=True)
