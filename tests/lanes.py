"""Which tests run beside which, when several processes share them (`make test`).

The tests of a file stay together. Those that start whole desks as processes of their own are one lane, and so are
those of pages, which share a browser: run side by side they would only wait for each other and miss their deadlines.
These lanes are the longest, so that they begin first, then the few files that take long with few tests, and then those
with the most tests: nobody is left with a long one at the end.
"""

import os
from collections import Counter
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadFileScheduling

from tests import memory

LANES = {
    "tests/chaos/": "desks", "tests/make/": "desks", "tests/browser/": "pages",
    # Killed processes come from one that has loaded the desk, which is started once for them.
    "tests/worker/test_automation_kills.py": "kills", "tests/worker/test_import_killed.py": "kills",
    "tests/worker/test_incident_kills.py": "kills", "tests/worker/test_monitor_kills.py": "kills",
    "tests/worker/test_outbound_kills.py": "kills", "tests/worker/test_sla_kills.py": "kills",
}  # fmt: skip
LONG = (
    "desks", "pages", "tests/contract/test_clients.py", "tests/contract/test_schemathesis.py",
    "kills", "tests/postgres/test_crashes.py", "tests/realtime/test_processes.py",
    "tests/rules/test_routing_simulation.py", "tests/clients/test_javascript.py",
)  # fmt: skip


def _lane(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    return next((lane for folder, lane in LANES.items() if file.startswith(folder)), file)


def _place(lane: str) -> int:
    return LONG.index(lane) if lane in LONG else len(LONG)


class Lanes(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """Files, but for the lanes."""

    def _split_scope(self, nodeid: str) -> str:
        return _lane(nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Whoever only hands out the tests to others does not load the desk, which the others wait for meanwhile.

    Heard by `-p tests.lanes`, as `make test` has it.
    """
    known = early_config.known_args_namespace
    if "PYTEST_XDIST_WORKER" not in os.environ and getattr(known, "numprocesses", None):
        known.noconftest = True
        # The folders of the others are in its own, and it is asked for the profile that they have.
        memory.use()
        hypothesis.settings.register_profile("suite", hypothesis.settings.get_profile("ci"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Lanes | None:
    """Of what is shared by files; in the order in which it was collected."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return Lanes(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The lanes, then what is long, then the files with the most tests, in a process that shares them with others."""
    if not hasattr(config, "workerinput"):
        return
    tests = Counter(_lane(each.nodeid) for each in items)
    items.sort(key=lambda each: (_place(_lane(each.nodeid)), -tests[_lane(each.nodeid)]))
