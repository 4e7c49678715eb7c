"""Who is asked: everybody with the same chance, within quotas, and the same people for the same seed."""

from collections import Counter
from decimal import Decimal
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.rules.sampling import Drawing, Person, Quota, Sample, rank


def people(seed: str, groups: list[str]) -> list[Person]:
    """People in these languages, by their ranks."""
    made = [Person(UUID(int=n), {"language": each}) for n, each in enumerate(groups)]
    return sorted(made, key=lambda each: rank(seed, each.id))


def drawn(seed: str, groups: list[str], wanted: int, *quotas: Quota) -> set[int]:
    return {who.int for who, why in Drawing(wanted, quotas).draw(people(seed, groups)) if why is None}


def test_everybody_is_as_likely_as_any_other_of_their_group() -> None:
    """2,000 drawings of 10 out of 30 ru and 10 en people, at most 4 of ru: 4 of them, and 6 of en."""
    groups, rounds = ["ru"] * 30 + ["en"] * 10, 2000
    times: Counter[int] = Counter()
    for n in range(rounds):
        times.update(drawn(f"seed {n}", groups, 10, Quota("language", "ru", 4)))
    for place, group in enumerate(groups):
        chance = 4 / 30 if group == "ru" else 6 / 10
        spread = (rounds * chance * (1 - chance)) ** 0.5
        # Of 40 people none is further from their chance than five times what chance itself moves them.
        assert abs(times[place] - rounds * chance) < 5 * spread, place
    # And all together: chi squared of 30 equal chances, 29 degrees of freedom, is below 58 in 999 of 1,000 worlds.
    mean = rounds * 4 / 30
    assert sum((times[n] - mean) ** 2 / (mean * (1 - 4 / 30)) for n in range(30)) < 58


def test_the_same_seed_draws_the_same_in_whatever_order_they_are_found() -> None:
    groups = [Random(n).choice("abc") for n in range(200)]
    whole = drawn("s", groups, 50, Quota("language", "a", 10))
    assert drawn("s", groups, 50, Quota("language", "a", 10)) == whole
    assert drawn("t", groups, 50, Quota("language", "a", 10)) != whole
    # More people who could be asked push some out, and change nothing among those who stay.
    assert drawn("s", groups + ["d"] * 50, 50, Quota("language", "a", 10)) & set(range(200)) <= whole


@given(
    st.lists(st.sampled_from("abcd"), max_size=60),
    st.integers(0, 70),
    st.lists(st.builds(Quota, st.just("language"), st.sampled_from("abcde"), st.integers(0, 20)), max_size=4),
    st.integers(1, 9),
)
def test_quotas_hold_and_a_drawing_can_be_put_down(
    groups: list[str], wanted: int, quotas: list[Quota], step: int
) -> None:
    whole = Drawing(wanted, quotas)
    at_once = list(whole.draw(people("x", groups)))
    assert whole.drawn == sum(why is None for _, why in at_once) <= wanted
    for quota in quotas:
        assert sum(groups[who.int] == quota.key for who, why in at_once if why is None) <= quota.at_most
    # Nobody is left out for nothing: either all that were wanted are there, or a quota is full.
    for who, why in at_once:
        if why == "quota":
            assert any(q.key == groups[who.int] and whole.taken[n] >= q.at_most for n, q in enumerate(quotas))
        assert why != "not_drawn" or whole.drawn == wanted
    queue, pieces, drawn_, taken = people("x", groups), [], 0, list[int]()
    for start in range(0, len(queue), step):
        again = Drawing(wanted, quotas, drawn_, taken)
        pieces += list(again.draw(queue[start : start + step]))
        drawn_, taken = again.drawn, again.taken
    assert pieces == at_once


def test_how_many_a_share_is() -> None:
    assert [Sample(share=Decimal("0.1")).wanted(n) for n in (0, 4, 5, 14, 15)] == [0, 0, 1, 1, 2]
    assert (Sample(size=5).wanted(3), Sample(size=5).wanted(9), Sample().wanted(9)) == (3, 5, 9)
