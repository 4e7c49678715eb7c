"""How sure a share is: Wilson's interval, which is right also for few and for none."""

from math import sqrt

# 95 %.
_Z = 1.959963984540054


def wilson(yes: int, n: int) -> tuple[float, float] | None:
    """Between which shares the true one lies, at 95 %, when `yes` of `n` were so; None when there is nothing."""
    if n <= 0:
        return None
    share, z2 = yes / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if yes == 0 else max(0.0, middle - half)
    high = 1.0 if yes == n else min(1.0, middle + half)
    return low, high
