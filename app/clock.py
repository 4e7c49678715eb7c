"""The only module that reads a clock: everyone else is told the time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The current time, aware, in UTC, with microseconds (what Postgres keeps)."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another time for what is done here, and nowhere else: the demo desk tells of its past with this."""
    before = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(before)


def monotonic() -> float:
    """Seconds on a clock that never jumps: for durations and caches, never for storage."""
    return time.monotonic()
