"""The client over a real desk: it resumes, resends with the same cmid, and shows each event once and in order."""

import asyncio

import pytest

from app.client import DeskSocket, Refused, Update
from tests.conftest import Callers, Desk

BACKOFF = (0.02, 0.1)


async def bodies(socket: DeskSocket, count: int) -> list[str]:
    """The next `count` messages that the socket shows."""
    found: list[str] = []
    async with asyncio.timeout(30):
        async for update in socket.events():
            if isinstance(update, Update) and update.kind == "message.created":
                found.append(update.data["message"]["body"])
                if len(found) == count:
                    break
    return found


async def test_everything_arrives_once_and_in_order_over_broken_connections(desk: Desk, callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with (
        DeskSocket(desk.url, str(customer.token), backoff=BACKOFF) as theirs,
        DeskSocket(desk.url, str(agent.token), backoff=BACKOFF) as ours,
    ):
        assert await theirs.subscribe(ticket) == 2
        await ours.subscribe(ticket)
        acks = []
        for number in range(1, 41):
            if number % 7 == 0:
                await theirs.drop()
            if number % 5 == 0:
                await ours.drop()
            sender = theirs if number % 2 else ours
            acks.append(await sender.send(ticket, str(number), cmid=f"message-{number}"))
        wanted = [str(number) for number in range(41)]
        assert await bodies(theirs, 41) == wanted
        assert await bodies(ours, 41) == wanted
        assert [ack.seq for ack in acks] == sorted({ack.seq for ack in acks})
        assert theirs.connections > 2
    stored = await agent.get(f"/v1/tickets/{ticket}/messages?limit=200")
    assert [each["body"] for each in stored["items"]] == wanted


async def test_many_sends_at_once_keep_their_order(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with DeskSocket(desk.url, str(customer.token), backoff=BACKOFF) as socket:
        await socket.subscribe(ticket)
        sends = [asyncio.create_task(socket.send(ticket, str(n), cmid=f"c{n}")) for n in range(1, 51)]
        await asyncio.sleep(0.02)
        await socket.drop()
        await asyncio.gather(*sends)
        assert await bodies(socket, 51) == [str(n) for n in range(51)]


async def test_refusals_reach_the_program(desk: Desk, callers_: Callers) -> None:
    customer, other = await callers_.customer(), await callers_.customer()
    ticket = (await other.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with DeskSocket(desk.url, str(customer.token), backoff=BACKOFF) as socket:
        with pytest.raises(Refused, match="not_found"):
            await socket.subscribe(ticket)
        with pytest.raises(Refused, match="not_found"):
            await socket.send(ticket, "hello")
    with pytest.raises(Refused, match="closed"):
        await socket.send(ticket, "hello")
    with pytest.raises(Refused, match="invalid_token"):
        async with DeskSocket(desk.url, "nonsense", backoff=BACKOFF):
            pass
