"""Rules by which a team is told of what keeps coming back, as admins send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Key, Line, Out
from app.schemas.insights import SubjectKind

InsightKind = Literal["rising", "cluster", "knowledge_gap", "repeated_contacts"]
_AtLeast = Annotated[int, Field(ge=2, le=100_000, description="People, or contacts of one customer: so many or more.")]
_Ratio = Annotated[
    float, Field(ge=1, le=1_000, description="So many times what was to be expected, or more; new things always.")
]
_Days = Annotated[
    int, Field(ge=1, le=3_650, description="At most one false alarm in so many days, as long as nothing changes.")
]
_Subjects = Annotated[
    list[SubjectKind],
    Field(min_length=1, max_length=3, description="What may rise: topics, types of requests, phrases."),
]


class InsightRuleIn(In):
    """A new rule. `by`, `subjects`, `key`, `ratio` and `false_alarm_days` are about what rises."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Something is wrong", "kind": "rising", "by": "hour", "at_least": 5, "ratio": 2}]
        }
    )

    name: Line
    enabled: bool = True
    kind: InsightKind
    brand: Key | None = Field(default=None, description="Of this brand; of the whole desk else.")
    by: Literal["hour", "day"] = "hour"
    subjects: _Subjects = ["topic", "category", "phrase"]
    key: Line | None = Field(default=None, description="Only this topic and those below it, or this type of request.")
    at_least: _AtLeast = 5
    ratio: _Ratio = 2
    false_alarm_days: _Days = 90
    only_rising: bool = Field(default=False, description="Of clusters only those whose words rise.")
    team_id: UUID | None = Field(default=None, description="Who is told; without a team the leads.")


class InsightRulePatch(In):
    """Changes of a rule; only the fields that are sent are changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"at_least": 10, "ratio": 3}]})

    name: Line | None = None
    enabled: bool | None = None
    brand: Key | None = None
    by: Literal["hour", "day"] | None = None
    subjects: _Subjects | None = None
    key: Line | None = None
    at_least: _AtLeast | None = None
    ratio: _Ratio | None = None
    false_alarm_days: _Days | None = None
    only_rising: bool | None = None
    team_id: UUID | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "InsightRulePatch":
        for name in self.model_fields_set - {"brand", "key", "team_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class InsightRuleOut(Out):
    """A rule."""

    id: UUID
    name: str
    enabled: bool
    kind: InsightKind
    brand: str | None
    by: Literal["hour", "day"]
    subjects: list[SubjectKind]
    key: str | None
    at_least: int
    ratio: float
    false_alarm_days: int
    only_rising: bool
    team_id: UUID | None
    version: int
    created_at: Instant
    updated_at: Instant


class InsightRulePage(Out):
    """A page of rules, by name."""

    items: list[InsightRuleOut]
    next_cursor: str | None
