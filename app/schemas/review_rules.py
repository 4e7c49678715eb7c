"""Rules of what is reviewed, as clients send and see them."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from app.rules.calendars import zones
from app.rules.review_sampling import LONG, First
from app.schemas.base import In, Instant, Line, Out
from app.schemas.calendars import Zone
from app.schemas.condition_groups import GroupIn

_ID = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
LONGEST_DRAW = timedelta(days=31)


def _known(zone: str) -> str:
    if zone not in zones():
        msg = "is no IANA time zone"
        raise ValueError(msg)
    return zone


def _each_once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


KnownZone = Annotated[Zone, AfterValidator(_known)]
PerAgent = Annotated[int, Field(ge=1, le=50, description="So many tickets of each agent for each week.")]
Firsts = Annotated[
    list[First],
    AfterValidator(_each_once),
    Field(
        max_length=3,
        description=f"What comes before chance, in this order: a bad score of the customer, a ticket that was solved "
        f"before, at least {LONG} public messages.",
    ),
]
Reviewers = Annotated[
    list[UUID],
    AfterValidator(_each_once),
    Field(max_length=100, description="Active leads and admins; empty: every lead, where there is none every admin."),
]
Seed = Annotated[Line, Field(description="What chance begins with. The same seed draws the same of the same tickets.")]


class ReviewRuleIn(In):
    """A new rule."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Two a week",
                    "scorecard_id": _ID,
                    "per_agent": 2,
                    "zone": "Europe/Moscow",
                    "first": ["bad_score"],
                    "conditions": {"all": [{"field": "priority", "operator": "is_not", "value": "low"}]},
                }
            ]
        }
    )

    name: Line
    enabled: bool = True
    scorecard_id: UUID
    team_id: UUID | None = Field(default=None, description="Whose work: the team's members; null: every agent.")
    per_agent: PerAgent = 1
    zone: KnownZone = "UTC"
    conditions: GroupIn = GroupIn()
    first: Firsts = []
    reviewer_ids: Reviewers = []
    seed: Seed | None = None


class ReviewRulePatch(In):
    """Changes of a rule; they are for the draws that come."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"per_agent": 3}]})

    name: Line | None = None
    enabled: bool | None = None
    scorecard_id: UUID | None = None
    team_id: UUID | None = None
    per_agent: PerAgent | None = None
    zone: KnownZone | None = None
    conditions: GroupIn | None = None
    first: Firsts | None = None
    reviewer_ids: Reviewers | None = None
    seed: Seed | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ReviewRulePatch":
        for name in self.model_fields_set - {"team_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ReviewDrawIn(In):
    """Of what to draw now: tickets that were solved in [drawn_from, drawn_to)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"drawn_from": "2026-11-16T00:00:00Z", "drawn_to": "2026-11-23T00:00:00Z"}]}
    )

    drawn_from: Instant
    drawn_to: Instant

    @model_validator(mode="after")
    def _whole(self) -> "ReviewDrawIn":
        if not timedelta() < self.drawn_to - self.drawn_from <= LONGEST_DRAW:
            msg = "drawn_to is after drawn_from, by at most 31 days"
            raise ValueError(msg)
        return self


class ReviewRuleOut(Out):
    """A rule."""

    id: UUID
    name: str
    enabled: bool
    scorecard_id: UUID
    team_id: UUID | None
    per_agent: int
    zone: str
    conditions: dict[str, Any]
    first: list[First]
    reviewer_ids: list[UUID]
    seed: str
    due_at: Instant = Field(description="When it draws next: when the week is over in its zone.")
    version: int
    created_at: Instant
    updated_at: Instant


class ReviewRulePage(Out):
    """A page of rules, by name."""

    items: list[ReviewRuleOut]
    next_cursor: str | None


class ReviewDrawOut(Out):
    """What was drawn."""

    drawn_from: Instant
    drawn_to: Instant
    agents: int = Field(description="Agents whose tickets were drawn from.")
    assigned: int = Field(description="Tickets that are to be reviewed now and were not before.")
    short: int = Field(description="Agents of whom there were fewer tickets than the rule wants.")
