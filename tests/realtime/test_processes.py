"""Two processes of the desk on one database: what one commits, sockets of the other see, also after the bus broke."""

import asyncio
from uuid import UUID

import pytest
from redis.asyncio import Redis

from app import clock
from app.hints import Hint
from app.realtime import roster
from app.realtime.bus import Bus
from app.realtime.lines import Line, PostgresLine
from app.realtime.redis_line import RedisLine
from app.settings import Settings
from tests.conftest import SECRET, Callers
from tests.desks import eventually
from tests.realtime.processes import Pair, RedisServer, another, at
from tests.realtime.sockets import Listening, Socket


async def test_both_sides_at_different_processes_see_one_thread(pair: Pair, callers_: Callers) -> None:
    customer, agent = at(pair.first, await callers_.customer()), at(pair.second, await callers_.agent())
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with Socket(customer) as theirs, Socket(agent) as ours:
        await theirs.follow(ticket)
        await ours.follow(ticket)

        async def talk(socket: Socket, name: str) -> None:
            for number in range(15):
                assert (await socket.say(ticket, f"{name} {number}"))["t"] == "ack"

        await asyncio.gather(talk(theirs, "Vera"), talk(ours, "Anna"))
        await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "by HTTP at the second"})
        last = (await customer.get(f"/v1/tickets/{ticket}"))["seq"]
        mine = await theirs.events(ticket, last)
        assert [each["seq"] for each in mine] == list(range(1, last + 1))
        yours = await ours.events(ticket, last)
        assert [each["data"].get("message") for each in yours] == [each["data"].get("message") for each in mine]


