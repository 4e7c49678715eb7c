"""Jobs as leads and admins see them."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out

JobStatus = Literal["queued", "running", "done", "failed", "cancelled"]


class JobProgress(Out):
    """How far a job is, in pieces of its own kind (tickets, say)."""

    done: int
    total: int | None = Field(description="Null while nobody knows.")


class JobOut(Out):
    """Long work that somebody asked for."""

    id: UUID
    kind: str
    status: JobStatus
    progress: JobProgress
    result: dict[str, Any] | None = Field(description="What it found, once it is `done`; its shape is the kind's.")
    error: str | None = Field(description="Why it `failed`, for people.")
    created_at: Instant
    started_at: Instant | None
    ended_at: Instant | None
    created_by: UUID | None = Field(description="The agent who asked for it.")


class JobPage(Out):
    """A page of jobs, newest first."""

    items: list[JobOut]
    next_cursor: str | None
