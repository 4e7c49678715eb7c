"""Pulses as the agents who are asked see and answer them, and what is shown of one that is over."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.survey_questions import Kind
from app.schemas.base import In, Instant, Out, Reference
from app.schemas.feedback import Answers
from app.schemas.survey_pages import SurveyPageQuestion


class PulseOut(Out):
    """A pulse that you are asked in. Who answers what is kept nowhere, and nobody is told who has answered."""

    id: UUID
    title: str
    intro: str | None
    thanks: str
    questions: list[SurveyPageQuestion]
    minimum_group: int = Field(description="Nothing is ever shown of fewer answers than these.")
    answered: bool = Field(description="Whether you have answered: only you are told, and only until it closes.")
    closes_at: Instant


class PulsePage(Out):
    """The pulses that are open to you, those that close first before the others."""

    items: list[PulseOut]
    next_cursor: str | None


_EXAMPLE: dict[str, Any] = {"answers": {"mood": 4, "why": "We are enough people again"}}


class PulseAnswersIn(In):
    """Answers by the keys of the questions. They cannot be changed: nobody knows which are yours."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    answers: Annotated[
        Answers, Field(description="Those to questions that are not asked with these answers are left out.")
    ]


class PulseAnswered(Out):
    """What became of what you said."""

    counted: bool = Field(description="False: you had answered before, and that stays as it was.")


class PulseMean(Out):
    """A mean of a team or of all. Its values are rounded to two digits."""

    count: int
    mean: float


class PulseTeamMean(PulseMean):
    """A mean of a team."""

    team: Reference


class PulseBand(Out):
    """So many answers from one value to another: neighbours are together until they are enough."""

    first: int
    last: int
    count: int


class PulseOption(Out):
    """How often an option was chosen. Null: the others together, which were chosen too seldom each."""

    key: str | None
    count: int


class PulseQuestionResult(Out):
    """What is shown of one question; everything is null or empty where too few have answered it."""

    key: str
    kind: Kind
    title: dict[str, str] = Field(description="By locale.")
    count: int | None = Field(description="How many answered it. Null: fewer than `minimum_group`.")
    mean: float | None = Field(description="Of numbers, rounded to two digits.")
    bands: list[PulseBand]
    options: list[PulseOption] = Field(description="`true` and `false` of a yes or no.")
    teams: list[PulseTeamMean] = Field(description="Of numbers; teams of which that much can be said.")
    texts: list[str] = Field(description="In an order that means nothing, up to 500 of them.")


class PulseResultOut(Out):
    """What is shown of a pulse, to everybody alike; admins see no more."""

    id: UUID
    campaign_id: UUID
    number: int
    state: Literal["open", "closed"]
    withheld: Literal["too_few_asked", "too_few_answers", "too_like_another"] | None = Field(
        description="Why nothing is shown: too few were asked or have answered, or the people are nearly those of "
        "another pulse within 28 days, so that the two could be subtracted."
    )
    minimum_group: int
    invited: int
    answered: int | None
    response_rate: float | None
    questions: list[PulseQuestionResult]
    closes_at: Instant | None
