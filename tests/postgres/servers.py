"""Other processes that use a data folder, and looks at its server."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg

from app.postgres.layout import Layout
from app.postgres.processes import read_pid_file, serves

CHECKOUT = Path(__file__).parents[2]
# Starts the server, says its address, and leaves when told by a line or an end of input.
USER = """
import sys
from pathlib import Path
from app.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
print(server.start(), flush=True)
sys.stdin.readline()
server.stop()
"""


class OtherProcess:
    """Another process that uses the server of a data folder."""

    def __init__(self, data_dir: Path, *, python: str = sys.executable, **options: Any) -> None:
        self.process = subprocess.Popen(
            [python, "-c", USER, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
            **options,
        )

    def url(self) -> str:
        """The address it was given; waits for it."""
        assert self.process.stdout
        line: str = self.process.stdout.readline()
        return line.strip()

    def leave(self) -> int:
        """Let it stop the server, and return its exit code."""
        with suppress(BrokenPipeError):
            self.process.communicate("\n", timeout=100)
        return self.process.wait()

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.communicate()


def ask(url: str, sql: str) -> Any:
    """The first value of a query."""

    async def one() -> Any:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(one())


def server_pid(data_dir: Path) -> int | None:
    """The process of the running server; None when none runs."""
    cluster = Layout(data_dir).cluster
    left = read_pid_file(cluster)
    return left.pid if left and serves(left.pid, cluster) else None


def kill_server(data_dir: Path) -> int:
    """Kill -9 of the server itself, not of its children; returns its pid once it is dead."""
    pid = server_pid(data_dir)
    assert pid
    os.kill(pid, signal.SIGKILL)
    while server_pid(data_dir):
        time.sleep(0.01)
    return pid
