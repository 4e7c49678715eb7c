"""What is to be done around the deadlines of a ticket's clocks, and when it must be looked at next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rules.sla_clocks import Clock, fired_as, known_at, reaches_each, steps_of, stretches
from app.rules.sla_policies import BREACH, Step
from app.rules.sla_state import Clocks, World

# A step that is so late was missed because the desk was down: what comes late is told together.
LATE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Due:
    """A step whose time has come. `step` is None for the breach itself, which is recorded even if nobody asked for it.

    `late` is whether the desk was away when its time came; a deadline that a change of the promise has put into the
    past is not late.
    """

    clock: Clock
    key: str
    at: datetime
    step: Step | None
    late: bool


def due(clocks: Clocks, world: World, now: datetime) -> list[Due]:
    """What is to be done now, in the order of its time. A deadline is missed after it, not at it."""
    found = [
        Due(clock, key, at, step, now - max(at, known_at(clock)) > LATE)
        for clock in clocks.running.values()
        for key, at, step in _times(clock, clocks, world)
        if at < now
    ]
    return sorted(found, key=lambda each: (each.at, each.key == BREACH))


def next_at(clocks: Clocks, world: World) -> datetime | None:
    """When the next step is due; None when none will be as long as nothing happens to the ticket."""
    times = [at for clock in clocks.running.values() for _, at, _ in _times(clock, clocks, world)]
    return min(times, default=None)


def _times(clock: Clock, clocks: Clocks, world: World) -> Iterator[tuple[str, datetime, Step | None]]:
    policy, hours = world.policies[clock.policy], world.hours[clock.calendar]
    spans = stretches(clocks.timeline, policy, clock.metric, clock.started_at)
    waiting = [each for each in steps_of(clock, policy) if fired_as(clock.policy, each[0]) not in clock.fired]
    times = reaches_each(spans, hours, [offset for _, offset, _ in waiting])
    for (key, _, step), at in zip(waiting, times, strict=True):
        if at is not None:
            yield key, at, step
