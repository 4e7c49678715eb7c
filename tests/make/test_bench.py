"""`make bench` runs: what was acknowledged is stored, and a ratio comes out (its size is not judged here).

Of what has a desk of its own and waits, nothing is measured but with `OTKLIK_TEST_THOROUGH=1`.
"""

import json
import os
import tempfile
from typing import Any

import pytest

from bench.clocks.site import QUICK
from tests import nursery
from tests.thorough import THOROUGH


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a quick look finds."""
    results = tmp_path_factory.mktemp("bench") / "results.json"
    only = ("ticket_create", "simulation", "recompute", *(("firing",) if THOROUGH else ()))
    arguments = ("--quick", "--only", *only, "--results", str(results))
    with tempfile.TemporaryFile("w+") as said:
        done = nursery.start("bench.__main__:run", *arguments, environment=os.environ, out=said)
        code = done.wait(290)
        said.seek(0)
        assert code == 0, said.read()
    figures: dict[str, Any] = json.loads(results.read_text())
    return figures


@pytest.mark.timeout(300)
def test_a_quick_look_counts_what_it_stored(found: dict[str, Any]) -> None:
    assert found["ratios"]["ticket_create"] > 0
    assert found["simulation"]["simulation_day"]["value"] > 0
    counted = {what: each for what, each in found["stored"].items() if isinstance(each, dict)}
    assert len(counted) >= 2, "the desk and its floor"
    for what, each in counted.items():
        assert each["stored"] == each["acknowledged"] > 0, what
    assert found["clocks"]["recompute"]["value"] > 0


@pytest.mark.skipif(not THOROUGH, reason="it waits for deadlines")
@pytest.mark.timeout(300)
def test_a_quick_look_at_time_finds_every_deadline_acted_on_once(found: dict[str, Any]) -> None:
    # A deadline that is missing or done twice breaks the run.
    figures = found["clocks"]
    assert figures["clocks_kept"]["details"]["clocks"] == 5 * QUICK.waiting
    assert figures["firing"]["details"]["acts"] == 2 * QUICK.coming
    assert figures["firing_burst"]["details"]["acts"] == 2 * QUICK.burst
