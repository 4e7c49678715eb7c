"""Tension and spam over HTTP: found in what customers write, shown to agents with why, asked about by queues."""

from typing import Any

from tests.conftest import Api, Callers
from tests.desks import eventually

CALM = {"subject": "My order", "body": "Where is it?"}
TENSE = {"subject": "Верните деньги", "body": "Это безобразие! Подам в суд."}
OFFER = {
    "subject": "SEO",
    "body": "SEO services, backlinks, casino: https://a.example https://b.example https://c.example",
}


async def types(agent: Api, path: str) -> list[str]:
    return [each["type"] for each in (await agent.get(f"{path}/events"))["items"]]


async def spam_of(agent: Api, path: str, wanted: str) -> Any:
    async def now() -> Any:
        return await agent.get(f"{path}/spam")

    return await eventually(now, lambda found: found["spam"] == wanted)


async def test_the_first_words_are_known_to_queues_and_no_customer_sees_it(callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    team = await callers_.team("Rescue")
    conditions = {"all": [{"field": "tension", "operator": "in", "value": ["raised", "high"]}]}
    queue = await admin.post("/v1/queues", {"name": "Rescue", "conditions": conditions, "team_ids": [str(team)]})
    tense, calm = await vera.post("/v1/tickets", TENSE), await vera.post("/v1/tickets", CALM)
    assert tense["tension"] is None
    path = f"/v1/tickets/{tense['id']}"
    seen = await admin.get(path)
    assert (seen["tension"], seen["queue_id"]) == ("high", queue["id"])
    assert (await admin.get(f"/v1/tickets/{calm['id']}"))["queue_id"] is None
    why = await admin.get(f"{path}/tension")
    assert {each["kind"]: each["found"] for each in why["signals"]} == {
        "complaint": ["безобразие"],
        "threat": ["в суд"],
    }
    assert [each["id"] for each in (await admin.get("/v1/tickets?tension=high"))["items"]] == [tense["id"]]
    assert (await vera.get("/v1/tickets?tension=high"))["items"] == []
    await vera.refused("GET", f"{path}/tension", 403, "forbidden")
    said = [each["data"] for each in (await vera.get(f"{path}/events"))["items"]]
    assert "tension" not in str(said)


async def test_tension_grows_and_goes_and_moves_what_waits(callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    team = await callers_.team("Rescue")
    conditions = {"all": [{"field": "tension", "operator": "is_not", "value": "none"}]}
    queue = await admin.post("/v1/queues", {"name": "Rescue", "conditions": conditions, "team_ids": [str(team)]})
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', CALM))['id']}"
    for body in ("Hello?", "Anybody there?"):
        await vera.post(f"{path}/messages", {"body": body})

    async def ticket() -> Any:
        return await admin.get(path)

    raised = await eventually(ticket, lambda found: found["queue_id"] == queue["id"])
    assert raised["tension"] == "raised"
    why = await admin.get(f"{path}/tension")
    assert [(each["kind"], each["found"]) for each in why["signals"]] == [
        ("unanswered", ["3 messages without an answer"])
    ]
    await admin.post(f"{path}/messages", {"body": "It is on its way, it comes tomorrow."})
    await vera.post(f"{path}/messages", {"body": "Thank you"})
    await eventually(ticket, lambda found: found["tension"] == "none")


async def test_spam_is_marked_learnt_and_taken_back(callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    policy = {"name": "All", "targets": [{"metric": "first_reply", "priority": "normal", "seconds": 3600}]}
    await admin.post("/v1/sla-policies", policy)
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', OFFER))['id']}"
    suspected = await spam_of(admin, path, "suspected")
    assert suspected["score"] > 0.9
    assert {each["kind"] for each in suspected["signs"]} == {"links", "offers"}
    # Nobody is told of what the desk only suspects.
    assert [each["id"] for each in (await admin.get("/v1/tickets?spam=suspected"))["items"]] == [
        path.rsplit("/", maxsplit=1)[-1]
    ]
    await vera.refused("PUT", f"{path}/spam", 403, "forbidden", json={"spam": False})
    for _ in range(2):
        marked = await admin.put(f"{path}/spam", {"spam": True})
        assert (marked["spam"], marked["decided_by"]) == ("marked", admin.name)
    assert (await types(admin, path)).count("ticket.marked_spam") == 1
    ticket = await admin.get(path)
    assert (ticket["status"], ticket["spam"]) == ("closed", "marked")

    async def clocks() -> Any:
        return (await admin.get(f"{path}/sla"))["clocks"]

    await eventually(clocks, lambda found: found and {each["state"] for each in found} == {"cancelled"})
    # The next one of the same person is suspected for that alone.
    second = f"/v1/tickets/{(await vera.post('/v1/tickets', CALM))['id']}"
    again = await spam_of(admin, second, "suspected")
    assert {each["kind"] for each in again["signs"]} == {"sender_marked"}
    back = await admin.put(f"{path}/spam", {"spam": False})
    assert back["spam"] == "no"
    assert (await admin.get(path))["status"] == "open"
    assert "ticket.unmarked_spam" in await types(admin, path)
    assert not {each for each in await types(vera, path) if "spam" in each}


async def test_spam_of_a_merged_ticket_is_said_of_the_other(callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    one, other = [await vera.post("/v1/tickets", CALM) for _ in range(2)]
    await admin.post(f"/v1/tickets/{other['id']}/merge", {"source_ids": [one["id"]]}, expect=200)
    await admin.refused("PUT", f"/v1/tickets/{one['id']}/spam", 409, "ticket_merged", json={"spam": True})


async def test_words_are_learnt_from_what_agents_mark(callers_: Callers) -> None:
    admin = await callers_.admin()
    timber = {"subject": "Pallets", "body": "Premium timber pallets for your warehouse, best price this month"}
    for place in range(6):
        sender = await callers_.customer(name=f"Seller {place}")
        path = f"/v1/tickets/{(await sender.post('/v1/tickets', timber))['id']}"
        await admin.put(f"{path}/spam", {"spam": True})
        buyer = await callers_.customer(name=f"Buyer {place}")
        path = f"/v1/tickets/{(await buyer.post('/v1/tickets', CALM))['id']}"
        await admin.patch(path, {"status": "solved"})

    async def learnt() -> Any:
        path = f"/v1/tickets/{(await (await callers_.customer(name='New')).post('/v1/tickets', timber))['id']}"
        return await admin.get(f"{path}/spam")

    found = await eventually(learnt, lambda seen: bool(seen["signs"]))
    assert found["signs"][0]["kind"] == "words"
    assert found["score"] > 0.9
