"""Counting columns says what counting one by one says."""

import statistics
from struct import pack
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.tallying import DAY, NOTHING, Piece, Wanted, cut_days, moments, page, take, tally

_FACT = st.tuples(
    st.integers(0, 2),
    st.integers(0, DAY - 1),
    st.one_of(st.just(NOTHING), st.integers(0, 10**6), st.sampled_from([0, 5])),
    st.integers(0, 2),
    st.integers(0, 1),
)


def pieces(facts: list[tuple[int, ...]]) -> list[Piece]:
    """Days with columns, as the database has them."""
    made = []
    for day in sorted({each[0] for each in facts}):
        of_it = sorted(each[1:] for each in facts if each[0] == day)
        columns = dict(zip(("at", "value", "team", "agent"), zip(*of_it, strict=True), strict=True))
        made.append(
            Piece(day * DAY, len(of_it), {name: pack(f">{len(each)}i", *each) for name, each in columns.items()})
        )
    return made


def percentile(values: list[int], share: float) -> float:
    """As `percentile_cont`."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


@given(
    st.lists(_FACT, max_size=60),
    st.lists(st.integers(0, 3 * DAY), min_size=2, max_size=6, unique=True).map(sorted),
    st.sampled_from([{}, {"team": [1]}, {"team": [0, 2], "agent": [1]}, {"agent": [-1]}]),
    st.sampled_from([None, "value"]),
    st.integers(0, 3 * DAY),
)
def test_it_is_what_one_by_one_says(
    facts: list[tuple[int, ...]], edges: list[int], filters: dict[str, list[int]], timed: str | None, until: int
) -> None:
    wanted = Wanted(edges, filters, "team", "value", timed=timed is not None, until=until)
    days = [
        Piece(
            each.start, each.n, {**each.columns, "at": each.columns["at"] if each.start in cut_days(wanted) else None}
        )
        for each in pieces(facts)
    ]
    taken = take(days, wanted)
    slots = len(edges) - 1
    said: dict[tuple[int, int], list[int]] = {}
    times = set()
    for day, at, value, team, agent in facts:
        when = day * DAY + at
        fits = all({"team": team, "agent": agent}[name] in codes for name, codes in filters.items())
        if edges[0] <= when < min(edges[-1], until) and fits and not (timed and value == NOTHING):
            slot = max(n for n, edge in enumerate(edges) if edge <= when)
            said.setdefault((team, slot), []).append(0 if value == NOTHING else value)
            times.add(when)
    found: dict[tuple[int, int], Any] = {
        (each.group, each.slot): each for each in tally(taken, slots, percentiles=timed is not None)
    }
    assert found.keys() == said.keys()
    for key, unsorted in said.items():
        cell, values = found[key], sorted(unsorted)
        assert (cell.n, cell.sum) == (len(values), sum(values))
        if timed:
            assert cell.percentiles == tuple(percentile(values, share) for share in (0.5, 0.9, 0.95))
            assert cell.percentiles[0] == statistics.median(values)
    whole = tally(taken, slots, percentiles=False, by_slot=False, by_group=False)
    assert [each.n for each in whole] == ([sum(map(len, said.values()))] if said else [])
    newest = moments(pieces(facts), wanted)
    assert page(newest, None, 1000) == sorted(times, reverse=True)
    for before in list(times)[:2]:
        assert page(newest, before, 1000) == sorted((each for each in times if each <= before), reverse=True)
