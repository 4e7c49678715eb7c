"""The machines of a run: Postgres, Redis and the application processes, to be killed, stopped and started again."""

import asyncio
import os
import signal
import subprocess
import time
from pathlib import Path

import httpx

from app import migrations
from app.postgres import EmbeddedPostgres
from tests import nursery
from tests.chaos.plans import Plan
from tests.chaos.process import BUG, CONTROL
from tests.chaos.wires import Control
from tests.conftest import SECRET, free_port
from tests.realtime.processes import RedisServer

START_SECONDS = 60.0


class AppProcess:
    """One application process at a port that stays its own."""

    def __init__(self, number: int, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.name = f"app {number}"
        self._environment = environment
        self._log = log
        self.process: nursery.Born | None = None
        # Somebody is doing something to it.
        self.busy = False
        self.started = 0

    def launch(self) -> None:
        """Start it, without waiting for it."""
        self.started += 1
        with self._log.open("ab") as out:
            self.process = nursery.start(
                "tests.chaos.process:main", "--port", str(self.port), environment=self._environment, out=out
            )

    async def answers(self) -> None:
        """Wait until it is ready."""
        end = time.monotonic() + START_SECONDS
        async with httpx.AsyncClient(timeout=5, verify=False) as client:  # noqa: S501 - plain HTTP on loopback
            while True:
                assert self.process is not None
                assert self.process.poll() is None, f"{self.name} ended: {self._log}"
                try:
                    if (await client.get(f"{self.url}/readyz")).status_code == httpx.codes.OK:
                        return
                except httpx.HTTPError:
                    pass  # not yet
                assert time.monotonic() < end, f"{self.name} does not answer"
                await asyncio.sleep(0.1)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    async def ended(self, seconds: float) -> bool:
        """Wait for its end; whether it came in time (it is killed otherwise)."""
        assert self.process is not None
        try:
            await asyncio.to_thread(self.process.wait, seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)
            return False
        return True


class Machines:
    """All of them."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        self._data = folder / "pg"
        self.postgres = EmbeddedPostgres(self._data)
        self.database_url = ""
        self.redis = RedisServer(folder) if plan.bus == "redis" else None
        self._control = folder / "control.json"
        self.hints = Control(self._control)
        self.apps: list[AppProcess] = []

    async def start(self) -> None:
        """Start everything and wait until it serves."""
        self.hints.set({})
        self.database_url = await asyncio.to_thread(self.postgres.start)
        await asyncio.to_thread(migrations.upgrade, self.database_url)
        if self.redis is not None:
            await asyncio.to_thread(self.redis.start)
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")},
            "OTKLIK_DATABASE_URL": self.database_url, "OTKLIK_SECRET": SECRET, "OTKLIK_SWEEP_SECONDS": "1",
            "OTKLIK_DRAIN_SECONDS": "1.5", "OTKLIK_LEAN_POOL_SIZE": "6", "OTKLIK_POOL_SIZE": "2",
            "OTKLIK_LOG_LEVEL": "warning", CONTROL: str(self._control),
        }  # fmt: skip
        if self.redis is not None:
            environment["OTKLIK_REDIS_URL"] = self.redis.url
        if self.plan.bug is not None:
            environment[BUG] = self.plan.bug
        for number in range(self.plan.apps):
            made = AppProcess(number, environment, self.folder / f"app-{number}.log")
            self.apps.append(made)
            made.launch()
        await asyncio.gather(*(each.answers() for each in self.apps))

    def postmaster(self) -> int:
        """The pid of Postgres."""
        return int((self._data / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])

    async def crash_postgres(self) -> None:
        """Kill -9 of the server, and its start with crash recovery at the same address."""
        os.kill(self.postmaster(), signal.SIGKILL)
        await asyncio.sleep(0.3)
        url = await asyncio.to_thread(self.postgres.start)
        assert url == self.database_url, "Postgres moved"

    async def stop(self) -> None:
        """End everything."""
        for each in self.apps:
            if each.process is not None and each.process.poll() is None:
                each.signal(signal.SIGCONT)
                each.process.kill()
                await asyncio.to_thread(each.process.wait)
        if self.redis is not None:
            self.redis.kill()
        await asyncio.to_thread(self.postgres.stop)
