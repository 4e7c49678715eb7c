"""What is shown of anonymous answers cannot be taken apart."""

from itertools import combinations, pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.rules import disclosure, pulse_results


def crowd(*numbers: int) -> frozenset[UUID]:
    return frozenset(UUID(int=n) for n in numbers)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=13), st.integers(3, 7))
def test_no_sum_of_what_is_shown_leaves_few(counts: dict[str, int], minimum: int) -> None:
    """The whole and each shown group: whatever is added and subtracted is nobody or a crowd."""
    shown = disclosure.shown_groups(counts, minimum)
    whole = sum(counts.values())
    assert all(counts[key] >= minimum for key in shown)
    for size in range(len(shown) + 1):
        for some in combinations(sorted(shown), size):
            left = whole - sum(counts[key] for key in some)
            assert left == 0 or left >= minimum or whole < minimum


def test_a_hidden_group_hides_behind_another() -> None:
    assert disclosure.shown_groups({"a": 8, "b": 6, "c": 2}, 5) == {"a"}
    assert disclosure.shown_groups({"a": 8, "b": 6}, 5) == {"a", "b"}
    assert disclosure.shown_groups({"a": 8, "c": 4}, 5) == frozenset()
    assert disclosure.shown_groups({"a": 4}, 5) == frozenset()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=11), st.integers(3, 6))
def test_spans_of_a_distribution_are_crowds_and_all_of_it(counts: list[int], minimum: int) -> None:
    made = disclosure.bands(list(enumerate(counts)), minimum)
    assert all(n >= minimum for _, _, n in made)
    assert len(made) != 1
    if made:
        assert sum(n for _, _, n in made) == sum(counts)
        assert [made[0][0], made[-1][1]] == [0, len(counts) - 1]
        assert all(one[1] + 1 == other[0] for one, other in pairwise(made))


def test_options_that_few_chose_are_one() -> None:
    assert disclosure.options({"a": 7, "b": 3, "c": 3, "d": 0}, 5) == {"a": 7, None: 6}
    assert disclosure.options({"a": 7, "b": 6, "c": 1}, 5) == {"a": 7, None: 7}
    assert disclosure.options({"a": 7, "c": 1}, 5) == {}
    assert disclosure.options({"a": 5, "b": 5}, 5) == {"a": 5, "b": 5}


def test_two_results_cannot_be_subtracted() -> None:
    team = crowd(*range(1, 9))
    ask = disclosure.may_be_shown
    assert ask(team, [], [], 5)
    # The same people again, and people of whom nobody was asked before.
    assert ask(team, [], [team], 5)
    assert ask(crowd(*range(20, 30)), [], [team], 5)
    # One more, one less, one for another: the difference would be theirs.
    assert not ask(team | crowd(9), [], [team], 5)
    assert not ask(team - crowd(1), [], [team], 5)
    assert not ask(team - crowd(1) | crowd(9), [], [team], 5)
    # Five less is a crowd.
    assert ask(crowd(*range(1, 21)), [], [crowd(*range(1, 16))], 5)
    # Two old ones together are nearly the new one.
    assert not ask(crowd(*range(1, 16)), [], [crowd(*range(1, 9)), crowd(*range(9, 17))], 5)
    # A group of the new one is nearly an old one, or what is left of it is.
    twenty = crowd(*range(1, 21))
    assert ask(twenty, [], [crowd(*range(1, 12))], 5)
    assert not ask(twenty, [crowd(*range(1, 11))], [crowd(*range(1, 12))], 5)
    assert not ask(twenty, [crowd(*range(12, 21))], [crowd(*range(1, 11))], 5)


@given(st.lists(st.frozensets(st.integers(0, 9), min_size=3), max_size=4), st.frozensets(st.integers(0, 9), min_size=3))
def test_what_is_let_through_differs_from_everything_by_a_crowd(
    before: list[frozenset[int]], new: frozenset[int]
) -> None:
    if disclosure.may_be_shown(crowd(*new), [], [crowd(*each) for each in before], 3):
        for size in range(1, len(before) + 1):
            for some in combinations(before, size):
                if sum(map(len, some)) == len(frozenset().union(*some)):
                    assert not 0 < len(frozenset().union(*some) ^ new) < 3


def test_a_branch_that_left_few_out_is_not_shown() -> None:
    mood = {"key": "mood", "kind": "csat", "required": True}
    why = {"key": "why", "kind": "yes_no", "required": True, "when": {"question": "mood", "below": 3}}
    low: list[pulse_results.Answer] = [(None, {"mood": 1, "why": True})] * 8
    high: list[pulse_results.Answer] = [(None, {"mood": 5})]
    shown = [pulse_results.of_question(why, [*low, *high * n], [], 5).count for n in (0, 1, 4, 5)]
    assert shown == [8, None, None, 8]
    assert pulse_results.of_question(mood, [*low, *high], [], 5).count == 9
