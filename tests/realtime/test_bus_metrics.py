"""What `/metrics` says of the bus: whole, gone and back."""

import asyncio

from prometheus_client import REGISTRY

from app.realtime.bus import Bus
from app.realtime.envelopes import Signal
from app.realtime.redis_line import RedisLine
from tests.conftest import SECRET
from tests.desks import eventually
from tests.realtime.processes import a_redis


async def _measured(name: str) -> float:
    value = REGISTRY.get_sample_value(name)
    assert value is not None
    return value


async def test_the_metrics_tell_when_the_bus_is_down() -> None:
    before = await _measured("otklik_bus_connections")
    failures = await _measured("otklik_bus_failures_total")

    async def connected() -> float:
        return await _measured("otklik_bus_connections") - before

    with a_redis() as server:
        bus = Bus(RedisLine(server.url, SECRET), received=lambda _: None, heard=lambda _: None, missed=lambda: None)
        await bus.start()
        try:
            await eventually(connected, lambda it: it == 2)
            server.kill()
            # The sender notices when it next has something to say, or asks for the time.
            bus.tell("here", Signal("who", []))
            await eventually(connected, lambda it: it == 0)
            assert await _measured("otklik_bus_failures_total") >= failures + 2
            await asyncio.to_thread(server.start)
            await eventually(connected, lambda it: it == 2)
        finally:
            await bus.stop()
    assert await connected() == 0
