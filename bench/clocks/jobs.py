"""What the load generator does about clocks: ask for a long job, and read at a steady pace while it runs."""

import asyncio
from time import perf_counter
from typing import Any

import orjson

from bench.tally import percentile

_CONNECTIONS = 32
_LOOK_SECONDS = 0.1
# The first requests of a process are slow, whatever else it does.
_WARM_SECONDS = 1.0
_NEVER_STUCK = 300.0
_LENGTH = b"content-length: "


class _Line:
    """A connection that is kept: one request after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self._reader, self._writer = reader, writer
        self._head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"

    async def ask(self, method: str, path: str, body: bytes = b"") -> dict[str, Any]:
        """The answer; anything but a success raises `ConnectionError`."""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(head.encode() + b"\r\n" + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        at = answer.index(_LENGTH) + len(_LENGTH)
        said = await self._reader.readexactly(int(answer[at : answer.index(b"\r", at)]))
        if not answer.startswith(b"http/1.1 2"):
            raise ConnectionError(f"{path}: {answer[9:12].decode()} {said[:400].decode(errors='replace')}")
        found: dict[str, Any] = orjson.loads(said)
        return found

    def close(self) -> None:
        """End it."""
        self._writer.close()


class _Readers:
    """Reads at a steady pace, whether the earlier ones are answered or not; `waits` is (when it was time, seconds)."""

    def __init__(self, job: dict[str, Any], lines: list[_Line]) -> None:
        self._job = job
        self._free: asyncio.Queue[_Line] = asyncio.Queue()
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
        line = await self._free.get()
        await line.ask("GET", path)
        self.waits.append((at, perf_counter() - at))
        self._free.put_nowait(line)


async def what_if(job: dict[str, Any]) -> dict[str, Any]:
    """Begin the job that `path` and `body` ask for after `quiet` seconds; `rate` reads a second all the time."""
    streams = [await asyncio.open_connection("127.0.0.1", job["port"]) for _ in range(_CONNECTIONS + 1)]
    asker, *lines = [_Line(*each, job["token"]) for each in streams]
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
