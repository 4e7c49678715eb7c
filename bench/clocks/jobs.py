"""What the load generator does about clocks: ask for a long job, and read at a steady pace while it runs."""

import asyncio
from time import perf_counter
from typing import Any

import orjson

from bench.asking import Line, line
from bench.tally import percentile

_CONNECTIONS = 32
_LOOK_SECONDS = 0.1
# The first requests of a process are slow, whatever else it does.
_WARM_SECONDS = 1.0
_NEVER_STUCK = 300.0


class _Readers:
    """Reads at a steady pace, whether the earlier ones are answered or not; `waits` is (when it was time, seconds)."""

    def __init__(self, job: dict[str, Any], lines: list[Line]) -> None:
        self._job = job
        self._free: asyncio.Queue[Line] = asyncio.Queue()
        for each in lines:
            self._free.put_nowait(each)
        self.waits: list[tuple[float, float]] = []

    async def go_on(self) -> None:
        """Until cancelled."""
        begun, number = perf_counter(), 0
        async with asyncio.TaskGroup() as tasks:
            while True:
                at = begun + number / self._job["rate"]
                await asyncio.sleep(max(0.0, at - perf_counter()))
                tasks.create_task(self._one(self._job["reads"][number % len(self._job["reads"])], at))
                number += 1

    async def _one(self, path: str, at: float) -> None:
        free = await self._free.get()
        await free.ask("GET", path)
        self.waits.append((at, perf_counter() - at))
        self._free.put_nowait(free)


async def what_if(job: dict[str, Any]) -> dict[str, Any]:
    """Begin the job that `path` and `body` ask for after `quiet` seconds; `rate` reads a second all the time."""
    asker, *lines = [await line(job["port"], job["token"]) for _ in range(_CONNECTIONS + 1)]
    readers = _Readers(job, lines)
    async with asyncio.timeout(_NEVER_STUCK):
        reading = asyncio.create_task(readers.go_on())
        await asyncio.sleep(_WARM_SECONDS)
        warm = perf_counter()
        await asyncio.sleep(job["quiet"])
        begun = perf_counter()
        asked = await asker.ask("POST", job["path"], orjson.dumps(job["body"]))
        while (now := await asker.ask("GET", f"/v1/jobs/{asked['id']}"))["status"] in {"queued", "running"}:
            await asyncio.sleep(_LOOK_SECONDS)
            if reading.done():
                reading.result()
        ended = perf_counter()
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    for each in (asker, *lines):
        each.close()
    if now["status"] != "done":
        raise ConnectionError(f"the job is {now['status']}: {now['error']}")
    return {
        "seconds": ended - begun,
        "result": {name: value for name, value in now["result"].items() if isinstance(value, int)},
        "before": _spread([wait for at, wait in readers.waits if warm <= at < begun]),
        "during": _spread([wait for at, wait in readers.waits if begun <= at < ended]),
    }


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "count": len(ordered),
        "p50": round(percentile(ordered, 0.5) * 1000, 1),
        "p99": round(percentile(ordered, 0.99) * 1000, 1),
        "max": round((ordered[-1] if ordered else 0) * 1000, 1),
    }


JOBS = {"what_if": what_if}
