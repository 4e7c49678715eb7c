"""The promise, with processes that die: nothing acknowledged is lost, doubled or out of order, and every view is right.

Each fault once here; `make chaos` runs for as long as you like.
"""

import shutil

import pytest

from tests.chaos.__main__ import for_bug, out, table
from tests.chaos.plans import BUGS, Bus, Plan
from tests.chaos.running import run
from tests.realtime.processes import NO_REDIS

SECONDS = 8.0
SEED = 20_261


@pytest.mark.timeout(100)
@pytest.mark.parametrize("bus", ["postgres", "redis"])
async def test_the_promise_holds(bus: Bus) -> None:
    if bus == "redis" and shutil.which("redis-server") is None:
        pytest.skip(NO_REDIS)
    outcome = await run(Plan(seed=SEED, seconds=SECONDS, bus=bus, quiet_seconds=30.0))
    out.print(table([outcome]))
    assert not outcome.failures
    assert outcome.count.delivered > 3_000


@pytest.mark.timeout(60)
async def test_the_harness_can_fail() -> None:
    outcome = await run(for_bug("no sweep", SEED))
    assert outcome.count.violations


def test_every_bug_has_a_plan() -> None:
    # The others are put in by `make chaos ARGS=--bugs`, which CI runs too.
    assert {for_bug(each, 1).bug for each in BUGS} == set(BUGS)
