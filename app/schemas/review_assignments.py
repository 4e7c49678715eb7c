"""What is to be reviewed, as clients see it."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict

from app.rules.review_sampling import First
from app.schemas.base import In, Instant, Out, Paragraph, Reference

AssignmentState = Literal["open", "done", "dismissed"]


class ReviewAssignmentPatch(In):
    """Who is to review it instead."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reviewer_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    reviewer_id: UUID


class ReviewDismissIn(In):
    """Why nobody is to review it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Only an automatic reply was needed"}]})

    reason: Paragraph


class ReviewAssignmentOut(Out):
    """A ticket that somebody is to review. `why` says what it was drawn before others for; empty: chance."""

    id: UUID
    rule_id: UUID | None
    ticket_id: UUID
    episode: int
    agent: Reference
    reviewer: Reference | None
    scorecard_id: UUID
    drawn_from: Instant
    drawn_to: Instant
    why: list[First]
    state: AssignmentState
    reason: str | None
    review_id: UUID | None
    version: int
    created_at: Instant
    updated_at: Instant


class ReviewAssignmentPage(Out):
    """A page of what is to be reviewed, the newest first."""

    items: list[ReviewAssignmentOut]
    next_cursor: str | None
