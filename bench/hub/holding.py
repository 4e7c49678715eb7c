"""A process that opens sockets as told, one JSON line after the other, and keeps them until its input ends."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import uvloop

from bench.peers import Peer, opened
from bench.processes import BrokenError


class Holder:
    """The caller's side."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        """See `holding`."""
        self._process = process

    def open(self, port: int, sockets: list[dict[str, Any]]) -> None:
        """Open these too (`token`, `tickets`); back when all are followed. Raises `BrokenError`."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018 - pipes
        self._process.stdin.write(orjson.dumps({"port": port, "sockets": sockets}) + b"\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if answer != b"open\n":
            raise BrokenError(answer.decode() or "the holder of sockets died")


@contextmanager
def holding() -> Iterator[Holder]:
    """A process that holds sockets; they are closed in the end."""
    command = [sys.executable, "-m", "bench.hub.holding"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield Holder(process)
    finally:
        process.communicate(timeout=20)


async def main() -> None:
    """Do what the input says."""
    loop = asyncio.get_running_loop()
    held: list[Peer] = []
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        job = orjson.loads(line)
        peers = [Peer(each["token"], dict.fromkeys(each["tickets"])) for each in job["sockets"]]
        try:
            await opened(job["port"], peers)
            held += peers
            answer = b"open\n"
        except (ConnectionError, OSError) as error:
            answer = f"{error}\n".encode()
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    for each in held:
        each.finish()
    # The goodbyes go out.
    await asyncio.sleep(0.2)


if __name__ == "__main__":
    uvloop.run(main())
