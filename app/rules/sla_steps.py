"""What is to be done around the deadlines of a ticket's clocks, and when it must be looked at next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rules.sla_clocks import Clock, reaches_each, steps_of, stretches
from app.rules.sla_policies import BREACH, Step
from app.rules.sla_state import Clocks, World

# A step that is so late was missed because the desk was down: what a later one says, it need not say too.
LATE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Due:
    """A step whose time has come. `step` is None for the breach itself, which is recorded even if nobody asked for it.

    `tells` is False when a later step of the same clock is due as well and this one is late: a desk that was away for a
    weekend then sends one message and not five. What it does besides telling is done all the same.
    """

    clock: Clock
    key: str
    at: datetime
    step: Step | None
    tells: bool


def due(clocks: Clocks, world: World, now: datetime) -> list[Due]:
    """What is to be done now, in the order of its time. A deadline is missed after it, not at it."""
    found: list[Due] = []
    for clock in clocks.running.values():
        mine = sorted(
            ((at, key, step) for key, at, step in _times(clock, clocks, world) if at < now),
            key=lambda each: (each[0], each[1] == BREACH),
        )
        telling = [at for at, _, step in mine if step is not None]
        for at, key, step in mine:
            superseded = step is not None and at < telling[-1] and now - at > LATE
            found.append(Due(clock, key, at, step, not superseded))
    return sorted(found, key=lambda each: each.at)


def next_at(clocks: Clocks, world: World) -> datetime | None:
    """When the next step is due; None when none will be as long as nothing happens to the ticket."""
    times = [at for clock in clocks.running.values() for _, at, _ in _times(clock, clocks, world)]
    return min(times, default=None)


def _times(clock: Clock, clocks: Clocks, world: World) -> Iterator[tuple[str, datetime, Step | None]]:
    policy, hours = world.policies[clock.policy], world.hours[clock.calendar]
    spans = stretches(clocks.timeline, policy, clock.metric, clock.started_at)
    waiting = [each for each in steps_of(clock, policy) if each[0] not in clock.fired]
    times = reaches_each(spans, hours, [offset for _, offset, _ in waiting])
    for (key, _, step), at in zip(waiting, times, strict=True):
        if at is not None:
            yield key, at, step
