"""What a survey has brought, with how sure each figure is."""

from uuid import UUID

from pydantic import Field

from app.rules.survey_questions import Kind, Metric
from app.schemas.base import Instant, Out


class SurveyEstimate(Out):
    """A figure from a sample: with the interval that holds the truth 95 times in a hundred."""

    value: float
    low: float
    high: float


class SurveyPeriod(Out):
    """Of which invitations: sent at or after `from` and before `to`."""

    since: Instant = Field(alias="from")
    until: Instant = Field(alias="to")


class SurveyCount(Out):
    """How often an answer was given. Of `choices` somebody may have given several."""

    value: str = Field(description="A number, an option, `true` or `false`.", examples=["5"])
    count: int
    share: SurveyEstimate | None = Field(description="Of those who answered the question: Wilson's interval.")


class SurveyQuestionResult(Out):
    """What one question has brought. One whose kind was changed is two."""

    key: str
    kind: Kind
    title: dict[str, str] = Field(description="By locale, as it was asked last.")
    versions: list[int] = Field(description="The versions of the survey that ask it.")
    count: int = Field(description="How many answered it.")
    mean: SurveyEstimate | None = Field(description="Of numbers.")
    distribution: list[SurveyCount] = Field(description="Every answer that there can be; of texts none.")


class SurveyResultOut(Out):
    """What the invitations of a period have brought. An answer counts with its invitation, however late it came, and
    one that was changed counts as it is now. Null where there is no basis.
    """

    survey_id: UUID
    metric: Metric
    period: SurveyPeriod
    versions: list[int] = Field(description="The versions that were looked at.")
    sent: int = Field(description="Without those that were taken back before an answer.")
    answered: int
    response_rate: SurveyEstimate | None = Field(description="answered / sent.")
    csat: SurveyEstimate | None = Field(description="Of `csat`: the share of 4 and 5.")
    nps: SurveyEstimate | None = Field(
        description="Of `nps`, from -100 to 100: promoters (9, 10) less detractors (0 to 6), in percent of all."
    )
    mean: SurveyEstimate | None = Field(description="Of the scores of `csat`, `nps` and `ces`.")
    questions: list[SurveyQuestionResult]


class SurveyTextOut(Out):
    """What somebody wrote."""

    feedback_id: UUID
    ticket_id: UUID | None
    campaign_id: UUID | None
    agent_id: UUID | None
    brand: str | None
    score: int | None
    version: int
    question: str
    text: str
    created_at: Instant


class SurveyTextPage(Out):
    """A page of what was written, newest first."""

    items: list[SurveyTextOut]
    next_cursor: str | None
