"""`rules/sla_policies.py`: when steps are due, which policy is chosen, what a policy cannot promise."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.conditions import Condition, Conditions
from app.rules.sla_policies import MAX_TARGET_SECONDS, METRICS, Metric, Step, Target, choose, problems
from tests.rules.sla_worlds import HOUR, policy, vip

DAY = 86_400
ALL = frozenset(METRICS)


def step(metric: Metric = "first_reply", **when: Any) -> Step:
    """A step for one metric."""
    return Step("s1", frozenset({metric}), **when)


def target(seconds: int = HOUR, *, metric: Metric = "first_reply", business: bool = False) -> Target:
    """A promise for normal tickets."""
    return Target(metric, "normal", seconds, business)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"percent": 50}, 1_800),
        ({"percent": 100}, 3_600),
        ({"percent": 150}, 5_400),
        ({"before": 900}, 2_700),
        ({"after": 0}, 3_600),
        ({"after": 1_800}, 5_400),
    ],
)
def test_when_a_step_is_due(when: dict[str, Any], expected: int) -> None:
    assert step(**when).offset(HOUR) == expected


def test_a_share_is_rounded_up_to_whole_seconds() -> None:
    assert step(percent=50).offset(1) == 1
    assert step(percent=50).offset(3) == 2
    assert step(percent=33).offset(10) == 4
    assert step(percent=1).offset(1) == 1


@given(seconds=st.integers(1, MAX_TARGET_SECONDS), percent=st.integers(1, 1000), more=st.integers(0, 100))
def test_shares_are_exact_and_in_order(seconds: int, percent: int, more: int) -> None:
    """However long the target: never a float's rounding, never before its share, a larger share never earlier."""
    offset = step(percent=percent).offset(seconds)
    assert (offset - 1) * 100 < seconds * percent <= offset * 100
    assert offset <= step(percent=percent + more).offset(seconds)
    assert step(percent=100).offset(seconds) == step(after=0).offset(seconds) == seconds


def test_the_first_policy_that_holds_is_chosen() -> None:
    first, second, every = vip(1), vip(2), policy(3)
    assert choose([first, second, every], {"tags": ["vip"]}) is first
    assert choose([second, first, every], {"tags": ["vip"]}) is second
    assert choose([every, first], {"tags": ["vip"]}) is every
    assert choose([first, second, every], {"tags": []}) is every
    assert choose([first, second], {"tags": []}) is None
    assert choose([], {"tags": ["vip"]}) is None


@given(st.lists(st.sampled_from(["low", "normal", "high", "urgent"]), max_size=8), st.integers(0, 3))
def test_choosing_is_the_first_of_those_that_hold(asked: list[str], which: int) -> None:
    policies = [
        policy(n, conditions=Conditions((Condition("priority", "is", priority),))) for n, priority in enumerate(asked)
    ]
    wanted = ["low", "normal", "high", "urgent"][which]
    found = choose(policies, {"priority": wanted})
    assert (None if found is None else policies.index(found)) == (asked.index(wanted) if wanted in asked else None)


def test_steps_are_for_their_metrics() -> None:
    both = Step("s1", frozenset({"first_reply", "resolution"}), percent=50)
    one = Step("s2", frozenset({"resolution"}), after=0)
    found = policy(steps=(both, one))
    assert found.steps_of("first_reply") == [both]
    assert found.steps_of("resolution") == [both, one]
    assert found.steps_of("agent_work") == []


def test_in_which_states_time_counts() -> None:
    plain = policy()
    unsolved = {"new", "open", "pending", "on_hold"}
    for metric, statuses in {
        "first_reply": unsolved,
        "next_reply": unsolved,
        "periodic_update": unsolved,
        "resolution": unsolved,
        "chat_accept": unsolved,
        "requester_wait": unsolved - {"pending"},
        "agent_work": unsolved - {"pending", "on_hold"},
    }.items():
        assert plain.counting(metric) == {(each, snoozed) for each in statuses for snoozed in (False, True)}  # type: ignore[arg-type]
    other = policy(pausable_updates=True, paused_when_snoozed=frozenset({"resolution"}))
    assert {status for status, _ in other.counting("periodic_update")} == unsolved - {"pending"}
    assert {snoozed for _, snoozed in other.counting("resolution")} == {False}
    assert {snoozed for _, snoozed in other.counting("first_reply")} == {False, True}


@pytest.mark.parametrize(
    ("targets", "steps", "path", "code"),
    [
        ([], [], ("targets",), "no_targets"),
        ([target(0)], [], ("targets", 0, "seconds"), "invalid_target"),
        ([target(-5)], [], ("targets", 0, "seconds"), "invalid_target"),
        ([target(MAX_TARGET_SECONDS + 1)], [], ("targets", 0, "seconds"), "invalid_target"),
        ([target(3_650 * DAY)], [], ("targets", 0, "seconds"), "invalid_target"),
        ([target(business=True)], [], ("targets", 0, "hours"), "calendar_needed"),
        ([target(), target(60)], [], ("targets", 1), "target_twice"),
        ([target()], [step("resolution", after=0)], ("steps", 0, "metrics"), "step_without_target"),
        ([target()], [step(after=0), step(before=HOUR)], ("steps", 1), "step_before_start"),
        ([target()], [step(before=2 * HOUR)], ("steps", 0), "step_before_start"),
        ([target()], [step(after=MAX_TARGET_SECONDS)], ("steps", 0), "step_too_late"),
        ([target(MAX_TARGET_SECONDS)], [step(percent=101)], ("steps", 0), "step_too_late"),
    ],
)
def test_what_a_policy_cannot_promise(targets: Any, steps: Any, path: Any, code: str) -> None:
    (found,) = problems(targets, steps, has_calendar=False)
    assert (found.path, found.code) == (path, code)
    assert found.sentence


def test_what_a_policy_can_promise() -> None:
    targets = [target(1), Target("first_reply", "low", MAX_TARGET_SECONDS), target(metric="resolution", business=True)]
    steps = [
        step(percent=1),
        step(percent=100),
        step(after=0),
        step("resolution", before=HOUR - 1),
        step("resolution", after=MAX_TARGET_SECONDS - HOUR),
        Step("s9", ALL, percent=50),
    ]
    assert problems(targets, steps, has_calendar=True) == []


def test_a_step_must_fit_every_target_it_is_for() -> None:
    short = Target("first_reply", "urgent", 60)
    (found,) = problems([target(), short], [step(before=60)], has_calendar=False)
    assert (found.code, "urgent" in found.sentence) == ("step_before_start", True)
    assert problems([target(), short], [step(before=59)], has_calendar=False) == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems([target(0), target(business=True)], [step("resolution", after=0)], has_calendar=False)
    assert [each.code for each in found] == ["invalid_target", "calendar_needed", "target_twice", "step_without_target"]
