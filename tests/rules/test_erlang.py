"""Erlang's formulas: against sums over all states, tables, and each other."""

from itertools import pairwise
from math import exp, inf, log

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.rules.erlang import erlang_a, erlang_a_within, erlang_b, erlang_c, erlang_c_within
from tests.thorough import examples

steady = settings(deadline=None, max_examples=examples(60))
servers = st.integers(1, 300)
loads = st.floats(0.05, 3)
patiences = st.floats(0.05, 50)


def states(servers: int, arrivals: float, handling: float, patience: float) -> tuple[list[float], float]:
    """Birth and death: how likely so many are there, as weights, and the sum of all."""
    weights, most = [0.0], 0.0
    while len(weights) <= servers + 1 or weights[-1] > most - 60:
        many = len(weights)
        leaving = min(many, servers) / handling + max(0, many - servers) / patience
        weights.append(weights[-1] + log(arrivals) - log(leaving))
        most = max(most, weights[-1])
    found = [exp(each - most) for each in weights]
    return found, sum(found)


@steady
@given(servers, loads, patiences)
@example(300, 0.97, 0.4)
@example(1, 3.0, 50.0)
@example(300, 3.0, 50.0)
def test_erlang_a_is_what_the_balance_of_states_says(servers: int, load: float, patience: float) -> None:
    arrivals = servers * load / 100
    weights, whole = states(servers, arrivals, 100, patience * 100)
    waiting = sum((many - servers) * each for many, each in enumerate(weights) if many > servers) / whole
    found = erlang_a(servers, arrivals, 100, patience * 100)
    # What hardly ever happens the sums do not see either.
    assert found.waits == pytest.approx(sum(weights[servers:]) / whole, rel=1e-8, abs=1e-20)
    assert found.mean_wait == pytest.approx(waiting / arrivals, rel=1e-8, abs=1e-15)
    assert found.abandons == pytest.approx(waiting / arrivals / (patience * 100), rel=1e-8, abs=1e-17)
    busy = sum(min(many, servers) * each for many, each in enumerate(weights)) / whole
    assert found.occupancy == pytest.approx(busy / servers, rel=1e-8)


@pytest.mark.parametrize(
    ("servers", "load", "blocked", "waits"),
    [(1, 0.5, 1 / 3, 0.5), (2, 1.0, 0.2, 1 / 3), (10, 5.0, 0.018385, 0.036105), (5, 4.0, 0.199067, 0.554113)],
)
def test_what_tables_say(servers: int, load: float, blocked: float, waits: float) -> None:
    assert erlang_b(servers, load) == pytest.approx(blocked, abs=1e-6)
    assert erlang_c(servers, load / 100, 100).waits == pytest.approx(waits, abs=1e-6)


@steady
@given(st.integers(1, 100), st.floats(0.05, 0.95))
def test_endless_patience_is_erlang_c(servers: int, load: float) -> None:
    patient, endless = erlang_a(servers, load * servers, 1, 1e7), erlang_c(servers, load * servers, 1)
    assert patient.waits == pytest.approx(endless.waits, rel=1e-3)
    assert patient.mean_wait == pytest.approx(endless.mean_wait, rel=1e-3)
    for seconds in (0, 0.1, 2):
        within = erlang_a_within(servers, load * servers, 1, 1e7, seconds)
        assert within == pytest.approx(erlang_c_within(servers, load * servers, 1, seconds), rel=1e-3)


@steady
@given(st.integers(1, 200), loads, patiences)
def test_a_longer_promise_is_kept_more_often_and_none_at_all_by_those_who_do_not_wait(
    servers: int, load: float, patience: float
) -> None:
    arrivals = servers * load
    within = [erlang_a_within(servers, arrivals, 1, patience, seconds) for seconds in (0, 0.2, 1, 5, 40)]
    assert within[0] == pytest.approx(1 - erlang_a(servers, arrivals, 1, patience).waits, abs=1e-9)
    assert all(earlier <= later + 1e-9 for earlier, later in pairwise(within))
    assert all(0 <= each <= 1 for each in within)


@steady
@given(st.integers(1, 100), loads, patiences)
def test_another_server_never_makes_it_worse(servers: int, load: float, patience: float) -> None:
    arrivals = servers * load
    one, more = (erlang_a(many, arrivals, 1, patience) for many in (servers, servers + 1))
    assert more.waits <= one.waits
    assert more.mean_wait <= one.mean_wait
    assert erlang_b(servers + 1, arrivals) < erlang_b(servers, arrivals)


def test_what_is_served_within_a_time_is_the_integral_of_its_density() -> None:
    servers, arrivals, patience, until = 3, 3.6, 1.5, 0.8
    base = erlang_a(servers, arrivals, 1, patience)

    def density(x: float) -> float:
        return exp(arrivals * patience * (1 - exp(-x / patience)) - servers * x)

    steps = 20_000
    points = [(n + 0.5) * until / steps for n in range(steps)]
    everything = sum(density((n + 0.5) * 40 / 400_000) for n in range(400_000)) * 40 / 400_000
    per_unit = base.waits / everything
    served = 1 - base.waits + per_unit * sum(density(x) * exp(-x / patience) for x in points) * until / steps
    gone = per_unit * sum(density(x) * (1 - exp(-x / patience)) for x in points) * until / steps
    longer = base.waits - per_unit * sum(density(x) for x in points) * until / steps
    gone += longer * (1 - exp(-until / patience))
    assert erlang_a_within(servers, arrivals, 1, patience, until) == pytest.approx(served / (1 - gone), rel=1e-5)


def test_the_edges() -> None:
    assert erlang_b(0, 5) == 1
    assert erlang_c(3, 0.03, 100).mean_wait == inf
    assert erlang_c_within(3, 0.03, 100, 20) == 0
    assert erlang_c_within(3, 0, 100, 20) == erlang_a_within(3, 0, 100, 60, 20) == 1
    nobody = erlang_a(3, 0, 100, 60)
    assert (nobody.waits, nobody.mean_wait, nobody.abandons, nobody.occupancy) == (0, 0, 0, 0)
    assert erlang_a(200, 1e-5, 1, 1).waits == 0
    crowd = erlang_a(200, 1_000, 1, 1_000)
    assert (crowd.waits, crowd.abandons) == pytest.approx((1, 0.8))


def test_what_makes_no_sense_is_refused() -> None:
    for ask in (lambda: erlang_b(-1, 1), lambda: erlang_b(1, -1), lambda: erlang_c(0, 1, 1)):
        with pytest.raises(ValueError, match=r"."):
            ask()
    for ask in (lambda: erlang_a(0, 1, 1, 1), lambda: erlang_a(1, 1, 1, 0), lambda: erlang_a(1, -1, 1, 1)):
        with pytest.raises(ValueError, match=r"."):
            ask()
