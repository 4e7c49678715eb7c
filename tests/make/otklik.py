"""The `otklik` command as a real process, as people start it."""

import os
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests import nursery

CHECKOUT = Path(__file__).parents[2]
START_SECONDS = 90.0


def environment(**given: str) -> dict[str, str]:
    """This environment without settings of a desk, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OTKLIK_")}
    return kept | {"OTKLIK_LOG_LEVEL": "warning", "COLUMNS": "200"} | given


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def otklik(*arguments: str | Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = list(map(str, arguments))
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as error:
        code = nursery.otklik(*command, environment=environment(**given), out=out, error=error).wait(150)
        for each in (out, error):
            each.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), error.read())


class Serving:
    """`otklik serve` on a free port; `stop` and `kill` end it, and leaving the block makes sure."""

    def __init__(
        self, data_dir: Path, *arguments: str, port: int | None = None, given: dict[str, str] | None = None
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = ["serve", "--port", str(self.port), "--data-dir", str(data_dir), *arguments]
        known = environment(**(given or {}))
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the block
        self.process = nursery.otklik(*command, environment=known, out=self._said)
        self._output = ""
        self._clients: list[httpx.Client] = []

    @property
    def output(self) -> str:
        """What it has said until now."""
        if not self._said.closed:
            # The place in the file is where the process writes next.
            written = os.fstat(self._said.fileno()).st_size
            self._output = os.pread(self._said.fileno(), written, 0).decode()
        return self._output

    def __enter__(self) -> Self:
        """Come back when it can serve."""
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz", timeout=5, verify=False).status_code == 200:  # noqa: S501 - loopback
                    return self
            time.sleep(0.1)
        self.kill()
        raise AssertionError(f"it did not start:\n{self.output}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            client.close()
        if self.process.poll() is None:
            self.stop()
        self._output = self.output
        self._said.close()

    def stop(self) -> int:
        """SIGTERM, and its exit code."""
        self.process.terminate()
        return self.process.wait(60)

    def kill(self) -> None:
        """Kill -9; its workers, if it has any, leave the port by themselves a moment later."""
        self.process.kill()
        self.process.wait()
        deadline = time.monotonic() + START_SECONDS
        while _listens(self.port):
            assert time.monotonic() < deadline, f"port {self.port} is kept"
            time.sleep(0.02)

    def sign_in(self, email: str, password: str) -> httpx.Client:
        """A client as this agent."""
        answer = httpx.post(
            f"{self.url}/v1/auth/token",
            json={"email": email, "password": password},
            timeout=30,
            verify=False,  # noqa: S501 - loopback
        ).raise_for_status()
        return self.client(answer.json()["access_token"])

    def client(self, token: str) -> httpx.Client:
        """A client with this token."""
        made = httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {token}"}, timeout=30, verify=False)  # noqa: S501 - loopback
        self._clients.append(made)
        return made


def items(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """A whole list."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        params = {"limit": "200"} | ({} if cursor is None else {"cursor": cursor})
        page = client.get(path, params=params).raise_for_status().json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found
