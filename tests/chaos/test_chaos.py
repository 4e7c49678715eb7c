"""The promise, with processes that die: nothing acknowledged is lost, doubled or out of order, and every view is right.

Each fault once here; `make chaos` runs for as long as you like, and CI runs it too, also with every bug put in.
"""

import shutil
from typing import Any

import pytest

from tests.chaos.__main__ import for_bug, out, table
from tests.chaos.plans import BUGS, Bus, Plan
from tests.chaos.running import run
from tests.realtime.processes import NO_REDIS
from tests.thorough import THOROUGH

# A fifth of the load of `make chaos`: every fault happens all the same, and each needs but a few messages in the air.
SECONDS = 8.0
SMALL: dict[str, Any] = {"rate": 50.0, "tickets": 8, "watchers": 9}
SEED = 20_261
# Each run of CI does `make chaos` on both buses too; one of them is enough to see within a suite.
BUSES: list[Bus] = ["postgres", "redis"] if THOROUGH else ["postgres"]


@pytest.mark.timeout(200)
@pytest.mark.parametrize("bus", BUSES)
async def test_the_promise_holds(bus: Bus) -> None:
    if bus == "redis" and shutil.which("redis-server") is None:
        pytest.skip(NO_REDIS)
    outcome = await run(Plan(seed=SEED, seconds=SECONDS, bus=bus, quiet_seconds=60.0, **SMALL))
    out.print(table([outcome]))
    assert not outcome.failures


# CI puts in every bug by `make chaos ARGS=--bugs`, this one too.
@pytest.mark.skipif(not THOROUGH, reason="`make chaos ARGS=--bugs` does it with every bug")
@pytest.mark.timeout(200)
async def test_the_harness_can_fail() -> None:
    outcome = await run(for_bug("no sweep", SEED))
    assert outcome.count.violations


def test_every_bug_has_a_plan() -> None:
    assert {for_bug(each, 1).bug for each in BUGS} == set(BUGS)
