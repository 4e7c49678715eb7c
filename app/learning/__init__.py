"""Learning topics from a desk's own tickets: the only place that knows numpy, scipy and scikit-learn.

They come with the extra `[ml]` and are imported inside functions, so that a desk without them starts and says so.
"""

from importlib.util import find_spec


def installed() -> bool:
    """Whether this process could learn and predict; nothing is imported to find out."""
    return all(find_spec(name) is not None for name in ("numpy", "scipy", "sklearn"))
