"""The engine: what waits meets the right person, whoever changes what, and nobody waits while somebody could help."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app import clock, worker
from app.db import Connection
from app.hints import Hint
from app.models import AgentLoad, AgentSkill
from app.rules.queues import OF_NOBODY
from app.services import placing
from tests import routing
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of

pytestmark = pytest.mark.usefixtures("long_offers")

WAITS = "SELECT count(*) FROM queue_items WHERE state = 'waiting'"


async def ticket(customer: Api, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await customer.post("/v1/tickets", {"subject": "Invoice", "body": "Please", **more})
    return made


async def assignee(callers: Callers, made: dict[str, Any]) -> UUID | None:
    found: UUID | None = await state_of(
        callers.desk.database, "SELECT assignee_id FROM tickets WHERE id = $1", UUID(made["id"])
    )
    return found


async def gets(callers: Callers, made: dict[str, Any], agent: Api, *, seconds: float = 30) -> None:
    """The agent gets this ticket soon."""
    await eventually(lambda: assignee(callers, made), lambda found: found == agent.id, seconds=seconds)


async def nobody_gets(callers: Callers, *several: dict[str, Any]) -> None:
    """They are in their places and stay there."""
    await routing.nothing_waits_needlessly(callers.desk.database)
    await asyncio.sleep(0.3)
    for each in several:
        assert await assignee(callers, each) is None


def _none(found: object) -> bool:
    return not found


async def test_only_who_has_the_skill_gets_it_and_the_others_are_not_held_up(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    team = await callers_.team("Support", anna, boris)
    billing = await routing.skill(callers_, "billing", Anna=2, Boris=4)
    nobody_has = await routing.skill(callers_, "telepathy")
    await routing.queue(
        callers_, "Refunds", [team], conditions=routing.about("refunds"), skills=[routing.wanted(billing, 3)]
    )
    await routing.queue(
        callers_, "Minds", [team], conditions=routing.about("minds"), skills=[routing.wanted(nobody_has)]
    )
    await routing.queue(callers_, "Rest", [team])
    vera = await callers_.customer()
    blocked = [await ticket(vera, topic="minds") for _ in range(3)]
    first, second = await ticket(vera, topic="refunds"), await ticket(vera, topic="refunds")
    plain = await ticket(vera)
    assert first["assignee_id"] == second["assignee_id"] == str(boris.id)
    assert plain["assignee_id"] == str(anna.id)
    await nobody_gets(callers_, *blocked)
    await routing.skill(callers_, "second sight", Anna=5)
    async with callers_.desk.database.unit_of_work() as work:
        work.session.add(AgentSkill(agent_id=anna.who, skill_id=nobody_has, level=1))
    await routing.change(callers_, anna.id)
    for each in blocked:
        await gets(callers_, each, anna)


async def test_a_preferred_skill_drops_and_other_teams_help_after_a_wait(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    first, second = await callers_.team("First", anna), await callers_.team("Second", boris)
    billing = await routing.skill(callers_, "billing")
    await routing.queue(
        callers_, "Skilled", [first], conditions=routing.about("skilled"),
        skills=[routing.wanted(billing, drop_after=1)],
    )  # fmt: skip
    await routing.queue(
        callers_, "Helped", [await callers_.team("Nobody")], conditions=routing.about("helped"),
        overflow=[{"after_seconds": 1, "team_ids": [str(second)]}],
    )  # fmt: skip
    vera = await callers_.customer()
    skilled, helped = await ticket(vera, topic="skilled"), await ticket(vera, topic="helped")
    assert skilled["assignee_id"] is None
    assert helped["assignee_id"] is None
    await gets(callers_, skilled, anna)
    await gets(callers_, helped, boris)
    waited = await state_of(
        callers_.desk.database,
        "SELECT min((data -> 'decision' ->> 'waited_seconds')::float8) FROM events WHERE type = 'ticket.assigned'",
    )
    assert 1 <= waited < 30


async def test_the_language_of_the_customer(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    team = await callers_.team("Support", anna, boris)
    await routing.change(callers_, anna.id, languages=["en"])
    await routing.change(callers_, boris.id, languages=["ru-RU"])
    await routing.queue(callers_, "All", [team], languages="required")
    vera = await callers_.customer()
    assert [(await ticket(vera, language=each))["assignee_id"] for each in ("ru", "ru", "en-GB")] == [
        str(boris.id), str(boris.id), str(anna.id)
    ]  # fmt: skip
    await nobody_gets(callers_, await ticket(vera, language="de"))


async def test_what_is_urgent_goes_first_and_a_lead_may_say_otherwise(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", ticket=1)
    lead = await callers_.agent(role="lead", name="Lena")
    team = await callers_.team("Support", anna)
    await routing.queue(callers_, "All", [team])
    agent, vera = await callers_.agent(name="Other"), await callers_.customer()

    async def opened(priority: str) -> dict[str, Any]:
        asked = {"subject": priority, "body": "Help", "priority": priority, "requester": {"email": "vera@desk.test"}}
        made: dict[str, Any] = await agent.post("/v1/tickets", asked)
        return made

    normal, urgent, late, last = [await opened(each) for each in ("normal", "urgent", "normal", "urgent")]
    await vera.refused("POST", f"/v1/tickets/{late['id']}/queue-place", 403, "forbidden", json={"place": "first"})
    await agent.refused("POST", f"/v1/tickets/{late['id']}/queue-place", 403, "forbidden", json={"place": "first"})
    await lead.post(f"/v1/tickets/{late['id']}/queue-place", {"place": "first", "reason": "Shop is down"}, expect=200)
    await lead.post(f"/v1/tickets/{late['id']}/queue-place", {"place": "first"}, expect=200)
    await lead.post(f"/v1/tickets/{urgent['id']}/queue-place", {"place": "last"}, expect=200)
    await routing.come(callers_, anna.id)
    for expected in (late, last, normal, urgent):
        await gets(callers_, expected, anna)
        await anna.patch(f"/v1/tickets/{expected['id']}", {"status": "solved"})
    said = await state_of(
        callers_.desk.database,
        "SELECT data ->> 'reason' FROM events WHERE type = 'ticket.reordered' ORDER BY at LIMIT 1",
    )
    assert said == "Shop is down"
    await lead.refused("POST", f"/v1/tickets/{late['id']}/queue-place", 409, "not_waiting", json={"place": "first"})


async def test_nobody_holds_more_than_they_can_in_all(callers_: Callers) -> None:
    """Chats and tickets are given out by two steps, and in two processes: together they stay within the bound."""
    anna = await callers_.agent(name="Anna", chat=5, ticket=5)
    await routing.weights(callers_, anna.id, 7, chat=3, ticket=1)
    customers = [await callers_.customer(name=f"Customer {n}") for n in range(6)]
    for each in customers[:3]:
        await ticket(each)
        await each.post("/v1/chats", {"body": "Hello"})
    await routing.come(callers_, anna.id)
    held = "SELECT sum(load * weight) FROM agent_loads WHERE agent_id = $1"
    await eventually(lambda: state_of(callers_.desk.database, held, anna.id), lambda found: found >= 5)
    await asyncio.gather(*(ticket(each) for each in customers))
    await eventually(lambda: state_of(callers_.desk.database, held, anna.id), lambda found: found == 7)
    await routing.nothing_waits_needlessly(callers_.desk.database)
    assert await state_of(callers_.desk.database, held, anna.id) == 7


async def test_the_ledger_refuses_what_routing_must_not_do(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", ticket=0)
    made = await ticket(await callers_.customer())
    give = "UPDATE tickets SET assignee_id = $1 WHERE id = $2"
    async with callers_.desk.database.lean() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("SELECT set_config('otklik.routing', 'on', true)")
        with pytest.raises(asyncpg.CheckViolationError, match="more than they can take"):
            await connection.execute(give, anna.id, UUID(made["id"]))
        await transaction.rollback()


async def test_those_refused_at_the_head_do_not_hide_the_rest(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", ticket=200)
    other = await callers_.agent(name="Boris", online=True, ticket=0)
    vera = await callers_.customer()
    heads = [await ticket(vera) for _ in range(60)]
    async with callers_.desk.database.unit_of_work() as work:
        row = await work.session.get(AgentLoad, (other.id, "ticket"))
        assert row is not None
        row.capacity = 1
    await eventually(lambda: state_of(callers_.desk.database, WAITS), lambda found: found == 59)
    await routing.come(callers_, anna.id)
    await eventually(lambda: state_of(callers_.desk.database, WAITS), _none)
    mine = [each for each in heads if await assignee(callers_, each) == anna.id]
    await routing.change(callers_, anna.id, presence="away")
    for each in mine:
        await anna.post(f"/v1/tickets/{each['id']}/assign", {"assignee_id": None}, expect=200)
    fresh = await ticket(vera)
    await routing.come(callers_, anna.id)
    # Everything at the head was given back by her a moment ago; Boris may come free.
    await gets(callers_, fresh, anna)


async def test_wrapping_up_takes_a_place_until_it_is_over(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True, chat=1)
    team = await callers_.team("Support", anna)
    await routing.queue(callers_, "Chats", [team], auto_accept=True, wrap_up_seconds=1)
    first, second = [await callers_.customer(name=name) for name in ("Vera", "Boris")]
    one = await first.post("/v1/chats", {"body": "Hello"})
    assert (one["status"], one["agent"]["id"]) == ("active", str(anna.id))
    two = await second.post("/v1/chats", {"body": "Hello"})
    assert two["status"] == "queued"
    ended = clock.monotonic()
    await anna.post(f"/v1/chats/{one['id']}/end", {}, expect=200)
    await eventually(lambda: second.get(f"/v1/chats/{two['id']}"), lambda found: found["status"] == "active")
    assert clock.monotonic() - ended > 0.8


async def test_who_has_written_everything_down_is_free_at_once(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True, chat=1), await callers_.agent(name="Boris")
    await routing.queue(
        callers_, "Chats", [await callers_.team("Support", anna)], auto_accept=True, wrap_up_seconds=600
    )
    first, second = [await callers_.customer(name=name) for name in ("Vera", "Boris")]
    one, two = [await each.post("/v1/chats", {"body": "Hello"}) for each in (first, second)]
    ended = await anna.post(f"/v1/chats/{one['id']}/end", {}, expect=200)
    assert ended["wrap_up_until"] is not None
    assert (await first.get(f"/v1/chats/{one['id']}"))["wrap_up_until"] is None
    await boris.refused("POST", f"/v1/chats/{one['id']}/wrapped-up", 409, "not_yours")
    for _ in range(2):
        done = await anna.post(f"/v1/chats/{one['id']}/wrapped-up", expect=200)
        assert done["wrap_up_until"] is None
    await eventually(lambda: second.get(f"/v1/chats/{two['id']}"), lambda found: found["status"] == "active")


async def test_a_closed_queue_keeps_tells_or_sends_on(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True)
    team = await callers_.team("Support", anna)
    closed = await routing.closed_calendar(callers_)
    night = await routing.queue(callers_, "Night", [team], conditions=routing.about("nothing"))
    for do, target in (("wait", None), ("message", None), ("callback", None), ("queue", night)):
        await routing.queue(
            callers_, do, [team], calendar=closed, conditions=routing.about(do),
            when_closed={"do": do, "queue_id": None if target is None else str(target), "text": {}},
        )  # fmt: skip
    vera = await callers_.customer()
    kept, sent_on = await ticket(vera, topic="wait"), await ticket(vera, topic="queue")
    assert (sent_on["assignee_id"], kept["assignee_id"]) == (str(anna.id), None)
    await nobody_gets(callers_, kept)
    for do in ("message", "callback"):
        chat = await vera.post("/v1/chats", {"body": "Is somebody there?", "topic": do, "language": "ru"})
        assert (chat["status"], chat["ended_by"], chat["position"]) == ("ended", "system", None)
        thread = (await vera.get(f"/v1/tickets/{chat['ticket_id']}/messages"))["items"]
        assert [each["author"]["kind"] for each in thread] == ["customer", "system"]
        assert "Сейчас мы не работаем" in thread[1]["body"]
        found = await anna.get(f"/v1/tickets/{chat['ticket_id']}")
        assert (found["assignee_id"], found["tags"]) == (None, ["callback"] if do == "callback" else [])


async def test_a_queue_that_goes_leaves_nobody_behind(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna"), await callers_.agent(name="Boris", online=True)
    first, second = await callers_.team("First", anna), await callers_.team("Second", boris)
    gone = await routing.queue(callers_, "Gone", [first])
    await routing.queue(callers_, "Next", [second])
    vera = await callers_.customer()
    made, chat = await ticket(vera), await vera.post("/v1/chats", {"body": "Hello"})
    assert made["queue_id"] is None, "the customer sees no queues"
    await nobody_gets(callers_, made)
    await state_of(callers_.desk.database, "UPDATE queues SET archived_at = now() WHERE id = $1", gone)
    await state_of(callers_.desk.database, "UPDATE queue_items SET sorted = false")
    await gets(callers_, made, boris)
    await eventually(lambda: boris.get(f"/v1/chats/{chat['id']}"), lambda found: found["offer"] is not None)
    moved = await state_of(
        callers_.desk.database, "SELECT data ->> 'because' FROM events WHERE type = 'ticket.queued' LIMIT 1"
    )
    assert moved == "queue_gone"


async def test_what_becomes_known_while_it_waits_moves_it(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna"), await callers_.agent(name="Boris", online=True)
    first, second = await callers_.team("First", anna), await callers_.team("Second", boris)
    await routing.queue(callers_, "Billing", [second], conditions=routing.about("billing"))
    await routing.queue(callers_, "Rest", [first])
    made = await ticket(await callers_.customer())
    await nobody_gets(callers_, made)
    await anna.patch(f"/v1/tickets/{made['id']}", {"topic": "billing"})
    await gets(callers_, made, boris)


async def test_a_reopened_ticket_goes_to_its_agent_if_they_are_there(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True)
    vera = await callers_.customer()
    made = await ticket(vera)
    boris = await callers_.agent(name="Boris", online=True)
    path = f"/v1/tickets/{made['id']}"
    for presence, who in (("away", anna), ("offline", boris)):
        await anna.patch(path, {"status": "solved"})
        await routing.change(callers_, anna.id, presence=presence)
        await vera.post(f"{path}/messages", {"body": "It is back"})
        await gets(callers_, made, who)


async def test_the_tickets_of_somebody_who_is_disabled_find_another(callers_: Callers) -> None:
    anna, admin = await callers_.agent(name="Anna", online=True), await callers_.admin()
    made = [await ticket(await callers_.customer()) for _ in range(3)]
    boris = await callers_.agent(name="Boris", online=True)
    await admin.patch(f"/v1/agents/{anna.id}", {"status": "disabled"})
    for each in made:
        await gets(callers_, each, boris)


async def test_the_last_agent_of_a_customer_is_preferred(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    team = await callers_.team("Support", anna, boris)
    await routing.queue(callers_, "All", [team], prefer_last_agent=True)
    vera = await callers_.customer()
    first = (await ticket(vera))["assignee_id"]
    assert {(await ticket(vera))["assignee_id"] for _ in range(4)} == {first}
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    offered = await state_of(callers_.desk.database, "SELECT agent_id FROM offers WHERE chat_id = $1", UUID(chat["id"]))
    assert str(offered) == first


async def test_nothing_waits_while_somebody_could_take_it(callers_: Callers) -> None:
    """Agents come and go, skills are learned, chats end, tickets are solved and given back, all at once."""
    agents = [await callers_.agent(name=f"Agent{n}", online=n % 2 == 0, chat=1, ticket=2) for n in range(6)]
    billing = await routing.skill(callers_, "billing", Agent0=3, Agent1=3, Agent5=5)
    teams = [await callers_.team("Front", *agents[:4]), await callers_.team("Back", *agents[2:])]
    await routing.queue(
        callers_, "Billing", teams[:1], conditions=routing.about("billing"),
        skills=[routing.wanted(billing, 3)], overflow=[{"after_seconds": 1, "team_ids": [str(teams[1])]}],
    )  # fmt: skip
    await routing.queue(
        callers_, "Rest", teams[1:], auto_accept=True, skills=[routing.wanted(billing, 5, drop_after=1)]
    )
    for round_ in range(4):
        customers = [await callers_.customer(name=f"Customer {round_} {n}") for n in range(4)]
        topics = ["billing", None, "billing", None]
        await asyncio.gather(
            *(ticket(each, topic=topic) for each, topic in zip(customers, topics, strict=True)),
            *(
                each.post("/v1/chats", {"body": "Hi", "topic": topic})
                for each, topic in zip(customers, topics, strict=True)
            ),
            *(_work(each) for each in agents[:3]),
        )
        await asyncio.gather(
            routing.come(callers_, agents[round_].id),
            routing.change(callers_, agents[5 - round_].id, presence="away"),
            *(_work(each) for each in agents[3:]),
        )
        await routing.nothing_waits_needlessly(callers_.desk.database)


@pytest.fixture
def rare_looks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A router that, once it has looked, waits until it is woken."""
    with monkeypatch.context() as patched:
        patched.setattr(worker, "TICK_SECONDS", 600.0)
        yield
    # The next test has one that looks now and then, as ever.
    desk.app.state.worker.notice([Hint("route", OF_NOBODY)])


