"""SLA clocks: one instance of a metric on a ticket, how long it has counted, and when it reaches what it was promised.

A clock keeps no running total. How long it has counted follows from when it started and from the ticket's own timeline
(its states since it was made): a pause is found by what a ticket was, not by an event that somebody may have missed.
"""

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from operator import attrgetter
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.rules.schedules import AnySchedule, NeverDue
from app.rules.sla_policies import BREACH, Metric, Policy, Step

Outcome: TypeAlias = Literal["fulfilled", "cancelled"]
Spans: TypeAlias = "Sequence[tuple[datetime, datetime | None]]"
Happening: TypeAlias = Literal["activated", "paused", "resumed", "retargeted", "breached", "fulfilled", "cancelled"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What a ticket was from this instant on."""

    at: datetime
    status: str
    snoozed: bool = False


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
    that were done, or were over before the instance began (see `fired_as`): once for an instance, whatever is promised
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

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "metric": self.metric,
            "number": self.number,
            "policy": str(self.policy),
            "calendar": None if self.calendar is None else str(self.calendar),
            "target": self.target,
            "priority": self.priority,
            "started_at": _text(self.started_at),
            "activated_at": _text(self.activated_at),
            "paused": self.paused,
            "due_at": _text(self.due_at),
            "breached_at": _text(self.breached_at),
            "ended_at": _text(self.ended_at),
            "outcome": self.outcome,
            "fired": sorted(self.fired),
            "ledger": [
                [_text(each.at), each.what, each.seq, each.target, None if each.policy is None else str(each.policy)]
                for each in self.ledger
            ],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Clock":
        """From how it is stored."""
        return cls(
            metric=stored["metric"],
            number=stored["number"],
            policy=UUID(stored["policy"]),
            calendar=None if stored["calendar"] is None else UUID(stored["calendar"]),
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
                Entry(instant(at), what, seq, target, None if policy is None else UUID(policy))
                for at, what, seq, target, policy in stored["ledger"]
            ],
        )


def fired_as(policy: UUID, key: str) -> str:
    """How a step is remembered: steps of another version are other steps. The breach is the clock's own."""
    return key if key == BREACH else f"{policy}/{key}"


def stretches(timeline: Sequence[Moment], policy: Policy, metric: Metric, start: datetime) -> Spans:
    """The spans since `start` in which the metric counts; the last one has no end while it still does."""
    spans: list[tuple[datetime, datetime | None]] = []
    first = max(0, bisect_right(timeline, start, key=attrgetter("at")) - 1)
    counting = policy.counting(metric)
    begun: datetime | None = None
    for moment in islice(timeline, first, None):
        if (moment.status, moment.snoozed) in counting:
            if begun is None:
                begun = max(start, moment.at)
        elif begun is not None:
            if moment.at > begun:
                spans.append((begun, moment.at))
            begun = None
    if begun is not None:
        spans.append((begun, None))
    return spans


def reaches(spans: Spans, hours: AnySchedule, seconds: int) -> datetime | None:
    """When so many seconds have counted; None while the clock stands still before that, or in no life's time."""
    return reaches_each(spans, hours, (seconds,))[0]


def reaches_each(spans: Spans, hours: AnySchedule, offsets: Sequence[int]) -> list[datetime | None]:
    """The same for several numbers of seconds, in the order in which they are given."""
    found: list[datetime | None] = [None] * len(offsets)
    waiting = sorted(range(len(offsets)), key=offsets.__getitem__, reverse=True)
    counted = 0
    for begin, end in spans:
        reached = None if end is None else counted + hours.open_seconds(begin, end)
        while waiting and (reached is None or offsets[waiting[-1]] <= reached):
            place = waiting.pop()
            # Nobody lives to see it: for us that is never.
            with suppress(NeverDue):
                found[place] = hours.due(begin, max(0, offsets[place] - counted))
        if not waiting or reached is None:
            break
        counted = reached
    return found


def counted(spans: Spans, hours: AnySchedule, until: datetime) -> int:
    """How many seconds have counted up to this instant."""
    return sum(hours.open_seconds(begin, min(end or until, until)) for begin, end in spans if begin < until)


def known_at(clock: Clock) -> datetime:
    """Since when what is promised now could be known: a deadline before it counts as missed from then on."""
    return max(each.at for each in clock.ledger if each.what in {"activated", "retargeted"})


def steps_of(clock: Clock, policy: Policy) -> list[tuple[str, int, Step | None]]:
    """(key, offset in counted seconds, step): what is to be done for this clock. The breach itself always is."""
    steps: list[tuple[str, int, Step | None]] = [
        (each.key, each.offset(clock.target), each) for each in policy.steps_of(clock.metric)
    ]
    return [*steps, (BREACH, clock.target, None)]


def instant(text: str) -> datetime:
    """An instant as it is stored in JSON."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else instant(text)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
