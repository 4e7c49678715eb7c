"""Events without a socket: the same as on one, at once, and nothing held while nothing happens."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from app import clock
from app.settings import Settings
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually
from tests.realtime.processes import another, at
from tests.realtime.sockets import Socket

NOWHERE = UUID(int=1)


async def sync(api: Api, *cursors: tuple[str, int], wait: float = 0, **more: Any) -> dict[str, Any]:
    """One poll."""
    listed = ",".join(f"{ticket}:{after}" for ticket, after in cursors)
    found: dict[str, Any] = await api.get("/v1/sync", params={"cursors": listed, "wait": wait, **more})
    return found


async def test_a_poll_tells_what_a_socket_tells(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "a note", "visibility": "internal"})
    await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "Which model?", "client_message_id": "m-1"})
    for api in (customer, agent):
        last = (await api.get(f"/v1/tickets/{ticket}"))["seq"]
        async with Socket(api) as socket:
            await socket.follow(ticket)
            told = await socket.events(ticket, last)
        found = await sync(api, (ticket, 0))
        assert found["events"] == told
        assert (found["cursors"], found["more"], found["gone"], found["reset"]) == ({ticket: last}, [], [], [])
        assert found["epoch"] == socket.welcome["epoch"]
        assert (await sync(api, (ticket, last - 1), epoch=found["epoch"]))["events"] == told[-1:]
    assert "a note" not in str((await sync(customer, (ticket, 0)))["events"])


async def test_a_poll_waits_and_answers_at_once(desk: Desk, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    quiet = (await customer.post("/v1/tickets", {"subject": "Toaster", "body": "0"}))["id"]
    waiting = asyncio.create_task(sync(customer, (ticket, 2), (quiet, 2), wait=20))
    watching = desk.app.state.hub.watching
    await eventually(lambda: asyncio.sleep(0, len(watching)), lambda count: count == 1)
    began = clock.monotonic()
    await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "Which model?"})
    found = await waiting
    assert clock.monotonic() - began < 15
    assert [each["kind"] for each in found["events"]] == ["message.created", "ticket.status_changed"]
    assert found["cursors"] == {ticket: 4, quiet: 2}
    empty = await sync(customer, (quiet, 2), wait=0.3)
    assert (empty["events"], empty["cursors"]) == ([], {quiet: 2})
    assert len(watching) == 0


async def test_a_poll_at_another_process_hears_it_too(settings: Settings, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with another(settings) as second:
        there = at(second, customer)
        waiting = asyncio.create_task(sync(there, (ticket, 2), wait=20))
        watching = second.app.state.hub.watching
        await eventually(lambda: asyncio.sleep(0, len(watching)), lambda count: count == 1)
        await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "Which model?"})
        assert len((await waiting)["events"]) == 2
        # A process that stops answers those who wait, and keeps nobody.
        waiting = asyncio.create_task(sync(there, (ticket, 4), wait=20))
        await eventually(lambda: asyncio.sleep(0, len(watching)), lambda count: count == 1)
        second.app.state.hub.drain()
        assert (await waiting)["events"] == []


async def test_a_long_gap_comes_in_parts(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    for number in range(25):
        await agent.post(f"/v1/tickets/{ticket}/messages", {"body": f"{number} " + "x" * 16_000})
    last = (await customer.get(f"/v1/tickets/{ticket}"))["seq"]
    held, seen, parts = 0, [], 0
    while True:
        found = await sync(customer, (ticket, held))
        seen += [each["seq"] for each in found["events"]]
        held, parts = found["cursors"][ticket], parts + 1
        if not found["more"]:
            break
        assert held < last
    assert (seen, held) == (list(range(1, last + 1)), last)
    assert parts > 1


async def test_what_is_not_the_callers_history_or_ticket_is_said(callers_: Callers) -> None:
    customer, stranger = await callers_.customer(), await callers_.customer(name="Oleg")
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    nowhere = str(uuid4())
    assert (await sync(stranger, (ticket, 0), (nowhere, 0), wait=20))["gone"] == [ticket, nowhere]
    assert (await sync(customer, (ticket, 99), wait=20))["reset"] == [{"ticket": ticket, "reason": "ahead"}]
    found = await sync(customer, (ticket, 1), epoch="another", wait=20)
    assert (found["reset"], found["events"]) == ([{"ticket": ticket, "reason": "epoch"}], [])
    # Where it begins anew.
    assert found["cursors"] == {ticket: 0}
    assert (await sync(customer, (ticket, 0), epoch="another"))["events"]


@pytest.mark.parametrize(
    "cursors", ["", "x", "1:1", str(NOWHERE), f"{NOWHERE}:", f"{NOWHERE}:-1", f"{NOWHERE}:9999999999", f"{NOWHERE}:1,"]
)
async def test_cursors_that_are_none(callers_: Callers, cursors: str) -> None:
    customer = await callers_.customer()
    problem = await customer.refused("GET", "/v1/sync", 422, "invalid_cursors", params={"cursors": cursors})
    assert problem["errors"][0]["pointer"] == "/cursors"


async def test_too_many_tickets_and_too_long_waits(callers_: Callers) -> None:
    customer = await callers_.customer()
    many = ",".join(f"{uuid4()}:0" for _ in range(101))
    await customer.refused("GET", "/v1/sync", 422, "invalid_cursors", params={"cursors": many})
    one = {"cursors": f"{uuid4()}:0"}
    for wait in ("31", "-1", "nan", "inf", "soon"):
        await customer.refused("GET", "/v1/sync", 422, "invalid", params={**one, "wait": wait})
    await customer.refused("GET", "/v1/sync", 422, "invalid")
    await callers_.nobody().refused("GET", "/v1/sync", 401, "unauthenticated", params=one)


async def test_whoever_is_revoked_while_waiting_gets_nothing_more(desk: Desk, callers_: Callers) -> None:
    agent, customer = await callers_.agent(), await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    params = {"cursors": f"{ticket}:2", "wait": 20}
    waiting = asyncio.create_task(agent.refused("GET", "/v1/sync", 401, "signed_out", params=params))
    await eventually(lambda: asyncio.sleep(0, len(desk.app.state.hub.watching)), lambda count: count == 1)
    began = clock.monotonic()
    await agent("POST", "/v1/auth/logout", expect=204)
    await waiting
    assert clock.monotonic() - began < 15


async def test_many_polls_hold_nothing_and_one_caller_has_not_too_many(desk: Desk, callers_: Callers) -> None:
    customers = [await callers_.customer() for _ in range(6)]
    ticket = (await customers[0].post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    watching = desk.app.state.hub.watching
    limits = httpx.Limits(max_connections=200)
    clients = [
        httpx.AsyncClient(base_url=desk.url, headers=each.http.headers, limits=limits, timeout=30, verify=False)  # noqa: S501
        for each in customers
    ]
    own = [(await each.post("/v1/tickets", {"subject": "Toaster", "body": "0"}))["id"] for each in customers]
    polls = [
        asyncio.create_task(client.get("/v1/sync", params={"cursors": f"{own[number]}:2", "wait": 20}))
        for number, client in enumerate(clients)
        for _ in range(20)
    ]
    await eventually(lambda: asyncio.sleep(0, len(watching)), lambda count: count == 120)
    # All of them wait, and the desk has its connections for others.
    began = clock.monotonic()
    await asyncio.gather(*(customers[0].get(f"/v1/tickets/{ticket}") for _ in range(40)))
    assert clock.monotonic() - began < 15
    problem = await customers[0].refused(
        "GET", "/v1/sync", 429, "rate_limited", params={"cursors": f"{own[0]}:2", "wait": 20}
    )
    assert "20" in problem["detail"]
    # Clients that hang up leave nothing behind.
    for each in polls:
        each.cancel()
    await asyncio.gather(*polls, return_exceptions=True)
    for client in clients:
        await client.aclose()
    await eventually(lambda: asyncio.sleep(0, len(watching)), lambda count: count == 0)
    assert not watching._waiting
    assert not watching._polls
