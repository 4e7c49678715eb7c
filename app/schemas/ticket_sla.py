"""The clocks of a ticket as people read them, and what takes a ticket out of sight or up the ladder."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.sla_policies import Metric
from app.schemas.base import In, Instant, Line, Out, Text


class SnoozeIn(In):
    """Until when."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"until": "2027-01-11T08:00:00Z"}]})

    until: Instant


class EscalateIn(In):
    """Why; the next ones read it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "The customer threatens to leave"}]})

    reason: Line


class IntervalOut(Out):
    """A span of a clock: time that counted, time in which the ticket stood still, or hours that are closed."""

    kind: Literal["counted", "paused", "closed"]
    begins_at: Instant
    ends_at: Instant
    seconds: int = Field(description="That counted.")
    because: str = Field(description="`open`, a status, `snoozed`, `closed`, `exception`, or `holiday: ...`.")


class LedgerEntryOut(Out):
    """What happened to a clock."""

    at: Instant
    what: Literal["activated", "paused", "resumed", "retargeted", "breached", "fulfilled", "cancelled"]
    event_seq: int = Field(description="The event of the log by which it happened; 0: the deadline itself.")
    target_seconds: int | None
    policy_version_id: UUID | None


class ClockStepOut(Out):
    """A step around the deadline."""

    key: str
    due_at: Instant | None = Field(description="Null while the clock stands still before it.")
    done: bool


class ClockOut(Out):
    """One instance of a metric."""

    metric: Metric
    number: int
    state: Literal["running", "paused", "fulfilled", "cancelled"]
    priority: str
    target_seconds: int
    hours: Literal["business", "calendar"]
    policy_version_id: UUID
    policy_name: str
    policy_number: int
    calendar_version_id: UUID | None
    zone: str | None
    started_at: Instant
    activated_at: Instant
    due_at: Instant | None
    breached_at: Instant | None
    ended_at: Instant | None
    elapsed_seconds: int
    remaining_seconds: int = Field(description="Negative: overdue by so much, in the hours of the clock.")
    ledger: list[LedgerEntryOut]
    steps: list[ClockStepOut]
    intervals: list[IntervalOut] = Field(description="From its start to its end, or until now; at most 500.")
    intervals_left_off: int
    sentences: list[Text] = Field(description="The same in words, in the language that was asked for.")


class PolicyChoiceOut(Out):
    """A policy that was chosen, and after which event it counts."""

    seq: int
    at: Instant
    policy_version_id: UUID | None
    policy_name: str | None
    policy_number: int | None
    calendar_version_id: UUID | None
    cause: Literal["ticket", "asked"]


class TicketSlaOut(Out):
    """All clocks of a ticket, those that run first, and the policies that were chosen for it."""

    ticket_id: UUID
    as_of: Instant
    folded_seq: int = Field(description="The event up to which the log was read.")
    choices: list[PolicyChoiceOut]
    next_due_at: Instant | None
    clocks: list[ClockOut] = Field(description="Those that run, then those that ended last, at most 200.")
    clocks_left_off: int
