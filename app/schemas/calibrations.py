"""Calibrations as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from app.schemas.base import In, Instant, Line, Out, Reference
from app.schemas.reviews import ReviewedTicket, ReviewScorecard

_ID = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
_OTHER = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a11"


def _each_once(values: list[UUID]) -> list[UUID]:
    found = list(dict.fromkeys(values))
    if len(found) < 2:  # noqa: PLR2004 - said in the message
        msg = "at least two people compare their views"
        raise ValueError(msg)
    return found


class CalibrationIn(In):
    """A ticket that several people are to review without seeing each other's view."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "A refund", "ticket_id": _ID, "scorecard_id": _ID, "reviewer_ids": [_ID, _OTHER]}]
        }
    )

    name: Line
    ticket_id: UUID
    scorecard_id: UUID
    agent_id: UUID | None = Field(
        default=None, description="Whose work; left out, whoever wrote the last public reply."
    )
    episode: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    reviewer_ids: Annotated[
        list[UUID],
        AfterValidator(_each_once),
        Field(min_length=2, max_length=50, description="Active leads and admins."),
    ]


class CalibrationReviewerOut(Out):
    """Who is asked, and whether their view is in. `score` and `review_id` are there once it is closed."""

    id: UUID
    name: str | None
    handed_in: bool
    score: float | None
    review_id: UUID | None


class AgreementOut(Out):
    """How much views agree. Values are in points, 0 to 100; null: there is no basis."""

    units: int = Field(description="Reviewed tickets with two views or more.")
    ratings: int = Field(description="Views of them that say something of it.")
    pairs: int = Field(description="Pairs of views of the same ticket.")
    exact: float | None = Field(description="The share of pairs that say the same.")
    difference: float | None = Field(description="The mean distance of a pair.")
    alpha: float | None = Field(
        description="Krippendorff's alpha: 1 is perfect, 0 is chance. Null with fewer than two tickets, or when all "
        "said the same of all of them."
    )


class CriterionAgreementOut(AgreementOut):
    """The same of one criterion. Of a yes or no, alpha knows only whether it is the same."""

    criterion: str
    title: str = Field(description="In English, else in any of its languages.")
    titles: dict[str, str] = Field(description="By locale.")


class CalibrationOut(Out):
    """A calibration. `total` and `criteria` are there once it is closed."""

    id: UUID
    name: str
    ticket: ReviewedTicket
    episode: int
    agent: Reference
    scorecard: ReviewScorecard
    made_by: Reference
    reviewers: list[CalibrationReviewerOut]
    total: AgreementOut | None = Field(description="Of the scores.")
    criteria: list[CriterionAgreementOut] | None
    closed_at: Instant | None
    version: int
    created_at: Instant
    updated_at: Instant


class CalibrationPage(Out):
    """A page of calibrations, the newest first."""

    items: list[CalibrationOut]
    next_cursor: str | None


class ScorecardAgreementOut(Out):
    """How much reviewers agree by a scorecard, over closed calibrations."""

    scorecard_id: UUID
    calibrations: int
    complete: bool = Field(description="False: there are more; narrow the period.")
    total: AgreementOut
    criteria: list[CriterionAgreementOut]
