"""Counting columns of facts: how many, their sum and their percentiles, by group and by slot of time, exactly.

Columns come as they are stored: four bytes for each fact, the highest first. A year of a desk with a million tickets is
a few megabytes, and is counted in a few hundredths of a second, whatever it is narrowed to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = "np.ndarray[Any, Any]"

# What stands for a time that there is not.
NOTHING = -(2**31)
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One day of a metric: the day's beginning in milliseconds since 1970, and columns by name."""

    start: int
    columns: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted: facts from the first edge until before the last one, in slots between edges (milliseconds).

    `filters` are the numbers of a dimension that count; `group` is the dimension that is grouped by; `timed` is the
    column of times, which leaves out facts without one.
    """

    edges: Sequence[int]
    filters: Mapping[str, Sequence[int]]
    group: str | None = None
    timed: str | None = None
    # Nothing is counted from then on, whatever the last edge is: it lies ahead.
    until: int = 2**62


@dataclass(frozen=True, slots=True)
class Cell:
    """A group in a slot. Percentiles are those at 0.5, 0.9 and 0.95, as `percentile_cont` defines them."""

    group: int
    slot: int
    n: int
    sum: int
    percentiles: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Taken:
    """The facts that count: of each the group, the slot and the value, and when it was."""

    groups: Array
    slots: Array
    values: Array
    at: Array


def take(pieces: Sequence[Piece], wanted: Wanted) -> Taken:
    """Those of the facts that count."""
    edges = np.asarray(wanted.edges, dtype=np.int64)
    end = min(wanted.edges[-1], wanted.until)
    groups, slots, values, times = [], [], [], []
    for piece in pieces:
        at = _read(piece.columns["at"]).astype(np.int64) + piece.start
        chosen = np.ones(len(at), dtype=bool)
        if piece.start < edges[0] or piece.start + _DAY > end:
            chosen &= (at >= edges[0]) & (at < end)
        for name, codes in wanted.filters.items():
            column = _read(piece.columns[name])
            chosen &= (column == codes[0]) if len(codes) == 1 else np.isin(column, codes)
        value = _read(piece.columns[wanted.timed or "value"])
        if wanted.timed is not None:
            chosen &= value != NOTHING
        kept = np.flatnonzero(chosen)
        if not len(kept):
            continue
        at = at[kept]
        slots.append(np.searchsorted(edges, at, side="right") - 1)
        times.append(at)
        values.append(value[kept].astype(np.int64))
        if wanted.group is not None:
            groups.append(_read(piece.columns[wanted.group])[kept].astype(np.int64))
    every = _joined(slots)
    return Taken(
        _joined(groups) if wanted.group is not None else np.zeros_like(every), every, _joined(values), _joined(times)
    )


def tally(taken: Taken, slots: int, *, percentiles: bool, by_slot: bool = True, by_group: bool = True) -> list[Cell]:
    """The cells in which there is anything, in order of groups and slots; apart by either, or all in one."""
    if not len(taken.slots):
        return []
    cells = taken.groups * slots if by_group else np.zeros_like(taken.slots)
    if by_slot:
        cells = cells + taken.slots
    values = np.where(taken.values == NOTHING, 0, taken.values)
    # Sorted as one number: by cell, and in it by value.
    if percentiles:
        keys = np.sort((cells << 32) + values)
        cells, values = keys >> 32, keys & 0xFFFFFFFF
    else:
        order = np.argsort(cells, kind="stable")
        cells, values = cells[order], values[order]
    starts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
    sizes = np.diff(np.concatenate((starts, [len(cells)])))
    sums = np.add.reduceat(values, starts)
    at = [_percentile(values, starts, sizes, share) for share in (0.5, 0.9, 0.95)] if percentiles else []
    return [
        Cell(
            int(cell) // slots, int(cell) % slots, int(sizes[place]), int(sums[place]),
            tuple(float(each[place]) for each in at) if percentiles else None,
        )
        for place, cell in enumerate(cells[starts])
    ]  # fmt: skip


def newest(taken: Taken, before: int | None, limit: int) -> list[int]:
    """The milliseconds of the newest facts, each once: enough of them for a page of so many facts."""
    at = np.sort(taken.at if before is None else taken.at[taken.at <= before])[::-1][:limit]
    return [int(each) for each in np.unique(at)[::-1]]


def _percentile(values: Array, starts: Array, sizes: Array, share: float) -> Array:
    place = share * (sizes - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, sizes - 1)
    low, high = values[starts + below], values[starts + above]
    found: Array = low + (high - low) * (place - below)
    return found


def _read(column: bytes) -> Array:
    return np.frombuffer(column, dtype=">i4")


def _joined(parts: Sequence[Array]) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
