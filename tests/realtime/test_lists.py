"""Inboxes and waiting lists: agents are told that one changed, at once, over every way, and fetch it again."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import clock
from app.realtime import boards, lists
from app.services import notifications
from app.settings import Settings
from tests import routing
from tests.conftest import Api, Callers, Desk
from tests.desks import put_in_brand
from tests.realtime.processes import another, at
from tests.realtime.sockets import Socket

NOBODY = UUID(int=0)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    monkeypatch.setattr(lists, "PAUSE_SECONDS", 0.05)
    # Once a minute everybody is told to fetch everything again, in case hints were lost: not in the middle of a test.
    monkeypatch.setattr(desk.app.state.hub.lists, "_refresh_at", clock.monotonic() + lists.REFRESH_SECONDS)


@pytest.fixture
def _agents_aside(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    """What agents do, also those of the test before, is told to boards up to a second later: not in this test."""
    watched = desk.app.state.hub.boards

    async def nobody() -> None:
        watched._agents.clear()

    monkeypatch.setattr(watched, "_tell", nobody)


async def follow(socket: Socket, *names: str) -> list[dict[str, object]]:
    """Sub to lists; how each went."""
    subs = [{"inbox": each} if not each.startswith("queue:") else {"queue": each[6:]} for each in names]
    found: list[dict[str, object]] = (await socket.answer(await socket.ask(t="sub", subs=subs)))["subs"]
    return found


def lists_in(frames: list[dict[str, Any]]) -> set[str]:
    """Which lists they say have changed."""
    return {each.get("inbox") or f"queue:{each['queue']}" for each in frames if each["t"] == "changed"}


async def heard(socket: Socket, *wanted: str) -> set[str]:
    """Which lists are said to have changed: the wanted ones, whenever that comes, and what comes soon after them."""
    before = len(socket.seen)
    while not lists_in(socket.seen[before:]).issuperset(wanted):
        await socket._read(30)
    await socket.silence(0.2 if wanted else 0.4)
    return lists_in(socket.seen[before:])


async def told(socket: Socket, *wanted: str) -> None:
    """These are said to have changed, and no others."""
    assert await heard(socket, *wanted) == set(wanted)


async def test_each_change_is_told_to_those_whose_list_it_is(callers_: Callers) -> None:
    anna, boris, lead = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.agent(role="lead")
    team, other = await callers_.team("First", anna, boris), await callers_.team("Second")
    await put_in_brand(callers_, team)
    customer = await callers_.customer()
    async with Socket(anna) as ours, Socket(lead) as looking:
        assert await follow(ours, "mine", f"queue:{team}") == [{"inbox": "mine"}, {"queue": str(team)}]
        await follow(looking, f"team:{team}", f"team:{other}")
        made = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
        await told(ours, f"queue:{team}")
        await told(looking, f"team:{team}")
        await lead.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(anna.id)}, expect=200)
        await told(ours, "mine", f"queue:{team}")
        await customer.post(f"/v1/tickets/{made}/messages", {"body": "Hello?"})
        await told(ours, "mine")
        # Taken away: it is in the old list no more, which is a change of it.
        await lead.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(boris.id)}, expect=200)
        await told(ours, "mine", f"queue:{team}")
        await looking.silence(0.1)
        await lead.post(f"/v1/tickets/{made}/assign", {"assignee_id": None, "team_id": str(other)}, expect=200)
        await told(looking, f"team:{team}", f"team:{other}")


async def test_a_chat_that_waits_changes_the_waiting_list(callers_: Callers) -> None:
    agent, customer = await callers_.agent(), await callers_.customer()
    team = await callers_.team("First", agent)
    await put_in_brand(callers_, team)
    async with Socket(agent) as socket:
        await follow(socket, f"queue:{team}")
        chat = await customer.post("/v1/chats", {"body": "Is anybody there?"})
        await told(socket, f"queue:{team}")
        await agent.post(f"/v1/chats/{chat['id']}/accept", expect=200)
        await told(socket, f"queue:{team}")
        await socket.answer(await socket.ask(t="unsub", queues=[str(team)]))
        await agent.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
        await told(socket)


@pytest.mark.usefixtures("_agents_aside")
async def test_who_follows_a_queue_is_told_of_all_that_waits_in_it(callers_: Callers) -> None:
    agent, lead = await callers_.agent(name="Anna"), await callers_.agent(role="lead", name="Lea")
    team, other = await callers_.team("First", agent), await callers_.team("Second")
    vip = await routing.queue(callers_, "VIP", [team], conditions=routing.about("vip"))
    rest = await routing.queue(callers_, "Rest", [other])
    async with Socket(lead) as socket:
        assert await follow(socket, f"queue:{vip}", f"queue:{rest}", f"queue:{NOBODY}") == [
            {"queue": str(vip)}, {"queue": str(rest)}, {"queue": str(NOBODY)},
        ]  # fmt: skip
        asked = {"subject": "Kettle", "body": "It leaks", "topic": "vip", "requester": {"email": "vera@example.com"}}
        path = f"/v1/tickets/{(await lead.post('/v1/tickets', asked))['id']}"
        await told(socket, f"queue:{vip}")
        for change in ({"priority": "urgent"}, {"tags": ["hot"]}):
            await lead.patch(path, change)
            await told(socket, f"queue:{vip}")
        await lead.post(f"{path}/queue-place", {"place": "first"}, expect=200)
        await told(socket, f"queue:{vip}")
        # It belongs elsewhere now: both have changed.
        await lead.patch(path, {"topic": "other"})
        await told(socket, f"queue:{vip}", f"queue:{rest}")
        await lead.post(f"{path}/transfer", {"queue_id": str(vip), "tell_customer": False}, expect=200)
        await told(socket, f"queue:{vip}", f"queue:{rest}")
        await lead.post(f"{path}/assign", {"assignee_id": str(lead.id)}, expect=200)
        await heard(socket, f"queue:{vip}")
        await lead.patch(path, {"subject": "Nobody waits any more"})
        await told(socket)
        await socket.answer(await socket.ask(t="unsub", queues=[str(vip), str(rest), str(NOBODY)]))
        assert not callers_.desk.app.state.hub.lists.lines


async def test_what_wakes_or_is_opened_again_waits_again(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead", name="Lea"), await callers_.customer()
    queue = await routing.queue(callers_, "All", [await callers_.team("First")])
    made = (await vera.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    path = f"/v1/tickets/{made}"
    async with Socket(lead) as socket:
        await follow(socket, f"queue:{queue}")
        until = (clock.now() + timedelta(hours=1)).isoformat()
        await lead.post(f"{path}/snooze", {"until": until}, expect=200)
        await told(socket, f"queue:{queue}")
        await vera.post(f"{path}/messages", {"body": "Well?"})
        await told(socket, f"queue:{queue}")
        await lead.patch(path, {"status": "solved"})
        await told(socket, f"queue:{queue}")
        await vera.post(f"{path}/messages", {"body": "Not really"})
        await told(socket, f"queue:{queue}")


async def test_who_follows_a_queue_is_told_of_its_agents(
    callers_: Callers, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "PAUSE_SECONDS", 0.05)
    anna, lead = await callers_.agent(name="Anna"), await callers_.agent(role="lead", name="Lea")
    boris = await callers_.agent(name="Boris")
    team, helps, other = (
        await callers_.team("First", anna), await callers_.team("Helps", boris), await callers_.team("Second", lead),
    )  # fmt: skip
    queue = await routing.queue(
        callers_, "All", [team], overflow=[{"after_seconds": 60, "team_ids": [str(helps)]}],
        conditions=routing.about("x"),
    )  # fmt: skip
    names = {f"queue:{queue}", f"queue:{team}", f"queue:{NOBODY}"}
    async with another(settings) as second, Socket(lead, url=second.ws_url) as socket:
        await follow(socket, f"queue:{queue}", f"queue:{team}", f"queue:{other}", f"queue:{NOBODY}")
        await anna.put("/v1/agents/me/presence", {"status": "away"})
        await told(socket, *names)
        # What they hold is on the board, wherever it came from.
        asked = {
            "subject": "Kettle",
            "body": "It leaks",
            "requester": {"email": "vera@example.com"},
            "team_id": str(helps),
        }
        path = f"/v1/tickets/{(await lead.post('/v1/tickets', asked))['id']}"
        await told(socket)
        await lead.post(f"{path}/assign", {"assignee_id": str(anna.id)}, expect=200)
        await told(socket, *names)
        await lead.post(f"{path}/assign", {"assignee_id": str(boris.id)}, expect=200)
        await told(socket, *names)
        await lead.patch(path, {"status": "solved"})
        await told(socket, f"queue:{queue}", f"queue:{NOBODY}")
    assert not second.app.state.hub.lists.lines


async def test_nobody_looks_up_agents_while_nobody_follows_a_queue(callers_: Callers) -> None:
    hub = callers_.desk.app.state.hub
    agent = await callers_.agent()
    await callers_.team("First", agent)
    await agent.put("/v1/agents/me/presence", {"status": "away"})
    assert hub.boards._agents == set()
    assert hub.boards._timer is None


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
        queue = await routing.queue(callers_, "All", [team])
        assert await follow(ours, f"team:{queue}", f"queue:{agent.id}", f"queue:{queue}") == [
            {"inbox": f"team:{queue}", "error": "not_found"},
            {"queue": str(agent.id), "error": "not_found"},
            {"queue": str(queue)},
        ]
        assert [each["error"] for each in await follow(theirs, f"queue:{queue}")] == ["not_found"]
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
        await told(socket, f"team:{team}")
        second.app.state.hub.missed()
        await told(socket, f"team:{team}")
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
        await told(here, "notifications")
        await told(there, "notifications")
        await told(other)
        # Read in one window, the others hear of it too; read again is no change.
        (only,) = (await anna.get("/v1/notifications"))["items"]
        await anna.post(f"/v1/notifications/{only['id']}/read", expect=200)
        await told(there, "notifications")
        await anna.post("/v1/notifications/read", {"up_to": only["id"]}, expect=200)
        await told(there)
        await tell(callers_, anna, boris)
        await told(other, "notifications")
        await told(here, "notifications")
        # What the second process has committed comes to the first.
        beside = at(second, anna)
        newest = (await anna.get("/v1/notifications"))["items"][0]["id"]
        await beside.post("/v1/notifications/read", {"up_to": newest}, expect=200)
        await told(here, "notifications")
        for _ in range(2):
            await there.answer(await there.ask(t="unsub", inboxes=["notifications"]))
        await there.silence(0.2)
        await tell(callers_, anna)
        await told(here, "notifications")
        await told(there)
