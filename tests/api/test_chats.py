"""`/v1/chats`: from the first words to the end, the race for one chat, and what others may not."""

import asyncio
from collections import Counter
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from app.main import create_app
from app.services import offers
from app.settings import Settings, configure
from tests.conftest import Api, Callers, serving
from tests.desks import a_database, eventually, put_in_brand

pytestmark = pytest.mark.usefixtures("long_offers")


async def opened(customer: Api, body: str = "Hello, is anybody there?") -> dict[str, Any]:
    made: dict[str, Any] = await customer.post("/v1/chats", {"body": body})
    return made


async def events_of(api: Api, chat: dict[str, Any]) -> list[str]:
    found = await api.get(f"/v1/tickets/{chat['ticket_id']}/events")
    return [each["type"] for each in found["items"]]


async def test_a_chat_is_offered_accepted_ended_and_solved(callers_: Callers) -> None:
    anna, vera = await callers_.agent(online=True), await callers_.customer()
    made = await opened(vera, "Hello\nmy order has not arrived")
    assert (made["status"], made["position"], made["agent"]) == ("offered", 1, None)
    assert made["subject"] == "Hello my order has not arrived"
    mine = (await anna.get("/v1/chats", params={"status": "offered", "mine": "true"}))["items"]
    assert [each["id"] for each in mine] == [made["id"]]
    assert mine[0]["offer"]["expires_at"] > made["created_at"]
    path = f"/v1/chats/{made['id']}"

    taken = await anna.post(f"{path}/accept", expect=200)
    assert (taken["status"], taken["position"]) == ("active", None)
    assert taken["agent"] == {"id": str(anna.id), "name": "Anna", "avatar_url": None}
    ticket = await vera.get(f"/v1/tickets/{made['ticket_id']}")
    assert (ticket["status"], ticket["assignee_id"], ticket["chat_id"]) == ("open", str(anna.id), made["id"])
    await anna.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "I am here"})
    await anna.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "a liar?", "visibility": "internal"})

    ended = await anna.post(f"{path}/end", {"solve": True}, expect=200)
    assert (ended["status"], ended["ended_by"]) == ("ended", "agent")
    ticket = await anna.get(f"/v1/tickets/{made['ticket_id']}")
    assert (ticket["status"], ticket["chat_id"]) == ("solved", None)
    said = await anna.get(f"{path}/transcript")
    assert [each["body"] for each in said["items"]] == ["Hello\nmy order has not arrived", "I am here"]
    seen = await events_of(vera, made)
    assert [each for each in seen if each.startswith("chat.")] == ["chat.started", "chat.accepted", "chat.ended"]
    assert "offer" not in str(await vera.get(path)).replace("'offer': None", "")


async def test_twenty_agents_accept_one_chat_and_one_gets_it(callers_: Callers) -> None:
    agents = [await callers_.agent(name=f"Agent {n}", online=True) for n in range(20)]
    made = await opened(await callers_.customer())
    answers = await asyncio.gather(*(each("POST", f"/v1/chats/{made['id']}/accept") for each in agents))
    assert Counter(each.status_code for each in answers) == {200: 1, 409: 19}
    winner = next(each.json()["agent"] for each in answers if each.status_code == 200)
    for refused in (each.json() for each in answers if each.status_code == 409):
        assert (refused["code"], refused["winner"]) == ("already_taken", {"id": winner["id"], "name": winner["name"]})
    again = next(each for each in agents if str(each.id) == winner["id"])
    assert (await again.post(f"/v1/chats/{made['id']}/accept", expect=200))["agent"] == winner


async def test_twenty_agents_pick_one_waiting_chat_and_one_gets_it(callers_: Callers) -> None:
    agents = [await callers_.agent(name=f"Agent {n}") for n in range(20)]
    made = await opened(await callers_.customer())
    assert made["status"] == "queued"
    answers = await asyncio.gather(*(each("POST", f"/v1/chats/{made['id']}/accept") for each in agents))
    assert Counter(each.status_code for each in answers) == {200: 1, 409: 19}
    winner = next(each.json()["agent"] for each in answers if each.status_code == 200)
    assert all(each.json()["winner"]["id"] == winner["id"] for each in answers if each.status_code == 409)


async def test_a_pick_keeps_to_team_and_capacity(callers_: Callers) -> None:
    boris, full = await callers_.agent(name="Boris"), await callers_.agent(name="Full", chat=0)
    lead = await callers_.agent(role="lead", name="Lea")
    team = await callers_.team("Billing", full)
    await put_in_brand(callers_, team)
    made = await opened(await callers_.customer())
    path = f"/v1/chats/{made['id']}/accept"
    await boris.refused("POST", path, 403, "not_in_team")
    await full.refused("POST", path, 409, "at_capacity")
    await lead.post(path, expect=200)


