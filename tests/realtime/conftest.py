"""Pairs of processes, on each bus in turn."""

from collections.abc import AsyncIterator, Iterator

import pytest

from app.settings import Settings
from tests.conftest import Desk
from tests.realtime.processes import Pair, RedisServer, a_redis, another
from tests.realtime.standalone import Standalone, standalone


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """One redis-server for all tests that do not end it."""
    with a_redis() as server:
        yield server


@pytest.fixture(params=["postgres", "redis"], scope="module")
async def pair(request: pytest.FixtureRequest, settings: Settings, desk: Desk) -> AsyncIterator[Pair]:
    """Two processes that hear of each other only over the bus named in the test's id; both have rare sweeps."""
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis_server")
        settings = settings.model_copy(update={"redis_url": server.url})
    async with another(settings) as first, another(settings) as second:
        assert desk.database is not first.database
        yield Pair(first, second, request.param)


@pytest.fixture(scope="session")
def alone(desk: Desk, postgres: str) -> Iterator[Standalone]:
    """A process of its own, to be treated badly."""
    with standalone(desk, postgres) as process:
        yield process
