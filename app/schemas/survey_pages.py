"""Surveys as whoever is asked sees and answers them."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, JsonValue

from app.rules.survey_questions import Kind
from app.schemas.base import In, Instant, Out
from app.schemas.feedback import Answers, Metric
from app.schemas.surveys import SurveyWhenIn


class SurveyPageOption(Out):
    """One of the options of a question."""

    key: str
    text: str


class SurveyPageQuestion(Out):
    """A question in the reader's language. With `when` it is asked only after such an answer to an earlier one."""

    key: str
    kind: Kind
    required: bool
    min: int | None = Field(description="Of questions that are answered with a number.")
    max: int | None
    title: str
    low: str | None = Field(description="What the lowest number means.")
    high: str | None
    options: list[SurveyPageOption] | None
    when: SurveyWhenIn | None


class SurveyPageOut(Out):
    """A survey for the one who is asked. `expired` and `cancelled` ones ask nothing and tell nothing."""

    state: Literal["open", "answered", "expired", "cancelled"]
    metric: Metric | None
    title: str
    intro: str | None
    thanks: str
    questions: list[SurveyPageQuestion]
    answers: dict[str, JsonValue] = Field(description="What was answered.")
    expires_at: Instant | None
    editable_until: Instant | None = Field(description="Until then an answer can be changed: send it again.")


_EXAMPLE: dict[str, Any] = {"answers": {"score": 4, "comment": "Quick!"}}


class SurveyAnswersIn(In):
    """Answers by the keys of the questions."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    answers: Annotated[
        Answers, Field(description="Those to questions that are not asked with these answers are left out.")
    ]