async def test_a_declined_chat_goes_to_the_next_agent_and_keeps_its_place(callers_: Callers) -> None:
    agents = [await callers_.agent(name=name, online=True) for name in ("Anna", "Boris")]
    vera = await callers_.customer()
    made = await opened(vera)
    path = f"/v1/chats/{made['id']}"
    first, second = await holder_first(agents, made)
    declined = await first.post(f"{path}/decline", expect=200)
    assert declined["status"] in {"queued", "offered"}
    await first.post(f"{path}/decline", expect=200)
    await eventually(lambda: offered_to(second), lambda found: found == [made["id"]])
    await first.refused("POST", f"{path}/accept", 409, "already_taken")
    taken = await second.post(f"{path}/accept", expect=200)
    assert taken["queued_at"] == made["queued_at"]
    outcomes = await offer_outcomes(second, made)
    assert outcomes == ["declined"]


async def offered_to(agent: Api) -> list[str]:
    found = await agent.get("/v1/chats", params={"status": "offered", "mine": "true"})
    return [each["id"] for each in found["items"]]


async def is_offered(agent: Api, chat: dict[str, Any]) -> None:
    """Wait until this chat, and nothing else, is offered to the agent."""
    await eventually(lambda: offered_to(agent), lambda found: found == [chat["id"]])


async def holder_first(agents: list[Api], chat: dict[str, Any]) -> list[Api]:
    """The agents, the one to whom the chat is offered first."""
    held = [bool(chat["id"] in await offered_to(each)) for each in agents]
    assert sum(held) == 1
    return sorted(agents, key=lambda each: not held[agents.index(each)])


async def offer_outcomes(agent: Api, chat: dict[str, Any]) -> list[str]:
    found = await agent.get(f"/v1/tickets/{chat['ticket_id']}/events")
    return [each["data"]["outcome"] for each in found["items"] if each["type"] == "chat.offer_ended"]


async def test_freed_capacity_pulls_the_oldest_that_waits(callers_: Callers) -> None:
    anna = await callers_.agent(online=True, chat=1)
    customers = [await callers_.customer(name=f"Customer {n}") for n in range(4)]
    chats = [await opened(each) for each in customers]
    assert [each["status"] for each in chats] == ["offered", "queued", "queued", "queued"]
    assert [each["position"] for each in chats] == [1, 2, 3, 4]
    await anna.post(f"/v1/chats/{chats[0]['id']}/accept", expect=200)
    places = [
        (await who.get(f"/v1/chats/{chat['id']}"))["position"] for who, chat in zip(customers, chats, strict=True)
    ]
    assert places == [None, 1, 2, 3]
    for done, following in pairwise(chats):
        await anna.post(f"/v1/chats/{done['id']}/end", {"solve": True}, expect=200)
        await is_offered(anna, following)
        await anna.post(f"/v1/chats/{following['id']}/accept", expect=200)


async def test_freed_capacity_is_used_by_the_hint_and_needs_no_loop(postgres: str, settings: Settings) -> None:
    """On a desk without the due-loop, of its own database: only hints bring work there, so nothing else can help."""
    async with a_database(postgres) as url:
        app = create_app(settings.model_copy(update={"database_url": url, "worker_inside": False, "offer_seconds": 60}))
        try:
            async with serving(app) as desk:
                callers = Callers(desk)
                anna = await callers.agent(online=True, chat=1)
                first, second = [await opened(await callers.customer()) for _ in range(2)]
                await anna.post(f"/v1/chats/{first['id']}/accept", expect=200)
                await anna.post(f"/v1/chats/{first['id']}/end", expect=200)
                await is_offered(anna, second)
                for api in callers.opened:
                    await api.http.aclose()
        finally:
            configure(settings)


async def test_capacity_is_never_exceeded_by_chats_that_come_together(callers_: Callers) -> None:
    agents = [await callers_.agent(name=f"Agent {n}", online=True, chat=3) for n in range(3)]
    customers = [await callers_.customer(name=f"Customer {n}") for n in range(30)]
    chats = await asyncio.gather(*(opened(each) for each in customers))
    assert Counter(each["status"] for each in chats) == {"offered": 9, "queued": 21}
    done = 0
    while done < 30:
        for agent in agents:
            mine = (await agent.get("/v1/chats", params={"mine": "true"}))["items"]
            held = [each for each in mine if each["status"] in {"offered", "active"}]
            assert len(held) <= 3
            for each in held:
                if each["status"] == "offered":
                    await agent.post(f"/v1/chats/{each['id']}/accept", expect=200)
                await agent.post(f"/v1/chats/{each['id']}/end", {"solve": True}, expect=200)
                done += 1
    async with callers_.desk.database.lean() as connection:
        served = await connection.fetch("SELECT queued_at FROM chats ORDER BY accepted_at - queued_at")
    assert len(served) == 30


