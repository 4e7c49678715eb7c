"""The statistics of what rises: exact, at the promised rate when nothing changes, quick when something does."""

import math
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.rising import Compared, Past, corrected, p_value


def exactly(observed: int, then: int, past: Past) -> float:
    """P(binomial(all, chance) >= observed), added up."""
    total = observed + then
    return sum(comb(total, k) * past.chance**k * (1 - past.chance) ** (total - k) for k in range(observed, total + 1))


@given(st.integers(1, 60), st.integers(0, 200), st.integers(1, 3), st.floats(0.2, 1))
def test_a_p_value_is_exact(observed: int, then: int, weeks: int, share: float) -> None:
    past = Past(weeks, share)
    assert p_value(observed, [then], past) == pytest.approx(exactly(observed, then, past), rel=1e-9)


@given(st.integers(0, 300), st.lists(st.integers(0, 300), max_size=8))
def test_more_now_is_never_less_sure(observed: int, then: list[int]) -> None:
    past = Past(8)
    assert 0 <= p_value(observed + 1, then, past) <= p_value(observed, then, past) <= 1


@pytest.mark.parametrize(("observed", "then"), [(20_000, [15_000] * 8), (10**6, [10**3] * 8), (10**6, [10**6] * 8)])
def test_large_counts_have_numbers(observed: int, then: list[int]) -> None:
    assert 0 <= p_value(observed, then, Past(8)) <= 1


def test_what_scatters_by_itself_must_stand_out_more() -> None:
    calm, wild = [10] * 8, [0, 40, 2, 0, 35, 1, 2, 0]
    assert p_value(25, wild, Past(8)) > 50 * p_value(25, calm, Past(8))
    # And a count without a past is held against zeros: the shorter the past, the less sure.
    assert p_value(5, [], Past(8)) < p_value(5, [], Past(1)) == pytest.approx(1 / 32)


def poisson(chance: Random, mean: float) -> int:
    """So many by chance."""
    left, count = math.exp(-mean), 0
    product = chance.random()
    while product > left:
        product *= chance.random()
        count += 1
    return count


def alarms(rate: float, hours: int, *, times: float = 1.0, weeks: int = 8, seed: int = 1) -> tuple[float, float]:
    """Of so many hours with a hundred counts of all sizes, which go up and down with the day and the week: the share in
    which anything rises, and in which the one does that comes so many times as often in each of these hours.
    """
    chance = Random(seed)
    rates = [10 ** chance.uniform(-2, 0.8) for _ in range(100)]
    rates[0] = 2.0
    some, that = 0, 0
    past = Past(weeks)
    for hour in range(hours):
        cycle = (1.1 + math.sin(hour / 24 * 2 * math.pi)) * (0.3 if hour // 24 % 7 > 4 else 1)
        tests, totals = {}, dict[int, int]()
        for key, usual in enumerate(rates):
            then = [poisson(chance, usual * cycle) for _ in range(weeks)]
            now = poisson(chance, usual * (cycle if key else max(cycle, 0.5) * times))
            total = now + sum(then)
            totals[total] = totals.get(total, 0) + (total > 0)
            if now:
                tests[str(key)] = Compared(p_value(now, then, past), total)
        found = corrected(tests, totals, past, rate=rate)
        some += bool(found)
        that += "0" in found
    return some / hours, that / hours


@pytest.mark.parametrize(("weeks", "rate"), [(8, 0.1), (1, 0.1)])
def test_without_a_change_there_are_as_few_alarms_as_promised(weeks: int, rate: float) -> None:
    # Three standard deviations of so many hours, and only upwards: fewer is no broken promise.
    hours = 24 * 14
    assert alarms(rate, hours, weeks=weeks)[0] <= rate + 3 * math.sqrt(rate * (1 - rate) / hours)


def test_a_real_rise_is_found_in_its_hour() -> None:
    _, found = alarms(0.01, 24 * 4, times=10)
    assert found > 0.7


def test_many_counts_that_could_not_rise_do_not_hide_one_that_does() -> None:
    past = Past(8)
    seen_once = {1: 100_000, 2: 20_000, 9: 1}
    one = {"new": Compared(p_value(9, [], past), 9)}
    assert list(corrected(one, seen_once, past, rate=0.01)) == ["new"]
    # But so many that could are reckoned with.
    many = {**seen_once, 5: 10_000}
    assert corrected({"new": Compared(p_value(4, [1], past), 5)}, many, past, rate=0.01) == {}
    assert corrected({}, {}, past, rate=0.01) == {}
