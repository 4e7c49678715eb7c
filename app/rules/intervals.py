"""How sure a figure is that comes from a few answers: intervals that hold the truth 95 times in a hundred."""

import math
from dataclasses import dataclass

# The normal distribution's 97.5 % point.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval."""

    value: float
    low: float
    high: float


def share(hits: int, of: int) -> Estimate | None:
    """A share with its Wilson score interval, which stays within 0 and 1 and is right for few as well; None of nobody.

    Source: E. B. Wilson, 1927; A. Agresti and B. A. Coull, 1998.
    """
    if of <= 0:
        return None
    found, squared = hits / of, Z * Z
    middle = (found + squared / (2 * of)) / (1 + squared / of)
    reach = Z * math.sqrt(found * (1 - found) / of + squared / (4 * of * of)) / (1 + squared / of)
    # All and none are what they are: rounding must not put the figure outside its own interval.
    return Estimate(found, min(max(0.0, middle - reach), found), max(min(1.0, middle + reach), found))


def net_promoters(promoters: int, detractors: int, of: int) -> Estimate | None:
    """Promoters less detractors, from -100 to 100, with its adjusted Wald interval; None of nobody.

    Three answers are added before the interval is made, half of them passive: of few answers a plain one promises too
    much, and of equal ones it has no width. Source: B. Rocks, Interval Estimation for the Net Promoter Score, 2016.
    """
    if of <= 0:
        return None
    found = 100 * (promoters - detractors) / of
    size = of + 3
    up, down = (promoters + 0.75) / size, (detractors + 0.75) / size
    middle, reach = up - down, Z * math.sqrt((up + down - (up - down) ** 2) / size)
    low, high = max(-100.0, 100 * (middle - reach)), min(100.0, 100 * (middle + reach))
    return Estimate(found, min(low, found), max(high, found))


def mean(total: float, squares: float, of: int, *, least: float, most: float) -> Estimate | None:
    """A mean of values from `least` to `most`, by their sum and the sum of their squares; None of nobody.

    The interval is the normal one; of one value it is all that is possible.
    """
    if of <= 0:
        return None
    found = total / of
    if of == 1:
        return Estimate(found, least, most)
    variance = max(0.0, (squares - total * total / of) / (of - 1))
    reach = Z * math.sqrt(variance / of)
    return Estimate(found, max(least, found - reach), min(most, found + reach))
