"""Figures of reviews as clients see them."""

from typing import Literal

from pydantic import Field

from app.schemas.base import Instant, Out

GroupBy = Literal["none", "agent", "team", "scorecard", "criterion", "week", "month"]


class ReviewFigure(Out):
    """The mean of so many scores, or of the points of a criterion, 0 to 100, with its 95 % interval."""

    key: str | None = Field(
        description="An id, a criterion's key, or the first day of a week or month; null: all, or no team."
    )
    name: str | None
    n: int = Field(description="Of how many: reviews with a score, or answers of the criterion.")
    not_applicable: int = Field(description="Reviews in which nothing applied, or not this criterion.")
    mean: float | None
    low: float | None
    high: float | None
    failed: int = Field(description="Reviews in which a critical criterion was not met; by criterion: this one.")
    failed_share: float | None
    failed_low: float | None
    failed_high: float | None
    disputed: int = Field(description="Of the reviews, how many the agent disputed at any time.")
    reviews: str = Field(description="Where they are listed, as far as the list has the same filters.")


class ReviewFigures(Out):
    """Figures of the reviews that were published in [from, to): without drafts, calibrations and withdrawn ones."""

    start: Instant
    end: Instant
    zone: str
    group_by: GroupBy
    rows: list[ReviewFigure]
