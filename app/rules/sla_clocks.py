"""SLA clocks: one instance of a metric on a ticket, how long it has counted, and when it reaches what it was promised.

A clock keeps no running total. How long it has counted follows from when it started and from the ticket's own timeline
(its states since it was made): a pause is found by what a ticket was, not by an event that somebody may have missed.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.rules.schedules import AnySchedule
from app.rules.sla_policies import Metric, Policy

Outcome: TypeAlias = Literal["fulfilled", "cancelled"]
Spans: TypeAlias = "Sequence[tuple[datetime, datetime | None]]"
Happening: TypeAlias = Literal["activated", "paused", "resumed", "retargeted", "breached", "fulfilled", "cancelled"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What a ticket was from this instant on."""

    at: datetime
    status: str
    snoozed: bool = False
    # Part of an incident that was not over.
    incident: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a clock's ledger: what happened to it at which instant, by which event of the log (0: by none)."""

    at: datetime
    what: Happening
    seq: int
    # The seconds and the version of the policy, when either is new.
    target: int | None = None
    policy: UUID | None = None


@dataclass(slots=True)
class Clock:
    """One instance. `started_at` is what it counts from, `activated_at` when it began to matter.

    `due_at` is None while it is paused and not overdue. `breached_at` is when it became overdue. `fired` are the steps
    that were done, or were over before the instance began (see `Timed`): once for an instance, whatever is promised
    meanwhile.
    """

    metric: Metric
    number: int
    policy: UUID
    # The version of the calendar it counts in; None for every hour of every day.
    calendar: UUID | None
    target: int
    priority: str
    started_at: datetime
    activated_at: datetime
    paused: bool = False
    due_at: datetime | None = None
    breached_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    fired: frozenset[str] = frozenset()
    ledger: list[Entry] = field(default_factory=list)
    # When the steps of its plan are due, once somebody has asked; they move when `due_at` does. Not stored.
    times: list[datetime | None] | None = field(default=None, compare=False, repr=False)

    def stamp(self) -> tuple[Any, ...]:
        """Differs when what is stored of it has changed; a ledger only grows."""
        return (
            self.policy, self.calendar, self.target, self.priority, self.paused, self.due_at, self.breached_at,
            self.ended_at, self.fired, len(self.ledger),
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """As it is stored; instants and ids are left to who writes the JSON."""
        return {
            "metric": self.metric,
            "number": self.number,
            "policy": self.policy,
            "calendar": self.calendar,
            "target": self.target,
            "priority": self.priority,
            "started_at": self.started_at,
            "activated_at": self.activated_at,
            "paused": self.paused,
            "due_at": self.due_at,
            "breached_at": self.breached_at,
            "ended_at": self.ended_at,
            "outcome": self.outcome,
            "fired": sorted(self.fired),
            "ledger": [[each.at, each.what, each.seq, each.target, each.policy] for each in self.ledger],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Clock":
        """From how it is stored."""
        return cls(
            metric=stored["metric"],
            number=stored["number"],
            policy=same_id(stored["policy"]),
            calendar=None if stored["calendar"] is None else same_id(stored["calendar"]),
            target=stored["target"],
            priority=stored["priority"],
            started_at=instant(stored["started_at"]),
            activated_at=instant(stored["activated_at"]),
            paused=stored["paused"],
            due_at=_maybe(stored["due_at"]),
            breached_at=_maybe(stored["breached_at"]),
            ended_at=_maybe(stored["ended_at"]),
            outcome=stored["outcome"],
            fired=frozenset(stored["fired"]),
            ledger=[
                Entry(instant(at), what, seq, target, None if policy is None else same_id(policy))
                for at, what, seq, target, policy in stored["ledger"]
            ],
        )


def stretches(timeline: Sequence[Moment], policy: Policy, metric: Metric, start: datetime) -> Spans:
    """The spans since `start` in which the metric counts; the last one has no end while it still does."""
    spans: list[tuple[datetime, datetime | None]] = []
    first = max(0, bisect_right(timeline, start, key=attrgetter("at")) - 1)
    begun: datetime | None = None
    for moment in islice(timeline, first, None):
        if policy.counts(metric, moment.status, snoozed=moment.snoozed, incident=moment.incident):
            if begun is None:
                begun = max(start, moment.at)
        elif begun is not None:
            if moment.at > begun:
                spans.append((begun, moment.at))
            begun = None
    if begun is not None:
        spans.append((begun, None))
    return spans


def reaches(spans: Spans, hours: AnySchedule, offsets: Sequence[int]) -> list[datetime | None]:
    """When so many seconds have counted, for each number of seconds; they ascend.

    None while the clock stands still before that, or in no life's time.
    """
    found: list[datetime | None] = []
    counted = 0
    for begin, end in spans:
        reached = None if end is None else counted + hours.open_seconds(begin, end)
        first = len(found)
        last = len(offsets) if reached is None else bisect_right(offsets, reached, first)
        if last > first:
            found += hours.dues(begin, [max(0, each - counted) for each in offsets[first:last]])
        if reached is None or last == len(offsets):
            break
        counted = reached
    return found + [None] * (len(offsets) - len(found))


def times(clock: Clock, timeline: Sequence[Moment], policy: Policy, hours: AnySchedule) -> list[datetime | None]:
    """When each step of the clock's plan is due, as the ticket's timeline has it."""
    spans = stretches(timeline, policy, clock.metric, clock.started_at)
    return reaches(spans, hours, policy.plan(clock.metric, clock.target).offsets)


def counted(spans: Spans, hours: AnySchedule, until: datetime) -> int:
    """How many seconds have counted up to this instant."""
    return sum(hours.open_seconds(begin, min(end or until, until)) for begin, end in spans if begin < until)


def known_at(clock: Clock) -> datetime:
    """Since when what is promised now could be known: a deadline before it counts as missed from then on."""
    return max(each.at for each in clock.ledger if each.what in {"activated", "retargeted"})


@lru_cache(maxsize=5_000)
def same_id(text: str) -> UUID:
    """The id of a version; always the same object, so that whoever looks one up compares nothing."""
    return UUID(text)


def instant(text: str) -> datetime:
    """An instant as it is stored in JSON."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else instant(text)
