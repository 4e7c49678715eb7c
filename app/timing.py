"""Time of many agents in columns: added up by groups and slots, and spans of theirs cut with one another, exactly.

All is in whole microseconds. Spans of all agents lie on one axis, each agent's in a stretch of its own (`Axis`), so
what is done to all of them is one pass over arrays. Spans are always in order, with a gap between any two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = "np.ndarray[Any, Any]"
# By part, group and slot how long it is, and by group and slot of how many agents.
Sums: TypeAlias = tuple[Array, Array]

_WIDTHS = {0: None, 4: "<u4", 8: "<i8"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Microseconds of an agent (by its place in a list) in a slot: one row each, and a line of `parts` for each part.

    There may be several rows of the same agent and slot.
    """

    agents: Array
    places: Array
    parts: Array


def rows_of(rows: Sequence[tuple[int, ...]], parts: int) -> Rows:
    """Of tuples: agent, place, and each part."""
    made = np.asarray(rows, dtype=np.int64).reshape(len(rows), 2 + parts).T
    return Rows(made[0], made[1], made[2:])


def joined(those: Sequence[Rows], parts: int) -> Rows:
    """All of them."""
    if not those:
        return rows_of((), parts)
    return Rows(
        np.concatenate([each.agents for each in those]),
        np.concatenate([each.places for each in those]),
        np.concatenate([each.parts for each in those], axis=1),
    )


def coarser(rows: Rows, step: int) -> Rows:
    """The same in slots that are `step` of these slots each; of an agent and a slot there is one row."""
    places = rows.places // step
    order = np.lexsort((places, rows.agents))
    agents, places = rows.agents[order], places[order]
    if not len(order):
        return rows
    starts = _starts(agents, places)
    return Rows(agents[starts], places[starts], np.add.reduceat(rows.parts[:, order], starts, axis=1))


def placed(
    rows: Rows, whose: Sequence[int], begin: int, step: int, period: tuple[int, int], edges: Sequence[int]
) -> Rows:
    """Rows of a day, whose places are steps since its begin, as those of slots between edges; what is outside of the
    period is left out, and so is whoever has no place in `whose` (-1).
    """
    agents = np.asarray(whose, dtype=np.int64)[rows.agents]
    at = begin + rows.places * step
    kept = np.flatnonzero((agents >= 0) & (at >= period[0]) & (at < period[1]))
    slots = np.searchsorted(np.asarray(edges, dtype=np.int64), at[kept], side="right") - 1
    return Rows(agents[kept], slots, rows.parts[:, kept])


def pack(rows: Rows) -> bytes:
    """As it is stored: what is nothing in every row takes no room, and most of the rest four bytes."""
    widths, columns = [], []
    for part in rows.parts:
        width = 0 if not part.any() else 4 if part.min() >= 0 and part.max() < 2**32 else 8
        widths.append(width)
        columns.append(b"" if width == 0 else part.astype(_WIDTHS[width]).tobytes())
    ends = rows.agents.astype("<u2").tobytes() + rows.places.astype("<u2").tobytes()
    return bytes(widths) + ends + b"".join(columns)


def unpack(data: bytes, n: int, parts: int) -> Rows:
    """What was packed."""
    at = parts
    agents = np.frombuffer(data, "<u2", n, at)
    places = np.frombuffer(data, "<u2", n, at + 2 * n)
    at += 4 * n
    found = np.zeros((parts, n), dtype=np.int64)
    for place, width in enumerate(data[:parts]):
        if width:
            found[place] = np.frombuffer(data, _WIDTHS[width], n, at)
            at += width * n
    return Rows(agents.astype(np.int64), places.astype(np.int64), found)


def add_up(rows: Rows, groups: Sequence[Sequence[int]], number: int, slots: int) -> Sums:
    """By part, group and slot: how long, and by group and slot of how many agents. `groups` has those of each agent."""
    parts = len(rows.parts)
    sums = np.zeros((parts, number * slots), dtype=np.int64)
    people = np.zeros(number * slots, dtype=np.int64)
    # Of an agent in several groups each row counts in each.
    sizes = np.asarray([len(each) for each in groups], dtype=np.int64)
    first = np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(sizes) else sizes
    of = np.asarray([group for each in groups for group in each], dtype=np.int64)
    which, nth = _repeated(sizes[rows.agents] if len(sizes) else rows.agents)
    if len(which):
        agents = rows.agents[which]
        cells = of[first[agents] + nth] * slots + rows.places[which]
        order = np.argsort(cells * (len(groups) + 1) + agents, kind="stable")
        cells, agents, which = cells[order], agents[order], which[order]
        # An agent in a cell, once; then the cells.
        starts = _starts(cells, agents)
        own = np.add.reduceat(rows.parts[:, which], starts, axis=1)
        cells = cells[starts]
        starts = _starts(cells)
        sums[:, cells[starts]] = np.add.reduceat(own, starts, axis=1)
        people[cells[starts]] = np.add.reduceat(own.any(axis=0).astype(np.int64), starts)
    return sums.reshape(parts, number, slots), people.reshape(number, slots)


def agents_of(rows: Rows) -> list[int]:
    """Who is in it."""
    return [int(each) for each in np.unique(rows.agents)]


def whole(rows: Rows, agents: int) -> Sums:
    """All together: one group, one slot."""
    return add_up(Rows(rows.agents, np.zeros_like(rows.places), rows.parts), [[0]] * agents, 1, 1)


