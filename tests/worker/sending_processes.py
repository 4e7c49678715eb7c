"""Processes that send by channels, and can be killed: forked from one that has imported everything, each in no time."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from pydantic import SecretStr

from app import departing
from app.db import Database
from app.services import channel_claims
from app.settings import Settings, configure


class Nursery:
    """Where processes are born."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def born(self) -> int:
        """A new process that sends; its id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    @staticmethod
    def kill(pid: int) -> None:
        """No goodbye."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def a_nursery(database_url: str, smtp_url: str, secret: str) -> Iterator[Nursery]:
    """Processes for this database, by this mail server."""
    command = [sys.executable, "-m", "tests.worker.sending_processes", database_url, smtp_url, secret]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
    try:
        yield Nursery(process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


async def _send(database_url: str, smtp_url: str, secret: str) -> None:
    settings = configure(Settings(database_url=database_url, smtp_url=SecretStr(smtp_url), secret=SecretStr(secret)))
    # Much shorter than anything takes when machines are busy: what is not fenced off would show.
    channel_claims.LEASE, channel_claims.HANDING = timedelta(seconds=0.5), timedelta(seconds=1)
    departing.LOOK_SECONDS = 0.1
    departer = departing.Departer(Database(database_url, settings), settings)
    departer.start()
    while True:
        departer.wake()
        await asyncio.sleep(0.1)


def _bear() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            asyncio.run(_send(*sys.argv[1:4]))
        print(pid, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    _bear()
