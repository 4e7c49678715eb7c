"""Which tests run beside which, when several processes share them (`make test`).

The tests of a file stay together. Those that start whole desks as processes of their own are one lane: run side by side
they would only wait for each other and miss their deadlines. That lane is the longest, so that it begins first, and
the files with the most tests come next: nobody is left with a long one at the end.
"""

from collections import Counter
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

DESKS = ("tests/chaos/", "tests/make/")


def _lane(nodeid: str) -> str:
    return "desks" if nodeid.startswith(DESKS) else nodeid.partition("::")[0]


class Lanes(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """Files, but for the lane."""

    def _split_scope(self, nodeid: str) -> str:
        return _lane(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Lanes | None:
    """Of what is shared by files; in the order in which it was collected."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return Lanes(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The lane, then the files with the most tests, in a process that shares them with others."""
    if not hasattr(config, "workerinput"):
        return
    tests = Counter(_lane(each.nodeid) for each in items)
    items.sort(key=lambda each: (_lane(each.nodeid) != "desks", -tests[_lane(each.nodeid)]))
