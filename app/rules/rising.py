"""What rises: counts held against their own past, with chance reckoned with, and with how many of them are looked at.

Each count is compared with the counts of the same hour (or day) of earlier weeks, so a day's and a week's ups and downs
are no news. With rates that do not change, what came now and what came then share a total, and each of it fell into one
of the weeks by chance: the probability of so many now is binomial and exact, however small the counts, and takes into
account that little is known of a past that is short. A count without a past is held against a past of zeros. Counts
that scatter from week to week more than chance does are granted that scatter.

Of thousands of counts some are high by chance. Those that could not be significant whatever happened are not counted
among them (Tarone), and for the others the share of false ones among all that are shown is kept (Benjamini, Hochberg).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Below so many weeks nothing can be said of how they scatter.
_SCATTER_FROM = 4
_ROUNDS = 1_000
_SMALL = 1e-300


@dataclass(frozen=True, slots=True)
class Past:
    """What counts are compared with: so many weeks, of which this share was looked at (1: all of it)."""

    weeks: int
    share: float = 1.0

    @property
    def chance(self) -> float:
        """How likely something that came now or then came now, with rates that do not change."""
        return 1 / (1 + self.weeks * self.share)

    def expected(self, counts: Sequence[int]) -> float:
        """How many would come now, by what came then."""
        return sum(counts) / (self.weeks * self.share)


def p_value(observed: int, counts: Sequence[int], past: Past) -> float:
    """How likely so many or more would come by chance. `counts` of weeks of the past; those without any may miss."""
    if observed <= 0:
        return 1.0
    scatter = _scatter(counts, past.weeks)
    return _beta(observed / scatter, sum(counts) / scatter + 1, past.chance)


def _scatter(counts: Sequence[int], weeks: int) -> float:
    """How much more than chance the weeks differ: 1 when they do not."""
    total = sum(counts)
    if weeks < _SCATTER_FROM or total == 0:
        return 1.0
    mean = total / weeks
    squares = sum((each - mean) ** 2 for each in counts) + (weeks - len(counts)) * mean**2
    return max(1.0, squares / mean / (weeks - 1))


@dataclass(frozen=True, slots=True)
class Compared:
    """A count that was tested: its p-value, and how many came now and then together."""

    chance: float
    total: int


def corrected(tests: Mapping[str, Compared], totals: Mapping[int, int], past: Past, *, rate: float) -> dict[str, float]:
    """The tests whose counts rise, surest first, each with its q-value: of all up to it so much is by chance.

    Whatever had nothing now needs no test, but counts: `totals` says of all counts that were looked at, how many had a
    total (now and then) of 1, of 2 and so on: it decides how many of them could rise at all. `rate` bounds q-values.
    """
    many, least_total = _could_rise(totals, past.chance, rate)
    able = [key for key, each in tests.items() if each.total >= least_total]
    ordered = sorted(able, key=lambda key: (tests[key].chance, key))
    found: dict[str, float] = {}
    least = 1.0
    for place in range(len(ordered), 0, -1):
        key = ordered[place - 1]
        least = min(least, tests[key].chance * max(many, len(ordered)) / place)
        if least <= rate:
            found[key] = least
    return {key: found[key] for key in ordered if key in found}


def _could_rise(totals: Mapping[int, int], chance: float, rate: float) -> tuple[int, int]:
    """How many tests there are and the least total that one has, when those are left out that no outcome would make
    significant among so many.
    """
    size = 1
    while True:
        able = sum(many for total, many in totals.items() if total >= size)
        # With so many tests and no more, this is the least total that could be significant.
        if max(able, math.floor(rate / chance ** (size - 1)) + 1) <= rate / chance**size:
            return able, size
        size += 1


def _beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function: P(binomial(a + b - 1, x) >= a) for whole numbers."""
    if x >= 1:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _fraction(a, b, x) / a)
    return max(0.0, 1 - front * _fraction(b, a, 1 - x) / b)


def _fraction(a: float, b: float, x: float) -> float:
    """Its continued fraction, by Lentz's method."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _ROUNDS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < 1e-12:  # noqa: PLR2004 - as good as doubles are
            break
    return found


def _not_zero(value: float) -> float:
    return value if abs(value) > _SMALL else _SMALL
