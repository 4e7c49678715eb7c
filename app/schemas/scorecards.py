"""Scorecards as clients send and see them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.rules.scorecards import Kind
from app.schemas.article_categories import Locale
from app.schemas.base import In, Instant, Key, Line, Out, Paragraph

MAX_CRITERIA, MAX_OPTIONS, MAX_STEP = 30, 20, 100


class CriterionTextsIn(In):
    """How a criterion is put to reviewers and agents."""

    title: Line
    help: Paragraph | None = Field(default=None, description="What is good and what is not.")


class ScoreOptionIn(In):
    """One of the answers of a choice, and what it is worth."""

    key: Key
    texts: Annotated[dict[Locale, Line], Field(min_length=1, max_length=50, description="By locale.")]
    points: Annotated[int, Field(ge=0, le=100, description="0 is not met, 100 is as good as can be.")]


class CriterionIn(In):
    """Something to look at: how it is answered, and how much it counts."""

    key: Key
    texts: Annotated[dict[Locale, CriterionTextsIn], Field(min_length=1, max_length=50, description="By locale.")]
    kind: Kind
    min: Annotated[int, Field(ge=0, le=MAX_STEP, description="Of a scale: the worst.")] = 1
    max: Annotated[int, Field(ge=1, le=MAX_STEP, description="Of a scale: the best.")] = 5
    options: Annotated[list[ScoreOptionIn], Field(max_length=MAX_OPTIONS, description="Of a choice.")] = []
    weight: Annotated[int, Field(ge=1, le=100, description="How much it counts beside the others.")] = 1
    critical: bool = Field(default=False, description="Not met at all, the whole review has score 0.")
    not_applicable: bool = Field(default=True, description="A reviewer may say that it does not apply here.")

    @model_validator(mode="after")
    def _whole(self) -> "CriterionIn":
        if self.kind == "scale" and self.min >= self.max:
            msg = "min must be below max"
            raise ValueError(msg)
        if (self.kind == "choice") != bool(self.options):
            msg = "a choice has options, and nothing else has"
            raise ValueError(msg)
        if self.kind == "choice" and (
            len(self.options) == 1 or len({each.key for each in self.options}) < len(self.options)
        ):
            msg = "a choice has at least two options, each with a key of its own"
            raise ValueError(msg)
        return self


def _apart(criteria: list[CriterionIn] | None) -> None:
    keys = [each.key for each in criteria or []]
    if len(set(keys)) < len(keys):
        msg = "each criterion has a key of its own"
        raise ValueError(msg)


Criteria = Annotated[list[CriterionIn], Field(min_length=1, max_length=MAX_CRITERIA)]
_EMPATHY: dict[str, Any] = {
    "key": "empathy",
    "texts": {"en": {"title": "Empathy", "help": "Says that it is understood"}, "ru": {"title": "Эмпатия"}},
    "kind": "scale",
    "min": 1,
    "max": 5,
    "weight": 2,
}
_CORRECT: dict[str, Any] = {
    "key": "correct",
    "texts": {"en": {"title": "What was said is right"}},
    "kind": "yes_no",
    "critical": True,
    "not_applicable": False,
}


class ScorecardIn(In):
    """A new scorecard."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"key": "support", "name": "Support conversations", "criteria": [_EMPATHY, _CORRECT]}]
        }
    )

    key: Key
    name: Line
    criteria: Criteria

    @model_validator(mode="after")
    def _keys(self) -> "ScorecardIn":
        _apart(self.criteria)
        return self


class ScorecardPatch(In):
    """Changes of a scorecard. Other criteria are a new version: reviews that have begun keep theirs."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Conversations"}]})

    name: Line | None = None
    criteria: Criteria | None = None
    archived: bool | None = Field(default=None, description="An archived one begins no reviews.")

    @model_validator(mode="after")
    def _not_null(self) -> "ScorecardPatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        _apart(self.criteria)
        return self


class CriterionTextsOut(Out):
    """How a criterion is put."""

    title: str
    help: str | None


class ScoreOptionOut(Out):
    """One of the answers of a choice."""

    key: str
    texts: dict[str, str]
    points: int


class CriterionOut(Out):
    """Something that is looked at."""

    key: str
    texts: dict[str, CriterionTextsOut]
    kind: Kind
    min: int
    max: int
    options: list[ScoreOptionOut]
    weight: int
    critical: bool
    not_applicable: bool


class ScorecardOut(Out):
    """A scorecard with the criteria that count now."""

    id: UUID
    key: str
    name: str
    number: int = Field(description="Which version of the criteria this is, from 1.")
    criteria: list[CriterionOut]
    archived: bool
    version: int
    created_at: Instant
    updated_at: Instant


class ScorecardPage(Out):
    """A page of scorecards, by key."""

    items: list[ScorecardOut]
    next_cursor: str | None


class ScorecardVersionOut(Out):
    """The criteria as they were from then on."""

    id: UUID
    number: int
    criteria: list[CriterionOut]
    created_at: Instant


class ScorecardVersionPage(Out):
    """A page of versions, the newest first."""

    items: list[ScorecardVersionOut]
    next_cursor: str | None
