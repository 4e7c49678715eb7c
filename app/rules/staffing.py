"""How many agents it takes: the fewest with which a queue keeps a promise, hour by hour, by Erlang's formulas."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from math import ceil, floor, inf
from typing import Any

from app.rules.erlang import Queueing, erlang_a, erlang_a_within, erlang_c, erlang_c_within

_HOUR = 3_600.0
# No desk is larger; a target that even so many agents would miss is never met.
MOST_AGENTS = 10_000


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be kept, all that is given: `share` of customers within `seconds`, a mean wait in seconds, at most
    such a share who give up, and at most such a share of the agents' time in use.
    """

    share: float | None = None
    seconds: float = 0.0
    mean_wait: float | None = None
    abandons: float | None = None
    occupancy: float | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What comes: seconds of work each, how many an agent does at once, and the mean seconds until who waits gives up.

    An agent with `concurrency` 3 counts as three servers. That is exact as long as one chat takes as long whatever the
    agent does besides, so give the `handling` of chats as they are when agents are about as busy as planned.
    `shrinkage` is the share of paid time that is not spent at work (breaks, training, illness).
    """

    handling: float
    concurrency: int = 1
    patience: float | None = None
    shrinkage: float = 0.0


@dataclass(frozen=True, slots=True)
class Staffing:
    """What an hour takes: `agents` at work, so many `scheduled` that as many are; what then is to be expected.

    `within` is the share that waits at most as long as the target says.
    """

    arrivals: float
    agents: int
    scheduled: int
    within: float
    expected: Queueing

    def to_json(self) -> dict[str, Any]:
        """The same names; a mean wait without end is None."""
        shown = asdict(self)
        if self.expected.mean_wait == inf:
            shown["expected"]["mean_wait"] = None
        return shown


def wrong(work: Work, target: Target) -> list[str]:
    """Why that cannot be answered, in sentences; nothing when it can."""
    found = []
    if work.handling <= 0 or work.concurrency < 1:
        found.append("There is work, and an agent does at least one thing at once.")
    if work.patience is not None and work.patience <= 0:
        found.append("Patience is more than 0 seconds.")
    if not 0 <= work.shrinkage < 1:
        found.append("Shrinkage is a share from 0 to less than 1.")
    if target.share is None and target.mean_wait is None and target.abandons is None:
        found.append("A target is a share within so many seconds, a mean wait, or a share who give up.")
    if target.share is not None and not (0 <= target.share < 1 and target.seconds >= 0):
        found.append("The share is from 0 to less than 1, within 0 seconds or more.")
    if target.mean_wait is not None and target.mean_wait <= 0:
        found.append("A mean wait is more than 0 seconds.")
    if target.abandons is not None and (work.patience is None or target.abandons <= 0):
        found.append("A share who give up is more than 0, and needs their patience.")
    if target.occupancy is not None and not 0 < target.occupancy <= 1:
        found.append("Occupancy is a share from more than 0 to 1.")
    return found


def expected(agents: int, arrivals: float, work: Work, target: Target) -> Staffing:
    """What to expect of so many agents, at least one, with so many arrivals an hour: Erlang A with patience, else C."""
    servers, rate, handling, patience = agents * work.concurrency, arrivals / _HOUR, work.handling, work.patience
    if patience is None:
        found = erlang_c(servers, rate, handling)
        within = erlang_c_within(servers, rate, handling, target.seconds)
    else:
        found = erlang_a(servers, rate, handling, patience)
        within = erlang_a_within(servers, rate, handling, patience, target.seconds)
    # A whisker less, or 8 agents of whom one in five is away would be eleven.
    return Staffing(arrivals, agents, ceil(agents / (1 - work.shrinkage) - 1e-9), within, found)


def reaches(found: Staffing, target: Target) -> bool:
    """Whether all of the target is kept."""
    return (
        (target.share is None or found.within >= target.share)
        and (target.mean_wait is None or found.expected.mean_wait <= target.mean_wait)
        and (target.abandons is None or found.expected.abandons <= target.abandons)
        and (target.occupancy is None or found.expected.occupancy <= target.occupancy)
    )


def staffing(per_hour: Iterable[float], work: Work, target: Target) -> tuple[Staffing, ...]:
    """The fewest agents that keep the target, for each of some hours with so many arrivals each.

    Every hour for itself, as if it had been like that for ever: what an hour leaves undone the next one does not see.
    Nobody where nobody comes. Raises ValueError for what `wrong` names, negative arrivals, and what more than
    `MOST_AGENTS` would take.
    """
    problems = wrong(work, target)
    if problems:
        raise ValueError(" ".join(problems))
    return tuple(_fewest(arrivals, work, target) for arrivals in per_hour)


def _fewest(arrivals: float, work: Work, target: Target) -> Staffing:
    if arrivals == 0:
        return Staffing(0.0, 0, 0, 1.0, Queueing(0, 0.0, 0.0, 0.0, 0.0, 0.0))

    def enough(agents: int) -> bool:
        return reaches(expected(agents, arrivals, work, target), target)

    # Without patience fewer than the load would never do; with it an hour may take less.
    load = arrivals / _HOUR * work.handling / work.concurrency
    return expected(fewest(enough, floor(load) + 1), arrivals, work, target)


def fewest(enough: Callable[[int], bool], guess: int, most: int = MOST_AGENTS) -> int:
    """The least number from 1 on that is enough, where all above it are too; looked for around a guess.

    Raises ValueError when `most` is not enough.
    """
    low, high, stride = 0, min(max(guess, 1), most), 1
    while not enough(high):
        if high >= most:
            raise ValueError(f"{most} agents would not be enough.")
        low, high, stride = high, min(high + stride, most), 2 * stride
    stride = 1
    while high - low > 1:
        # Down from the guess in growing strides, as long as nothing is known below it; then halves.
        middle = max(high - stride, 1) if low == 0 else (low + high) // 2
        if enough(middle):
            high, stride = middle, 2 * stride
        else:
            low = middle
    return high
