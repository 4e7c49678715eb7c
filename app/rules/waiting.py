"""How long a customer will probably wait: recent service in, a calibrated range out, or nothing without a basis."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil, floor, isfinite, log1p, sqrt
from statistics import NormalDist

# The share of customers whose wait falls inside the range that they are told; as many wait less as wait more.
COVERAGE = 0.8
# Fewer served customers than this say nothing about the next one.
LEAST_SERVED = 5
# Older service says little about now.
LOOK_BACK = timedelta(hours=1)
# More of them change nothing any more.
MOST_SERVED = 100

# What follows was fitted to simulated desks and is held against others by `python -m bench --only waits`.
# So many takes ago counts for half: the range follows a load that changes, and keeps some 29 takes of evidence.
_HALF_LIFE = 20
# After so many seconds of waiting, half of that evidence is stale: agents come and go meanwhile.
_STALE = 3_600.0
# Agents who finish independently of each other take at intervals that are nearly exponential (dispersion 1, the square
# of the coefficient of variation); the sample says how far from it, with the weight of its size against this one.
_EXPONENTIAL = 20
_MOST_DISPERSED = 4.0
# Many intervals in a row vary less than as many independent ones: by and by the same agents come free again.
_IN_A_ROW = 0.7
# An interval longer than so many times the next longest one is an accident.
_ACCIDENT = 3
# Of the dispersion of answers to offers, while there are too few to see it.
_ANSWERS = 0.4
_TAIL = (1 - COVERAGE) / 2
_Z = NormalDist().inv_cdf(1 - _TAIL)


@dataclass(frozen=True, slots=True)
class Served:
    """A customer of this queue who was served: since when they waited, and when an agent took them."""

    queued_at: datetime
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Service:
    """How a queue was served lately: its `service_intervals`; whether their customers waited behind another (those
    came to a queue that moved when agents came free, the others perhaps to a free agent); and the last take.
    """

    intervals: tuple[float, ...]
    crowded: tuple[bool, ...]
    taken_at: datetime | None

    @classmethod
    def of(cls, served: Iterable[Served]) -> "Service":
        """From customers in any order."""
        ordered = _ordered(served)
        intervals = tuple(_intervals(ordered))
        behind = [False, *(each.queued_at <= before.accepted_at for before, each in pairwise(ordered))]
        return cls(
            intervals, tuple(behind[len(behind) - len(intervals) :]), ordered[-1].accepted_at if ordered else None
        )

    def elapsed(self, head_at: datetime | None, now: datetime) -> float:
        """Seconds since the one who is next became the next; `head_at` is when they came."""
        since = [each for each in (head_at, self.taken_at) if each is not None]
        return max(0.0, (now - max(since)).total_seconds()) if since else 0.0


def service_intervals(served: Iterable[Served]) -> list[float]:
    """Seconds that each customer spent at the head of the queue before somebody took them, the oldest first.

    The head's time starts when the one before was taken, or when they came if the queue was empty: quiet hours
    without customers do not count as slow service. Of the oldest it is not known who was taken before them, and their
    whole wait would count: they are left out when there are others enough.
    """
    return list(_intervals(_ordered(served)))


def _ordered(served: Iterable[Served]) -> list[Served]:
    return sorted(served, key=lambda each: (each.accepted_at, each.queued_at))


def _intervals(ordered: Sequence[Served]) -> Iterator[float]:
    if 0 < len(ordered) <= LEAST_SERVED:
        yield max(0.0, (ordered[0].accepted_at - ordered[0].queued_at).total_seconds())
    for before, each in pairwise(ordered):
        yield max(0.0, (each.accepted_at - max(before.accepted_at, each.queued_at)).total_seconds())


def estimate(
    position: int,
    intervals: Sequence[float],
    *,
    crowded: Sequence[bool] | None = None,
    elapsed: float = 0.0,
    offered: bool = False,
    agents: int | None = None,
    leaving: float = 0.0,
) -> tuple[int, int] | None:
    """The range in whole seconds in which the customer at `position` (1 is next) is taken with probability `COVERAGE`.

    `intervals` and `crowded` as in `Service` (None: not known), `elapsed` seconds since the last take or since the
    next one came. `offered`: an agent has this chat before them, and only their answer is waited for. `agents` who
    are there for this queue, busy or not (None: not known). `leaving`: how many of those who wait give up, per second
    and person. None without at least `LEAST_SERVED` intervals, or when no agent is there: a number without a basis is
    worse than none.

    Takes are taken for a Poisson process whose rate drifts. Recent intervals, each with its weight, make the rate's
    distribution a Gamma (power discounting: Smith 1979, J. R. Statist. Soc. B 41; West and Harrison 1997, section
    10.8), so that the sum of the next n intervals over n times their weighted mean is F with 2n and 2 * evidence
    degrees of freedom (Aitchison and Dunsmore 1975). Other dispersions than the exponential one divide both. The
    time that the next one already waits is an interval that has not ended, and counts with no evidence of its own.
    """
    seen = [
        (min(max(0.0, seconds), LOOK_BACK.total_seconds()), behind)
        for seconds, behind in zip(intervals, [True] * len(intervals) if crowded is None else crowded, strict=True)
        if isfinite(seconds)
    ]
    if len(seen) < LEAST_SERVED or agents == 0:
        return None
    if offered:
        return _answer(seen)
    basis = _without_accident(_behind(seen))
    places = max(1, position)
    waited = min(max(0.0, elapsed), LOOK_BACK.total_seconds()) if isfinite(elapsed) else 0.0
    evidence, mean = _pace(basis, waited)
    dispersion = _dispersion(basis)
    expected = _stayed(places * mean, leaving)
    fresh = 2 * evidence / (1 + expected / _STALE) / dispersion
    several = 2 * places / dispersion / (_IN_A_ROW + (1 - _IN_A_ROW) / places)
    low, high = (_stayed(places * mean * _f_quantile(several, fresh, z), leaving) for z in (-_Z, _Z))
    return floor(low), ceil(high)


def _behind(seen: Sequence[tuple[float, bool]]) -> list[float]:
    """The intervals of those who waited behind another.

    Where hardly anybody did, the longest of the others are nearest to it: those for whom no agent was free either.
    """
    behind = [seconds for seconds, crowded in seen if crowded]
    if len(behind) >= LEAST_SERVED:
        return behind
    return behind + sorted(seconds for seconds, crowded in seen if not crowded)[-3:]


def _without_accident(basis: list[float]) -> list[float]:
    *_, second, _ = sorted(basis)
    return [min(each, _ACCIDENT * second) for each in basis] if second > 0 else basis


def _pace(basis: Sequence[float], waited: float) -> tuple[float, float]:
    """The evidence in takes, and the mean interval in seconds (a second at least: times are told in whole ones)."""
    weights = [0.5 ** (ago / _HALF_LIFE) for ago in reversed(range(len(basis)))]
    evidence = sum(weights)
    total = sum(weight * seconds for weight, seconds in zip(weights, basis, strict=True))
    return evidence, max(1.0, (total + waited) / evidence)


def _dispersion(basis: Sequence[float]) -> float:
    """Variance over squared mean, drawn towards that of an exponential distribution."""
    many = len(basis)
    mean = sum(basis) / many
    if mean <= 0:
        return 1.0
    seen = sum((each / mean - 1) ** 2 for each in basis) / (many - 1)
    return (_EXPONENTIAL + many * min(seen, _MOST_DISPERSED)) / (_EXPONENTIAL + many)


def _stayed(seconds: float, leaving: float) -> float:
    """The same wait when those ahead give up at a rate: the fluid model of a queue with impatience, in which n people
    become n' = -1/mean - leaving * n (Garnett, Mandelbaum and Reiman 2002, M&SOM 4).
    """
    rate = min(leaving, 1.0)
    return log1p(rate * seconds) / rate if rate > 0 else seconds


def _f_quantile(first: float, second: float, z: float) -> float:
    """The quantile of F with these degrees of freedom at the standard normal's `z` (Paulson 1942, Ann. Math. Statist.
    13): the cube roots of both chi-squares are nearly normal (Wilson and Hilferty 1931), so their ratio is solved for.
    """
    a, b = 2 / (9 * first), 2 / (9 * max(second, 3.0))
    square, half, rest = (1 - b) ** 2 - z * z * b, (1 - a) * (1 - b), (1 - a) ** 2 - z * z * a
    root = sqrt(max(0.0, half * half - square * rest))
    return float(max(0.0, (half + (root if z > 0 else -root)) / square) ** 3)


def _answer(seen: Sequence[tuple[float, bool]]) -> tuple[int, int]:
    """How long an agent takes to answer: between two of the times in which those were taken who came to an empty
    queue. With k of them, the next lies above the i-th and below the j-th with probability (j - i) / (k + 1), whatever
    their distribution (Wilks 1941, Ann. Math. Statist. 12).
    """
    answers = sorted(seconds for seconds, crowded in seen if not crowded)
    rank = floor((len(answers) + 1) * _TAIL + 1e-9)
    if rank:
        return floor(answers[rank - 1]), ceil(answers[-rank])
    basis = answers if len(answers) >= LEAST_SERVED else [seconds for seconds, _ in seen]
    evidence, mean = _pace(_without_accident(basis), 0.0)
    low, high = (mean * _f_quantile(2 / _ANSWERS, 2 * evidence / _ANSWERS, z) for z in (-_Z, _Z))
    return floor(low), ceil(high)