async def test_the_wait_is_estimated_once_there_is_a_basis(callers_: Callers) -> None:
    anna = await callers_.agent(online=True, chat=1)
    for n in range(5):
        made = await opened(await callers_.customer(name=f"Customer {n}"))
        assert made["wait_seconds"] is None
        await is_offered(anna, made)
        await anna.post(f"/v1/chats/{made['id']}/accept", expect=200)
        if n < 4:
            await anna.post(f"/v1/chats/{made['id']}/end", {"solve": True}, expect=200)
    vera = await callers_.customer()
    made = await opened(vera)
    low, high = made["wait_seconds"]
    assert 0 <= low <= high < 60
    async with callers_.desk.database.lean() as connection:
        state = await offers.queue_state(connection, UUID(made["id"]))
    assert state is not None
    assert (state["position"], state["wait_seconds"]) == (1, [low, high])
    assert (state["customer_id"], state["status"]) == (vera.id, "queued")


async def test_customers_see_their_own_chats_and_do_no_agents_work(callers_: Callers) -> None:
    anna, vera, oleg = (
        await callers_.agent(online=True),
        await callers_.customer(),
        await callers_.customer(name="Oleg"),
    )
    made = await opened(vera)
    path = f"/v1/chats/{made['id']}"
    for verb in ("accept", "decline"):
        await vera.refused("POST", f"{path}/{verb}", 403, "forbidden")
    await vera.refused("POST", f"{path}/transfer", 403, "forbidden", json={"agent_id": str(anna.id)})
    await vera.refused("POST", f"{path}/end", 403, "not_for_customers", json={"solve": True})
    for method, rest in (("GET", ""), ("GET", "/transcript"), ("POST", "/end")):
        await oleg.refused(method, path + rest, 404, "not_found")
    assert (await oleg.get("/v1/chats"))["items"] == []
    assert [each["id"] for each in (await vera.get("/v1/chats"))["items"]] == [made["id"]]
    await anna.refused("POST", "/v1/chats", 403, "forbidden", json={"body": "I am an agent"})
    await callers_.nobody().refused("POST", "/v1/chats", 401, "unauthenticated", json={"body": "Hi"})
    partner = await callers_.partner()
    await partner.refused("GET", path, 403, "forbidden")


async def test_a_chat_ends_once(callers_: Callers) -> None:
    anna, vera = await callers_.agent(online=True), await callers_.customer()
    made = await opened(vera)
    path = f"/v1/chats/{made['id']}"
    assert (await vera.post(f"{path}/end", expect=200))["ended_by"] == "customer"
    await vera.refused("POST", f"{path}/end", 409, "chat_ended")
    await anna.refused("POST", f"{path}/accept", 409, "chat_ended")
    await anna.refused("POST", f"{path}/decline", 409, "chat_ended")
    await anna.refused("POST", f"{path}/transfer", 409, "chat_ended", json={"agent_id": str(anna.id)})
    assert await offered_to(anna) == []
    # Nobody came: what the customer wrote is a ticket that waits like any other, and somebody is there.
    await eventually(
        lambda: anna.get(f"/v1/tickets/{made['ticket_id']}"), lambda ticket: ticket["assignee_id"] == str(anna.id)
    )


async def test_solving_the_ticket_ends_its_chat(callers_: Callers) -> None:
    anna, vera = await callers_.agent(online=True, chat=1), await callers_.customer()
    made, waits = await opened(vera), await opened(await callers_.customer())
    await anna.post(f"/v1/chats/{made['id']}/accept", expect=200)
    await anna.patch(f"/v1/tickets/{made['ticket_id']}", {"status": "solved"})
    assert (await vera.get(f"/v1/chats/{made['id']}"))["status"] == "ended"
    await eventually(lambda: offered_to(anna), lambda found: found == [waits["id"]])


