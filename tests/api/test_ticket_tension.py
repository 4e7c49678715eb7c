"""Tension and spam over HTTP: found in what customers write, shown to agents with why, asked about by queues."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from app.db import raw_connection
from app.services import spam_learning
from app.settings import Settings, configure
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of

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


async def test_the_oldest_spam_is_forgotten(desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam_learning, "MOST", 2)
    admin, vera = await callers_.admin(), await callers_.customer()
    for word in ("alpha", "bravo", "charlie", "delta"):
        made = await vera.post("/v1/tickets", {"subject": "Hi", "body": f"{word} offers"})
        await admin.put(f"/v1/tickets/{made['id']}/spam", {"spam": True})
    words = "SELECT array_agg(word || ' ' || spam ORDER BY word) FROM spam_words WHERE spam > 0 AND word <> 'hi'"
    assert await state_of(desk.database, words) == [" 2", "charli 1", "delta 1", "offer 2"]


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


async def test_who_writes_twice_at_once_is_looked_at_all_the_same(desk: Desk, callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    async with desk.database.unit_of_work() as work:
        # The reader is elsewhere for a moment, and finds both messages together.
        connection = await raw_connection(work.session)
        await connection.execute("SELECT FROM feed_cursors WHERE name = 'signals' FOR UPDATE")
        ticket = await vera.post("/v1/tickets", OFFER)
        path = f"/v1/tickets/{ticket['id']}"
        await vera.post(f"{path}/messages", {"body": "Hello?"})
        given = "SELECT count(*) FROM feed WHERE ticket_id = $1"
        await eventually(lambda: state_of(desk.database, given, UUID(ticket["id"])), lambda found: found >= 3)
    await spam_of(admin, path, "suspected")


async def test_what_was_closed_before_it_was_marked_stays_closed(callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', CALM))['id']}"
    await admin.patch(path, {"status": "closed"})
    await admin.put(f"{path}/spam", {"spam": True})
    await admin.put(f"{path}/spam", {"spam": False})
    seen = await admin.get(path)
    assert (seen["status"], seen["spam"]) == ("closed", "no")
    # And what was closed for that alone is open again, and can be closed for it again.
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', CALM))['id']}"
    for said, status in ((True, "closed"), (False, "open"), (True, "closed"), (False, "open")):
        await admin.put(f"{path}/spam", {"spam": said})
        assert (await admin.get(path))["status"] == status


async def test_words_that_made_it_tense_or_spam_go_with_a_redaction(desk: Desk, callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    links = "https://verkhovenskaya.example/1 https://b.example https://c.example"
    said = f"MY NAME IS VERKHOVENSKAYA, I WANT MY MONEY, BACKLINKS, CASINO {links}"
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', {'subject': 'Hi', 'body': said}))['id']}"
    await spam_of(admin, path, "suspected")
    await admin.put(f"{path}/spam", {"spam": True})
    kept = """SELECT (SELECT count(*) FROM spam_examples e WHERE e::text ILIKE '%verkhoven%')
     + (SELECT count(*) FROM spam_words w WHERE w.word LIKE 'verkhoven%')
     + (SELECT count(*) FROM events e WHERE e.data::text ILIKE '%verkhoven%')"""
    assert await state_of(desk.database, kept) >= 4
    (message,) = (await admin.get(f"{path}/messages"))["items"]
    await admin.post(f"{path}/messages/{message['id']}/redact", {}, expect=200)
    assert await state_of(desk.database, kept) == 0
    why = await admin.get(f"{path}/spam")
    assert (why["spam"], {each["kind"] for each in why["signs"]}) == ("marked", {"links", "offers"})
    assert "VERKHOVENSKAYA" not in str(await admin.get(f"{path}/tension"))


@pytest.fixture
def _by_itself(settings: Settings) -> Iterator[None]:
    configure(settings.model_copy(update={"spam_automatic": 0.9}))
    yield
    configure(settings)


@pytest.mark.usefixtures("_by_itself")
async def test_what_the_desk_marks_by_itself_speaks_against_nobody(callers_: Callers) -> None:
    admin, vera = await callers_.admin(), await callers_.customer()
    first = f"/v1/tickets/{(await vera.post('/v1/tickets', OFFER))['id']}"
    await spam_of(admin, first, "marked")
    assert (await admin.get(first))["status"] == "closed"
    second = f"/v1/tickets/{(await vera.post('/v1/tickets', CALM))['id']}/spam"
    assert (await admin.get(second))["signs"] == []
    # A person says the same, and then it does.
    await admin.put(f"{first}/spam", {"spam": True})
    assert [each["kind"] for each in (await admin.get(second))["signs"]] == ["sender_marked"]
