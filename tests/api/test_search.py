"""Search: what people type finds what they mean, nobody finds what is not theirs, and what comes back is safe."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app.db import raw_connection
from app.ids import new_id
from app.models import Message
from app.rules.search_queries import MOST_TERMS
from app.services import search_index
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

XSS = (
    "<script>alert(1)</script> needle",
    "needle <img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)> needle',
    "<b>needle</b> <a href='javascript:alert(1)'>needle</a>",
    "needle &lt;script&gt; &#x3c;script&#x3e; ]]> <!-- needle -->",
    "\ue000needle\ue001 <\ue000script\ue001>alert(1) \u202eneedle\u202c",
    "<mark>needle</mark onmouseover=alert(1)>",
    "needle" + "<" * 300 + "needle",
)


async def followed(desk: Desk) -> None:
    """Wait until what was committed is in the index."""

    async def behind() -> int:
        async with desk.database.lean() as connection:
            left: int = await connection.fetchval(
                "SELECT (SELECT count(*) FROM feed_todo WHERE type NOT LIKE 'agent.%')"
                " + s.position - c.position FROM feed_state s, feed_cursors c"
                " WHERE c.name = 'search'"
            )
            return left

    await eventually(behind, lambda left: left == 0)


async def hits(caller: Api, q: str, **filters: Any) -> list[dict[str, Any]]:
    """What a search finds, to its end: on a busy machine a page may be short, and there be more."""
    items, more = list[dict[str, Any]](), dict[str, str]()
    while True:
        page = await caller.get("/v1/search", params={"q": q, **filters, **more})
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        more = {"cursor": page["next_cursor"]}


async def found(caller: Api, q: str, **filters: Any) -> list[str]:
    """The same in words: subjects of tickets, messages' tickets with a mark, customers' names."""
    names = {"ticket": "{}", "message": "+{}", "customer": "@{}"}
    return [
        names[each["kind"]].format((each["ticket"] or {}).get("subject") or each["customer"]["name"])
        for each in await hits(caller, q, **filters)
    ]


async def ticket(caller: Api, subject: str, body: str = "Please help", **more: Any) -> Any:
    return await caller.post("/v1/tickets", {"subject": subject, "body": body, **more})


async def test_words_in_any_form_and_as_they_were_meant(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    for subject, body in (
        ("Invoices are wrong", "The lamps never came"),
        ("Возврат денег", "Верните деньги за счёт номер А-17"),
        ("Два письма", "Не пришло ни одного"),
        ("Broken lamp", "A late delivery, again"),
    ):
        await ticket(anna, subject, body)
    await followed(desk)
    for q, subjects in {
        "invoice": ["Invoices are wrong"],
        "invioce": ["Invoices are wrong"],
        "lamp": ["Broken lamp", "+Invoices are wrong"],
        "деньги": ["Возврат денег", "+Возврат денег"],
        "ПИСЕМ": ["Два письма"],
        "счета": ["+Возврат денег"],
        "А-17": ["+Возврат денег"],
        '"late delivery"': ["+Broken lamp"],
        '"delivery late"': [],
        "lamp -broken": ["+Invoices are wrong"],
        "invo": ["Invoices are wrong"],
        "late lam": [],
        "deliv": ["+Broken lamp"],
        "the": [],
    }.items():
        assert await found(anna, q) == subjects, q
    similar = [(each["match"], each["html"]) for each in await hits(anna, "invioce")]
    assert similar == [("similar", "<mark>Invoices</mark> are wrong")]


async def test_what_is_named_comes_first_and_the_newest_before_the_oldest(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    first = await ticket(anna, "Order", requester={"email": "vera@example.com", "phone": "+4930123456", "name": "Vera"})
    number = str(first["number"])
    await ticket(anna, "Another", f"About {number}")
    await ticket(anna, f"See {number}")
    await ticket(anna, f"Again {number}")
    await followed(desk)
    assert await found(anna, number) == ["Order", f"Again {number}", f"See {number}", "+Another"]
    assert await found(anna, f"#{number}") == ["Order"]
    assert await found(anna, "VERA@example.com") == ["@Vera"]
    assert await found(anna, "+49 30 123456") == ["@Vera"]
    assert await found(anna, first["id"]) == ["Order"]
    assert await found(anna, "vera") == ["@Vera"]
    # Page by page it is the same.
    paged, cursor = [], None
    while True:
        page = await anna.get("/v1/search", params={"q": number, "limit": 1} | ({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= 1
        paged += [each["ticket"]["subject"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == ["Order", f"Again {number}", f"See {number}", "Another"]


async def test_nobody_finds_what_is_not_theirs_nor_notes(desk: Desk, callers_: Callers) -> None:
    anna, vera, oleg = (
        await callers_.agent(),
        await callers_.customer(name="Vera"),
        await callers_.customer(name="Oleg"),
    )
    lead = await callers_.agent(role="lead")
    third = await callers_.customer(name="Third")
    source = await (await callers_.admin()).post("/v1/sources", {"name": "Shop", "key": "shop"})
    shop, whole = await callers_.partner(source_id=UUID(source["id"])), await callers_.partner()
    made = await ticket(vera, "My lamp", "It is broken")
    await anna.post(
        f"/v1/tickets/{made['id']}/messages", {"body": "Secretword broken, refuse", "visibility": "internal"}
    )
    await ticket(oleg, "His lamp", "Broken as well")
    await followed(desk)
    assert await found(anna, "secretword") == ["+My lamp"]
    for caller in (vera, oleg, shop, whole):
        assert await found(caller, "secretword") == []
        assert await found(caller, "secretwrod") == []
    assert await found(vera, "broken") == ["+My lamp"]
    # Who is in copy reads along, and finds.
    await anna.post(f"/v1/tickets/{made['id']}/ccs", {"customer_id": str(third.who)})
    assert await found(third, "lamp") == ["My lamp"]
    assert await found(third, "secretword") == []
    assert await found(oleg, "lamp") == ["His lamp"]
    assert await found(shop, "lamp") == []
    assert sorted(await found(whole, "lamp")) == ["His lamp", "My lamp"]
    # Nor by number or id, nor customers at all, nor by a filter on what they may not know.
    for q in (str(made["number"]), made["id"], "vera", str(vera.who)):
        assert await found(oleg, q) == []
        assert await found(shop, q) == []
    team = await callers_.team("Fraud")
    await lead.patch(f"/v1/tickets/{made['id']}", {"team_id": str(team), "tags": ["liar"]})
    await followed(desk)
    for filters in ({"tag": "liar"}, {"team_id": str(team)}):
        assert await found(anna, "lamp", **filters) == ["My lamp"]
        assert await found(vera, "lamp", **filters) == []


async def test_filters(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    urgent = await ticket(anna, "Urgent lamp", priority="urgent", tags=["a", "b"], requester={"email": "v@example.com"})
    mine = await ticket(anna, "My lamp", assignee_id=str(anna.who))
    await anna.patch(f"/v1/tickets/{mine['id']}", {"status": "pending"})
    await followed(desk)
    both = ["My lamp", "Urgent lamp"]
    for filters, subjects in (
        ({}, both),
        ({"priority": "urgent"}, ["Urgent lamp"]),
        ({"priority": ["urgent", "normal"]}, both),
        ({"tag": ["a", "b"]}, ["Urgent lamp"]),
        ({"tag": ["a", "c"]}, []),
        ({"status": "pending"}, ["My lamp"]),
        ({"assignee_id": str(anna.who)}, ["My lamp"]),
        ({"assignee_id": "none"}, ["Urgent lamp"]),
        ({"assignee_id": ["none", str(anna.who)]}, both),
        ({"requester_id": urgent["requester"]["id"]}, ["Urgent lamp"]),
        ({"kind": "message"}, []),
        ({"kind": ["ticket", "message"]}, both),
        ({"created_after": mine["created_at"]}, ["My lamp"]),
        ({"created_before": mine["created_at"]}, ["Urgent lamp"]),
        ({"brand": "another"}, []),
    ):
        assert await found(anna, "lamp", **filters) == subjects, filters
    # They are about what is named exactly, too.
    for q, subject in ((str(urgent["number"]), "Urgent lamp"), ("v@example.com", "@None")):
        assert await found(anna, q, created_before=mine["created_at"]) == [subject]
        assert await found(anna, q, created_after=mine["created_at"]) == []
    # What changes is found by what it is now.
    await anna.patch(f"/v1/tickets/{urgent['id']}", {"priority": "low", "subject": "Calm chair"})
    await followed(desk)
    assert await found(anna, "lamp") == ["My lamp"]
    assert await found(anna, "chair", priority="low") == ["Calm chair"]
    admin = await callers_.admin()
    await admin.patch(f"/v1/customers/{urgent['requester']['id']}", {"name": "Zinaida"})
    await followed(desk)
    assert await found(anna, "zinaida") == ["@Zinaida"]


async def test_edits_and_redactions_are_followed(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await ticket(anna, "Words")
    said = await anna.post(f"/v1/tickets/{made['id']}/messages", {"body": "The password is Swordfish"})
    await followed(desk)
    assert await found(anna, "swordfish") == ["+Words"]
    await anna.patch(f"/v1/tickets/{made['id']}/messages/{said['id']}", {"body": "The password is Trombone"})
    await followed(desk)
    assert await found(anna, "swordfish", kind="message") == []
    assert await found(anna, "trombone") == ["+Words"]
    await anna.post(f"/v1/tickets/{made['id']}/messages/{said['id']}/redact", {"text": True}, expect=200)
    await followed(desk)
    assert await found(anna, "trombone") == []


async def test_what_is_redacted_is_found_nowhere_also_not_where_it_was_copied(desk: Desk, callers_: Callers) -> None:
    anna, vera = await callers_.agent(role="lead"), await callers_.customer()
    made = await ticket(vera, "Words")
    said = await vera.post(f"/v1/tickets/{made['id']}/messages", {"body": "The password is Swordfish"})
    split = await anna.post(f"/v1/tickets/{made['id']}/split", {"message_ids": [said["id"]], "subject": "Copy"})
    (copy,) = (await anna.get(f"/v1/tickets/{split['id']}/messages"))["items"]
    await followed(desk)
    assert sorted(await found(vera, "swordfish")) == ["+Copy", "+Words"]
    # Two who redact one each at the same time do not wait in a circle.
    places = ((made, said), (split, copy))
    paths = [f"/v1/tickets/{where['id']}/messages/{what['id']}/redact" for where, what in places]
    both = await asyncio.gather(*(anna("POST", each, json={"text": True}) for each in paths))
    assert [each.status_code for each in both] == [200, 200]
    await followed(desk)
    assert await found(vera, "swordfish") == []


@pytest.mark.parametrize("text", XSS)
async def test_what_comes_back_is_safe(desk: Desk, callers_: Callers, text: str) -> None:
    anna = await callers_.agent()
    await ticket(anna, text[:300], text)
    await followed(desk)
    items = await hits(anna, "needle")
    assert {each["kind"] for each in items} == {"ticket", "message"}
    for each in items:
        bare = each["html"].replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare
        assert "<mark>needle</mark>" in each["html"]


async def test_what_is_taken_back_is_forgotten(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await ticket(anna, "Card", "My secret is Swordfish")
    await followed(desk)
    (hit,) = await hits(anna, "swordfish")
    async with desk.database.unit_of_work() as work:
        row = await work.session.get(Message, UUID(hit["message"]["id"]))
        assert row is not None
        before, row.body = row.body, "[redacted]"
        work.session.add(row)
        await work.session.flush()
        await search_index.forget(await raw_connection(work.session), row.id)
    assert await found(anna, "swordfish") == []
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM search_words WHERE word LIKE 'swordfish%'") == 0
        assert before not in str(await connection.fetch("SELECT words FROM search_documents"))
    assert made["number"]


async def test_everything_is_made_anew(desk: Desk, callers_: Callers) -> None:
    """A rebuild finds what is missing and forgets what is gone, and leaves the same as following did."""
    admin = await callers_.admin()
    await ticket(admin, "Kept lamp", "A chair")
    await followed(desk)
    async with desk.database.lean() as connection:
        everything = "SELECT * FROM search_documents ORDER BY id"
        words = "SELECT * FROM search_words ORDER BY word"
        before = await connection.fetch(everything), await connection.fetch(words)
        await connection.execute("DELETE FROM search_documents WHERE kind <> 'customer'; DELETE FROM search_words")
        await connection.execute(
            "INSERT INTO search_documents (id, kind, internal, at, words) VALUES ($1, 'ticket', false, now(), 'ghost')",
            new_id(),
        )
    job = await admin.post("/v1/search/rebuild", expect=202)
    ended = await eventually(
        lambda: admin.get(f"/v1/jobs/{job['id']}"), lambda each: each["status"] in {"done", "failed"}
    )
    assert ended["status"] == "done"
    assert await found(admin, "lamp") == ["Kept lamp"]
    async with desk.database.lean() as connection:
        assert await connection.fetch(everything) == before[0]
        after = {row["word"]: row["docs"] for row in await connection.fetch(words)}
    assert {row["word"] for row in before[1]} >= set(after)


async def test_hostile_questions_get_an_answer(desk: Desk, callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    await ticket(anna, "A lamp")
    await followed(desk)
    await anna.refused("GET", "/v1/search", 422, "too_many_words", params={"q": "x " * (MOST_TERMS + 1)})
    for q in ("&|!():*", '""""', "- -", "<-> ", "-lamp", "\u200b"):
        await anna.refused("GET", "/v1/search", 422, "nothing_to_search", params={"q": q})
    for q in ("", "a" * 501, "a\x00b"):
        await anna.refused("GET", "/v1/search", 422, "invalid", params={"q": q})
    for cursor in ("x", "WyIxIl0", "WyI5OTkiLCIiLCIwIl0"):
        await anna.refused("GET", "/v1/search", 422, "invalid_cursor", params={"q": "lamp", "cursor": cursor})
    for q in (
        "lamp'); DROP TABLE tickets; --",
        "'",
        "\\",
        "lamp\\' | 'x",
        'lamp"',
        "lamp:*",
        "!lamp",
        "ла" * 250,
        "🦄 lamp",
        "%",
        "_ a",
    ):
        await asyncio.gather(*(each("GET", "/v1/search", params={"q": q}) for each in (anna, vera)))
    assert await found(anna, "lamp:*") == ["A lamp"]