async def test_a_chat_is_handed_to_a_team_and_to_an_agent(callers_: Callers) -> None:
    anna, boris = await callers_.agent(online=True), await callers_.agent(name="Boris", online=True)
    await callers_.team("First line", anna)
    billing = await callers_.team("Billing", boris)
    vera = await callers_.customer()
    made = await opened(vera)
    path = f"/v1/chats/{made['id']}"
    first, _ = await holder_first([anna, boris], made)
    if first is boris:
        await boris.post(f"{path}/transfer", {"agent_id": str(anna.id)}, expect=200)
    await anna.post(f"{path}/accept", expect=200)
    moved = await anna.post(f"{path}/transfer", {"team_id": str(billing), "reason": "Billing knows more"}, expect=200)
    assert (moved["agent"], moved["team_id"], moved["queued_at"]) == (None, str(billing), made["queued_at"])
    await eventually(lambda: offered_to(boris), lambda found: found == [made["id"]])
    await boris.post(f"{path}/accept", expect=200)
    back = await boris.post(f"{path}/transfer", {"agent_id": str(anna.id)}, expect=200)
    assert back["status"] == "offered"
    assert await offered_to(anna) == [made["id"]]
    reasons = [e["data"].get("reason") for e in (await vera.get(f"/v1/tickets/{made['ticket_id']}/events"))["items"]]
    assert "Billing knows more" in reasons
    await anna.refused("POST", f"{path}/transfer", 422, "unknown_team", json={"team_id": made["id"]})
    await anna.refused("POST", f"{path}/transfer", 422, "unknown_agent", json={"agent_id": made["id"]})
    await anna.refused("POST", f"{path}/transfer", 422, "invalid", json={})
    away = await callers_.agent(name="Away")
    await anna.refused("POST", f"{path}/transfer", 409, "agent_unavailable", json={"agent_id": str(away.id)})
    assert await offered_to(anna) == [made["id"]], "a refused hand-over changes nothing"


async def test_the_same_key_opens_one_chat(callers_: Callers) -> None:
    vera = await callers_.customer()
    options: dict[str, Any] = {"headers": {"idempotency-key": "one"}}
    first = await vera.post("/v1/chats", {"body": "Hello"}, **options)
    assert (await vera.post("/v1/chats", {"body": "Hello"}, **options))["id"] == first["id"]
    assert len((await vera.get("/v1/chats"))["items"]) == 1
    await vera.refused("POST", "/v1/chats", 422, "idempotency_mismatch", json={"body": "Other"}, **options)


async def test_what_cannot_be_a_chat_leaves_nothing(callers_: Callers) -> None:
    vera = await callers_.customer()
    await vera.refused("POST", "/v1/chats", 422, "invalid", json={"body": ""})
    await vera.refused("POST", "/v1/chats", 422, "invalid", json={"body": "Hi", "priority": "urgent"})
    await vera.refused("POST", "/v1/chats", 422, "unknown_brand", json={"body": "Hi", "brand": "nobody"})
    assert (await vera.get("/v1/chats"))["items"] == []
    assert (await vera.get("/v1/tickets"))["items"] == []


async def test_a_chat_belongs_to_the_brand_of_its_widget(callers_: Callers) -> None:
    boris = await callers_.agent(name="Boris", online=True)
    await put_in_brand(callers_, await callers_.team("Support"), key="main")
    await put_in_brand(callers_, await callers_.team("Shop team", boris), key="shop")
    session = await callers_.nobody().post("/v1/widget/sessions", {"name": "Vera", "brand": "shop"})
    vera = callers_.nobody()
    vera.http.headers["authorization"] = f"Bearer {session['token']}"
    made = await opened(vera)
    assert made["status"] == "offered"
    assert await offered_to(boris) == [made["id"]]
    assert (await vera.get(f"/v1/tickets/{made['ticket_id']}"))["brand"] == "shop"


async def test_lists_are_pages(callers_: Callers) -> None:
    anna = await callers_.agent(online=True, chat=2)
    made = [await opened(await callers_.customer()) for _ in range(5)]
    await anna.post(f"/v1/chats/{made[0]['id']}/accept", expect=200)
    seen, cursor = [], None
    while True:
        params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = await anna.get("/v1/chats", params=params)
        seen += [each["id"] for each in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == [each["id"] for each in reversed(made)]
    mine = (await anna.get("/v1/chats", params={"mine": "true"}))["items"]
    assert {each["status"] for each in mine} == {"active", "offered"}
    waiting = (await anna.get("/v1/chats", params={"status": "queued"}))["items"]
    assert [each["position"] for each in waiting] == [4, 3, 2]
    await anna.refused("GET", "/v1/chats", 422, "invalid_cursor", params={"cursor": "nonsense"})
