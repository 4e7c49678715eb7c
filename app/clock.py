"""The only module that reads a clock: everyone else is told the time."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, in UTC, with microseconds (what Postgres keeps)."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never jumps: for durations and caches, never for storage."""
    return time.monotonic()