async def test_a_grant_of_one_process_opens_a_socket_at_another(pair: Pair, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with Socket(customer, url=pair.second.ws_url) as socket:
        assert socket.welcome["epoch"]


async def test_signing_out_at_one_process_ends_sockets_at_the_other(pair: Pair, callers_: Callers) -> None:
    agent = at(pair.first, await callers_.agent())
    async with Socket(agent, url=pair.second.ws_url) as socket:
        await agent("POST", "/v1/auth/logout", expect=204)
        assert await socket.closed() == (4503, "revoked")


async def test_people_are_told_of_across_processes(
    pair: Pair, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "GRACE_SECONDS", 0.2)
    customer, agent = at(pair.first, await callers_.customer()), at(pair.second, await callers_.agent())
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    await agent.post(f"/v1/tickets/{ticket}/assign", {"assignee_id": str(agent.id)}, expect=200)
    async with Listening(customer) as theirs:
        await theirs.follow(ticket)
        people = pair.second.app.state.hub.people
        await eventually(lambda: asyncio.sleep(0, people.roster.state(customer.id)), lambda it: it == "online")
        async with Listening(agent) as ours:
            ok = (await ours.follow(ticket))["subs"][0]
            assert set(ok["online"]) == {str(customer.id), str(agent.id)}
            assert (await theirs.get("presence"))["who"] == str(agent.id)
            await ours.tell(t="typing", ticket=ticket, on=True)
            assert (await theirs.get("typing"))["who"] == str(agent.id)
            await ours.tell(t="read", ticket=ticket, seq=2)
            assert (await theirs.get("read"))["seq"] == 2
        assert (await theirs.get("presence"))["state"] == "offline"


async def test_who_is_at_a_killed_process_is_gone_with_it(pair: Pair, callers_: Callers) -> None:
    customer = await callers_.customer()
    people = pair.second.app.state.hub.people
    async with Listening(customer, url=pair.first.ws_url):
        await eventually(lambda: asyncio.sleep(0, people.roster.state(customer.id)), lambda it: it == "online")
    # As if the first had been killed: it says no more, and the time of its word runs out.
    assert customer.id in {who for who, _ in people.roster.tick(clock.monotonic() + roster.TTL_SECONDS + 1)}


async def test_a_process_that_comes_later_asks_who_is_here(
    pair: Pair, settings: Settings, redis_server: RedisServer, callers_: Callers
) -> None:
    customer = await callers_.customer()
    bus = {"redis_url": redis_server.url} if pair.bus == "redis" else {}
    async with Listening(customer, url=pair.first.ws_url), another(settings.model_copy(update=bus)) as late:
        people = late.app.state.hub.people
        await eventually(lambda: asyncio.sleep(0, people.roster.state(customer.id)), lambda it: it == "online")


async def test_lists_change_at_other_processes(pair: Pair, callers_: Callers) -> None:
    agent, customer = await callers_.agent(), at(pair.first, await callers_.customer())
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    there = at(pair.first, agent)
    async with Socket(agent, url=pair.second.ws_url) as socket:
        await socket.answer(await socket.ask(t="sub", subs=[{"inbox": "mine"}]))
        await there.post(f"/v1/tickets/{ticket}/assign", {"assignee_id": str(agent.id)}, expect=200)
        assert (await socket.get("changed"))["inbox"] == "mine"


async def test_a_broken_listener_comes_back_and_nothing_is_missed(pair: Pair, callers_: Callers) -> None:
    customer, agent = at(pair.first, await callers_.customer()), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    async with Socket(agent, url=pair.second.ws_url) as ours:
        await ours.follow(ticket)
        for round_ in range(3):
            await cut(pair)
            # Written while nobody listens, then after somebody does again.
            for number in range(2):
                message = {"body": f"{round_} {number}"}
                last = (await customer.post(f"/v1/tickets/{ticket}/messages", message))["seq"]
                await ours.events(ticket, last)
        seen = await ours.events(ticket, last)
        assert [each["seq"] for each in seen] == list(range(1, last + 1))


async def cut(pair: Pair) -> None:
    """Break every connection of the bus."""
    if pair.bus == "redis":
        client = Redis.from_url(str(pair.first.app.state.settings.redis_url))
        for kind in ("normal", "pubsub"):
            await client.client_kill_filter(_type=kind, skipme=True)
        await client.aclose()
        return
    found = set[int]()
    async with pair.first.database.lean() as connection:
        # They may still be on the way back from the last time.
        while len(found) < 2:
            found |= {
                each["pid"]
                for each in await connection.fetch(
                    "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name LIKE 'otklik bus%'"
                )
            }
            await asyncio.sleep(0.01)


async def test_a_strange_message_on_the_bus_harms_nothing(pair: Pair, callers_: Callers) -> None:
    customer = at(pair.first, await callers_.customer())
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    payloads = [
        "", "null", "[]", '["x",["ticket"]]', '["x",["ticket","nonsense",1,1]]', '["x",5]', "{",
        '["x",["~typing",1,[]]]',
        '["x",["~roster",1,["x",[["nobody","online"],["' + ticket + '","dancing"]]]]]', '["x",["~who",0,null]]',
        '["x",["~typing",1,5]]', '["x",["~",1,[]]]',
        # A counter that the log never reaches: a commit that a crash took back.
        f'["x",["ticket","{ticket}",99,99]]',
    ]  # fmt: skip
    async with Socket(customer, url=pair.second.ws_url) as socket:
        await socket.follow(ticket)
        wire = await pair.second.app.state.hub.bus._line.connect("strange")
        await wire.publish(payloads)
        await wire.close()
        last = (await customer.post(f"/v1/tickets/{ticket}/messages", {"body": "1"}))["seq"]
        assert [each["seq"] for each in await socket.events(ticket, last)] == [1, 2, 3]


@pytest.mark.parametrize("bus", ["postgres", "redis"])
async def test_a_burst_of_hints_fits_into_payloads(settings: Settings, redis_server: RedisServer, bus: str) -> None:
    got: list[Hint] = []
    line: Line = PostgresLine(str(settings.database_url)) if bus == "postgres" else RedisLine(redis_server.url, SECRET)
    heard, said = (Bus(line, received=got.extend, heard=lambda _signals: None, missed=lambda: None) for _ in range(2))
    await heard.start()
    await said.start()
    try:
        hints = [Hint("ticket", UUID(int=number), seq=number, public_seq=1) for number in range(1, 2001)]
        said.send(hints)
        # Newer counters of a ticket replace older ones, and our own hints do not come back to us.
        said.send([Hint("ticket", UUID(int=1), seq=99, public_seq=9), Hint("route", UUID(int=0))])
        async with asyncio.timeout(30):
            while len(got) < 2000:  # noqa: ASYNC110 - the bus calls back, it has no event
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert len(got) == 2000
        assert {each.id: each.seq for each in got} == {**{each.id: each.seq for each in hints}, UUID(int=1): 99}
    finally:
        await said.stop()
        await heard.stop()
