"""Feedback as customers give it and agents read it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from app.schemas.base import In, Instant, Out, Reference, Text

Score = Annotated[int, Field(ge=1, le=5, strict=True)]
SurveyToken = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]
Comment = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=5000)]

Metric = Literal["csat", "nps", "ces", "pulse", "custom"]

MAX_ANSWERS = 50


def _small(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if len(value) > MAX_ANSWERS or any(len(key) > 100 for key in value):  # noqa: PLR2004 - the limit, said in the message
        msg = f"at most {MAX_ANSWERS} answers, each with a name of at most 100 characters"
        raise ValueError(msg)
    return value


Answers = Annotated[dict[str, JsonValue], AfterValidator(_small)]


class FeedbackIn(In):
    """A rating: by the `survey_token` of an invitation, or by your own session for your `ticket_id`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"survey_token": "srv_5p0Wc2Jt1n3mB8yXq7ZgH4uVd6RkLsEaTfIoNxYzPwM", "score": 5, "comment": "Quick!"},
                {"ticket_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10", "score": 2},
            ]
        }
    )

    survey_token: SurveyToken | None = None
    ticket_id: UUID | None = None
    score: Score
    comment: Comment | None = None
    answers: Answers = {}

    @model_validator(mode="after")
    def _one_of_two(self) -> "FeedbackIn":
        if (self.survey_token is None) == (self.ticket_id is None):
            msg = "exactly one of survey_token and ticket_id is needed"
            raise ValueError(msg)
        return self


class FeedbackGiven(Out):
    """What the customer has said, as the customer sees it."""

    id: UUID
    ticket_id: UUID
    score: int
    comment: str | None
    answers: dict[str, JsonValue]
    created_at: Instant


class SurveyReference(Out):
    """The survey that was answered, in the version that was asked."""

    id: UUID
    key: str
    number: int


class FeedbackOut(Out):
    """What a customer has answered; `agent` wrote the last public human reply of the ticket (null: there was none)."""

    id: UUID
    ticket_id: UUID | None = Field(description="null: asked by a campaign, about no ticket.")
    metric: Metric
    survey: SurveyReference | None = Field(description="null: the question that the desk has built in.")
    campaign_id: UUID | None
    customer: Reference
    agent: Reference | None
    team_id: UUID | None
    brand: str | None
    score: int | None = Field(
        description="1 to 5 for `csat`, 0 to 10 for `nps`, 1 to 7 for `ces`; null for `pulse` and `custom`."
    )
    comment: str | None
    answers: dict[str, JsonValue]
    created_at: Instant
    edited_at: Instant | None = Field(description="When it was last changed by whoever gave it.")


class FeedbackPage(Out):
    """A page of feedback, newest first."""

    items: list[FeedbackOut]
    next_cursor: str | None


class FeedbackVersionOut(Out):
    """What an answer said until its customer said it otherwise."""

    number: int
    score: int | None
    comment: str | None
    answers: dict[str, JsonValue]
    said_at: Instant
    changed_at: Instant


class FeedbackVersionPage(Out):
    """A page of what an answer said before, the latest first."""

    items: list[FeedbackVersionOut]
    next_cursor: str | None


class Distribution(Out):
    """How often each score was given."""

    one: int = Field(alias="1")
    two: int = Field(alias="2")
    three: int = Field(alias="3")
    four: int = Field(alias="4")
    five: int = Field(alias="5")


class FeedbackSummary(Out):
    """What the invitations of a period brought. Shares and averages are exact, and null where there is no basis."""

    invited: int = Field(description="Invitations sent, without those taken back by a reopening before an answer.")
    count: int = Field(description="How many of them were answered.")
    response_rate: float | None = Field(description="count / invited.")
    average: float | None = Field(description="Of the scores.")
    csat: float | None = Field(description="The share of 4 and 5.")
    distribution: Distribution
