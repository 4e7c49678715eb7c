"""SLA policies as clients send and see them: for whom, what is promised, and what is done around a deadline."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from app.rules.sla_policies import MAX_TARGET_SECONDS, Metric
from app.schemas.actions import Actions
from app.schemas.base import In, Instant, Line, Out, Reference
from app.schemas.conditions import ConditionsIn
from app.schemas.tickets import Priority

MAX_TARGETS, MAX_STEPS = 100, 20


def _each_once(metrics: list[Metric]) -> list[Metric]:
    return list(dict.fromkeys(metrics))


Metrics = Annotated[list[Metric], Field(max_length=50), AfterValidator(_each_once)]
InIncident = Annotated[
    Literal["run", "pause"],
    Field(description="`pause`: nothing but a waiting chat counts while the ticket is part of an open incident."),
]
Position = Annotated[
    int, Field(strict=True, ge=1, le=10_000, description="1 is tried first; others move along. Beyond the end: last.")
]


class TargetIn(In):
    """A promise for tickets of one priority."""

    metric: Metric
    priority: Priority
    # Strict: true is not one second.
    seconds: Annotated[int, Field(strict=True, description=f"1 to {MAX_TARGET_SECONDS} (366 days).")]
    hours: Annotated[
        Literal["business", "calendar"],
        Field(description="`business`: only opening hours of the policy's calendar count. `calendar`: every hour."),
    ] = "calendar"


class StepIn(In):
    """Something to do around a deadline, once. Name one of `percent`, `before_seconds` and `after_seconds`."""

    metrics: Annotated[Metrics, Field(min_length=1)]
    percent: (
        Annotated[int, Field(strict=True, ge=1, le=1000, description="This share of the target is over.")] | None
    ) = None
    before_seconds: Annotated[int, Field(strict=True, ge=1, le=MAX_TARGET_SECONDS)] | None = None
    after_seconds: (
        Annotated[int, Field(strict=True, ge=0, le=MAX_TARGET_SECONDS, description="0 is the deadline itself.")] | None
    ) = None
    actions: Actions

    @model_validator(mode="after")
    def _one_time(self) -> "StepIn":
        if sum(each is not None for each in (self.percent, self.before_seconds, self.after_seconds)) != 1:
            msg = "name exactly one of percent, before_seconds and after_seconds"
            raise ValueError(msg)
        return self


Targets = Annotated[list[TargetIn], Field(max_length=MAX_TARGETS)]
Steps = Annotated[list[StepIn], Field(max_length=MAX_STEPS)]
_EXAMPLE: dict[str, Any] = {
    "name": "Gold",
    "conditions": {"all": [{"field": "priority", "operator": "in", "value": ["high", "urgent"]}], "any": []},
    "targets": [
        {"metric": "first_reply", "priority": "urgent", "seconds": 3600},
        {"metric": "first_reply", "priority": "high", "seconds": 14400},
    ],
    "steps": [
        {
            "metrics": ["first_reply"],
            "before_seconds": 900,
            "actions": [{"type": "notify", "recipients": [{"kind": "assignee"}, {"kind": "leads"}]}],
        },
        {"metrics": ["first_reply"], "after_seconds": 1800, "actions": [{"type": "escalate"}]},
    ],
}


class SlaPolicyIn(In):
    """A new policy. A ticket gets the first one, in their order, whose conditions hold."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    enabled: bool = True
    position: Position | None = None
    calendar_id: UUID | None = None
    conditions: ConditionsIn = ConditionsIn()
    targets: Targets
    steps: Steps = []
    pausable_updates: bool = Field(
        default=False, description="Whether the periodic update waits while the customer is asked."
    )
    paused_when_snoozed: Annotated[
        Metrics, Field(description="Metrics that do not count while the ticket is snoozed.")
    ] = []
    in_incident: InIncident = "run"


class SlaPolicyPatch(In):
    """Changes of a policy; only what is sent is changed. Lists are sent whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"position": 1, "targets": _EXAMPLE["targets"]}]})

    name: Line | None = None
    enabled: bool | None = None
    position: Position | None = None
    calendar_id: UUID | None = None
    conditions: ConditionsIn | None = None
    targets: Targets | None = None
    steps: Steps | None = None
    pausable_updates: bool | None = None
    paused_when_snoozed: Metrics | None = None
    in_incident: InIncident | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "SlaPolicyPatch":
        for name in self.model_fields_set - {"calendar_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class RestoreIn(In):
    """Which version to make anew."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": 1}]})

    number: Annotated[int, Field(strict=True, ge=1, le=2_147_483_647)]


class StepOut(StepIn):
    """A step with the name that the log of a ticket knows it by; it stays within a version."""

    key: str


class SlaDefinitionOut(Out):
    """What a version of a policy says."""

    calendar_id: UUID | None
    conditions: ConditionsIn
    targets: list[TargetIn]
    steps: list[StepOut]
    pausable_updates: bool
    paused_when_snoozed: list[Metric]
    in_incident: InIncident = "run"


class SlaPolicyOut(SlaDefinitionOut):
    """A policy, with what its version `number` says."""

    id: UUID
    name: str
    enabled: bool
    position: int | None = Field(description="null when it is archived.")
    number: int = Field(description="Of the version that counts now.")
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class SlaPolicyPage(Out):
    """A page of policies, in the order in which they are tried."""

    items: list[SlaPolicyOut]
    next_cursor: str | None


class SlaPolicyVersionOut(Out):
    """A version of a policy; it never changes."""

    id: UUID
    number: int
    name: str = Field(description="What the policy was called when this version was made.")
    definition: SlaDefinitionOut
    created_by: Reference | None
    created_at: Instant


class SlaPolicyVersionPage(Out):
    """A page of versions, newest first."""

    items: list[SlaPolicyVersionOut]
    next_cursor: str | None
