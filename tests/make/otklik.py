"""The `otklik` command as a real process, as people start it."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

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


def otklik(*arguments: str | Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "app.cli", *map(str, arguments)]
    return subprocess.run(
        command, cwd=CHECKOUT, env=environment(**given), capture_output=True, text=True, timeout=150, check=False
    )


class Serving:
    """`otklik serve` on a free port; `stop` and `kill` end it, and leaving the block makes sure."""

    def __init__(
        self, data_dir: Path, *arguments: str, port: int | None = None, given: dict[str, str] | None = None
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port), "--data-dir", str(data_dir)]
        self.process = subprocess.Popen(
            [*command, *arguments],
            cwd=CHECKOUT,
            env=environment(**(given or {})),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        self._clients: list[httpx.Client] = []

    def __enter__(self) -> Self:
        """Come back when it can serve."""
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return self
            except httpx.TransportError:
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
        elif not self.output:
            self.output = self.process.communicate()[0]

    def stop(self) -> int:
        """SIGTERM, and its exit code."""
        self.process.terminate()
        self.output = self.process.communicate(timeout=60)[0]
        return self.process.returncode

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.output = self.process.communicate()[0]

    def sign_in(self, email: str, password: str) -> httpx.Client:
        """A client as this agent."""
        answer = httpx.post(
            f"{self.url}/v1/auth/token", json={"email": email, "password": password}, timeout=30
        ).raise_for_status()
        return self.client(answer.json()["access_token"])

    def client(self, token: str) -> httpx.Client:
        """A client with this token."""
        made = httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {token}"}, timeout=30)
        self._clients.append(made)
        return made


def items(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """The first page of a list."""
    found: list[dict[str, Any]] = client.get(path, params={"limit": 200}).raise_for_status().json()["items"]
    return found
