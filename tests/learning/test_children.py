"""The process that learns is ended when it takes too much, too long, or when nobody waits for it any more."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from app.learning import children
from tests import topics

EXAMPLES = [(text, None, list(topics.SENTENCES).index(topic), True) for text, topic in topics.examples()]
LABELS = [{"id": None, "path": each} for each in topics.SENTENCES]
MEGABYTE = 1_048_576


class NobodyWaitsError(Exception):
    """The job was stopped."""


async def on() -> None:
    """Somebody still waits."""


async def off() -> None:
    """Nobody does."""
    raise NobodyWaitsError


def left() -> set[str]:
    """Processes that we have begun and that are there."""
    found = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(found.read_text().split()) if found.exists() else set()


async def test_it_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    before = left()
    with pytest.raises(children.LearningFailed) as refused:
        await children.learn(EXAMPLES, LABELS, memory=48 * MEGABYTE, seconds=60, going_on=on)
    assert refused.value.reason == "out_of_memory"
    monkeypatch.setattr(children, "LOOK_SECONDS", 0.01)
    with pytest.raises(children.LearningFailed) as refused:
        await children.learn(EXAMPLES, LABELS, memory=2048 * MEGABYTE, seconds=0, going_on=on)
    assert refused.value.reason == "too_slow"
    with pytest.raises(NobodyWaitsError):
        await children.learn(EXAMPLES, LABELS, memory=2048 * MEGABYTE, seconds=60, going_on=off)
    assert left() <= before


@pytest.mark.parametrize("waits", [False, True])
def test_it_ends_with_the_process_that_asked_and_not_before(*, waits: bool) -> None:
    parent, code = (os.getpid(), 0) if waits else (0, 1)
    asked = {"examples": EXAMPLES, "labels": LABELS, "memory": 2048 * MEGABYTE, "nice": 0, "parent": parent}
    # It looks so often that it would look while it ends.
    command = [sys.executable, "-c", "from app.learning import child as it; it.LOOK_SECONDS = 0.002; exit(it.main())"]
    done = subprocess.run(command, input=orjson.dumps(asked), capture_output=True, timeout=140, check=False)
    assert (done.returncode, bool(done.stdout)) == (code, code == 0)