@pytest.mark.usefixtures("rare_looks")
async def test_what_gives_room_is_noticed_and_not_only_found_by_looking_now_and_then(callers_: Callers) -> None:
    """A ticket that a loop of the desk has in hand just then is found by the next look all the same, but not each time
    that this is tried.
    """
    for _ in range(3):
        if await _all_is_noticed(callers_):
            return
    pytest.fail("the router was not told of something")


async def _all_is_noticed(callers_: Callers) -> bool:
    anna = await callers_.agent(name="Anna", chat=1, ticket=1)
    boris, admin = await callers_.agent(name="Boris", chat=0, ticket=0), await callers_.admin()
    vera, oleg = await callers_.customer(), await callers_.customer(name="Oleg")
    tickets = [await ticket(vera) for _ in range(3)]
    chats = [await each.post("/v1/chats", {"body": "Hello"}) for each in (vera, oleg)]
    by_hand = 0

    async def noticed(look: Callable[[], Awaitable[dict[str, Any] | None]]) -> dict[str, Any]:
        """What is found, if need be when the router is made to look."""
        nonlocal by_hand
        with suppress(AssertionError):
            found = await eventually(look, bool, seconds=10)
            assert found is not None
            return found
        by_hand += 1
        callers_.desk.app.state.worker.notice([Hint("route", OF_NOBODY)])
        found = await eventually(look, bool)
        assert found is not None
        return found

    async def given_to(agent: Api) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            whose = {each["id"]: await assignee(callers_, each) for each in tickets}
            return next((each for each in tickets if whose[each["id"]] == agent.id), None)

        found = await noticed(look)
        tickets.remove(found)
        return found

    async def offered() -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            there = [await anna.get(f"/v1/chats/{each['id']}") for each in chats]
            return next((each for each in there if each["offer"] is not None), None)

        return await noticed(look)

    # This one may still be found by the look that was to come anyway; after it the router waits to be woken.
    await anna.put("/v1/agents/me/presence", {"status": "online"})
    first = await given_to(anna)
    chat = await offered()
    await anna.patch(f"/v1/tickets/{first['id']}", {"status": "solved"})
    await given_to(anna)
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    await anna.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
    chats = [each for each in chats if each["id"] != chat["id"]]
    await offered()
    await boris.put("/v1/agents/me/presence", {"status": "online", "channels": ["ticket"]})
    await admin.patch(f"/v1/agents/{boris.id}", {"capacity": {"ticket": 1}})
    await given_to(boris)
    for agent in (anna, boris):
        await agent.put("/v1/agents/me/presence", {"status": "offline"})
    await oleg("POST", f"/v1/chats/{chats[0]['id']}/end", json={})
    await vera("POST", f"/v1/chats/{chats[0]['id']}/end", json={})
    return by_hand == 0