@dataclass(frozen=True, slots=True)
class Spans:
    """From when to when, half-open, in order, with a gap between any two."""

    begins: Array
    ends: Array


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the time from `begin` to `end` of each agent lies: one after the other, none touching the next."""

    begin: int
    end: int

    @property
    def width(self) -> int:
        """How much room one agent takes."""
        return self.end - self.begin + 1

    def laid(self, agents: Array, begins: Array, ends: Array) -> Spans:
        """Spans of these agents as they are, cut to the axis, and what touches or overlaps made one."""
        low = np.maximum(begins, self.begin) - self.begin
        high = np.minimum(ends, self.end) - self.begin
        kept = low < high
        at = agents[kept] * self.width
        return united(at + low[kept], at + high[kept])

    def laid_days(self, days: Sequence[tuple[int, Sequence[int], Rows]]) -> Spans:
        """Spans of days, each with its begin and its agents' places here; parts are when they begin and end."""
        known = [(np.asarray(whose, dtype=np.int64)[rows.agents], begin, rows.parts) for begin, whose, rows in days]
        if not known:
            return self.laid(*rows_of((), 1).parts.repeat(3, axis=0))
        agents = np.concatenate([each for each, _, _ in known])
        parts = np.concatenate([begin + parts for _, begin, parts in known], axis=1)
        kept = agents >= 0
        return self.laid(agents[kept], parts[0][kept], parts[1][kept])

    def laid_rows(self, rows: Sequence[tuple[int, int, int]]) -> Spans:
        """Of tuples: agent, when it begins, when it ends."""
        made = np.asarray(rows, dtype=np.int64).reshape(len(rows), 3).T
        return self.laid(made[0], made[1], made[2])

    def laid_for_all(self, agents: Sequence[int], spans: Sequence[tuple[int, int]]) -> Spans:
        """The same spans for each of these agents."""
        times = np.asarray(spans, dtype=np.int64).reshape(len(spans), 2)
        return self.laid(
            np.repeat(np.asarray(agents, dtype=np.int64), len(spans)),
            np.tile(times[:, 0], len(agents)), np.tile(times[:, 1], len(agents)),
        )  # fmt: skip

    def laid_bytes(self, agents: Sequence[int], begins: bytes, ends: bytes) -> Spans:
        """Of these agents, with times as the database sends them: eight bytes, the highest first."""
        times = [np.frombuffer(each, ">i8").astype(np.int64) for each in (begins, ends)]
        return self.laid(np.asarray(agents, dtype=np.int64), *times)

    def cut(self, spans: Spans, edges: Sequence[int]) -> tuple[Array, Array, Array]:
        """Spans cut at the edges of slots: the agents, slots and lengths of the pieces. The edges hold the axis."""
        bounds = np.asarray(edges, dtype=np.int64) - self.begin
        agents = spans.begins // self.width
        begins, ends = spans.begins - agents * self.width, spans.ends - agents * self.width
        first = np.searchsorted(bounds, begins, side="right") - 1
        last = np.searchsorted(bounds, ends, side="left") - 1
        which, nth = _repeated(last - first + 1)
        places = first[which] + nth
        lengths = np.minimum(ends[which], bounds[places + 1]) - np.maximum(begins[which], bounds[places])
        return agents[which], places, lengths


def both(*those: Spans) -> Spans:
    """What is in any of them."""
    return united(np.concatenate([each.begins for each in those]), np.concatenate([each.ends for each in those]))


def held(axis: Axis, plan: Spans, work: Spans, edges: Sequence[int]) -> Rows:
    """Work held against a plan: what was planned, what of that was kept, and work besides."""
    pieces = [axis.cut(each, edges) for each in (plan, common(plan, work), without(work, plan))]
    made = []
    for part, (agents, places, lengths) in enumerate(pieces):
        parts = np.zeros((len(pieces), len(lengths)), dtype=np.int64)
        parts[part] = lengths
        made.append(Rows(agents, places, parts))
    return joined(made, len(pieces))


def united(begins: Array, ends: Array) -> Spans:
    """The same time, in order and with gaps."""
    order = np.argsort(begins, kind="stable")
    begins, ends = begins[order], np.maximum.accumulate(ends[order])
    if not len(begins):
        return Spans(begins, ends)
    new = np.concatenate(([True], begins[1:] > ends[:-1]))
    last = np.concatenate((new[1:], [True]))
    return Spans(begins[new], ends[last])


def common(one: Spans, other: Spans) -> Spans:
    """What both have."""
    low = np.searchsorted(other.ends, one.begins, side="right")
    high = np.searchsorted(other.begins, one.ends, side="left")
    which, nth = _repeated(np.maximum(high - low, 0))
    place = low[which] + nth
    return Spans(np.maximum(one.begins[which], other.begins[place]), np.minimum(one.ends[which], other.ends[place]))


def without(spans: Spans, gone: Spans) -> Spans:
    """What is left of some spans."""
    least, most = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    between = Spans(np.concatenate(([least], gone.ends)), np.concatenate((gone.begins, [most])))
    return common(spans, between)


def _repeated(sizes: Array) -> tuple[Array, Array]:
    """Each place as often as its size says, and how often it was there before."""
    which = np.repeat(np.arange(len(sizes)), sizes)
    first = np.cumsum(sizes) - sizes
    return which, np.arange(len(which)) - first[which]


def _starts(*keys: Array) -> Array:
    """Where any of these sorted keys changes."""
    changed = np.zeros(len(keys[0]), dtype=bool)
    changed[:1] = True
    for each in keys:
        changed[1:] |= each[1:] != each[:-1]
    return np.flatnonzero(changed)
