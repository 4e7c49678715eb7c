"""Answering the incidents of a problem, and what became of each."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import Body, In, Instant, Language, Out
from app.schemas.jobs import JobProgress, JobStatus

Outcome = Literal["answered", "solved_before", "merged", "unlinked", "failed"]
MOST_LANGUAGES = 20


class IncidentsIn(In):
    """What to say to all of them, by language. `{customer}` becomes the customer's name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "texts": {
                        "en": "Hello {customer}, the site is up again. We are sorry for the trouble.",
                        "ru": "Здравствуйте, {customer}! Сайт снова работает. Просим прощения за неудобства.",
                    },
                    "solve_problem": True,
                }
            ]
        }
    )

    texts: Annotated[dict[Language, Body], Field(min_length=1, max_length=MOST_LANGUAGES)]
    format: Literal["text", "markdown"] = "text"
    solve_problem: bool = Field(default=False, description="Also solve the problem itself, at once.")


class IncidentAnswerOut(Out):
    """What became of one incident."""

    ticket_id: UUID
    number: int
    outcome: Outcome
    message_id: UUID | None
    at: Instant


class IncidentAnswerPage(Out):
    """A page of what became of the incidents, oldest ticket first, and how far the job is."""

    job_id: UUID
    status: JobStatus
    progress: JobProgress
    items: list[IncidentAnswerOut]
    next_cursor: str | None