async def _work(agent: Api) -> None:
    """What an agent does in a moment: answers an offer, ends a chat, solves one ticket, gives another back."""
    for chat in (await agent.get("/v1/chats", params={"mine": "true"}))["items"]:
        if chat["status"] == "offered":
            await agent("POST", f"/v1/chats/{chat['id']}/{'accept' if chat['version'] % 2 else 'decline'}")
        elif chat["status"] == "active":
            await agent("POST", f"/v1/chats/{chat['id']}/end", json={})
    mine = (await agent.get("/v1/tickets", params={"assignee_id": str(agent.id), "status": "open"}))["items"]
    if mine:
        await agent("PATCH", f"/v1/tickets/{mine[0]['id']}", json={"status": "solved"})
    if len(mine) > 1 and mine[1]["chat_id"] is None:
        await agent("POST", f"/v1/tickets/{mine[1]['id']}/assign", json={"assignee_id": None})


async def test_whoever_is_given_a_ticket_by_a_lead_or_a_ladder_keeps_it_in_that_team(callers_: Callers) -> None:
    """A queue that several teams serve must not give it back to the team that it was taken from."""
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris")
    front, back = await callers_.team("Front", anna), await callers_.team("Back", boris)
    admin = await callers_.admin()
    await admin.patch(f"/v1/teams/{front}", {"escalates_to_id": str(back)})
    await routing.queue(callers_, "All", [front])
    vera = await callers_.customer()
    escalated, moved = await ticket(vera), await ticket(vera)
    await anna.post(f"/v1/tickets/{escalated['id']}/escalate", {"reason": "Beyond me"}, expect=200)
    await anna.post(f"/v1/tickets/{moved['id']}/assign", {"team_id": str(back), "assignee_id": None}, expect=200)
    await nobody_gets(callers_, escalated, moved)
    for each in (escalated, moved):
        found = await anna.get(f"/v1/tickets/{each['id']}")
        assert (found["queue_id"], found["team_id"]) == (None, str(back))
    await routing.come(callers_, boris.id)
    for each in (escalated, moved):
        await gets(callers_, each, boris)


