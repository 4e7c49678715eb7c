"""What is to be done around the deadlines of a ticket's clocks, and when it must be looked at next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rules.sla_clocks import Clock, known_at, times
from app.rules.sla_policies import BREACH, Step, Timed
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
        Due(clock, each.key, at, each.step, now - max(at, known_at(clock)) > LATE)
        for clock in clocks.running.values()
        for each, at in _waiting(clock, clocks, world)
        if at < now
    ]
    return sorted(found, key=lambda each: (each.at, each.key == BREACH))


def next_at(clocks: Clocks, world: World) -> datetime | None:
    """When the next step is due; None when none will be as long as nothing happens to the ticket."""
    waiting = (at for clock in clocks.running.values() for _, at in _waiting(clock, clocks, world))
    return min(waiting, default=None)


def _waiting(clock: Clock, clocks: Clocks, world: World) -> Iterator[tuple[Timed, datetime]]:
    policy = world.policies[clock.policy]
    if clock.times is None:
        clock.times = times(clock, clocks.timeline, policy, world.hours[clock.calendar])
    for each, at in zip(policy.plan(clock.metric, clock.target).steps, clock.times, strict=True):
        if at is not None and each.fired_as not in clock.fired:
            yield each, at
