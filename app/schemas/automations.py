"""Automations as clients send and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from app.rules.automations import LONGEST, Fact, Run
from app.schemas.base import In, Instant, Line, Out, Reference, Text
from app.schemas.condition_groups import GroupIn
from app.schemas.events import EventType
from app.schemas.ticket_actions import ActionProblem, AnyAction, TicketActions

Position = Annotated[
    int, Field(strict=True, ge=1, le=10_000, description="1 is looked at first; others move along. Beyond: last.")
]
Values = Annotated[list[JsonValue], Field(max_length=20)]
ActorKind = Literal["agent", "customer", "partner", "system"]


class ChangeIn(In):
    """A field that changed, from one of these values to one of those; of tags what went and what came."""

    field: Annotated[Text, Field(max_length=120, description="A field of the ticket, or `custom_fields.<key>`.")]
    was: Annotated[Values, Field(description="Empty: from anything.")] = []
    to: Annotated[Values, Field(description="Empty: to anything.")] = []


class EventTriggerIn(In):
    """Something happened. With `changed` only when one of these fields changed."""

    kind: Literal["event"]
    types: Annotated[list[EventType], Field(min_length=1, max_length=20)]
    actors: Annotated[list[ActorKind], Field(max_length=4, description="By whom; empty: anybody.")] = []
    changed: Annotated[list[ChangeIn], Field(max_length=20)] = []


class TimeTriggerIn(In):
    """So long after a fact, or before it. It is looked at again whenever something happens to the ticket."""

    kind: Literal["time"]
    fact: Annotated[Fact, Field(description="`next_due_at` is the next deadline of its SLA.")]
    field: Annotated[
        Text | None, Field(max_length=100, description="With `custom_field`: its key; a date or time.")
    ] = None
    after_seconds: Annotated[int, Field(strict=True, ge=0, le=LONGEST)] | None = None
    before_seconds: Annotated[int, Field(strict=True, ge=1, le=LONGEST)] | None = None
    calendar_id: Annotated[UUID | None, Field(description="Only its open hours count, with `after_seconds`.")] = None
    when_snoozed: bool = Field(
        default=False, description="Also while the ticket is snoozed. Else its time begins anew when it comes back."
    )

    @model_validator(mode="after")
    def _one(self) -> "TimeTriggerIn":
        if (self.after_seconds is None) == (self.before_seconds is None):
            msg = "name one of after_seconds and before_seconds"
            raise ValueError(msg)
        if (self.fact == "custom_field") != (self.field is not None):
            msg = "field goes with custom_field, and with nothing else"
            raise ValueError(msg)
        if self.calendar_id is not None and self.before_seconds is not None:
            msg = "calendar_id goes with after_seconds"
            raise ValueError(msg)
        return self


TriggerIn = Annotated[EventTriggerIn | TimeTriggerIn, Field(discriminator="kind")]
RunField = Annotated[
    Run,
    Field(description="`once_per_episode`: again after the ticket was solved and opened again. `every`: each time."),
]
_EXAMPLE: dict[str, Any] = {
    "name": "Remind after two days",
    "trigger": {"kind": "time", "fact": "status_since", "after_seconds": 172_800},
    "conditions": {"all": [{"field": "status", "operator": "is", "value": "pending"}]},
    "actions": [{"type": "reply", "body": "{{ greeting }} Do you still need us?"}],
}


class AutomationIn(In):
    """A new automation. It is not enabled unless you say so: try it on the past first."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    enabled: bool = False
    position: Position | None = None
    trigger: TriggerIn
    conditions: GroupIn = GroupIn()
    actions: TicketActions
    run: RunField = "once_per_episode"


class AutomationPatch(In):
    """Changes of an automation; lists are sent whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": True}]})

    name: Line | None = None
    enabled: bool | None = None
    position: Position | None = None
    trigger: TriggerIn | None = None
    conditions: GroupIn | None = None
    actions: TicketActions | None = None
    run: RunField | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "AutomationPatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class AutomationDefinitionOut(Out):
    """What a version of an automation says."""

    trigger: TriggerIn
    conditions: GroupIn
    actions: list[AnyAction]
    run: Run


class AutomationOut(AutomationDefinitionOut):
    """An automation, with what its version `number` says."""

    id: UUID
    name: str
    enabled: bool
    disabled_because: str | None = Field(
        description="`runaway`: the desk has switched it off, as it ran over 20 times in an hour on one ticket."
    )
    position: int | None = Field(description="null when it is archived.")
    problems: list[ActionProblem] = Field(description="What it refers to that is not there any more.")
    number: int = Field(description="Of the version that counts now.")
    since: Instant = Field(description="What happened, or was due, before this is not its business.")
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class AutomationPage(Out):
    """A page of automations, in the order in which they are looked at."""

    items: list[AutomationOut]
    next_cursor: str | None


class AutomationVersionOut(Out):
    """A version of an automation; it never changes."""

    id: UUID
    number: int
    name: str
    definition: AutomationDefinitionOut
    created_by: Reference | None
    created_at: Instant


class AutomationVersionPage(Out):
    """A page of versions, newest first."""

    items: list[AutomationVersionOut]
    next_cursor: str | None


class DryRunIn(In):
    """An automation as it might be, tried on what happened."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{name: _EXAMPLE[name] for name in ("trigger", "conditions")} | {"run": "every", "days": 7}]
        }
    )

    trigger: TriggerIn
    conditions: GroupIn = GroupIn()
    run: RunField = "once_per_episode"
    days: Annotated[int, Field(strict=True, ge=1, le=31)] = 7
