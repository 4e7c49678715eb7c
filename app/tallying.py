"""Counting columns of facts: how many, their sum and their percentiles, by group and by slot of time, exactly.

Columns come as they are stored: four bytes for each fact, the highest first, in order of time. A year of a desk with a
million tickets is a few megabytes, and is counted in a few hundredths of a second, whatever it is narrowed to.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]

# What stands for a time that there is not.
NOTHING = -(2**31)
DAY = 86_400_000
# More cells than these are counted by sorting: a table of them would be larger than the facts.
_MOST_CELLS = 20_000_000
_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One day of a metric: its beginning in milliseconds since 1970, how many facts it has, and columns by name.

    Of a day that no edge cuts the column `at` is not needed.
    """

    start: int
    n: int
    columns: Mapping[str, bytes | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted: facts from the first edge until before the last one, in slots between edges (milliseconds).

    `filters` are the numbers of a dimension that count; `group` is the dimension that is grouped by; `values` is the
    column that is summed; `timed`: what has none of it is left out.
    """

    edges: Sequence[int]
    filters: Mapping[str, Sequence[int]]
    group: str | None = None
    values: str | None = None
    timed: bool = False
    # Nothing is counted from then on, whatever the last edge is: it lies ahead.
    until: int = 2**62

    @property
    def bounds(self) -> list[int]:
        """The edges, but the last one is where counting ends."""
        end = min(self.edges[-1], self.until)
        return [*(each for each in self.edges[:-1] if each < end), end]

    @property
    def columns(self) -> list[str]:
        """The columns that are needed, besides `at`."""
        named = [*self.filters, *(each for each in (self.group, self.values) if each is not None)]
        return list(dict.fromkeys(named))


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
    """The facts that count: of each the group, the slot, and the value; None where nothing is grouped or summed."""

    groups: Array | None
    slots: Array
    values: Array | None


def cut_days(wanted: Wanted) -> set[int]:
    """Beginnings of days that an edge cuts, in milliseconds: only of these it matters when in the day a fact was."""
    return {each // DAY * DAY for each in wanted.bounds if each % DAY}


def take(pieces: Sequence[Piece], wanted: Wanted) -> Taken:
    """Those of the facts that count."""
    slots, slices = _cut(pieces, wanted)
    chosen = _chosen(slices, wanted)
    groups = None if wanted.group is None else _column(slices, wanted.group)
    values = None if wanted.values is None else _column(slices, wanted.values)
    if chosen is not None:
        slots = slots[chosen]
        groups = None if groups is None else groups[chosen]
        values = None if values is None else values[chosen]
    return Taken(groups, slots, values)


def moments(pieces: Sequence[Piece], wanted: Wanted) -> Array:
    """When the facts that count were, in milliseconds, the newest first. All days need `at`."""
    _, slices = _cut(pieces, wanted)
    starts = np.repeat(
        np.array([piece.start for piece, _, _ in slices], dtype=np.int64),
        np.array([last - first for _, first, last in slices], dtype=np.int64),
    )
    at = _column(slices, "at") + starts
    chosen = _chosen(slices, wanted)
    found: Array = np.sort(at if chosen is None else at[chosen])[::-1]
    return found


def page(newest: Array, before: int | None, limit: int) -> list[int]:
    """Of the moments, the newest first, so many as may be needed for a page of so many facts, each once."""
    start = 0 if before is None else int(np.searchsorted(-newest, -before, side="left"))
    return list(dict.fromkeys(int(each) for each in newest[start : start + limit]))


def tally(taken: Taken, slots: int, *, percentiles: bool, by_slot: bool = True, by_group: bool = True) -> list[Cell]:
    """The cells in which there is anything, in order of groups and slots; apart by either, or all in one."""
    if not len(taken.slots):
        return []
    names, groups = _numbered(taken.groups if by_group else None)
    width = slots if by_slot else 1
    cells = taken.slots if by_slot else None
    if groups is not None:
        cells = groups * width if cells is None else groups * width + cells
    found = _sorted(cells, taken.values) if percentiles else _counted(cells, taken, len(names) * width)
    return [Cell(names[cell // width], cell % width, *more) for cell, *more in found]


def _numbered(groups: Array | None) -> tuple[list[int], Array | None]:
    """The groups that there are, and of each fact which of them."""
    if groups is None:
        return [0], None
    there = np.flatnonzero(np.bincount(groups))
    table = np.zeros(int(there[-1]) + 1, dtype=np.int64)
    table[there] = np.arange(len(there))
    return [int(each) for each in there], table[groups]


def _counted(cells: Array | None, taken: Taken, most: int) -> list[tuple[Any, ...]]:
    values = taken.values
    if values is not None:
        values = np.where(values == NOTHING, 0, values)
    if cells is None:
        return [(0, len(taken.slots), 0 if values is None else int(values.sum(dtype=np.int64)), None)]
    if most > _MOST_CELLS:
        there, cells = np.unique(cells, return_inverse=True)
        sizes = np.bincount(cells)
    else:
        sizes = np.bincount(cells)
        there = np.flatnonzero(sizes)
    # Sums of whole numbers are exact up to 2**53.
    sums = np.zeros(len(sizes)) if values is None else np.bincount(cells, weights=values)
    if most <= _MOST_CELLS:
        sizes, sums = sizes[there], sums[there]
    return [
        (int(cell), int(n), int(total), None)
        for cell, n, total in zip(there.tolist(), sizes.tolist(), sums.tolist(), strict=True)
    ]


def _sorted(cells: Array | None, values: Array | None) -> list[tuple[Any, ...]]:
    assert values is not None, "percentiles are of values"  # noqa: S101 - who asks for them has values
    if cells is None:
        values, starts, there = np.sort(values), np.zeros(1, dtype=np.int64), [0]
    else:
        # Sorted as one number: by cell, and in it by value.
        keys = np.sort((cells.astype(np.int64) << 32) | values)
        cells, values = keys >> 32, keys & 0xFFFFFFFF
        starts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
        there = cells[starts].tolist()
    sizes = np.diff(np.concatenate((starts, [len(values)])))
    sums = np.add.reduceat(values, starts, dtype=np.int64)
    at = [_percentile(values, starts, sizes, share).tolist() for share in (0.5, 0.9, 0.95)]
    return list(zip(there, sizes.tolist(), sums.tolist(), zip(*at, strict=True), strict=True))


def _percentile(values: Array, starts: Array, sizes: Array, share: float) -> Array:
    place = share * (sizes - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, sizes - 1)
    low, high = values[starts + below].astype(np.int64), values[starts + above].astype(np.int64)
    found: Array = low + (high - low) * (place - below)
    return found


def _cut(pieces: Sequence[Piece], wanted: Wanted) -> tuple[Array, list[tuple[Piece, int, int]]]:
    """The slot of each fact that is between the bounds, and where in each piece these facts are."""
    bounds = wanted.bounds
    outside = len(bounds) - 1
    numbers: list[int] = []
    sizes: list[int] = []
    slices: list[tuple[Piece, int, int]] = []
    for piece in pieces:
        slot = bisect_right(bounds, piece.start) - 1
        inner = bounds[slot + 1 : bisect_left(bounds, piece.start + DAY)]
        places = [0, piece.n]
        if inner:
            at = _read(piece.columns["at"])
            places = [0, *np.searchsorted(at, np.array(inner) - piece.start).tolist(), piece.n]
        first = last = None
        for number, (start, end) in enumerate(pairwise(places), slot):
            if 0 <= number < outside and end > start:
                numbers.append(number)
                sizes.append(end - start)
                first, last = start if first is None else first, end
        if first is not None and last is not None:
            slices.append((piece, first, last))
    slots: Array = np.repeat(np.array(numbers, dtype=np.int64), np.array(sizes, dtype=np.int64))
    return slots, slices


def _chosen(slices: Sequence[tuple[Piece, int, int]], wanted: Wanted) -> Array | None:
    """Which of the facts pass the filters; None: all."""
    chosen: Array | None = None
    for name, codes in wanted.filters.items():
        column = _column(slices, name)
        passes = column == codes[0] if len(codes) == 1 else np.isin(column, codes)
        chosen = passes if chosen is None else chosen & passes
    if wanted.timed and wanted.values is not None:
        passes = _column(slices, wanted.values) != NOTHING
        chosen = passes if chosen is None else chosen & passes
    return None if chosen is None or bool(chosen.all()) else np.flatnonzero(chosen)


def _column(slices: Sequence[tuple[Piece, int, int]], name: str) -> Array:
    parts = []
    for piece, first, last in slices:
        column = piece.columns[name] or b""
        parts.append(column if last - first == piece.n else column[first * _WIDTH : last * _WIDTH])
    return _read(b"".join(parts)).astype(np.int32)


def _read(column: bytes | None) -> Array:
    return np.frombuffer(column or b"", dtype=">i4")
