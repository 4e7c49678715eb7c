"""How much is tried: a little in the suite, which is run with every change, and all of it with
`OTKLIK_TEST_THOROUGH=1`.
"""

import os

THOROUGH = bool(os.environ.get("OTKLIK_TEST_THOROUGH"))


def examples(number: int) -> int:
    """How many generated examples a property is held against; in the suite a sixth of them."""
    return number if THOROUGH else -(-number // 6)
