"""Identifiers: UUIDv7 made in the application, so rows of one time lie together in an index."""

import os
import time
from uuid import UUID

_last = 0


def new_id() -> UUID:
    """A UUIDv7 (see `drawn`)."""
    return UUID(int=drawn())


def drawn() -> int:
    """The bits of a UUIDv7 (RFC 9562): 48 of Unix milliseconds, then a sub-millisecond counter and 62 random ones.

    Ids made by one process always grow, also within a millisecond and when the clock steps back:
    keyset pages use the id as their tie-break and expect creation order within a page.
    """
    global _last  # noqa: PLW0603 - one counter per process is the point
    # 12 bits below the millisecond: the fraction of it in 1/4096 (RFC 9562, method 3).
    ticks = time.time_ns() * 4096 // 1_000_000
    _last = ticks if ticks > _last else _last + 1
    milliseconds, fraction = divmod(_last, 4096)
    random = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return (milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | random
