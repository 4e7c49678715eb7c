"""Why this agent got that ticket, and why it still waits: from the desk itself, in data and in words."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from app import clock
from app.models import Agent, Team
from app.rules.actors import SYSTEM
from app.schemas.events import EventType
from app.services import events, ticket_access
from tests import routing
from tests.conftest import Api, Callers
from tests.desks import eventually, put_in_brand, state_of

pytestmark = pytest.mark.usefixtures("long_offers")


async def ticket(customer: Api, **more: Any) -> str:
    made = await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks", **more})
    return str(made["id"])


async def told(agent: Api, ticket_id: str, **query: Any) -> Any:
    return await agent.get(f"/v1/tickets/{ticket_id}/routing", params=query)


async def now(agent: Api, ticket_id: str, **query: Any) -> Any:
    return (await told(agent, ticket_id, **query))["now"]


def kinds(found: Any) -> list[str]:
    return [each["kind"] for each in found["decisions"]]


def codes(found: Any) -> list[str]:
    return [each["code"] for each in found["warnings"]]


async def test_why_an_agent_got_a_ticket(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True, ticket=10)
    boris = await callers_.agent(name="Boris", online=True, ticket=10)
    gone = await callers_.agent(name="Gone")
    team = await callers_.team("Billing", anna, boris, gone)
    await put_in_brand(callers_, team)
    vera = await callers_.customer()
    await boris.post(f"/v1/tickets/{await ticket(vera)}/assign", {"assignee_id": str(boris.id)}, expect=200)
    made = await ticket(vera)
    # Anna has none of the two before, whoever got the first: Boris took it.
    found = await told(anna, made)
    assert kinds(found) == ["ticket.created", "ticket.assigned"]
    created, assigned = found["decisions"]
    assert created["summary"] == "It was created; its place is in the queue of the team “Billing”."
    assert assigned["summary"] == (
        "Anna got it: of 3 agents of “Billing” 2 could take it; Anna (0 of 10) was the least loaded, ahead of Boris "
        "(1 of 10)."
    )
    decision = assigned["decision"]
    assert decision["decided_by"] == "least_loaded"
    assert decision["queue"] is None
    assert decision["needs"]["teams"] == [{"id": str(team), "name": "Billing"}]
    assert [(each["name"], each["chosen"], each["why"]) for each in decision["agents"]] == [
        ("Anna", True, None), ("Boris", False, None), ("Gone", False, "not_online"),
    ]  # fmt: skip
    assert [(each["load"], each["capacity"]) for each in decision["agents"][:2]] == [(0, 10), (1, 10)]
    assert found["now"]["state"] == "with_agent"
    assert found["now"]["summary"] == "It is with Anna."
    assert found["now"]["agent"] == {"id": str(anna.id), "name": "Anna"}
    russian = await told(anna, made, language="ru")
    assert russian["decisions"][1]["summary"].startswith("Получает Anna: взять могли 2 из 3 агентов команды «Billing»;")
    assert russian["now"]["summary"] == "Обращение ведёт Anna."


async def test_why_a_ticket_waits(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", ticket=1)
    boris = await callers_.agent(name="Boris", ticket=1)
    billing, second = await callers_.team("Billing", anna), await callers_.team("Second line", boris)
    refunds = await routing.skill(callers_, "Refunds", Anna=2)
    queue = await routing.queue(
        callers_, "VIP", [billing], overflow=[{"after_seconds": 600, "team_ids": [str(second)]}],
        skills=[routing.wanted(refunds, 3)],
    )  # fmt: skip
    vera = await callers_.customer()
    first, made = await ticket(vera), await ticket(vera)
    found = await now(boris, made)
    assert found["state"] == "waiting"
    assert found["place"] == {"id": str(queue), "kind": "queue", "name": "VIP"}
    assert found["position"] == 2
    assert found["needs"]["skills"] == [{"id": str(refunds), "name": "Refunds", "level": 3}]
    assert found["change"]["teams"] == [{"id": str(second), "name": "Second line"}]
    assert codes(found) == ["skill_nobody_has", "nobody_online"]
    assert found["warnings"][0]["detail"] == "Nobody in these teams has the skill “Refunds” at level 3 or above."
    assert found["evaluation"]["decided_by"] == "nobody"
    (only,) = found["evaluation"]["agents"]
    assert (only["name"], only["why"], only["detail"]) == ("Anna", "not_online", "not online: offline")
    said = " ".join([found["summary"], *found["sentences"]])
    assert "in the queue “VIP”, at place 2." in said
    assert "It asks for: somebody of “Billing”; the skill “Refunds” at level 3 or above." in said
    assert "The only agent of “Billing” cannot take it now: not online." in said
    assert "the help of “Second line” begins." in said
    # Time passes: the second line helps, and is not good enough either.
    async with callers_.desk.database.lean() as connection:
        await connection.execute(
            "UPDATE queue_items SET queued_at = $1, sorted = false", clock.now() - timedelta(hours=1)
        )
    later = await now(anna, first, language="ru")
    assert [each["name"] for each in later["needs"]["teams"]] == ["Billing", "Second line"]
    assert later["change"] is None
    assert later["evaluation"]["excluded_by_reason"] == {"not_online": 2}
    assert later["summary"].startswith("Ожидание в очереди «VIP»: 1 ч")


async def test_who_would_get_it_and_what_goes_before(callers_: Callers) -> None:
    """Somebody who is free gets it within moments: here the router is not asked."""
    anna = await callers_.agent(name="Anna", ticket=1)
    billing = await callers_.team("Billing", anna)
    await put_in_brand(callers_, billing)
    vera = await callers_.customer()
    first, second = await ticket(vera), await ticket(vera)
    async with callers_.desk.database.lean() as connection:
        transaction = connection.transaction()
        await transaction.start()
        # Nobody else gets at the line for as long as this transaction lasts.
        await connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"otklik ticket line {billing}"
        )
        await routing.come(callers_, anna.id)
        found = await now(anna, first)
        assert found["sentences"][1] == (
            "Anna gets it within moments: there is nobody else to choose from among the agents of “Billing”."
        )
        assert found["evaluation"]["agents"][0]["chosen"]
        assert found["warnings"] == []
        behind = await now(anna, second)
        assert behind["sentences"][1] == "Anna could take it now, but 1 item ahead of it goes first."
        await transaction.rollback()
    await eventually(lambda: now(anna, first), lambda seen: seen["state"] == "with_agent")
    full = await now(anna, second)
    assert codes(full) == ["everybody_full"]
    assert full["evaluation"]["agents"][0]["detail"] == "full: 1 of 1"


async def test_a_chat_from_offer_to_offer(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True)
    await put_in_brand(callers_, await callers_.team("Billing", anna))
    vera = await callers_.customer()
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    found = await told(anna, chat["ticket_id"])
    assert kinds(found) == ["ticket.created", "chat.started", "chat.offered"]
    assert found["decisions"][-1]["decision"]["channel"] == "chat"
    assert found["now"]["state"] == "offered"
    assert found["now"]["chat_id"] == chat["id"]
    assert found["now"]["offered_until"] is not None
    assert found["now"]["summary"].startswith("It is offered to Anna for ")
    await anna.post(f"/v1/chats/{chat['id']}/decline", expect=200)
    refused = await now(anna, chat["ticket_id"], language="ru")
    if refused["state"] == "waiting":  # else it rings already again
        assert codes(refused) == ["all_declined"]
        assert refused["warnings"][0]["detail"].startswith(
            "Все, кто мог бы взять, отказались или передали дальше; следующая"
        )
    await eventually(lambda: now(anna, chat["ticket_id"]), lambda seen: seen["state"] == "offered")
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    found = await told(anna, chat["ticket_id"])
    # That the ticket is Anna's by accepting is no other story.
    assert kinds(found)[2:] == ["chat.offered", "chat.offer_ended", "chat.offered", "chat.accepted"]
    assert found["decisions"][3]["summary"] == "Anna declined the offer."
    assert found["now"]["state"] == "with_agent"


async def test_hand_over_and_other_turns_are_told(callers_: Callers) -> None:
    # She is there, so that nothing goes back from her, and takes nothing by herself.
    anna = await callers_.agent(name="Anna", online=True, channels=())
    lead = await callers_.agent(role="lead", name="Lea")
    first, second = await callers_.team("First", anna), await callers_.team("Second")
    await put_in_brand(callers_, first)
    vera = await callers_.customer()
    made = await ticket(vera)
    path = f"/v1/tickets/{made}"
    await lead.post(f"{path}/queue-place", {"place": "first", "reason": "Important"}, expect=200)
    await lead.post(f"{path}/assign", {"assignee_id": str(anna.id)}, expect=200)
    await anna.post(f"{path}/not-my-area", {"team_id": str(second), "reason": "Taxes"}, expect=200)
    await anna.post(f"{path}/assign", {"assignee_id": str(anna.id)}, expect=200)
    until = (clock.now() + timedelta(days=1)).isoformat()
    await anna.post(f"{path}/snooze", {"until": until}, expect=200)
    assert (await now(anna, made))["state"] == "snoozed"
    await vera.post(f"{path}/messages", {"body": "Well?"})
    await anna.patch(path, {"status": "pending"})
    assert (await now(anna, made))["summary"] == "Nobody is looked for: the ticket waits for the customer."
    await anna.patch(path, {"status": "solved"})
    await vera.post(f"{path}/messages", {"body": "Not really"})
    await anna.patch(path, {"tags": ["x"]})
    found = await told(lead, made)
    assert [each["summary"] for each in found["decisions"]] == [
        "It was created; its place is in the queue of the team “First”.",
        "Lea put it first in its queue.",
        "Lea gave it to Anna.",
        "Anna said that it is not theirs to do, and sent it on to the team “Second”.",
        "Anna took it.",
        f"Anna snoozed it until {until[:10]} {until[11:19]} UTC.",
        "A new message woke it.",
        "It was solved.",
        "It was opened again.",
    ]
    assert found["decisions"][1]["sentences"] == ["The reason: “Important”"]


async def test_a_closed_queue_and_a_queue_without_teams(callers_: Callers) -> None:
    agent = await callers_.agent(name="Anna", online=True)
    closed = await routing.queue(callers_, "Weekdays", [], calendar=await routing.closed_calendar(callers_))
    vera = await callers_.customer()
    made = await ticket(vera)
    found = await now(agent, made)
    assert found["state"] == "held"
    assert found["needs"] is found["evaluation"] is None
    assert found["change"]["opens"]
    assert found["sentences"][-1].endswith("the queue opens.")
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE queues SET calendar_id = NULL, version = version + 1 WHERE id = $1", closed)
    assert codes(await now(agent, made)) == ["no_teams"]


async def test_of_a_long_story_there_are_pages(callers_: Callers) -> None:
    anna, boris = await callers_.agent(name="Anna"), await callers_.agent(name="Boris")
    made = await ticket(await callers_.customer())
    for each in (anna, boris) * 3:
        await anna.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(each.id)}, expect=200)
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = await told(anna, made, after_seq=after, limit=3)
        seen += [each["seq"] for each in page["decisions"]]
        after = page["next_cursor"]
    assert seen == [each["seq"] for each in (await told(anna, made))["decisions"]]
    assert len(seen) == 7


async def test_what_older_desks_wrote_and_what_is_gone(callers_: Callers) -> None:
    anna, lead = await callers_.agent(name="Anna"), await callers_.agent(role="lead", name="Lea")
    made = await ticket(await callers_.customer())
    lost_team, lost_skill, lost_agent = uuid4(), uuid4(), uuid4()
    old = {"decided_by": "least_loaded", "eligible": [str(anna.id), str(lost_agent)], "eligible_count": 2,
           "excluded": {str(lead.id): "off_shift"}, "excluded_count": 1}  # fmt: skip
    newer = {**old, "needs": {"team_ids": [str(lost_team)], "skills": [{"skill_id": str(lost_skill), "level": 2}],
                              "language": None, "tier": 0}}  # fmt: skip
    async with callers_.desk.database.unit_of_work() as work:
        row = await ticket_access.lock(work.session, SYSTEM, UUID(made))
        for data in ({}, {"decision": old}, {"decision": newer}, {"decision": "nonsense"}):
            agent = {"agent": {"id": str(anna.id), "name": "Anna"}}
            events.record(work.session, SYSTEM, row, EventType.CHAT_OFFERED, data={**agent, **data})
    async with callers_.desk.database.unit_of_work() as work:
        gone = await work.session.get(Agent, anna.id)
        assert gone is not None
        gone.status, gone.name = "disabled", "Anna Petrova"
    found = await told(lead, made)
    best = f"could take it; Anna Petrova was the least loaded, ahead of #{lost_agent.hex[-8:]}."
    assert [each["summary"] for each in found["decisions"][1:]] == [
        "It was offered to Anna Petrova.",
        f"It was offered to Anna Petrova: of 3 agents 2 {best}",
        f"It was offered to Anna Petrova: of 3 agents of “#{lost_team.hex[-8:]}” 2 {best}",
        "It was offered to Anna Petrova.",
    ]
    assert found["decisions"][1]["decision"] is None
    assert found["decisions"][2]["decision"]["needs"] is None


@pytest.mark.parametrize(
    "name", ["{agent}", "<b>x</b>", "a\nb", "\u202eevil", "%s", "x" * 200, "'); DROP TABLE tickets"]
)
async def test_hostile_names_stay_names(callers_: Callers, name: str) -> None:
    anna = await callers_.agent(name=name, online=True)
    team = await callers_.team("Billing", anna)
    async with callers_.desk.database.unit_of_work() as work:
        row = await work.session.get(Team, team)
        assert row is not None
        row.name = name
    await put_in_brand(callers_, team)
    made = await ticket(await callers_.customer())
    for language in ("en", "ru"):
        found = await told(anna, made, language=language)
        said = [found["now"]["summary"], *(each["summary"] for each in found["decisions"])]
        assert all("\n" not in each and "\u202e" not in each and len(each) < 600 for each in said)
        assert not name.isprintable() or name[:70] in said[0]


async def test_it_is_for_agents(callers_: Callers) -> None:
    agent, vera = await callers_.agent(), await callers_.customer()
    partner = await callers_.partner()
    made = await ticket(vera)
    path = f"/v1/tickets/{made}/routing"
    await vera.refused("GET", path, 403, "forbidden")
    await partner.refused("GET", path, 403, "forbidden")
    await callers_.nobody().refused("GET", path, 401, "unauthenticated")
    await agent.refused("GET", f"/v1/tickets/{uuid4()}/routing", 404, "not_found")
    await agent.refused("GET", path, 422, "invalid", params={"language": "de"})
    await agent.refused("GET", path, 422, "invalid", params={"limit": 201})
    # What customers see of the log says nothing of who was considered.
    public = await vera.get(f"/v1/tickets/{made}/events")
    assert "decision" not in orjson.dumps(public).decode()


async def test_it_costs_few_statements_however_long_the_story(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna")
    made = await ticket(await callers_.customer())
    async with callers_.desk.database.unit_of_work() as work:
        row = await ticket_access.lock(work.session, SYSTEM, UUID(made))
        for number in range(300):
            agent = {"id": str(uuid4()), "name": f"Agent {number}"}
            events.record(work.session, SYSTEM, row, EventType.CHAT_OFFERED, data={"agent": agent})
    found = await told(anna, made)
    assert len(found["decisions"]) == 200
    assert found["decisions"][-1]["summary"] == "It was offered to Agent 198."
    assert await state_of(callers_.desk.database, "SELECT count(*) FROM events WHERE ticket_id = $1", UUID(made)) > 300
