"""How much is tried: a little in the suite, which is run with every change, and all of it with
`OTKLIK_TEST_THOROUGH=1`.
"""

import os

THOROUGH = bool(os.environ.get("OTKLIK_TEST_THOROUGH"))


def chosen(place: int, *, one_in: int) -> bool:
    """Whether this is one of those at which something is tried that is the same code at all of them; in the suite one
    in so many.
    """
    return THOROUGH or place % one_in == 0


def examples(number: int) -> int:
    """How many generated examples a property is held against; in the suite a sixth of them."""
    return number if THOROUGH else -(-number // 6)
