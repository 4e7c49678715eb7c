"""Boards: what waits, who is there, what is wrong; and what waits listed in order, place by place."""

import base64
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import clock
from app.ids import new_id
from app.services import board_troubles
from tests import routing
from tests.conftest import Api, Callers
from tests.desks import eventually, put_in_brand

pytestmark = pytest.mark.usefixtures("long_offers")
NOBODY = UUID(int=0)


async def board(lead: Api, line: UUID, **query: Any) -> Any:
    return await lead.get(f"/v1/queues/{line}/board", params=query)


async def items(agent: Api, line: UUID, **query: Any) -> Any:
    return await agent.get(f"/v1/queues/{line}/items", params=query)


def codes(found: Any) -> list[str]:
    return [each["code"] for each in found["warnings"]]


async def ticket(agent: Api, **more: Any) -> str:
    asked = {"subject": "Kettle", "body": "It leaks", "requester": {"email": f"{new_id()}@example.com"}, **more}
    return str((await agent.post("/v1/tickets", asked))["id"])


async def placed(callers: Callers) -> None:
    """Wait until everything that waits is in its place."""

    async def unsorted() -> int:
        async with callers.desk.database.lean() as connection:
            return int(await connection.fetchval("SELECT count(*) FROM queue_items WHERE NOT sorted"))

    await eventually(unsorted, lambda number: number == 0)


