"""How many agents it takes: never one too many, never one too few."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.simulated_staffing import simulated_staffing
from app.rules.simulation_demand import Kind, poisson
from app.rules.staffing import Target, Work, expected, fewest, reaches, staffing
from tests.rules.simulation_worlds import MONDAY, alike, setup
from tests.thorough import examples

targets = st.sampled_from(
    [
        Target(share=0.8, seconds=20),
        Target(share=0.95, seconds=60, occupancy=0.85),
        Target(mean_wait=10),
        Target(share=0.5, seconds=0, mean_wait=30),
    ]
)
works = st.builds(
    Work,
    handling=st.floats(30, 900),
    concurrency=st.integers(1, 4),
    patience=st.none() | st.floats(20, 600),
    shrinkage=st.sampled_from([0.0, 0.3]),
)


@settings(deadline=None, max_examples=examples(60))
@given(st.floats(0.1, 3_000), works, targets)
def test_one_agent_less_would_miss_the_target(arrivals: float, work: Work, target: Target) -> None:
    (found,) = staffing([arrivals], work, target)
    assert reaches(found, target)
    assert found == expected(found.agents, arrivals, work, target)
    assert found.agents == 1 or not reaches(expected(found.agents - 1, arrivals, work, target), target)
    assert found.scheduled == ceil(found.agents / (1 - work.shrinkage) - 1e-9)


@given(st.integers(1, 500), st.integers(-5, 700))
def test_the_fewest_are_found_from_any_guess(least: int, guess: int) -> None:
    asked = []

    def enough(agents: int) -> bool:
        asked.append(agents)
        return agents >= least

    assert fewest(enough, guess) == least
    assert len(asked) < 25
    assert min(asked) >= 1
    assert fewest(enough, guess, least) == least
    with pytest.raises(ValueError, match="would not be enough"):
        fewest(lambda _: False, guess, least)


def test_a_known_case() -> None:
    # 200 calls an hour of 3 minutes are 10 erlangs. For 80 % within 20 seconds calculators say 14: 88.8 %, 7.8 s.
    (found,) = staffing([200], Work(180), Target(share=0.8, seconds=20))
    assert (found.agents, round(found.within, 3), round(found.expected.mean_wait, 1)) == (14, 0.888, 7.8)
    (together,) = staffing([200], Work(180, concurrency=2), Target(share=0.8, seconds=20))
    assert together.agents == 7
    (few,) = staffing([200], Work(180, patience=120), Target(abandons=0.1))
    assert few.agents < 14
    assert few.expected.abandons <= 0.1
    assert few.to_json()["expected"]["abandons"] == few.expected.abandons


def test_nobody_comes_and_nobody_is_needed() -> None:
    quiet, busy = staffing([0, 50], Work(300, shrinkage=0.2), Target(share=0.9, seconds=30))
    assert (quiet.agents, quiet.scheduled, quiet.within) == (0, 0, 1)
    assert busy.agents > 0


@pytest.mark.parametrize(
    ("work", "target"),
    [
        (Work(0), Target(mean_wait=1)),
        (Work(60, concurrency=0), Target(mean_wait=1)),
        (Work(60, patience=0), Target(mean_wait=1)),
        (Work(60, shrinkage=1), Target(mean_wait=1)),
        (Work(60), Target()),
        (Work(60), Target(share=1)),
        (Work(60), Target(mean_wait=0)),
        (Work(60), Target(abandons=0.1)),
        (Work(60), Target(mean_wait=1, occupancy=0)),
    ],
)
def test_what_cannot_be_answered_is_refused(work: Work, target: Target) -> None:
    with pytest.raises(ValueError, match=r"."):
        staffing([10], work, target)


def test_by_simulation_it_takes_as_many_where_the_formula_holds() -> None:
    target, per_hour = Target(share=0.8, seconds=30), [60, 60, 60, 0]
    guess = [each.agents for each in staffing(per_hour, Work(300), target)]
    days = [list(poisson(MONDAY, per_hour, [Kind(300)], seed=seed)) for seed in range(8)]
    tried = setup(agents=alike(20), seconds=4 * 3_600)
    found = list(simulated_staffing(tried, days, target, guess))
    assert [each.begins for each in found] == [MONDAY + timedelta(hours=hour) for hour in range(4)]
    assert found[3].agents == 0
    for each, formula in zip(found[:3], guess, strict=False):
        assert each.agents is not None
        # The first hour finds an empty desk, and chance has a say in all.
        assert abs(each.agents - formula) <= 1
        assert each.within is not None
        assert each.within >= 0.8
        assert each.reaches(target)


def test_by_simulation_some_hours_cannot_be_saved() -> None:
    days = [list(poisson(MONDAY, [100, 2], [Kind(300)], seed=1))]
    tried = setup(agents=alike(2), seconds=2 * 3_600)
    found = list(simulated_staffing(tried, days, Target(share=0.9, seconds=10), [3, 1]))
    assert found[0].agents is None
    assert found[0].within is not None
    assert found[0].within < 0.9
    assert not found[0].reaches(Target(mean_wait=10))


def test_an_hour_is_judged_by_all_that_a_target_asks() -> None:
    days = [list(poisson(MONDAY, [30], [Kind(200, mean_patience=100)], seed=seed)) for seed in range(4)]
    tried = setup(agents=alike(12))

    def least(target: Target) -> int:
        (found,) = simulated_staffing(tried, days, target, [2])
        assert found.agents is not None
        return found.agents

    asked: list[Callable[[], Target]] = [
        lambda: Target(abandons=0.1),
        lambda: Target(abandons=0.01),
        lambda: Target(abandons=0.01, occupancy=0.2),
    ]
    few, more, most = (least(each()) for each in asked)
    assert few < more < most
    assert replace(next(simulated_staffing(tried, days, Target(mean_wait=1), [2]))).mean_wait is not None
