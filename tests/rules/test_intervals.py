"""How sure figures are, against known ones."""

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from app.rules.intervals import mean, net_promoters, share


def test_against_known_intervals() -> None:
    # R. G. Newcombe, Two-sided confidence intervals for the single proportion, 1998: its method 3.
    for (hits, of), (low, high) in {
        (81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718),
    }.items():  # fmt: skip
        found = share(hits, of)
        assert found is not None
        assert isclose(found.low, low, abs_tol=5e-5)
        assert isclose(found.high, high, abs_tol=5e-5)
    # Nobody is no basis.
    assert share(0, 0) is None
    assert net_promoters(0, 0, 0) is None
    assert mean(0, 0, 0, least=1, most=5) is None
    # Equal answers are no certainty.
    few = net_promoters(3, 0, 3)
    assert few is not None
    assert (few.value, few.high) == (100, 100)
    assert few.low < 60
    one = mean(4, 16, 1, least=1, most=5)
    assert one is not None
    assert (one.value, one.low, one.high) == (4, 1, 5)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_figure_lies_in_its_interval(up: int, down: int, between: int) -> None:
    of = up + down + between
    for found, least, most in ((share(up, of), 0, 1), (net_promoters(up, down, of), -100, 100)):
        if found is not None:
            assert least <= found.low <= found.value <= found.high <= most