async def test_a_ticket_in_somebodys_hands_holds_up_nobody_and_is_not_spun_on(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []
    real = placing.lines_with_work

    async def noted(connection: Connection, channel: str, **more: Any) -> dict[UUID, UUID]:
        if channel == "ticket":
            looks.append(clock.monotonic())
        return await real(connection, channel, **more)

    monkeypatch.setattr(placing, "lines_with_work", noted)
    anna = await callers_.agent(name="Anna", ticket=20)
    vera = await callers_.customer()
    held, other = await ticket(vera), await ticket(vera)
    database = callers_.desk.database
    async with database.lean() as connection, connection.transaction():
        await connection.execute("SELECT 1 FROM tickets WHERE id = $1 FOR UPDATE", UUID(held["id"]))
        await routing.come(callers_, anna.id)
        await gets(callers_, other, anna)
        # It is looked at again twice a second, on a busy machine more rarely.
        before = len(looks)
        taken = await eventually(lambda: assignee(callers_, held), lambda _: len(looks) >= before + 5)
        assert taken is None
        assert looks[before + 4] - looks[before] > 1
    await gets(callers_, held, anna)


async def test_a_ticket_of_an_archived_team_finds_another_place(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    team, rest = await callers_.team("Gone", anna), await callers_.team("Rest", boris)
    admin = await callers_.admin()
    made = await admin.post(
        "/v1/tickets",
        {"subject": "Help", "body": "Please", "team_id": str(team), "requester": {"email": "vera@desk.test"}},
    )
    assert made["assignee_id"] == str(anna.id)
    path = f"/v1/tickets/{made['id']}"
    await anna.patch(path, {"status": "solved"})
    await routing.queue(callers_, "Rest", [rest])
    await admin("DELETE", f"/v1/teams/{team}", expect=204)
    await routing.change(callers_, anna.id, presence="offline")
    await admin.patch(path, {"status": "open"})
    await gets(callers_, made, boris)
    refused = {"subject": "Help", "body": "Please", "team_id": str(team), "requester": {"email": "vera@desk.test"}}
    await admin.refused("POST", "/v1/tickets", 422, "unknown_team", json=refused)
