"""Inboxes and waiting lists: agents are told that one changed, at once, over every way, and fetch it again."""

from uuid import UUID, uuid4

import pytest

from app import clock
from app.realtime import lists
from app.services import notifications
from app.settings import Settings
from tests.conftest import Api, Callers
from tests.desks import put_in_brand
from tests.realtime.processes import another, at
from tests.realtime.sockets import Socket


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAUSE_SECONDS", 0.05)


async def follow(socket: Socket, *names: str) -> list[dict[str, object]]:
    """Sub to lists; how each went."""
    subs = [{"inbox": each} if not each.startswith("queue:") else {"queue": each[6:]} for each in names]
    found: list[dict[str, object]] = (await socket.answer(await socket.ask(t="sub", subs=subs)))["subs"]
    return found


async def changed(socket: Socket) -> set[str]:
    """Which lists are said to have changed soon."""
    return {
        each.get("inbox") or f"queue:{each['queue']}" for each in await socket.silence(0.4) if each["t"] == "changed"
    }


async def test_each_change_is_told_to_those_whose_list_it_is(callers_: Callers) -> None:
    anna, boris, lead = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.agent(role="lead")
    team, other = await callers_.team("First", anna, boris), await callers_.team("Second")
    await put_in_brand(callers_, team)
    customer = await callers_.customer()
    async with Socket(anna) as ours, Socket(lead) as looking:
        assert await follow(ours, "mine", f"queue:{team}") == [{"inbox": "mine"}, {"queue": str(team)}]
        await follow(looking, f"team:{team}", f"team:{other}")
        made = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
        assert await changed(ours) == {f"queue:{team}"}
        assert await changed(looking) == {f"team:{team}"}
        await lead.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(anna.id)}, expect=200)
        assert await changed(ours) == {"mine", f"queue:{team}"}
        await customer.post(f"/v1/tickets/{made}/messages", {"body": "Hello?"})
        assert await changed(ours) == {"mine"}
        # Taken away: it is in the old list no more, which is a change of it.
        await lead.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(boris.id)}, expect=200)
        assert await changed(ours) == {"mine", f"queue:{team}"}
        await looking.silence(0.1)
        await lead.post(f"/v1/tickets/{made}/assign", {"assignee_id": None, "team_id": str(other)}, expect=200)
        assert await changed(looking) == {f"team:{team}", f"team:{other}"}


async def test_a_chat_that_waits_changes_the_waiting_list(callers_: Callers) -> None:
    agent, customer = await callers_.agent(), await callers_.customer()
    team = await callers_.team("First", agent)
    await put_in_brand(callers_, team)
    async with Socket(agent) as socket:
        await follow(socket, f"queue:{team}")
        chat = await customer.post("/v1/chats", {"body": "Is anybody there?"})
        assert await changed(socket) == {f"queue:{team}"}
        await agent.post(f"/v1/chats/{chat['id']}/accept", expect=200)
        assert await changed(socket) == {f"queue:{team}"}
        await socket.answer(await socket.ask(t="unsub", queues=[str(team)]))
        await agent.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
        assert await changed(socket) == set()


async def test_many_changes_are_told_in_few_words_and_the_last_one_counts(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAUSE_SECONDS", 0.5)
    agent, customer = await callers_.agent(), await callers_.customer()
    made = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "0"}))["id"]
    await agent.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(agent.id)}, expect=200)
    async with Socket(agent) as socket:
        await follow(socket, "mine")
        for number in range(10):
            await customer.post(f"/v1/tickets/{made}/messages", {"body": str(number)})
        last = len(socket.seen)
        frames = [each for each in await socket.silence(1.2) if each["t"] == "changed"]
        assert 1 <= len(frames) + sum(each["t"] == "changed" for each in socket.seen[:last]) <= 3
        assert frames


async def test_lists_are_for_agents_and_for_what_there_is(callers_: Callers) -> None:
    agent, customer = await callers_.agent(), await callers_.customer()
    team, missing = await callers_.team("First", agent), uuid4()
    async with Socket(agent) as ours, Socket(customer) as theirs:
        assert await follow(ours, f"team:{missing}", f"queue:{missing}", f"team:{team}") == [
            {"inbox": f"team:{missing}", "error": "not_found"},
            {"queue": str(missing), "error": "not_found"},
            {"inbox": f"team:{team}"},
        ]
        assert [each["error"] for each in await follow(theirs, "mine", f"team:{team}")] == ["not_found"] * 2
        for sub in ({}, {"inbox": "all"}, {"inbox": "mine", "queue": str(team)}, {"inbox": "team:1"}):
            assert (await ours.answer(await ours.ask(t="sub", subs=[sub])))["code"] == "invalid"


async def test_lists_change_across_processes_and_when_hints_may_be_lost(settings: Settings, callers_: Callers) -> None:
    agent, customer = await callers_.agent(), await callers_.customer()
    team = await callers_.team("First", agent)
    await put_in_brand(callers_, team)
    async with another(settings) as second, Socket(agent, url=second.ws_url) as socket:
        await follow(socket, f"team:{team}")
        await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"})
        assert await changed(socket) == {f"team:{team}"}
        second.app.state.hub.missed()
        assert await changed(socket) == {f"team:{team}"}
        hub = second.app.state.hub
        assert list(hub.lists._followers) == [("list", UUID(str(team)))]
    assert not hub.lists._followers
    assert not hub.lists._timers


async def tell(callers: Callers, *agents: Api) -> None:
    """Something for them to know, decided by the first process."""
    async with callers.desk.database.unit_of_work() as work:
        ids = [each.id for each in agents if each.id]
        await notifications.tell(work.session, ids, kind="sla.step", ticket_id=None, data={}, key=None, now=clock.now())


async def test_notifications_are_heard_by_their_agent_over_every_process(settings: Settings, callers_: Callers) -> None:
    anna, boris, customer = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    async with (
        another(settings) as second,
        Socket(anna) as here,
        Socket(anna, url=second.ws_url) as there,
        Socket(boris, url=second.ws_url) as other,
        Socket(customer) as outside,
    ):
        for socket in (here, there, other):
            assert await follow(socket, "notifications") == [{"inbox": "notifications"}]
        assert [each["error"] for each in await follow(outside, "notifications")] == ["not_found"]
        await tell(callers_, anna)
        assert await changed(here) == await changed(there) == {"notifications"}
        assert await changed(other) == set()
        # Read in one window, the others hear of it too; read again is no change.
        (only,) = (await anna.get("/v1/notifications"))["items"]
        await anna.post(f"/v1/notifications/{only['id']}/read", expect=200)
        assert await changed(there) == {"notifications"}
        await anna.post("/v1/notifications/read", {"up_to": only["id"]}, expect=200)
        assert await changed(there) == set()
        await tell(callers_, anna, boris)
        assert await changed(other) == await changed(here) == {"notifications"}
        # What the second process has committed comes to the first.
        beside = at(second, anna)
        newest = (await anna.get("/v1/notifications"))["items"][0]["id"]
        await beside.post("/v1/notifications/read", {"up_to": newest}, expect=200)
        assert await changed(here) == {"notifications"}
        await beside.http.aclose()
        for _ in range(2):
            await there.answer(await there.ask(t="unsub", inboxes=["notifications"]))
        await there.silence(0.2)
        await tell(callers_, anna)
        assert await changed(here) == {"notifications"}
        assert await changed(there) == set()
