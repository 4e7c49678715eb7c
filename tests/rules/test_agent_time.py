"""An agent's time is shared out exactly, over any bounds, on days of 23 and 25 hours too."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.rules.agent_time import (
    Parts,
    Stretch,
    by_interval,
    common,
    merged,
    micros,
    shares,
    there,
    without,
)

START = datetime(2026, 10, 24, tzinfo=UTC)
MINUTE = 60_000_000
BERLIN = ZoneInfo("Europe/Berlin")


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


@st.composite
def days(draw: st.DrawFn) -> list[Stretch]:
    """States one after the other, and things in hand over them in any order, some still going on."""
    marks = sorted(draw(st.sets(st.integers(0, 200), min_size=1, max_size=6)))
    found: list[Stretch] = []
    for begins, ends in pairwise([*marks, None]):
        presence = draw(st.sampled_from(["online", "busy", "away", "offline"]))
        off = draw(st.sampled_from([None, "off_shift"]))
        found.append(Stretch("state", minute(begins or 0), None if ends is None else minute(ends), presence, off))
    for kind in draw(st.lists(st.sampled_from(["chat", "chat", "call", "wrap_up"]), max_size=6)):
        begins = draw(st.integers(0, 200))
        ends = draw(st.none() | st.integers(begins, 220))
        found.append(Stretch(kind, minute(begins), None if ends is None else minute(ends)))  # type: ignore[arg-type]
    return draw(st.permutations(found))


def slowly(stretches: list[Stretch], begin: int, end: int) -> Parts:
    """Minute by minute, as one would on paper."""
    parts = Parts()
    for each in range(begin, end):
        at = minute(each)
        now = [one for one in stretches if one.begins <= at and (one.ends is None or at < one.ends)]
        chats = sum(one.kind == "chat" for one in now)
        parts.chat += chats * MINUTE
        parts.chatting += bool(chats) * MINUTE
        parts.call += sum(one.kind == "call" for one in now) * MINUTE
        parts.wrap_up += sum(one.kind == "wrap_up" for one in now) * MINUTE
        state = next((one for one in now if one.kind == "state"), None)
        if any(one.kind != "state" for one in now):
            parts.handling += MINUTE
        elif state is not None and state.presence == "online":
            if state.off is None:
                parts.idle += MINUTE
            else:
                parts.off += MINUTE
        elif state is not None and state.presence in {"busy", "away"}:
            setattr(parts, state.presence, getattr(parts, state.presence) + MINUTE)
    return parts


@given(days(), st.lists(st.integers(0, 240), min_size=2, max_size=6, unique=True).map(sorted))
def test_shares_are_what_a_minute_after_the_other_gives(stretches: list[Stretch], bounds: list[int]) -> None:
    """And the parts of a whole add up to what it is when nobody cuts it."""
    found = shares(stretches, [minute(each) for each in bounds])
    assert found == [slowly(stretches, begin, end) for begin, end in pairwise(bounds)]
    whole = Parts()
    for each in found:
        whole.add(each)
    assert [whole] == shares(stretches, [minute(bounds[0]), minute(bounds[-1])])


def test_hours_of_a_day_of_25_add_up_to_the_day() -> None:
    """Online all day with a night-long chat: each hour once, the one that comes twice as well."""
    begin, end = (datetime(2026, 10, day, tzinfo=BERLIN).astimezone(UTC) for day in (25, 26))
    bounds = [begin + timedelta(hours=each) for each in range(26)]
    assert bounds[-1] == end
    stretches = [
        Stretch("state", begin, None, "online"),
        Stretch("chat", begin, begin + timedelta(hours=4, minutes=30)),
    ]
    hours = shares(stretches, bounds)
    assert sum(each.signed_in for each in hours) == 25 * 60 * MINUTE
    assert sum(each.handling for each in hours) == 270 * MINUTE
    (day,) = shares(stretches, [begin, end])
    assert day.occupancy == 270 / (25 * 60)
    assert shares([], [begin, end])[0].occupancy is None


def test_two_chats_at_once_are_one_time_and_two_in_hand() -> None:
    stretches = [
        Stretch("state", minute(0), None, "online"),
        Stretch("chat", minute(0), minute(10)),
        Stretch("chat", minute(5), minute(20)),
        Stretch("wrap_up", minute(18), minute(25)),
    ]
    (parts,) = shares(stretches, [minute(0), minute(30)])
    assert (parts.handling, parts.idle, parts.chatting, parts.chat) == tuple(each * MINUTE for each in (25, 5, 20, 25))
    assert parts.concurrency == 25 / 20


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8).map(merged)


def minutes(spans: list[tuple[int, int]]) -> set[int]:
    return {each for begins, ends in spans for each in range(begins, ends)}


@given(SPANS, SPANS)
def test_spans_are_sets_of_time(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert minutes(common(one, other)) == minutes(one) & minutes(other)
    assert minutes(without(one, other)) == minutes(one) - minutes(other)
    for found in (common(one, other), without(one, other)):
        assert all(first[1] <= second[0] for first, second in pairwise(found))


@given(days(), st.lists(st.integers(0, 240), min_size=2, max_size=6, unique=True).map(sorted))
def test_time_by_interval_is_none_lost(stretches: list[Stretch], bounds: list[int]) -> None:
    edges = [minute(each) for each in bounds]
    spans = there(stretches, edges[0], edges[-1])
    sums = by_interval(spans, edges)
    assert sum(sums) == sum(ends - begins for begins, ends in spans)
    for (begin, end), each in zip(pairwise(edges), sums, strict=True):
        cut = common(spans, [(micros(begin), micros(end))])
        assert each == sum(ends - begins for begins, ends in cut)
