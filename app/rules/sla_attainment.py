"""What a policy would have made of tickets: their logs folded under it, and how many promises were kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.rules.sla_clocks import Clock
from app.rules.sla_folding import fold
from app.rules.sla_policies import Metric
from app.rules.sla_state import Clocks, World

Result: TypeAlias = Literal["met", "missed", "open", "cancelled"]
RESULTS: tuple[Result, ...] = ("met", "missed", "open", "cancelled")
Decide: TypeAlias = Callable[[Mapping[str, Any], datetime], tuple[UUID | None, UUID | None]]


@dataclass(frozen=True, slots=True)
class Side:
    """One way of promising: what is chosen for which ticket, and the versions that it names."""

    decide: Decide
    world: World


def results(
    events: Sequence[Mapping[str, Any]], side: Side, now: datetime
) -> dict[tuple[Metric, int], tuple[str, Result]]:
    """What became of every instance of a ticket's clocks, with its priority, if this side had promised."""
    clocks = fold(Clocks(), events, side.world, side.decide)
    every = (*clocks.ended, *clocks.running.values())
    if clocks.fields.get("spam") == "marked":
        # Nobody was owed anything, before it was known either: neither kept nor missed.
        return {(each.metric, each.number): (each.priority, "cancelled") for each in every}
    return {(each.metric, each.number): (each.priority, result(each, now)) for each in every}


def result(clock: Clock, now: datetime) -> Result:
    """Whether a promise was kept. What was missed stays missed; what was given up in time counts for nothing."""
    if clock.breached_at is not None or (clock.ended_at is None and clock.due_at is not None and clock.due_at < now):
        return "missed"
    if clock.outcome is None:
        return "open"
    return "met" if clock.outcome == "fulfilled" else "cancelled"


@dataclass(slots=True)
class Tally:
    """How many promises of each metric and priority were kept; adds up over any number of tickets."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, found: Iterable[tuple[Metric, str, Result]]) -> None:
        """Count these."""
        self.counts.update(found)

    def rows(self) -> list[dict[str, Any]]:
        """Per metric and priority: how many of each result, and which share of those decided was kept."""
        shown = []
        for metric, priority in sorted({(metric, priority) for metric, priority, _ in self.counts}):
            numbers: dict[str, int] = {each: self.counts[metric, priority, each] for each in RESULTS}
            decided = numbers["met"] + numbers["missed"]
            attained = round(numbers["met"] / decided, 4) if decided else None
            shown.append({"metric": metric, "priority": priority, **numbers, "attained": attained})
        return shown

    def as_json(self) -> list[list[Any]]:
        """To go on from, in JSON."""
        return [[*key, count] for key, count in self.counts.items()]

    @classmethod
    def from_json(cls, stored: Iterable[Sequence[Any]]) -> "Tally":
        """From how it was kept."""
        return cls(Counter({(metric, priority, result): count for metric, priority, result, count in stored}))


@dataclass(frozen=True, slots=True)
class Compared:
    """One ticket under both sides: what each instance became, and the instances for which that differs."""

    now: dict[tuple[Metric, int], tuple[str, Result]]
    then: dict[tuple[Metric, int], tuple[str, Result]]

    @property
    def changes(self) -> list[dict[str, Any]]:
        """The instances that would have ended differently; `now` or `then` is None where there would be none."""
        return [
            {
                "metric": metric,
                "number": number,
                "now": self.now.get((metric, number), ("", None))[1],
                "then": self.then.get((metric, number), ("", None))[1],
            }
            for metric, number in sorted(self.now.keys() | self.then.keys())
            if self.now.get((metric, number), ("", None))[1] != self.then.get((metric, number), ("", None))[1]
        ]


def compare(events: Sequence[Mapping[str, Any]], current: Side, draft: Side, now: datetime) -> Compared:
    """A ticket's log under what is promised now, and under what is proposed."""
    return Compared(results(events, current, now), results(events, draft, now))
