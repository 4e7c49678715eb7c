"""How much reviewers agree who have reviewed the same without seeing each other's view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["nominal", "interval"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of how many things with two views or more (`units`), how many views (`ratings`) and pairs of them.

    `exact` is the share of pairs that say the same, `difference` the mean distance of a pair; None where there is no
    pair. `alpha` is Krippendorff's: 1 is perfect, 0 is chance, below it is worse; None with fewer than two units, or
    when all said the same everywhere: then there is nothing that chance could have got wrong.
    """

    units: int
    ratings: int
    pairs: int
    exact: float | None
    difference: float | None
    alpha: float | None


def agreement(units: Sequence[Sequence[float]], level: Level) -> Agreement:
    """The agreement of views, of each unit all of its values. Those with fewer than two views do not count.

    Each unit counts by its views, as Krippendorff has it (Computing Krippendorff's Alpha-Reliability, 2011).
    """
    paired = [each for each in units if len(each) > 1]
    pairs = [pair for each in paired for pair in combinations(each, 2)]
    ratings = sum(len(each) for each in paired)
    if not pairs:
        return Agreement(0, 0, 0, None, None, None)
    exact = sum(one == other for one, other in pairs) / len(pairs)
    difference = sum(abs(one - other) for one, other in pairs) / len(pairs)
    return Agreement(len(paired), ratings, len(pairs), exact, difference, _alpha(paired, _DISTANCES[level]))


_Distance: TypeAlias = Callable[[float, float], float]
_DISTANCES: Mapping[Level, _Distance] = {
    "nominal": lambda one, other: float(one != other),
    "interval": lambda one, other: (one - other) ** 2,
}


def _alpha(units: Sequence[Sequence[float]], distance: _Distance) -> float | None:
    if len(units) < 2:  # noqa: PLR2004 - of one thing nobody can tell agreement from chance
        return None
    # By value and not by view: what has five values has twenty-five pairs of them, however many views there are.
    counts: dict[float, int] = {}
    for value in (value for each in units for value in each):
        counts[value] = counts.get(value, 0) + 1
    n = sum(counts.values())
    expected = sum(2 * counts[one] * counts[other] * distance(one, other) for one, other in combinations(counts, 2)) / (
        n * (n - 1)
    )
    if expected == 0:
        return None
    observed = (
        sum(2 * sum(distance(one, other) for one, other in combinations(each, 2)) / (len(each) - 1) for each in units)
        / n
    )
    return 1 - observed / expected
