"""Simulated queues beside Erlang's formulas; `python -m bench.simulation` has more of them, and for longer."""

import pytest

from bench.simulation.closed_forms import Case, run
from bench.simulation.controls import estimate

# Such that the confidence intervals are at most 2 % to each side.
CASES = [
    Case(1, 0.5, None, 40_000),
    Case(5, 0.9, None, 60_000),
    Case(1, 0.9, 200.0, 40_000),
    Case(10, 1.2, 200.0, 60_000),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_two_per_cent(case: Case) -> None:
    found = run(case, seed=1)
    assert all(abs(error) <= 0.02 for error in found.errors().values()), found
    assert all(half_width <= 0.02 for half_width in found.half_widths().values()), found


def test_a_control_takes_out_what_it_knows() -> None:
    noise = [(n * 37 % 50) / 50 - 0.5 + 0.03 for n in range(50)]
    found = estimate([5 + 2 * each for each in noise], [[each] for each in noise], [0.0])
    assert found.mean == pytest.approx(5)
    assert found.half_width == pytest.approx(0, abs=1e-9)
    assert found.plain != pytest.approx(5, abs=0.01)
