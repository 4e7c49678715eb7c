"""The processes of a run: servers on loopback ports, the load generator, and what each of them costs in CPU time."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

START_SECONDS = 60.0
_TICK = os.sysconf("SC_CLK_TCK")


class BrokenError(Exception):
    """Something did not work: there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server process under load."""

    name: str
    pid: int
    port: int


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(name: str, command: list[str], log: Path, **environment: str) -> Iterator[Server]:
    """A server that answers; `command` gets `--port N`. Stopped in the end. Raises `BrokenError`."""
    port = free_port()
    # Only what is ours: the desk's settings of whoever runs this must not change what is measured.
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", str(port)], stdout=out, stderr=out, env=inherited | environment
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                msg = f"{name} did not start:\n{log.read_text(errors='replace')[-2000:]}"
                raise BrokenError(msg)
            time.sleep(0.05)
        yield Server(name, process.pid, port)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Load:
    """The load generator's process: one job at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        """Do a job; what was measured (see `load.run`). Raises `BrokenError` for a single unexpected answer."""
        process = self._process
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - pipes, as asked for
        process.stdin.write(orjson.dumps(job) + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise BrokenError("the load generator died")
        found: dict[str, Any] = orjson.loads(line)
        if "error" in found:
            raise BrokenError(found["error"])
        if found.get("refused"):
            msg = f"{found['refused']} answers were not as expected; the first: {found['example']}"
            raise BrokenError(msg)
        return found

    def stop(self) -> None:
        """End it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(10)


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used, its children included once they are gone; 0 when it is gone itself."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def cpu_seconds_of_gone(pid: int) -> float:
    """CPU time of the children of a process that are gone."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / _TICK


def cpu_seconds_of_children(pid: int) -> float:
    """CPU time of the processes that this one has started: a Postgres server's backends and helpers."""
    total = 0.0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            total += cpu_seconds(int(entry.name))
    return total
