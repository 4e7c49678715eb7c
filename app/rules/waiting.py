"""How long a customer will probably wait: recent service in, an honest range out, or nothing without a basis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

# Fewer served customers than this say nothing about the next one.
LEAST_SERVED = 5
# Older service says little about now.
LOOK_BACK = timedelta(hours=1)
# More of them change nothing any more.
MOST_SERVED = 100


@dataclass(frozen=True, slots=True)
class Served:
    """A customer of this queue who was served: since when they waited, and when an agent took them."""

    queued_at: datetime
    accepted_at: datetime


def service_intervals(served: Iterable[Served]) -> list[float]:
    """Seconds that each customer spent at the head of the queue before somebody took them.

    The head's time starts when the one before was taken, or when they came if the queue was empty: quiet hours
    without customers do not count as slow service.
    """
    ordered = sorted(served, key=lambda each: (each.accepted_at, each.queued_at))
    intervals = []
    before: datetime | None = None
    for each in ordered:
        began = each.queued_at if before is None else max(before, each.queued_at)
        intervals.append(max(0.0, (each.accepted_at - began).total_seconds()))
        before = each.accepted_at
    return intervals


def estimate(position: int, intervals: Sequence[float]) -> tuple[int, int] | None:
    """The range in whole seconds in which the customer at `position` (1 is next) will probably be taken.

    From the lower to the upper quartile of recent service intervals, once per place in the queue. None without at
    least `LEAST_SERVED` of them: a number without a basis is worse than none.
    """
    if len(intervals) < LEAST_SERVED:
        return None
    ordered = sorted(intervals)
    low = floor(position * _quantile(ordered, 0.25))
    return low, max(low, ceil(position * _quantile(ordered, 0.75)))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between the two nearest ranks."""
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
