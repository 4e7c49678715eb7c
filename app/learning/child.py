"""The process that learns: reads examples, writes a model, knows no secrets, and may take so much memory and no more.

`python -m app.learning.child`: JSON on stdin, on stdout a line of JSON that says how many bytes of model follow.
"""

import os
import resource
import signal
import sys
from contextlib import suppress
from typing import Any

import orjson

from app.learning import installed

# How often it looks whether anybody still waits for it.
LOOK_SECONDS = 1.0
# What a failure is called.
NOT_INSTALLED, NO_MEMORY = "not_installed", "out_of_memory"


def main() -> int:
    """Learn once."""
    asked = orjson.loads(sys.stdin.buffer.read())
    _end_with(asked["parent"])
    with suppress(OSError, ValueError):
        os.nice(asked["nice"])
    for what, most in ((resource.RLIMIT_AS, asked["memory"]), (resource.RLIMIT_CORE, 0)):
        # Not every system keeps every limit; the time limit is kept by whoever waits for us.
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))
    if not installed():
        head, data = {"failed": NOT_INSTALLED}, b""
    else:
        try:
            head, data = _learn(asked)
        except (MemoryError, ImportError):
            # What is there and cannot be imported has found no room.
            head, data = {"failed": NO_MEMORY}, b""
    # An alarm while Python takes itself apart would end us as if something had gone wrong.
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout.buffer.write(orjson.dumps({**head, "bytes": len(data)}) + b"\n" + data)
    sys.stdout.buffer.flush()
    return 0


def _end_with(parent: int) -> None:
    """End when the process that waits is gone, which may have been killed: whoever goes on learns anew.

    By a timer, since a thread needs memory that there may not be.
    """

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    look()
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK_SECONDS, LOOK_SECONDS)


def _learn(asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from app.learning import models, training  # noqa: PLC0415 - within the limits, and only if installed

    examples = [training.Example(*each) for each in asked["examples"]]
    labels = [models.Label(each["id"], each["path"]) for each in asked["labels"]]
    trained = training.train(examples, labels)
    return {"report": trained.report}, trained.data


if __name__ == "__main__":
    sys.exit(main())