async def test_what_a_lead_sees(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead", name="Lea")
    anna = await callers_.agent(name="Anna", online=True, chat=1, ticket=0)
    boris = await callers_.agent(name="Boris")
    clara = await callers_.agent(name="Clara", online=True, channels=("ticket",), ticket=0)
    billing, second = await callers_.team("Billing", anna, boris), await callers_.team("Second line", clara)
    refunds = await routing.skill(callers_, "Refunds", Anna=3)
    queue = await routing.queue(
        callers_, "VIP", [billing], overflow=[{"after_seconds": 600, "team_ids": [str(second)]}],
        skills=[{**routing.wanted(refunds, 5), "conditions": routing.about("refund")}],
    )  # fmt: skip
    vera = await callers_.customer()
    for topic in ("refund", "refund", "other"):
        await ticket(lead, topic=topic)
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    await placed(callers_)
    found = await board(lead, queue)
    assert found["queue"]["name"] == "VIP"
    assert found["queue"]["kind"] == "queue"
    assert found["queue"]["open"]
    assert found["queue"]["enabled"]
    assert found["queue"]["teams"] == [
        {"id": str(billing), "name": "Billing", "after_seconds": 0},
        {"id": str(second), "name": "Second line", "after_seconds": 600},
    ]
    assert found["waiting"] == {"tickets": 3, "chats": 1, "offered": 1, "held_closed": 0}
    assert found["longest_wait_seconds"] <= 30
    assert [(each["channel"], each["count"], len(each["needs"]["skills"])) for each in found["by_class"]] == [
        ("ticket", 2, 1), ("ticket", 1, 0),
    ]  # fmt: skip
    assert [(each["name"], each["state"], each["offers"], each["after_seconds"]) for each in found["agents"]] == [
        ("Anna", "full", 1, 0), ("Clara", "full", 0, 600), ("Boris", "offline", 0, 0),
    ]  # fmt: skip
    assert found["agents"][0]["load"] == {"chat": 1, "ticket": 0, "call": 0}
    assert found["agents"][0]["capacity"] == {"chat": 1, "ticket": 0, "call": 1}
    assert found["agents_by_state"]["full"] == 2
    assert found["agents_by_state"]["offline"] == 1
    assert codes(found) == ["skill_nobody_has", "everybody_full"]
    assert found["wait_seconds"] is None
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    later = await board(lead, queue)
    assert later["waiting"]["chats"] == 0
    assert later["served_last_hour"] == 1
    assert [each["state"] for each in later["agents"]] == ["full", "full", "offline"]


async def test_deadlines_and_who_left(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead", name="Lea"), await callers_.customer()
    team = await callers_.team("Billing")
    await put_in_brand(callers_, team)
    made = [await ticket(lead) for _ in range(4)]
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    await vera.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
    now = clock.now()
    dues = (now - timedelta(minutes=1), now + timedelta(minutes=14), now + timedelta(minutes=16))
    async with callers_.desk.database.lean() as connection:
        for ticket_id, due in zip(made, dues, strict=False):
            await connection.execute("UPDATE queue_items SET due_at = $2 WHERE ticket_id = $1", UUID(ticket_id), due)
        # The deadlines of tickets are followed by what waits: here nobody promised anything.
        found = await board(lead, team)
        await connection.execute("UPDATE queue_items SET due_at = 'infinity'")
    assert (found["sla_breached"], found["sla_at_risk"]) == (1, 1)
    assert found["abandoned_last_hour"] == 1
    assert found["waiting"]["tickets"] == 5


async def test_a_chat_that_somebody_had_was_not_abandoned(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead", name="Lea"), await callers_.customer()
    anna = await callers_.agent(name="Anna", online=True)
    team = await callers_.team("Billing", anna)
    other = await callers_.team("Other")
    await put_in_brand(callers_, team)
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    await anna.post(f"/v1/chats/{chat['id']}/transfer", {"team_id": str(other)}, expect=200)
    await vera.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
    assert (await board(lead, other))["abandoned_last_hour"] == 0


async def test_what_is_wrong(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead", name="Lea")
    empty = await routing.queue(callers_, "Empty", [], conditions=routing.about("none"))
    nobody = await callers_.team("Nobody")
    assert codes(await board(lead, empty)) == ["no_teams"]
    assert codes(await board(lead, nobody)) == ["no_agents"]
    anna = await callers_.agent(name="Anna")
    team = await callers_.team("Billing", anna)
    assert codes(await board(lead, team)) == ["nobody_online"]
    await routing.change(callers_, anna.id, off="out_of_office")
    found = await board(lead, team, language="ru")
    assert codes(found) == ["nobody_on_duty"]
    assert found["warnings"][0]["detail"] == "Сейчас никто из этих команд не на смене."
    assert found["agents_by_state"]["out_of_office"] == 1
    await routing.change(callers_, anna.id, off=None, presence="online", presence_channels=["chat"])
    assert codes(await board(lead, team)) == []


async def test_what_is_overlooked_is_seen(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody free and something that waits, both for a while: here because nobody else gets at the line."""
    lead = await callers_.agent(role="lead", name="Lea")
    anna = await callers_.agent(name="Anna")
    team = await callers_.team("Billing", anna)
    await put_in_brand(callers_, team)
    made = await ticket(lead)
    await placed(callers_)
    monkeypatch.setattr(board_troubles, "PATIENCE", timedelta(minutes=1))
    async with callers_.desk.database.lean() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"otklik ticket line {team}")
        await routing.come(callers_, anna.id)
        # A moment ago is no oversight, however long a moment is on a busy machine.
        assert codes(await board(lead, team)) == []
        async with callers_.desk.database.lean() as other:
            long_ago = clock.now() - timedelta(minutes=5)
            await other.execute("UPDATE agents SET presence_at = $1, updated_at = $1", long_ago)
            await other.execute("UPDATE queue_items SET queued_at = $1", long_ago)
            await other.execute("UPDATE tickets SET updated_at = $1", long_ago)
        found = await board(lead, team)
        assert codes(found) == ["stuck"]
        assert found["warnings"][0]["detail"] == "Something waits although Anna is free and could take it."
        async with callers_.desk.database.lean() as other:
            await other.execute(
                "UPDATE tickets SET updated_at = (SELECT max(at) FROM events WHERE ticket_id = $1)", UUID(made)
            )
        await transaction.rollback()
    await eventually(lambda: board(lead, team), lambda seen: seen["waiting"]["tickets"] == 0)
    assert codes(await board(lead, team)) == []


async def test_who_writes_things_down(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead", name="Lea"), await callers_.customer()
    anna = await callers_.agent(name="Anna", online=True, chat=1, channels=("chat",))
    queue = await routing.queue(callers_, "VIP", [await callers_.team("Billing", anna)], wrap_up_seconds=3600)
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    await anna.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
    assert (await board(lead, queue))["agents_by_state"]["wrapping_up"] == 1


async def test_a_closed_queue_holds_what_waits(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead", name="Lea")
    queue = await routing.queue(callers_, "Weekdays", [], calendar=await routing.closed_calendar(callers_))
    await ticket(lead)
    await placed(callers_)
    found = await board(lead, queue)
    assert not found["queue"]["open"]
    assert found["queue"]["changes_at"] is not None
    assert found["waiting"] == {"tickets": 1, "chats": 0, "offered": 0, "held_closed": 1}
    (only,) = (await items(lead, queue))["items"]
    assert only["state"] == "held"
    assert only["needs"] is None


async def test_the_lines_of_a_desk(callers_: Callers) -> None:
    lead, anna = await callers_.agent(role="lead", name="Lea"), await callers_.agent(name="Anna")
    await ticket(lead)
    desk = await board(lead, NOBODY)
    assert desk["queue"]["kind"] == "desk"
    assert desk["queue"]["teams"] is None
    assert desk["waiting"]["tickets"] == 1
    assert {each["name"] for each in desk["agents"]} == {"Anna", "Lea"}
    gone = await routing.queue(callers_, "Gone", [await callers_.team("Billing", anna)], conditions=routing.about("x"))
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE queues SET enabled = false, version = version + 1")
    off = await board(lead, gone)
    assert not off["queue"]["enabled"]
    assert (off["agents"], off["warnings"], off["queue"]["open"]) == ([], [], False)
    for path in (f"/v1/queues/{uuid4()}/board", f"/v1/queues/{uuid4()}/items"):
        await lead.refused("GET", path, 404, "not_found")


async def test_boards_are_for_leads_and_lists_for_agents(callers_: Callers) -> None:
    agent, vera, partner = await callers_.agent(), await callers_.customer(), await callers_.partner()
    team = await callers_.team("Billing")
    await agent.refused("GET", f"/v1/queues/{team}/board", 403, "forbidden")
    assert (await items(agent, team)) == {"items": [], "next_cursor": None}
    for caller, code, status in ((vera, "forbidden", 403), (partner, "forbidden", 403)):
        for what in ("board", "items"):
            await caller.refused("GET", f"/v1/queues/{team}/{what}", status, code)
    for what in ("board", "items"):
        await callers_.nobody().refused("GET", f"/v1/queues/{team}/{what}", 401, "unauthenticated")


async def test_what_waits_is_listed_in_its_order(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead", name="Lea")
    team = await callers_.team("Billing")
    await put_in_brand(callers_, team)
    made = {
        name: await ticket(lead, subject=name, priority=priority)
        for name, priority in (("low", "low"), ("first", "normal"), ("second", "normal"), ("urgent", "urgent"))
    }
    chats = [await (await callers_.customer()).post("/v1/chats", {"body": "Hello"}) for _ in range(2)]
    await lead.post(f"/v1/tickets/{made['low']}/queue-place", {"place": "first"}, expect=200)
    await placed(callers_)
    found = (await items(lead, team))["items"]
    assert [(each["channel"], each["position"]) for each in found] == [
        ("chat", 1), ("chat", 2), ("ticket", 1), ("ticket", 2), ("ticket", 3), ("ticket", 4),
    ]  # fmt: skip
    assert [each["chat_id"] for each in found[:2]] == [each["id"] for each in chats]
    assert [each["subject"] for each in found[2:]] == ["low", "urgent", "first", "second"]
    assert [each["placed_by_lead"] for each in found[2:4]] == ["first", None]
    assert found[2]["needs"]["teams"] == [{"id": str(team), "name": "Billing"}]
    # Page by page they are the same, also when each page is counted anew.
    for limit in (1, 2, 4):
        seen: list[Any] = []
        cursor: str | None = None
        while True:
            page = await items(lead, team, limit=limit, **({"cursor": cursor} if cursor else {}))
            seen += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == found
    only = await items(lead, team, channel="ticket", limit=2)
    assert [each["position"] for each in only["items"]] == [1, 2]
    rest = await items(lead, team, channel="ticket", cursor=only["next_cursor"])
    assert [each["position"] for each in rest["items"]] == [3, 4]
    assert (await items(lead, team, channel="call"))["items"] == []


@pytest.mark.parametrize(
    "inside",
    [
        '["chat","0","0","","2026-01-01T00:00:00+00:00"]',
        '["mail","0","0","","2026-01-01T00:00:00+00:00","0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e0a"]',
        '["chat","0","0","","2026-01-01T00:00:00","0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e0a"]',
        '["chat","99999999999","0","","2026-01-01T00:00:00+00:00","0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e0a"]',
        '["chat","0","x","","2026-01-01T00:00:00+00:00","0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e0a"]',
        '["chat","0","0","never","2026-01-01T00:00:00+00:00","0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e0a"]',
    ],
)
async def test_cursors_that_are_not_ours(callers_: Callers, inside: str) -> None:
    agent = await callers_.agent()
    team = await callers_.team("Billing")
    cursor = base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")
    await agent.refused("GET", f"/v1/queues/{team}/items", 422, "invalid_cursor", params={"cursor": cursor})


async def test_a_large_team_is_counted_and_its_first_are_shown(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead", name="Lea")
    team = await callers_.team("Crowd")
    async with callers_.desk.database.lean() as connection:
        await connection.execute(
            """WITH made AS (
                INSERT INTO agents (id, email, name, role, status, languages, presence, presence_channels, version,
                 created_at, updated_at)
                SELECT gen_random_uuid(), n || '@crowd.test', 'Agent ' || n, 'agent', 'active', '{}',
                 CASE WHEN n % 2 = 0 THEN 'online' ELSE 'offline' END, '{chat}', 1, now(), now()
                FROM generate_series(1, 500) n RETURNING id
            ), loads AS (INSERT INTO agent_loads (agent_id, channel, capacity, load) SELECT id, 'chat', 3, 0 FROM made)
            INSERT INTO team_members (team_id, agent_id) SELECT $1, id FROM made""",
            team,
        )
    found = await board(lead, team)
    assert len(found["agents"]) == 200
    assert {each["state"] for each in found["agents"]} == {"available"}
    assert (found["agents_by_state"]["available"], found["agents_by_state"]["offline"]) == (250, 250)
