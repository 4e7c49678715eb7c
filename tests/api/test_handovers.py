"""Handing over: where it goes, what the customer reads, what a retry does, and who may."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import clock
from app.models import Absence
from tests import routing
from tests.conftest import Api, Callers
from tests.desks import eventually, state_of

pytestmark = pytest.mark.usefixtures("long_offers")


async def ticket(customer: Api, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await customer.post("/v1/tickets", {"subject": "Invoice", "body": "Please", **more})
    return made


async def said(customer: Api, made: dict[str, Any]) -> list[str]:
    """What the desk itself has told the customer."""
    thread = (await customer.get(f"/v1/tickets/{made.get('ticket_id', made['id'])}/messages"))["items"]
    return [each["body"] for each in thread if each["author"]["kind"] == "system"]


async def last_event(callers: Callers, ticket_id: str, kind: str) -> dict[str, Any]:
    """What the latest event of a kind says, as agents see it."""
    agent = await callers.agent(name="Looks on")
    events = (await agent.get(f"/v1/tickets/{ticket_id}/events"))["items"]
    found: dict[str, Any] = [each for each in events if each["type"] == kind][-1]["data"]
    return found


async def test_a_ticket_goes_to_another_team_and_the_customer_reads_why(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True)
    vera = await callers_.customer()
    made = await ticket(vera, language="ru")
    boris = await callers_.agent(name="Boris", online=True)
    billing = await callers_.team("Billing", boris)
    await anna.post(f"/v1/tickets/{made['id']}/messages", {"body": "Angry", "visibility": "internal"})
    asked = {"team_id": str(billing), "reason": "Вопрос про оплату"}
    await anna.post(f"/v1/tickets/{made['id']}/transfer", asked, expect=200)
    got = await eventually(
        lambda: boris.get(f"/v1/tickets/{made['id']}"), lambda found: found["assignee_id"] == str(boris.id)
    )
    assert got["team_id"] == str(billing)
    (told,) = await said(vera, made)
    assert "Billing" in told
    assert "Вопрос про оплату" in told
    notes = [each["body"] for each in (await boris.get(f"/v1/tickets/{made['id']}/messages"))["items"]]
    assert "Angry" in notes
    event = await last_event(callers_, made["id"], "ticket.transferred")
    assert event["to"] == {"kind": "team", "id": str(billing), "name": "Billing"}
    public = (await vera.get(f"/v1/tickets/{made['id']}/events"))["items"]
    assert "ticket.transferred" not in {each["type"] for each in public}


async def test_again_is_nothing_and_what_is_solved_is_refused(callers_: Callers) -> None:
    anna, vera = await callers_.agent(name="Anna"), await callers_.customer()
    made = await ticket(vera)
    path = f"/v1/tickets/{made['id']}/transfer"
    team = await callers_.team("Billing")
    asked = {"team_id": str(team), "tell_customer": False}
    first = await anna.post(path, asked, expect=200)
    assert (await anna.post(path, asked, expect=200))["version"] == first["version"]
    # But a word about it is for whoever has it there: kept as a note, once, also for two at once.
    word = {**asked, "reason": "She has called"}
    await asyncio.gather(*(anna.post(path, word, expect=200) for _ in range(3)))
    boris = await callers_.agent(name="Boris")
    await boris.post(path, word, expect=200)
    notes = (await anna.get(f"/v1/tickets/{made['id']}/messages"))["items"][1:]
    assert [(each["author"]["name"], each["visibility"], each["body"]) for each in notes] == [
        ("Anna", "internal", "She has called"), ("Boris", "internal", "She has called"),
    ]  # fmt: skip
    assert await said(vera, made) == []
    await anna.patch(f"/v1/tickets/{made['id']}", {"status": "solved"})
    await anna.refused("POST", path, 409, "ticket_not_open", json={"agent_id": str(anna.id)})


async def test_two_who_hand_it_over_at_once(callers_: Callers) -> None:
    anna, vera = await callers_.agent(name="Anna", online=True), await callers_.customer()
    made = await ticket(vera)
    teams = [await callers_.team(name) for name in ("One", "Two")]
    await asyncio.gather(
        *(
            anna.post(f"/v1/tickets/{made['id']}/transfer", {"team_id": str(each), "reason": "x"}, expect=200)
            for each in teams
        )
    )
    found = await anna.get(f"/v1/tickets/{made['id']}")
    assert found["team_id"] in {str(each) for each in teams}
    assert found["assignee_id"] is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "invalid"),
        ({"team_id": str(uuid4()), "agent_id": str(uuid4())}, "invalid"),
        ({"team_id": str(uuid4())}, "unknown_team"),
        ({"agent_id": str(uuid4())}, "unknown_agent"),
        ({"queue_id": str(uuid4())}, "unknown_queue"),
        ({"tier": -1}, "invalid"),
        ({"tier": True}, "invalid"),
        ({"tier": 2, "reason": "x" * 10_000}, "invalid"),
    ],
)
async def test_places_that_there_are_not(callers_: Callers, asked: dict[str, Any], code: str) -> None:
    anna, vera = await callers_.agent(name="Anna"), await callers_.customer()
    made = await ticket(vera)
    await anna.refused("POST", f"/v1/tickets/{made['id']}/transfer", 422, code, json=asked)
    assert await said(vera, made) == []


async def test_who_may(callers_: Callers) -> None:
    vera, partner = await callers_.customer(), await callers_.partner()
    made = await ticket(vera)
    for call in ("transfer", "not-my-area", "queue-place"):
        body = {"place": "first"} if call == "queue-place" else {"tier": 1}
        await callers_.nobody().refused("POST", f"/v1/tickets/{made['id']}/{call}", 401, "unauthenticated", json=body)
        for each in (vera, partner):
            await each.refused("POST", f"/v1/tickets/{made['id']}/{call}", 403, "forbidden", json=body)


async def test_to_a_queue_and_to_a_tier(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    front, back = await callers_.team("Front", anna), await callers_.team("Back", anna, boris)
    await routing.queue(callers_, "Front door", [front])
    second = await routing.queue(
        callers_, "Back office", [back], conditions=routing.about("nothing"),
        handover_text={"en": "{customer}, our back office has it now. {reason}"},
    )  # fmt: skip
    await routing.change(callers_, boris.id, tier=2)
    vera = await callers_.customer()
    made = await ticket(vera)
    path = f"/v1/tickets/{made['id']}"
    await anna.post(f"{path}/transfer", {"queue_id": str(second), "reason": "It takes longer"}, expect=200)
    found = await anna.get(path)
    assert (found["queue_id"], found["team_id"]) == (str(second), str(back))
    assert await said(vera, made) == ["Vera, our back office has it now. It takes longer"]
    await anna.post(f"{path}/transfer", {"tier": 2, "tell_customer": False}, expect=200)
    await eventually(lambda: anna.get(path), lambda found: found["assignee_id"] == str(boris.id))
    assert (await anna.get(path))["queue_id"] == str(second)


async def test_whoever_is_out_of_office_has_a_substitute(callers_: Callers) -> None:
    anna, boris, lena = [await callers_.agent(name=name, online=True) for name in ("Anna", "Boris", "Lena")]
    made = await ticket(await callers_.customer())
    now = clock.now()
    async with callers_.desk.database.unit_of_work() as work:
        absence = Absence(
            agent_id=boris.who, starts_at=now - timedelta(1), ends_at=now + timedelta(1), created_at=now, updated_at=now
        )
        work.session.add(absence)
    await routing.change(callers_, boris.id, off="out_of_office")
    path = f"/v1/tickets/{made['id']}/transfer"
    await anna.refused("POST", path, 409, "agent_out_of_office", json={"agent_id": str(boris.id)})
    await state_of(callers_.desk.database, "UPDATE absences SET substitute_id = $1", lena.id)
    found = await anna.post(path, {"agent_id": str(boris.id)}, expect=200)
    assert found["assignee_id"] == str(lena.id)
    event = await last_event(callers_, made["id"], "ticket.transferred")
    assert event["instead_of"] == {"id": str(boris.id), "name": "Boris"}


async def test_not_my_area_sends_it_to_somebody_else_for_good(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True)
    vera = await callers_.customer()
    made = await ticket(vera)
    path = f"/v1/tickets/{made['id']}"
    assert made["assignee_id"] == str(anna.id)
    other = await callers_.agent(name="Other")
    await other.refused("POST", f"{path}/not-my-area", 409, "not_yours", json={})
    first = await anna.post(f"{path}/not-my-area", {"reason": "About printers"}, expect=200)
    assert first["assignee_id"] is None
    again = await anna.post(f"{path}/not-my-area", {"reason": "About printers"}, expect=200)
    assert again["version"] == first["version"]
    # She is the only one who is there, and is not asked again, however long it waits.
    await state_of(
        callers_.desk.database, "UPDATE events SET at = at - interval '1 hour' WHERE type LIKE '%transferred'"
    )
    await asyncio.sleep(0.7)
    assert (await anna.get(path))["assignee_id"] is None
    boris = await callers_.agent(name="Boris")
    await routing.come(callers_, boris.id)
    await eventually(lambda: anna.get(path), lambda found: found["assignee_id"] == str(boris.id))
    assert "About printers" in (await said(vera, made))[0]


async def test_not_my_area_with_a_topic_tries_the_queues_again(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    front, back = await callers_.team("Front", anna), await callers_.team("Back", boris)
    await routing.queue(callers_, "Printers", [back], conditions=routing.about("printers"))
    await routing.queue(callers_, "Rest", [front])
    vera = await callers_.customer()
    made, chat = await ticket(vera), await vera.post("/v1/chats", {"body": "Hello"})
    await anna.post(f"/v1/tickets/{made['id']}/not-my-area", {"topic": "printers"}, expect=200)
    await eventually(lambda: anna.get(f"/v1/tickets/{made['id']}"), lambda found: found["assignee_id"] == str(boris.id))
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    await anna.post(f"/v1/tickets/{chat['ticket_id']}/not-my-area", {"topic": "printers"}, expect=200)
    await eventually(lambda: boris.get(f"/v1/chats/{chat['id']}"), lambda found: found["offer"] is not None)
    assert (await boris.get(f"/v1/chats/{chat['id']}"))["queued_at"] == chat["queued_at"]


async def with_chat(callers: Callers) -> tuple[Api, Api, Api, dict[str, Any]]:
    """Anna in a chat with Vera; Boris, who is there."""
    anna = await callers.agent(name="Anna", online=True, chat=1)
    vera = await callers.customer()
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    boris = await callers.agent(name="Boris", online=True, chat=1)
    return anna, boris, vera, chat


async def loads(callers: Callers, *agents: Api) -> list[int]:
    """What each holds of chats."""
    return [
        await state_of(
            callers.desk.database, "SELECT load FROM agent_loads WHERE agent_id = $1 AND channel = 'chat'", each.id
        )
        for each in agents
    ]


async def test_a_warm_hand_over_keeps_both_in_until_the_other_accepts(callers_: Callers) -> None:
    anna, boris, vera, chat = await with_chat(callers_)
    path = f"/v1/chats/{chat['id']}"
    warm = {"agent_id": str(boris.id), "warm": True, "reason": "Knows printers"}
    found = await anna.post(f"{path}/transfer", warm, expect=200)
    assert (found["status"], found["agent"]["id"]) == ("active", str(anna.id))
    assert await loads(callers_, anna, boris) == [1, 1]
    assert (await boris.get(path))["offer"] is not None
    await anna.post(f"{path}/transfer", warm, expect=200)
    await anna.post(f"/v1/tickets/{chat['ticket_id']}/messages", {"body": "Boris will take over"})
    await boris.post(f"/v1/tickets/{chat['ticket_id']}/messages", {"body": "A moment", "visibility": "internal"})
    got = await boris.post(f"{path}/accept", expect=200)
    assert (got["status"], got["agent"]["id"]) == ("active", str(boris.id))
    assert await loads(callers_, anna, boris) == [0, 1]
    assert (await anna.get(f"/v1/tickets/{chat['ticket_id']}"))["assignee_id"] == str(boris.id)
    event = await last_event(callers_, chat["ticket_id"], "chat.accepted")
    assert event["from_agent"]["name"] == "Anna"
    assert (await vera.get(path))["agent"]["name"] == "Boris"


async def test_a_warm_hand_over_that_is_refused_leaves_it_where_it_is(callers_: Callers) -> None:
    anna, boris, _, chat = await with_chat(callers_)
    path = f"/v1/chats/{chat['id']}"
    await anna.post(f"{path}/transfer", {"agent_id": str(boris.id), "warm": True}, expect=200)
    await boris.post(f"{path}/decline", expect=200)
    found = await anna.get(path)
    assert (found["status"], found["agent"]["id"]) == ("active", str(anna.id))
    assert await loads(callers_, anna, boris) == [1, 0]
    (told,) = (await anna.get("/v1/notifications"))["items"]
    assert told["kind"] == "chat.transfer_refused"
    await boris.refused("POST", f"{path}/accept", 409, "already_taken")


async def test_a_warm_hand_over_to_a_team_finds_its_best_and_ends_with_the_chat(callers_: Callers) -> None:
    anna, boris, vera, chat = await with_chat(callers_)
    path = f"/v1/chats/{chat['id']}"
    team = await callers_.team("Printers", boris)
    empty = await callers_.team("Empty")
    await anna.refused("POST", f"{path}/transfer", 409, "agent_unavailable", json={"team_id": str(empty), "warm": True})
    await anna.post(f"{path}/transfer", {"team_id": str(team), "warm": True}, expect=200)
    assert await loads(callers_, anna, boris) == [1, 1]
    await vera.post(f"{path}/end", {}, expect=200)
    assert await loads(callers_, anna, boris) == [0, 0]


async def test_a_warm_hand_over_of_a_chat_that_nobody_is_in(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna"), await callers_.agent(name="Boris", online=True, chat=0)
    chat = await (await callers_.customer()).post("/v1/chats", {"body": "Hello"})
    warm = {"agent_id": str(boris.id), "warm": True}
    await anna.refused("POST", f"/v1/chats/{chat['id']}/transfer", 409, "not_yours", json=warm)


async def test_the_one_who_has_it_is_disabled_while_it_is_offered_warm(callers_: Callers) -> None:
    anna, boris, _, chat = await with_chat(callers_)
    admin = await callers_.admin()
    await anna.post(f"/v1/chats/{chat['id']}/transfer", {"agent_id": str(boris.id), "warm": True}, expect=200)
    await admin.patch(f"/v1/agents/{anna.id}", {"status": "disabled"})
    await eventually(
        lambda: boris.get(f"/v1/chats/{chat['id']}"),
        lambda found: found["status"] == "offered" and found["offer"] is not None,
    )
    await boris.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    assert await loads(callers_, anna, boris) == [0, 1]


async def test_both_at_once_accept_and_take_back(callers_: Callers) -> None:
    anna, boris, _, chat = await with_chat(callers_)
    path = f"/v1/chats/{chat['id']}"
    lena = await callers_.agent(name="Lena", online=True, chat=1)
    await anna.post(f"{path}/transfer", {"agent_id": str(boris.id), "warm": True}, expect=200)
    answers = await asyncio.gather(
        boris("POST", f"{path}/accept"),
        anna("POST", f"{path}/transfer", json={"agent_id": str(lena.id), "warm": True}),
    )
    assert {each.status_code for each in answers} <= {200, 409}
    found = await anna.get(path)
    assert found["status"] == "active"
    held = await loads(callers_, anna, boris, lena)
    assert sum(held) in {1, 2}
    assert UUID(found["agent"]["id"]) in {anna.id, boris.id}


async def test_a_retry_takes_it_from_nobody_and_tells_nobody_twice(callers_: Callers) -> None:
    anna, vera = await callers_.agent(name="Anna", online=True), await callers_.customer()
    made = await ticket(vera)
    boris = await callers_.agent(name="Boris", online=True)
    team = await callers_.team("Billing", boris)
    path, asked = f"/v1/tickets/{made['id']}", {"team_id": str(team), "reason": "An invoice"}
    await anna.post(f"{path}/transfer", asked, expect=200)
    got = await eventually(lambda: boris.get(path), lambda found: found["assignee_id"] == str(boris.id))
    again = await anna.post(f"{path}/transfer", asked, expect=200)
    assert (again["assignee_id"], again["version"]) == (str(boris.id), got["version"])
    assert len(await said(vera, made)) == 1
    # What comes back to her she may hand over anew.
    await boris.post(f"{path}/transfer", {"agent_id": str(anna.id), "tell_customer": False}, expect=200)
    await anna.post(f"{path}/transfer", asked, expect=200)
    await eventually(lambda: boris.get(path), lambda found: found["assignee_id"] == str(boris.id))


async def test_a_chat_is_offered_to_the_same_agent_once(callers_: Callers) -> None:
    anna, boris, vera, chat = await with_chat(callers_)
    path = f"/v1/chats/{chat['id']}/transfer"
    for _ in range(3):
        await anna.post(path, {"agent_id": str(boris.id), "reason": "He knows"}, expect=200)
    offers = "SELECT count(*) FROM offers WHERE agent_id = $1"
    assert await state_of(callers_.desk.database, offers, boris.id) == 1
    assert len(await said(vera, chat)) == 1


async def test_what_the_customer_is_not_told_they_do_not_find(callers_: Callers) -> None:
    anna, _, vera, chat = await with_chat(callers_)
    team = await callers_.team("Patience")
    quiet = {"team_id": str(team), "reason": "Cannot stand him", "tell_customer": False}
    await anna.post(f"/v1/chats/{chat['id']}/transfer", quiet, expect=200)
    events = (await vera.get(f"/v1/tickets/{chat['ticket_id']}/events"))["items"]
    assert "chat.requeued" in {each["type"] for each in events}
    assert "Cannot stand him" not in str(events)
    assert "Cannot stand him" in str((await anna.get(f"/v1/tickets/{chat['ticket_id']}/events"))["items"])


async def test_a_warm_hand_over_says_why_and_goes_where_it_was_handed(callers_: Callers) -> None:
    anna, boris, vera, chat = await with_chat(callers_)
    team = await callers_.team("Printers", boris)
    queue = await routing.queue(
        callers_, "Printers", [team], conditions=routing.about("nothing"),
        handover_text={"en": "{team} ({queue}) will take this: {reason}"},
    )  # fmt: skip
    path = f"/v1/chats/{chat['id']}"
    warm = {"queue_id": str(queue), "warm": True, "reason": "He knows printers"}
    giving = await anna.post(f"{path}/transfer", warm, expect=200)
    assert giving["handover"]["agent"] == {"id": str(boris.id), "name": "Boris"}
    offered = (await boris.get("/v1/chats", params={"status": "offered", "mine": "true"}))["items"]
    assert [each["id"] for each in offered] == [chat["id"]]
    assert await said(vera, chat) == []
    event = await last_event(callers_, chat["ticket_id"], "chat.offered")
    assert (event["from_agent"]["name"], event["reason"], event["to"]["name"]) == (
        "Anna", "He knows printers", "Printers"
    )  # fmt: skip
    taken = await boris.post(f"{path}/accept", expect=200)
    assert (taken["queue_id"], taken["team_id"], taken["handover"]) == (str(queue), str(team), None)
    assert await said(vera, chat) == ["Printers (Printers) will take this: He knows printers"]
    assert (await vera.get(path))["handover"] is None


async def test_a_tier_is_for_somebody_who_is_there_and_ends_with_the_place(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    front, back = await callers_.team("Front", anna), await callers_.team("Back", boris)
    await routing.change(callers_, boris.id, tier=2)
    await routing.queue(callers_, "Front", [front])
    vera = await callers_.customer()
    made = await ticket(vera)
    path = f"/v1/tickets/{made['id']}/transfer"
    await anna.refused("POST", path, 409, "tier_nobody_has", json={"tier": 2})
    await routing.change(callers_, anna.id, tier=2, presence="away")
    await anna.post(path, {"tier": 2}, expect=200)
    tier = "SELECT agent_tier FROM tickets WHERE id = $1"
    assert await state_of(callers_.desk.database, tier, UUID(made["id"])) == 2
    await anna.post(path, {"tier": 0}, expect=200)
    assert await state_of(callers_.desk.database, tier, UUID(made["id"])) == 0
    await anna.post(path, {"tier": 2}, expect=200)
    await anna.post(path, {"team_id": str(back)}, expect=200)
    assert await state_of(callers_.desk.database, tier, UUID(made["id"])) == 0


async def test_a_live_chat_is_not_handed_to_where_nobody_is(callers_: Callers) -> None:
    anna, _, _, chat = await with_chat(callers_)
    team = await callers_.team("Day shift")
    closed = await routing.queue(
        callers_, "By day", [team], conditions=routing.about("nothing"),
        calendar=await routing.closed_calendar(callers_), when_closed={"do": "message", "queue_id": None, "text": {}},
    )  # fmt: skip
    for warm in (False, True):
        asked = {"queue_id": str(closed), "warm": warm}
        problem = await anna.refused("POST", f"/v1/chats/{chat['id']}/transfer", 409, "queue_closed", json=asked)
        assert problem["opens_at"] is not None
    assert (await anna.get(f"/v1/chats/{chat['id']}"))["status"] == "active"


async def test_a_customer_is_answered_in_their_own_language(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna", online=True), await callers_.agent(name="Boris", online=True)
    await routing.change(callers_, anna.id, languages=["en"])
    await routing.change(callers_, boris.id, languages=["ru"])
    await routing.queue(callers_, "All", [await callers_.team("All", anna, boris)], languages="required")
    vera = await callers_.customer()
    await state_of(callers_.desk.database, "UPDATE customers SET locale = 'ru-RU' WHERE id = $1", vera.id)
    made = await ticket(vera)
    assert (made["language"], made["assignee_id"]) == ("ru-RU", str(boris.id))
    assert (await ticket(vera, language="en"))["assignee_id"] == str(anna.id)
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    assert (await boris.get(f"/v1/chats/{chat['id']}"))["offer"] is not None
