"""How long something was up and down: time between checks, cut into quarters of an hour, and how fast it answered.

All zones of today begin their days on a quarter of an hour of UTC: days and months of any zone are sums of slots.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

State = Literal["up", "down", "maintenance"]
Span = tuple[datetime, datetime]

SLOT = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# A bin ends 5 % above its beginning; its middle is at most 2.5 % off.
_WIDTH = math.log(1.05)


@dataclass(frozen=True, slots=True)
class Piece:
    """Time within one slot in one state, in microseconds."""

    slot: datetime
    state: State
    microseconds: int


def slot_of(at: datetime) -> datetime:
    """The quarter of an hour that holds this instant."""
    return _EPOCH + (at - _EPOCH) // SLOT * SLOT


def slot_end(at: datetime) -> datetime:
    """The first quarter of an hour that begins at or after this instant."""
    found = slot_of(at)
    return found if found == at else found + SLOT


def pieces(span: Span, *, ok: bool, maintenance: Iterable[Span]) -> list[Piece]:
    """The time from one check to the next, by slot and state. `maintenance` may overlap and come in any order."""
    found: dict[tuple[datetime, State], int] = {}
    for start, end, planned in _split(span, maintenance):
        state: State = "maintenance" if planned else "up" if ok else "down"
        for slot, length in _by_slot(start, end):
            found[slot, state] = found.get((slot, state), 0) + length
    return [Piece(slot, state, length) for (slot, state), length in sorted(found.items())]


def _split(span: Span, maintenance: Iterable[Span]) -> Iterator[tuple[datetime, datetime, bool]]:
    at, end = span
    for start, until in sorted(maintenance):
        if until <= at or start >= end:
            continue
        if start > at:
            yield at, start, False
            at = start
        yield at, min(until, end), True
        at = min(until, end)
    if at < end:
        yield at, end, False


def _by_slot(start: datetime, end: datetime) -> Iterator[tuple[datetime, int]]:
    while start < end:
        slot = slot_of(start)
        until = min(end, slot + SLOT)
        yield slot, (until - start) // _MICROSECOND
        start = until


def bin_of(ms: int) -> int:
    """The bin of a response time in milliseconds."""
    return 0 if ms <= 1 else int(math.log(ms) / _WIDTH)


def percentile(bins: Sequence[tuple[int, int]], share: float) -> float | None:
    """The response time in milliseconds within which this share answered, at most 2.5 % off; None of nothing.

    `bins` are (bin, how many).
    """
    total = sum(count for _, count in bins)
    if not total:
        return None
    rank = max(1, math.ceil(share * total))
    seen = 0
    for place, count in sorted(bins):
        seen += count
        if seen >= rank:
            return 1.0 if place == 0 else round(math.exp((place + 0.5) * _WIDTH), 1)
    raise AssertionError  # the counts add up to the total


def uptime(up: int, down: int) -> float | None:
    """The share of the time that counts in which it was up; None where nothing is known. Maintenance does not count."""
    known = up + down
    return up / known if known else None
