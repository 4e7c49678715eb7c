"""Estimates of a mean with control variates: what chance has put into a run is taken out as far as it is known.

Batch means with controls: S. Lavenberg and P. Welch, A perspective on the use of control variables to increase the
efficiency of Monte Carlo simulations (1981); A. Law, Simulation Modeling and Analysis (2015), section 11.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

# Two-sided 95 % of Student's t for about 45 degrees of freedom, which is what 50 batches leave.
_T = 2.014


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and half the width of its 95 % confidence interval, and the mean without controls."""

    mean: float
    half_width: float
    plain: float


def estimate(batches: Sequence[float], controls: Sequence[Sequence[float]], known: Sequence[float]) -> Estimate:
    """The mean of batches of equal size, each with what the controls were in it; `known` are their true means.

    A linear regression on the controls; as many coefficients as there are batches would explain anything, so take few.
    """
    plain, means = fmean(batches), [fmean(column) for column in zip(*controls, strict=True)]
    centred = [[value - mean for value, mean in zip(row, means, strict=True)] for row in controls]
    rest = [each - plain for each in batches]
    many = range(len(known))
    matrix = [[sum(row[i] * row[j] for row in centred) for j in many] for i in many]
    weights = _solved(matrix, [sum(row[i] * y for row, y in zip(centred, rest, strict=True)) for i in many])
    left = [y - sum(w * x for w, x in zip(weights, row, strict=True)) for row, y in zip(centred, rest, strict=True)]
    shift = sum(w * (mean - true) for w, mean, true in zip(weights, means, known, strict=True))
    freedom = len(batches) - len(known) - 1
    variance = sum(each * each for each in left) / freedom
    # The controls' own means are off as well, by so much of their spread (Lavenberg and Welch, section 3).
    off = [mean - true for mean, true in zip(means, known, strict=True)]
    inflated = 1 / len(batches) + sum(o * w for o, w in zip(off, _solved(matrix, off), strict=True))
    return Estimate(plain - shift, _T * (variance * inflated) ** 0.5, plain)


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """What `matrix` times it is `right`, by elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    many = len(rows)
    for at in range(many):
        best = max(range(at, many), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = [value / rows[at][at] for value in rows[at]]
        rows = [
            pivot if n == at else [value - row[at] * p for value, p in zip(row, pivot, strict=True)]
            for n, row in enumerate(rows)
        ]
    return [row[-1] for row in rows]
