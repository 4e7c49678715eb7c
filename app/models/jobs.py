"""Jobs: long work that somebody asked for and looks at while it goes on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class Job(SQLModel, table=True):
    """One piece of long work. Whoever runs it renews `lease_until`; after that another process may begin it again."""

    __tablename__ = "jobs"
    __table_args__ = (
        one_of("jobs", "status", "queued", "running", "done", "failed", "cancelled"),
        Index("jobs_waiting", "created_at", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    status: str = "queued"
    arguments: dict[str, Any] = document()
    # Where to go on after a crash; what it means is the kind's own business.
    checkpoint: dict[str, Any] = document()
    done: int = 0
    total: int | None = None
    result: dict[str, Any] = document()
    error: str | None = None
    attempts: int = 0
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
    started_at: datetime | None = at(nullable=True)
    ended_at: datetime | None = at(nullable=True)
    lease_until: datetime | None = at(nullable=True)
