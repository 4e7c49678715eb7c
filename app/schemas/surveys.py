"""Surveys as admins define and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.survey_questions import MAX_QUESTIONS, Kind, Metric
from app.schemas.base import In, Instant, Key, Language, Line, Out, Paragraph, Subject
from app.schemas.condition_groups import GroupIn

DAY = 86_400
MAX_OPTIONS, MAX_LOCALES = 50, 20
Words = Annotated[Line, StringConstraints(max_length=200)]
QuestionKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
Number = Annotated[int, Field(ge=-1000, le=1000)]
Channel = Literal["chat", "mail", "link"]
Audience = Literal["customers", "agents"]


def _few(value: dict[str, Any]) -> dict[str, Any]:
    if len(value) > MAX_LOCALES:
        msg = f"at most {MAX_LOCALES} languages"
        raise ValueError(msg)
    return value


def _options(value: dict[str, Any]) -> dict[str, Any]:
    if len(value) > MAX_OPTIONS:
        msg = f"at most {MAX_OPTIONS} options"
        raise ValueError(msg)
    return value


class QuestionTexts(In):
    """A question in one language: its words, what the ends of its scale mean, and its options."""

    title: Subject
    low: Words | None = None
    high: Words | None = None
    options: Annotated[dict[QuestionKey, Words] | None, AfterValidator(lambda x: x and _options(x))] = None


class SurveyWhenIn(In):
    """When a question is asked: by the answer to one before it. Name one of `in`, `below`, `above` and `answered`."""

    question: QuestionKey
    among: Annotated[
        list[bool | Number | QuestionKey] | None,
        Field(alias="in", min_length=1, max_length=MAX_OPTIONS, description="It is one of these."),
    ] = None
    below: Annotated[Number | None, Field(description="It is a smaller number.")] = None
    above: Annotated[Number | None, Field(description="It is a larger number.")] = None
    answered: Annotated[bool | None, Field(description="Whether there is an answer at all.")] = None

    @model_validator(mode="after")
    def _one(self) -> "SurveyWhenIn":
        if sum(each is not None for each in (self.among, self.below, self.above, self.answered)) != 1:
            msg = "name one of in, below, above and answered"
            raise ValueError(msg)
        return self


class SurveyQuestionIn(In):
    """A question. `csat` is answered with 1 to 5, `nps` with 0 to 10, `ces` with 1 to 7, `scale` with `min` to `max`,
    `choice` with an option, `choices` with a list of them, `yes_no` with true or false, `text` with words.
    """

    key: QuestionKey
    kind: Kind
    required: bool = False
    min: Number | None = None
    max: Number | None = None
    options: Annotated[list[QuestionKey] | None, Field(max_length=MAX_OPTIONS)] = None
    texts: Annotated[dict[Language, QuestionTexts], Field(min_length=1), AfterValidator(_few)]
    when: SurveyWhenIn | None = None


class SurveyTexts(In):
    """What is said around the questions in one language; what is left out the desk says in its own words."""

    title: Subject | None = None
    intro: Paragraph | None = None
    thanks: Paragraph | None = None


class TriggerOfSurveyIn(In):
    """When a survey is asked by itself. `after` null: only by campaigns and by hand."""

    after: Annotated[Literal["solved"] | None, Field(description="Once per solving of a ticket.")] = None
    delay_seconds: Annotated[int, Field(ge=0, le=30 * DAY)] = 0
    conditions: Annotated[GroupIn, Field(description="As automations' conditions, of the ticket as it was solved.")] = (
        GroupIn()
    )
    channels: Annotated[
        list[Channel],
        Field(
            min_length=1, max_length=3,
            description="The first that can reach them: `chat` (who wrote there sees the question), `mail` (a letter "
            "with a link), `link` (nothing leaves by itself).",
        ),
    ] = ["chat", "mail", "link"]  # fmt: skip
    share: Annotated[int, Field(ge=1, le=100, description="Of 100 who could be asked, so many are.")] = 100

    @model_validator(mode="after")
    def _each_once(self) -> "TriggerOfSurveyIn":
        if len(set(self.channels)) != len(self.channels):
            msg = "channels: each once"
            raise ValueError(msg)
        return self


Questions = Annotated[list[SurveyQuestionIn], Field(min_length=1, max_length=MAX_QUESTIONS)]
Texts = Annotated[dict[Language, SurveyTexts], AfterValidator(_few)]
Position = Annotated[int, Field(ge=0, le=10_000, description="Of several that fit the first is asked.")]
Fatigue = Annotated[
    int, Field(ge=0, le=365, description="Who was asked anything within so many days is not asked. 0: always.")
]
Expires = Annotated[int, Field(ge=3_600, le=90 * DAY, description="How long it can be answered.")]
_EXAMPLE: dict[str, Any] = {
    "key": "after-help",
    "name": "After each ticket",
    "metric": "csat",
    "active": True,
    "trigger": {"after": "solved", "delay_seconds": 3600},
    "questions": [
        {
            "key": "score", "kind": "csat", "required": True,
            "texts": {
                "en": {"title": "How was our help?", "low": "Bad", "high": "Great"},
                "ru": {"title": "Как мы вам помогли?", "low": "Плохо", "high": "Отлично"},
            },
        },
        {
            "key": "why", "kind": "choices", "options": ["slow", "unclear"],
            "when": {"question": "score", "below": 4},
            "texts": {
                "en": {"title": "What went wrong?", "options": {"slow": "It took long", "unclear": "It was unclear"}},
                "ru": {"title": "Что было не так?", "options": {"slow": "Долго", "unclear": "Непонятно"}},
            },
        },
    ],
}  # fmt: skip


class SurveyIn(In):
    """A new survey. It is not asked until it is `active`."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    key: Key
    name: Line
    metric: Annotated[Metric, Field(description="What its answers count as. It stays, as the key and audience do.")]
    audience: Audience = "customers"
    brand: Key | None = None
    active: bool = False
    position: Position = 100
    trigger: TriggerOfSurveyIn = TriggerOfSurveyIn()
    fatigue_days: Fatigue = 30
    expires_seconds: Expires = 14 * DAY
    questions: Questions
    texts: Texts = {}


class SurveyPatch(In):
    """Changes of a survey; lists and objects are sent whole. New questions or texts make a new version."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"active": True, "fatigue_days": 14}]})

    name: Line | None = None
    brand: Key | None = None
    active: bool | None = None
    position: Position | None = None
    trigger: TriggerOfSurveyIn | None = None
    fatigue_days: Fatigue | None = None
    expires_seconds: Expires | None = None
    questions: Questions | None = None
    texts: Texts | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "SurveyPatch":
        for name in self.model_fields_set - {"brand"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class SurveyOut(Out):
    """A survey, with what its version `number` asks."""

    id: UUID
    key: str
    name: str
    metric: Metric
    audience: Audience
    brand: str | None
    active: bool
    position: int
    trigger: TriggerOfSurveyIn
    fatigue_days: int
    expires_seconds: int
    number: int = Field(description="Of the version that is asked now.")
    version_id: UUID
    questions: list[SurveyQuestionIn]
    texts: dict[str, SurveyTexts]
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class SurveyPage(Out):
    """A page of surveys, in the order in which they are looked at."""

    items: list[SurveyOut]
    next_cursor: str | None


class SurveyVersionOut(Out):
    """What a survey asked at a time; it never changes."""

    id: UUID
    number: int
    questions: list[SurveyQuestionIn]
    texts: dict[str, SurveyTexts]
    created_at: Instant


class SurveyVersionPage(Out):
    """A page of versions, newest first."""

    items: list[SurveyVersionOut]
    next_cursor: str | None
