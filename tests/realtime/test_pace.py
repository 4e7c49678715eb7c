"""Token buckets: never more than promised, never less, and who keeps one empty is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.realtime.pace import Pace

RATES = st.floats(0.5, 500)
BURSTS = st.floats(1, 2_000)
GAPS = st.lists(st.floats(-0.5, 3), min_size=1, max_size=60)


@given(rate=RATES, burst=BURSTS, gaps=GAPS)
def test_never_more_than_the_burst_and_the_rate(rate: float, burst: float, gaps: list[float]) -> None:
    pace, now, latest, allowed = Pace(rate, burst, 0.0), 0.0, 0.0, 0
    for gap in gaps:
        now += gap
        latest = max(latest, now)
        while pace.allow(now):
            allowed += 1
            assert allowed <= burst + rate * latest + 1e-6 * allowed


@given(rate=RATES, burst=BURSTS, gaps=st.lists(st.floats(1, 3), min_size=1, max_size=60))
def test_whoever_keeps_to_the_rate_never_waits(rate: float, burst: float, gaps: list[float]) -> None:
    pace, now = Pace(rate, burst, 0.0), 0.0
    for gap in gaps:
        now += gap / rate + 1e-6
        assert pace.take(now) == 0
        assert pace.empty_for(now) == 0


@given(rate=st.floats(10, 500), seconds=st.floats(1, 5), count=st.integers(1, 300), late=st.floats(0, 0.4))
def test_whoever_waits_as_told_gets_the_rate_and_is_known_to_press(
    rate: float, seconds: float, count: int, late: float
) -> None:
    """`late`: the process wakes up later than it asked for, which is not the peer's merit."""
    burst = seconds * rate
    pace, now, pressed_at = Pace(rate, burst, 0.0), 0.0, None
    for number in range(1, count + 1):
        wait = pace.take(now)
        assert wait <= 1 / rate + 1e-6
        if wait and pressed_at is None:
            pressed_at = now
        if pressed_at is not None:
            assert pace.empty_for(now) == pytest.approx(now - pressed_at)
        now += wait + (late if wait else 0)
        # One more than the burst and the rate: the token that is on its way has been waited for.
        assert number <= burst + rate * now + 1e-3


@given(rate=RATES, burst=BURSTS)
def test_a_peer_that_calms_down_is_forgiven(rate: float, burst: float) -> None:
    pace = Pace(rate, burst, 0.0)
    while not pace.take(0.0):
        pass
    assert pace.empty_for(5.0) == 5
    rest = max(1.0, rate / 2) / rate + 3 / rate
    assert pace.take(rest) == 0
    assert pace.empty_for(rest + 5) == 0
