"""What the desk's own code does in processes of its own: started here, told to go as often as wanted."""

import asyncio
import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import orjson
import uvloop

from bench.processes import BrokenError
from bench.routing import tasks


class Apart:
    """The caller's side of one such process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        """See `apart`."""
        self._process = process

    def begin(self, **asked: Any) -> None:  # noqa: ANN401 - JSON
        """Tell it to go, and how."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe, as asked for
        self._process.stdin.write(orjson.dumps(asked) + b"\n")
        self._process.stdin.flush()

    def told(self) -> dict[str, Any]:
        """What came of it. Raises `BrokenError`."""
        assert self._process.stdout is not None  # noqa: S101 - the same
        line = self._process.stdout.readline()
        found: dict[str, Any] = orjson.loads(line) if line else {"error": "a process of the bench died"}
        if "error" in found:
            raise BrokenError(found["error"])
        return found

    def go(self, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Go, and what came of it."""
        self.begin(**asked)
        return self.told()


@contextmanager
def apart(*jobs: dict[str, Any]) -> Iterator[list[Apart]]:
    """A process for each of these jobs (`kind`, and what its task wants), each ready to go."""
    with ExitStack() as stack:
        several = [stack.enter_context(_one(each)) for each in jobs]
        for each in several:
            each.told()
        yield several


@contextmanager
def _one(job: dict[str, Any]) -> Iterator[Apart]:
    command = [sys.executable, "-m", "bench.routing.apart"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdin is not None  # noqa: S101 - the same
        process.stdin.write(orjson.dumps(job) + b"\n")
        process.stdin.flush()
        yield Apart(process)
    finally:
        process.communicate(timeout=20)


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    job = orjson.loads(await loop.run_in_executor(None, sys.stdin.buffer.readline))
    try:
        async with tasks.TASKS[job["kind"]](job) as go:
            # As the desk does once it has started.
            gc.collect()
            gc.freeze()
            gc.set_threshold(50_000, 20, 50)
            _tell({})
            while asked := await loop.run_in_executor(None, sys.stdin.buffer.readline):
                _tell(await go(orjson.loads(asked)))
    except Exception as error:  # noqa: BLE001 - whoever waits for us is told of any
        _tell({"error": f"{job['kind']}: {type(error).__name__}: {error}"})


def _tell(found: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    uvloop.run(_serve())
