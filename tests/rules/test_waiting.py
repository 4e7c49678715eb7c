"""The estimate for those who wait: a range that comes true as often as it says, or nothing."""

from datetime import UTC, datetime, timedelta
from math import inf, nan
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.waiting import COVERAGE, LEAST_SERVED, LOOK_BACK, Served, Service, estimate, service_intervals
from bench.waits.measures import as_told, coverage, heard

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
seconds = st.floats(0, 7200, allow_nan=False)
hostile = st.one_of(st.floats(), st.sampled_from([0.0, -1.0, 1e300, inf, -inf, nan]))
seen = st.lists(st.tuples(seconds, st.booleans()), min_size=LEAST_SERVED, max_size=40)


@pytest.mark.timeout(60)
def test_the_real_wait_is_inside_the_range_as_often_as_it_says() -> None:
    found = list(heard(3, as_told, conversations=Path("none of these")))
    assert len(found) > 3_000
    assert 0.72 < coverage(found) < 0.9
    for places in (range(1, 2), range(2, 4), range(4, 11), range(11, 10_000)):
        part = [each for each in found if each.told.position in places]
        assert 0.68 < coverage(part) < 0.92, places


@given(st.lists(seconds, max_size=LEAST_SERVED - 1), st.integers(1, 50), st.booleans())
def test_no_basis_no_number(intervals: list[float], position: int, offered: bool) -> None:  # noqa: FBT001
    assert estimate(position, intervals, offered=offered) is None


def test_nobody_there_is_no_basis() -> None:
    assert estimate(1, [30.0] * 50, agents=0) is None
    assert estimate(1, [30.0] * 50, agents=1) is not None


@given(st.integers(1, 500), seen, seconds, st.floats(0, 0.01), st.booleans())
def test_nobody_behind_is_told_to_wait_less(
    position: int,
    seen: list[tuple[float, bool]],
    elapsed: float,
    leaving: float,
    offered: bool,  # noqa: FBT001
) -> None:
    intervals, crowded = [each[0] for each in seen], [each[1] for each in seen]
    here, behind = (
        estimate(place, intervals, crowded=crowded, elapsed=elapsed, leaving=leaving, offered=offered)
        for place in (position, position + 1)
    )
    assert here is not None
    assert behind is not None
    assert here[0] <= behind[0]
    assert here[1] <= behind[1]


@given(
    st.integers(-5, 10**9), st.lists(st.tuples(hostile, st.booleans()), max_size=40), hostile, hostile, st.booleans()
)
def test_whatever_comes_in_a_range_comes_out_or_nothing(
    position: int,
    seen: list[tuple[float, bool]],
    elapsed: float,
    leaving: float,
    offered: bool,  # noqa: FBT001
) -> None:
    intervals, crowded = [each[0] for each in seen], [each[1] for each in seen]
    found = estimate(position, intervals, crowded=crowded, elapsed=elapsed, leaving=leaving, offered=offered)
    if found is not None:
        low, high = found
        assert 0 <= low <= high


@given(seen, seconds, seconds)
def test_the_longer_nobody_is_taken_the_longer_it_will_be(
    seen: list[tuple[float, bool]], elapsed: float, more: float
) -> None:
    intervals, crowded = [each[0] for each in seen], [each[1] for each in seen]
    before = estimate(3, intervals, crowded=crowded, elapsed=elapsed)
    after = estimate(3, intervals, crowded=crowded, elapsed=elapsed + more)
    assert before is not None
    assert after is not None
    assert before[0] <= after[0]
    assert before[1] <= after[1]


def test_one_accident_moves_nobody_far() -> None:
    random = Random(1)
    usual = [random.expovariate(1 / 60) for _ in range(60)]
    without, accident = estimate(4, usual), estimate(4, [*usual[:30], 1e9, *usual[31:]])
    assert without is not None
    assert accident is not None
    assert accident[1] < 2 * without[1]


def test_a_load_that_changes_is_followed() -> None:
    slow, fast = [60.0] * 60, [30.0] * 40
    found = estimate(5, [*slow, *fast])
    assert found is not None
    assert found[0] < 5 * 30 < found[1] < 5 * 60 + 60


def test_those_who_give_up_make_room() -> None:
    stayed, gone = estimate(20, [60.0] * 30), estimate(20, [60.0] * 30, leaving=1 / 1_200)
    assert stayed is not None
    assert gone is not None
    assert gone[1] < stayed[1]
    # To come to the front of 20 at one a minute when each gives up after 20 minutes on average: 20 min * ln(1 + 20/20).
    assert gone[0] < 1_200 * 0.693 < gone[1]


def test_who_is_before_an_agent_waits_for_the_answer_only() -> None:
    answers, turns = [8.0, 5.0, 11.0, 6.0, 9.0, 7.0, 10.0, 6.0, 8.0], [240.0, 300.0, 180.0, 260.0, 220.0]
    crowded = [*[False] * len(answers), *[True] * len(turns)]
    assert estimate(2, [*answers, *turns], crowded=crowded, offered=True) == (5, 11)
    waiting = estimate(2, [*answers, *turns], crowded=crowded)
    assert waiting is not None
    assert waiting[0] > 60


@given(st.lists(st.tuples(seconds, seconds), max_size=30), st.randoms())
def test_intervals_never_overlap(visits: list[tuple[float, float]], random: Random) -> None:
    served = [Served(NOW + timedelta(seconds=a), NOW + timedelta(seconds=a + b)) for a, b in visits]
    intervals = service_intervals(served)
    assert all(each >= 0 for each in intervals)
    if served:
        span = max(s.accepted_at for s in served) - min(s.queued_at for s in served)
        assert sum(intervals) <= span.total_seconds() + 0.001
    random.shuffle(served)
    assert service_intervals(served) == intervals
    service = Service.of(served)
    assert list(service.intervals) == intervals
    assert len(service.crowded) == len(intervals)


def test_quiet_hours_do_not_count_as_slow_service() -> None:
    hourly = [Served(NOW + timedelta(hours=n), NOW + timedelta(hours=n, seconds=20)) for n in range(6)]
    service = Service.of(hourly)
    assert service.intervals == (20.0,) * 5
    assert not any(service.crowded)
    found = estimate(1, service.intervals, crowded=service.crowded)
    assert found is not None
    assert found[0] < 20 < found[1] < 120


def test_a_full_queue_shows_how_fast_it_moves() -> None:
    together = [Served(NOW, NOW + timedelta(minutes=n)) for n in range(1, 7)]
    service = Service.of(together)
    assert all(service.crowded)
    found = estimate(3, service.intervals, crowded=service.crowded)
    assert found is not None
    assert found[0] < 180 < found[1] < 3 * 180


def test_whole_waits_of_those_whose_predecessor_is_unknown_do_not_count() -> None:
    # All came an hour ago; only the last six are looked at.
    served = [Served(NOW - LOOK_BACK, NOW + timedelta(seconds=30 * n)) for n in range(6)]
    assert service_intervals(served) == [30.0] * 5


def test_the_head_is_the_head_since_the_last_take_or_since_it_came() -> None:
    service = Service.of([Served(NOW, NOW + timedelta(seconds=40))])
    assert service.elapsed(NOW, NOW + timedelta(seconds=50)) == 10
    assert service.elapsed(NOW + timedelta(seconds=45), NOW + timedelta(seconds=50)) == 5
    assert service.elapsed(NOW, NOW) == 0
    assert Service.of([]).elapsed(None, NOW) == 0
    assert COVERAGE == 0.8
