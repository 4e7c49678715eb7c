"""More processes of the desk, on either bus, and a real Redis."""

import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from app import clock
from app.main import create_app
from app.settings import Settings, configure
from tests.conftest import Api, Desk, free_port, serving

NO_REDIS = "redis-server is not installed (Debian: apt-get install redis-server)"


@dataclass(frozen=True)
class Pair:
    """Two processes of one desk on one bus."""

    first: Desk
    second: Desk
    bus: str


@asynccontextmanager
async def another(settings: Settings, **more: object) -> AsyncIterator[Desk]:
    """One more process of the desk, with `more` for uvicorn. Its sweep comes too rarely to help within a test."""
    app = create_app(settings.model_copy(update={"sweep_seconds": 60.0, "worker_inside": False}))
    configure(settings)
    async with serving(app, **more) as made:
        yield made


def at(desk: Desk, api: Api) -> Api:
    """The same caller at another process; its connections are closed with that process."""
    there = Api(desk, api.token, who=api.id, name=api.name)
    desk.clients.append(there.http)
    return there


class RedisServer:
    """A redis-server of our own on a loopback port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self.process: subprocess.Popen[bytes]

    def start(self) -> None:
        """Start it, again perhaps, and wait until it answers."""
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )
        client = Redis(port=self.port)
        end = clock.monotonic() + 10
        while True:
            try:
                client.ping()
                break
            except RedisError:
                assert clock.monotonic() < end, "redis-server does not answer"
        client.close()

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait()


@contextmanager
def a_redis() -> Iterator[RedisServer]:
    """A running redis-server, or a skipped test that says why."""
    if shutil.which("redis-server") is None:
        pytest.skip(NO_REDIS)
    with tempfile.TemporaryDirectory(prefix="otklik-redis-") as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()
