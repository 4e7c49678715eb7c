"""How much shared signs say: more of them never say less, and none of them is certain."""

from itertools import combinations

from app.rules.duplicates import WEIGHTS, likeness, ordered


def test_more_signs_never_say_less() -> None:
    for several in range(len(WEIGHTS) + 1):
        for signs in combinations(WEIGHTS, several):
            said = likeness(signs)
            assert 0 <= said < 1
            for more in set(WEIGHTS) - set(signs):
                assert likeness([*signs, more]) >= said


def test_no_sign_counts_twice_and_the_strongest_comes_first() -> None:
    assert likeness(["same_name", "same_name"]) == likeness(["same_name"]) == 0.3
    assert ordered(["same_name", "same_mailbox"]) == ["same_mailbox", "same_name"]
    assert ordered(["same_name", "same_name_and_organization"]) == ["same_name_and_organization"]
