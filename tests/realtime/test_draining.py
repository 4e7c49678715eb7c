"""A process that is told to stop: it lets nobody in, sends its sockets away one after the other, and loses nothing."""

import asyncio
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from app.client import DeskSocket
from app.realtime import draining
from app.settings import Settings
from tests.conftest import Callers, Desk
from tests.realtime.processes import another, at
from tests.realtime.sockets import Socket


async def test_a_rolling_restart_under_load_loses_nothing(desk: Desk, settings: Settings, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    made = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    acked: dict[str, int] = {}
    stop = asyncio.Event()
    async with another(settings) as second:
        # The client comes back to the other process, as a balancer would see to.
        socket = DeskSocket(second.url, str(customer.token), backoff=(0.05, 0.5))
        async with socket, DeskSocket(desk.url, str(agent.token)) as watching:
            await watching.subscribe(made)

            async def talk(name: str) -> None:
                number = 0
                while not stop.is_set():
                    number += 1
                    acked[f"{name} {number}"] = (await socket.send(made, f"{name} {number}")).seq

            talking = [asyncio.create_task(talk(f"talker {number}")) for number in range(4)]
            await asyncio.sleep(0.3)
            socket._urls = [desk.url]
            hub = second.app.state.hub
            hub.drain()
            async with asyncio.timeout(30):
                while hub.connections:  # noqa: ASYNC110 - it watches the server from outside
                    await asyncio.sleep(0.02)
            before = len(acked)
            async with asyncio.timeout(30):
                while len(acked) < before + 20:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.02)
            stop.set()
            await asyncio.gather(*talking)
            assert socket.connections >= 2
            last = (await agent.get(f"/v1/tickets/{made}"))["seq"]
            seen: dict[str, int] = {}
            async for update in watching.events():
                body: Any = update.data.get("message", {}).get("body") if hasattr(update, "data") else None
                if body is not None:
                    assert body not in seen
                    seen[body] = update.seq  # type: ignore[union-attr]
                if getattr(update, "seq", 0) >= last:
                    break
    assert {body for body in seen if body != "0"} == set(acked)


async def test_a_draining_process_is_not_ready_and_lets_nobody_in(settings: Settings, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with another(settings) as second:
        there = at(second, customer)
        grant = (await there.post("/v1/realtime/grants"))["grant"]
        assert grant
        second.app.state.hub.drain()
        await there.refused("POST", "/v1/realtime/grants", 503, "temporarily_unavailable")
        await there.refused("GET", "/readyz", 503, "temporarily_unavailable")
        with pytest.raises(InvalidStatus) as refused:
            await Socket(customer, url=second.ws_url, bearer=True).open()
        assert refused.value.response.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert refused.value.response.headers["retry-after"]
        # Everything else is still done: its answer was on the way.
        assert await there.get("/v1/tickets")


async def test_many_sockets_are_sent_away_over_the_time_and_not_at_once(
    settings: Settings, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "PER_SECOND", 20)
    customer = await callers_.customer()
    async with another(settings.model_copy(update={"drain_seconds": 2.0})) as second:
        sockets = [Socket(customer, url=second.ws_url, bearer=True) for _ in range(20)]
        for each in sockets:
            await each.__aenter__()
        times: list[float] = []
        loop = asyncio.get_running_loop()

        async def wait(socket: Socket) -> None:
            frame = await socket.get("goaway")
            times.append(loop.time())
            assert 0 < frame["reconnect_in_ms"] <= 1000
            assert await socket.closed() == (4001, "go away")

        second.app.state.hub.drain()
        await asyncio.gather(*(wait(each) for each in sockets))
        assert max(times) - min(times) > 0.5
    for each in sockets:
        await each.ws.close()
