"""The estimate for those who wait: a range with a basis, or nothing."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.rules.waiting import LEAST_SERVED, Served, estimate, service_intervals

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
seconds = st.floats(0, 7200, allow_nan=False)


@given(st.integers(1, 1000), st.lists(seconds, max_size=60))
def test_an_estimate_is_a_range_within_what_was_seen_or_nothing(position: int, intervals: list[float]) -> None:
    found = estimate(position, intervals)
    if len(intervals) < LEAST_SERVED:
        assert found is None
        return
    assert found is not None
    low, high = found
    assert 0 <= low <= high
    assert low >= int(position * min(intervals)) - 1
    assert high <= position * max(intervals) + 1


@given(st.integers(1, 500), st.lists(seconds, min_size=LEAST_SERVED, max_size=40))
def test_nobody_behind_is_told_to_wait_less(position: int, intervals: list[float]) -> None:
    here, behind = estimate(position, intervals), estimate(position + 1, intervals)
    assert here is not None
    assert behind is not None
    assert here[0] <= behind[0]
    assert here[1] <= behind[1]


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


def test_quiet_hours_do_not_count_as_slow_service() -> None:
    hourly = [Served(NOW + timedelta(hours=n), NOW + timedelta(hours=n, seconds=20)) for n in range(6)]
    assert estimate(1, service_intervals(hourly)) == (20, 20)


def test_a_full_queue_shows_how_fast_it_moves() -> None:
    together = [Served(NOW, NOW + timedelta(minutes=n)) for n in range(1, 7)]
    assert estimate(3, service_intervals(together)) == (180, 180)
