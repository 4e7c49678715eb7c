"""Two processes of the desk on one database: what one commits, sockets of the other see, also after the bus broke."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.hints import Hint
from app.main import create_app
from app.realtime.bus import Bus
from app.realtime.lines import PostgresLine
from app.settings import Settings, configure
from tests.conftest import Api, Callers, Desk, serving
from tests.realtime.sockets import Socket


@asynccontextmanager
async def another(settings: Settings, **more: Any) -> AsyncIterator[Desk]:
    """One more process of the desk, with `more` for uvicorn. Its sweep comes too rarely to help within a test."""
    app = create_app(settings.model_copy(update={"sweep_seconds": 60.0, "worker_inside": False}))
    configure(settings)
    async with serving(app, **more) as made:
        yield made


@pytest.fixture
async def second(settings: Settings, desk: Desk) -> AsyncIterator[Desk]:
    async with another(settings) as made:
        assert made.database is not desk.database
        yield made


def at(desk: Desk, api: Api) -> Api:
    """The same caller at another process."""
    return Api(desk, api.token, who=api.id, name=api.name)


async def test_both_sides_at_different_processes_see_one_thread(second: Desk, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    there = at(second, agent)
    async with Socket(customer) as theirs, Socket(there) as ours:
        await theirs.follow(ticket)
        await ours.follow(ticket)

        async def talk(socket: Socket, name: str) -> None:
            for number in range(15):
                assert (await socket.say(ticket, f"{name} {number}"))["t"] == "ack"

        await asyncio.gather(talk(theirs, "Vera"), talk(ours, "Anna"))
        await there.post(f"/v1/tickets/{ticket}/messages", {"body": "by HTTP at the second"})
        last = (await customer.get(f"/v1/tickets/{ticket}"))["seq"]
        mine = await theirs.events(ticket, last, seconds=3)
        assert [each["seq"] for each in mine] == list(range(1, last + 1))
        yours = await ours.events(ticket, last, seconds=3)
        assert [each["data"].get("message") for each in yours] == [each["data"].get("message") for each in mine]
    await there.http.aclose()


async def test_a_grant_of_one_process_opens_a_socket_at_another(second: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with Socket(customer, url=second.ws_url) as socket:
        assert socket.welcome["epoch"]


async def test_signing_out_at_one_process_ends_sockets_at_the_other(second: Desk, callers_: Callers) -> None:
    agent = await callers_.agent()
    async with Socket(agent, url=second.ws_url) as socket:
        await agent("POST", "/v1/auth/logout", expect=204)
        assert await socket.closed(2) == (4503, "revoked")


async def test_a_broken_listener_comes_back_and_nothing_is_missed(desk: Desk, second: Desk, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with Socket(agent, url=second.ws_url) as ours:
        await ours.follow(ticket)
        for round_ in range(3):
            async with desk.database.lean() as connection:
                cut = await connection.fetchval(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE application_name LIKE 'otklik bus%'"
                )
            assert cut >= 2
            # Written while nobody listens, then after somebody does again.
            for number in range(2):
                message = {"body": f"{round_} {number}"}
                last = (await customer.post(f"/v1/tickets/{ticket}/messages", message))["seq"]
                began = clock.monotonic()
                await ours.events(ticket, last, seconds=8)
                assert clock.monotonic() - began < 8
        seen = await ours.events(ticket, last)
        assert [each["seq"] for each in seen] == list(range(1, last + 1))


async def test_a_burst_of_hints_fits_into_notifications(settings: Settings) -> None:
    got: list[Hint] = []
    url = str(settings.database_url)
    heard, said = (
        Bus(PostgresLine(url), received=got.extend, heard=lambda _signals: None, missed=lambda: None) for _ in range(2)
    )
    await heard.start()
    await said.start()
    try:
        hints = [Hint("ticket", UUID(int=number), seq=number, public_seq=1) for number in range(1, 2001)]
        said.send(hints)
        # Newer counters of a ticket replace older ones, and our own hints do not come back to us.
        said.send([Hint("ticket", UUID(int=1), seq=99, public_seq=9), Hint("route", UUID(int=0))])
        async with asyncio.timeout(5):
            while len(got) < 2000:  # noqa: ASYNC110 - the bus calls back, it has no event
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert len(got) == 2000
        assert {each.id: each.seq for each in got} == {**{each.id: each.seq for each in hints}, UUID(int=1): 99}
    finally:
        await said.stop()
        await heard.stop()


async def test_a_strange_notification_harms_nothing(desk: Desk, second: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with Socket(customer, url=second.ws_url) as socket:
        await socket.follow(ticket)
        async with desk.database.lean() as connection:
            for payload in ("", "null", "[]", '["x",["ticket"]]', '["x",["ticket","nonsense",1,1]]', '["x",5]', "{"):
                await connection.execute("SELECT pg_notify('otklik_hints', $1)", payload)
            # A counter that the log never reaches: a commit that a crash took back.
            await connection.execute("SELECT pg_notify('otklik_hints', $1)", f'["x",["ticket","{ticket}",99,99]]')
        last = (await customer.post(f"/v1/tickets/{ticket}/messages", {"body": "1"}))["seq"]
        assert [each["seq"] for each in await socket.events(ticket, last)] == [1, 2, 3]
