"""`/v1/tickets`: create, read, list, change, write, and what others may not."""

import asyncio
from typing import Any

import pytest

from app import clock
from app.ids import new_id
from app.models import Brand, Source
from tests.conftest import Api, Callers, Desk

HELP = {"subject": "Help", "body": "Please"}


async def pages(api: Api, **query: Any) -> list[list[dict[str, Any]]]:
    """Every page of a list."""
    found, cursor = [], None
    while True:
        page = await api.get("/v1/tickets", params={**query, **({"cursor": cursor} if cursor else {})})
        found.append(page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def subjects(api: Api, **query: Any) -> list[str]:
    """The subjects of the first page."""
    return [each["subject"] for each in (await api.get("/v1/tickets", params=query))["items"]]


async def test_a_ticket_is_created_read_answered_and_solved(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post(
        "/v1/tickets", {"subject": "Invoice", "body": "Hello", "requester": {"email": "v@example.com"}}
    )
    assert made["status"] == "new"
    path = f"/v1/tickets/{made['id']}"
    await anna.post(f"{path}/messages", {"body": "Good afternoon", "client_message_id": "1"})
    note = await anna.post(f"{path}/messages", {"body": "She is kind", "visibility": "internal"})
    assert note["seq"] == 5
    read = await anna.get(path, params={"include": "messages"})
    assert [m["body"] for m in read["messages"]] == ["Hello", "Good afternoon", "She is kind"]
    assert read["status"] == "open"
    assert read["first_human_reply_at"] is not None
    solved = await anna.patch(path, {"status": "solved"})
    assert solved["solved_at"] is not None


async def test_customers_see_their_own_tickets_without_notes(callers_: Callers) -> None:
    anna, vera, other = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Oleg")
    made = await vera.post("/v1/tickets", {"subject": "Help", "body": "Please"})
    path = f"/v1/tickets/{made['id']}"
    await anna.post(f"{path}/messages", {"body": "secret", "visibility": "internal"})
    await anna.patch(path, {"tags": ["vip"], "priority": "high"})
    answer = await anna.post(f"{path}/messages", {"body": "Here I am"})
    assert answer["seq"] == 5
    seen = await vera.get(f"{path}/messages")
    assert [(m["seq"], m["body"]) for m in seen["items"]] == [(2, "Please"), (3, "Here I am")]
    events = await vera.get(f"{path}/events")
    assert [e["seq"] for e in events["items"]] == [1, 2, 3, 4]
    assert "secret" not in str(events)
    assert "vip" not in str(events)
    await other.refused("GET", path, 404, "not_found")
    await other.refused("GET", f"{path}/messages", 404, "not_found")
    await other.refused("POST", f"{path}/messages", 404, "not_found", json={"body": "mine"})


async def test_what_an_agent_names_is_stored(callers_: Callers, desk: Desk) -> None:
    anna = await callers_.agent()
    team = await callers_.team()
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        work.session.add(Brand(key="shop", name="Shop", created_at=now, updated_at=now))
    asked: dict[str, Any] = {
        "subject": "  Счёт за май  ", "body": "Два абзаца\n\U0001f600", "priority": "urgent", "type": "incident",
        "topic": "billing", "language": "ru", "tags": ["a", "b"], "brand": "shop", "team_id": str(team),
        "custom_fields": {"order": 17, "nested": {"x": [1, None]}}, "assignee_id": str(anna.id),
        "requester": {"external_id": "v-1", "name": "Жанна"},
    }  # fmt: skip
    made = await anna("POST", "/v1/tickets", expect=201, json=asked)
    ticket = made.json()
    assert ticket["subject"] == "Счёт за май"
    for name in ("priority", "type", "topic", "language", "tags", "custom_fields", "brand", "team_id", "assignee_id"):
        assert ticket[name] == asked[name], name
    assert (ticket["status"], ticket["channel"], ticket["requester"]["name"]) == ("open", "agent", "Жанна")
    read = await anna("GET", made.headers["location"], expect=200, params={"include": "messages"})
    assert read.headers["etag"] == made.headers["etag"]
    shown = read.json()
    assert shown.pop("messages")[0]["author"] == {"kind": "agent", "id": str(anna.id), "name": "Anna"}
    ticket.pop("messages", None)
    assert shown == ticket


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"brand": "nowhere"}, "unknown_brand"),
        ({"team_id": str(new_id())}, "unknown_team"),
        ({"assignee_id": str(new_id())}, "unknown_agent"),
    ],
)
async def test_what_is_not_there_cannot_be_named(callers_: Callers, field: dict[str, str], code: str) -> None:
    anna = await callers_.agent()
    asked = {**HELP, "requester": {"email": "v@example.com"}, **field}
    problem = await anna.refused("POST", "/v1/tickets", 422, code, json=asked)
    assert problem["errors"][0]["pointer"] == f"/{next(iter(field))}"
    made = await anna.post("/v1/tickets", HELP)
    problem = await anna.refused("PATCH", f"/v1/tickets/{made['id']}", 422, code, json=field)
    assert await subjects(anna) == ["Help"]


async def test_customers_name_only_what_is_theirs_to_say(callers_: Callers) -> None:
    vera = await callers_.customer()
    not_theirs: list[dict[str, Any]] = [
        {"priority": "urgent"}, {"tags": []}, {"assignee_id": None}, {"requester": {"email": "o@example.com"}}
    ]  # fmt: skip
    for field in not_theirs:
        problem = await vera.refused("POST", "/v1/tickets", 422, "not_for_customers", json={**HELP, **field})
        assert [each["pointer"] for each in problem["errors"]] == [f"/{next(iter(field))}"]
    made = await vera.post("/v1/tickets", {**HELP, "topic": "billing", "language": "en"})
    assert (made["requester"]["id"], made["channel"]) == (str(vera.id), "web")
    path = f"/v1/tickets/{made['id']}"
    await vera.refused("PATCH", path, 403, "forbidden", json={"priority": "urgent"})
    await vera.refused("POST", f"{path}/assign", 403, "forbidden", json={"assignee_id": None})
    note = {"body": "psst", "visibility": "internal"}
    await vera.refused("POST", f"{path}/messages", 403, "notes_are_for_agents", json=note)


async def test_the_status_machine(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', HELP))['id']}"
    await anna.refused("PATCH", path, 409, "status_not_allowed", json={"status": "merged"})
    await anna.patch(path, {"status": "pending"})
    await anna.refused("PATCH", path, 409, "status_not_allowed", json={"status": "new"})
    await vera.post(f"{path}/messages", {"body": "Here"})
    assert (await anna.get(path))["status"] == "open"
    await anna.patch(path, {"status": "solved"})
    await vera.post(f"{path}/messages", {"body": "Still broken"})
    reopened = await anna.get(path)
    assert (reopened["status"], reopened["solved_at"]) == ("open", None)
    await anna.post(f"{path}/messages", {"body": "Fixed"})
    await anna.patch(path, {"status": "closed"})
    await anna.refused("PATCH", path, 409, "ticket_closed", json={"status": "open"})
    await anna.refused("POST", f"{path}/assign", 409, "ticket_closed", json={"assignee_id": str(anna.id)})
    for sender in (anna, vera):
        problem = await sender.refused("POST", f"{path}/messages", 409, "ticket_closed", json={"body": "Hello?"})
        assert problem["status_now"] == "closed"
    await anna.post(f"{path}/messages", {"body": "a note on a closed ticket", "visibility": "internal"})


async def test_a_reply_is_held_back_when_the_thread_moved_on(callers_: Callers) -> None:
    anna, boris, vera = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', HELP))['id']}"
    seen = (await anna.get(path))["seq"]
    await boris.post(f"{path}/messages", {"body": "A note", "visibility": "internal"})
    await vera.post(f"{path}/messages", {"body": "It works now"})
    reply = {"body": "Have you tried?", "last_seen_seq": seen}
    problem = await anna.refused("POST", f"{path}/messages", 409, "thread_moved_on", json=reply)
    missed = [each["data"]["message"]["body"] for each in problem["missed"] if each["type"] == "message.created"]
    assert missed == ["A note", "It works now"]
    await anna.post(f"{path}/messages", {**reply, "force": True})
    mine = (await anna.get(path))["seq"]
    await anna.post(f"{path}/messages", {"body": "My own words do not hold me back", "last_seen_seq": mine - 2})
    # The customer counts what the customer can see: a note in between is no news for her.
    seen = (await vera.get(path))["seq"]
    await boris.post(f"{path}/messages", {"body": "Another note", "visibility": "internal"})
    await vera.post(f"{path}/messages", {"body": "Thanks", "last_seen_seq": seen})
    await anna.post(f"{path}/messages", {"body": "You are welcome"})
    problem = await vera.refused(
        "POST", f"{path}/messages", 409, "thread_moved_on", json={"body": "Bye", "last_seen_seq": seen}
    )
    assert "note" not in str(problem["missed"])


async def test_a_change_that_changes_nothing_leaves_no_event(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post("/v1/tickets", {**HELP, "tags": ["a"]})
    same = await anna.patch(f"/v1/tickets/{made['id']}", {"tags": ["a"], "status": "new", "assignee_id": None})
    assert (same["seq"], same["version"]) == (made["seq"], made["version"])


async def test_the_list_can_be_narrowed(callers_: Callers, desk: Desk) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    team = await callers_.team()
    async with desk.database.unit_of_work() as work:
        for key in ("first", "shop"):
            work.session.add(Brand(key=key, name=key, created_at=clock.now(), updated_at=clock.now()))
    await anna.post("/v1/tickets", {"subject": "low", "body": "x", "priority": "low", "tags": ["a", "b"]})
    await anna.post("/v1/tickets", {"subject": "high", "body": "x", "priority": "high", "tags": ["b"], "brand": "shop"})
    mine = await anna.post("/v1/tickets", {"subject": "mine", "body": "x", "assignee_id": str(anna.id)})
    await anna.post("/v1/tickets", {"subject": "team", "body": "x", "team_id": str(team), "priority": "urgent"})
    hers = await vera.post("/v1/tickets", {"subject": "hers", "body": "x"})
    await anna.patch(f"/v1/tickets/{hers['id']}", {"status": "pending"})
    since = (await anna.get(f"/v1/tickets/{mine['id']}"))["updated_at"]
    expected: list[tuple[dict[str, Any], set[str]]] = [
        ({}, {"low", "high", "mine", "team", "hers"}),
        ({"priority": "low"}, {"low"}),
        ({"priority": ["low", "high"]}, {"low", "high"}),
        ({"status": "open"}, {"mine"}),
        ({"status": ["open", "pending"]}, {"mine", "hers"}),
        ({"status": ["new", "pending"], "priority": ["low", "normal"]}, {"low", "hers"}),
        ({"tag": "b"}, {"low", "high"}),
        ({"tag": ["a", "b"]}, {"low"}),
        ({"tag": "c"}, set()),
        ({"assignee_id": str(anna.id)}, {"mine"}),
        ({"assignee_id": "none", "status": "new"}, {"low", "high", "team"}),
        ({"team_id": str(team)}, {"team"}),
        ({"requester_id": str(vera.id)}, {"hers"}),
        ({"channel": "web"}, {"hers"}),
        ({"channel": ["web", "agent"], "status": "open"}, {"mine"}),
        ({"updated_after": since}, {"team", "hers"}),
        ({"brand": "shop"}, {"high"}),
        ({"brand": "first"}, {"low", "mine", "team", "hers"}),
        ({"external_id": "none"}, set()),
    ]
    for query, wanted in expected:
        found = await subjects(anna, **query)
        assert (set(found), len(found)) == (wanted, len(wanted)), query
    assert await subjects(vera, assignee_id="none") == ["hers"]


async def test_the_list_can_be_sorted_and_read_page_by_page(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = [await anna.post("/v1/tickets", {**HELP, "subject": f"{n}"}) for n in range(7)]
    await anna.patch(f"/v1/tickets/{made[2]['id']}", {"priority": "high"})
    by_creation = [f"{n}" for n in range(7)]
    by_update = ["0", "1", "3", "4", "5", "6", "2"]
    for sort, wanted in [
        ("created_at", by_creation), ("-created_at", by_creation[::-1]),
        ("updated_at", by_update), ("-updated_at", by_update[::-1]),
    ]:  # fmt: skip
        for limit in (1, 3, 7, 50):
            found = await pages(anna, sort=sort, limit=limit)
            assert [each["subject"] for page in found for each in page] == wanted, (sort, limit)
            assert {len(page) for page in found[:-1]} <= {limit}
        merged = await pages(anna, sort=sort, limit=2, status=["new", "open", "solved"], priority=["normal", "high"])
        assert [each["subject"] for page in merged for each in page] == wanted, sort
    assert await subjects(anna) == by_update[::-1]


async def test_a_cursor_skips_nothing_that_stays_while_others_move(callers_: Callers) -> None:
    """Oldest change first, while tickets change: what moves comes again later, and nothing is missed."""
    anna = await callers_.agent()
    made = [await anna.post("/v1/tickets", {**HELP, "subject": f"{n}"}) for n in range(12)]
    seen, cursor, moved = [], None, 0
    while True:
        query = {"sort": "updated_at", "limit": 3, **({"cursor": cursor} if cursor else {})}
        page, *_ = await asyncio.gather(
            anna.get("/v1/tickets", params=query),
            *(anna.patch(f"/v1/tickets/{made[n]['id']}", {"topic": f"{moved}"}) for n in (moved % 12, 11) if moved < 6),
        )
        moved += 1
        seen += [each["subject"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert set(seen) == {f"{n}" for n in range(12)}


async def test_a_note_moves_a_ticket_in_no_customers_list(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    first, second = [await vera.post("/v1/tickets", {**HELP, "subject": each}) for each in ("first", "second")]
    path = f"/v1/tickets/{first['id']}"
    before = await vera("GET", path, expect=200)
    await anna.post(f"{path}/messages", {"body": "psst", "visibility": "internal"})
    await anna.patch(path, {"tags": ["vip"]})
    after = await vera("GET", path, expect=200)
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    assert await subjects(vera) == ["second", "first"]
    assert await subjects(anna) == ["first", "second"]
    assert await subjects(vera, updated_after=second["created_at"]) == []


async def test_others_do_not_even_learn_that_it_is_there(callers_: Callers) -> None:
    vera, oleg = await callers_.customer(), await callers_.customer(name="Oleg")
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', HELP))['id']}"
    for method, address, body in [
        ("GET", path, None), ("GET", f"{path}/messages", None), ("GET", f"{path}/events", None),
        ("POST", f"{path}/messages", {"body": "x"}),
    ]:  # fmt: skip
        theirs = await oleg.refused(method, address, 404, "not_found", json=body)
        nothing = await oleg.refused(
            method, address.replace(path, f"/v1/tickets/{new_id()}"), 404, "not_found", json=body
        )
        assert {**theirs, "request_id": ""} == {**nothing, "request_id": ""}
    assert await subjects(oleg) == []
    assert await subjects(oleg, requester_id=str(vera.id)) == []


async def test_a_partner_sees_its_source_or_the_whole_desk(callers_: Callers, desk: Desk) -> None:
    anna = await callers_.agent()
    now = clock.now()
    source = Source(key="shop", name="Shop", secret="-", created_at=now, updated_at=now)
    async with desk.database.unit_of_work() as work:
        work.session.add(source)
    own, whole = await callers_.partner(source_id=source.id), await callers_.partner()
    reader = await callers_.partner("tickets:read")
    theirs = await anna.post("/v1/tickets", {**HELP, "subject": "not theirs", "tags": ["vip"]})
    made = await own.post("/v1/tickets", {**HELP, "subject": "theirs", "priority": "high", "tags": ["a"]})
    assert (made["source_id"], made["channel"], made["tags"]) == (str(source.id), "api", ["a"])
    assert await subjects(own) == ["theirs"]
    assert await subjects(whole) == await subjects(reader) == ["theirs", "not theirs"]
    for address in ("", "/messages", "/events"):
        await own.refused("GET", f"/v1/tickets/{theirs['id']}{address}", 404, "not_found")
        await whole.get(f"/v1/tickets/{made['id']}{address}")
    await own.refused("POST", f"/v1/tickets/{theirs['id']}/messages", 404, "not_found", json={"body": "x"})
    await own.post(f"/v1/tickets/{made['id']}/messages", {"body": "A word from the shop"})
    await reader.refused("POST", "/v1/tickets", 403, "forbidden", json=HELP)
    await own.refused("PATCH", f"/v1/tickets/{made['id']}", 403, "forbidden", json={"priority": "low"})
    await anna.post(f"/v1/tickets/{made['id']}/messages", {"body": "psst", "visibility": "internal"})
    assert "psst" not in str(await own.get(f"/v1/tickets/{made['id']}/messages"))
    assert "psst" not in str(await own.get(f"/v1/tickets/{made['id']}/events"))
    assert "psst" not in str(await own.get(f"/v1/tickets/{made['id']}?include=messages"))


async def test_a_thread_is_read_from_either_end(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', {**HELP, 'body': '0'}))['id']}"
    for n in range(1, 10):
        if n % 3 == 0:
            await anna.post(f"{path}/messages", {"body": "psst", "visibility": "internal"})
        await vera.post(f"{path}/messages", {"body": f"{n}"})
    seen: list[str] = []
    after = 0
    while True:
        page = await vera.get(f"{path}/messages", params={"after_seq": after, "limit": 3})
        seen += [each["body"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        after = page["next_cursor"]
    assert seen == [f"{n}" for n in range(10)]
    # As in every other list, `next_cursor` is taken as `cursor`, too.
    second = await vera.get(f"{path}/messages", params={"cursor": 3, "limit": 3})
    assert second == await vera.get(f"{path}/messages", params={"after_seq": 3, "limit": 3})
    assert second["items"][0]["seq"] > 3
    last = await vera.get(f"{path}/messages", params={"before_seq": 1000, "limit": 3})
    assert [each["body"] for each in last["items"]] == ["7", "8", "9"]
    earlier = await vera.get(f"{path}/messages", params={"before_seq": last["items"][0]["seq"], "limit": 2})
    assert [each["body"] for each in earlier["items"]] == ["5", "6"]
    included = await anna.get(path, params={"include": "messages"})
    assert len(included["messages"]) == 13


async def test_a_ticket_with_a_live_chat_is_handed_over_by_its_chat(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    path = f"/v1/tickets/{chat['ticket_id']}"
    to = {"assignee_id": str(anna.id)}
    await anna.refused("POST", f"{path}/assign", 409, "chat_is_live", json=to)
    await anna.refused("PATCH", path, 409, "chat_is_live", json=to)
    await vera.post(f"/v1/chats/{chat['id']}/end", expect=200)
    assert (await anna.post(f"{path}/assign", to, expect=200))["assignee_id"] == str(anna.id)


async def test_a_number_that_becomes_a_truth_is_a_change(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post("/v1/tickets", {**HELP, "custom_fields": {"vip": 1}})
    changed = await anna.patch(f"/v1/tickets/{made['id']}", {"custom_fields": {"vip": True}})
    assert changed["custom_fields"]["vip"] is True


async def test_a_customers_ticket_belongs_to_the_brand_of_its_widget(callers_: Callers) -> None:
    admin, boris = await callers_.admin(), await callers_.agent(online=True)
    team = await callers_.team("Shop team", boris)
    await admin.post("/v1/brands", {"key": "main", "name": "Main"})
    await admin.post("/v1/brands", {"key": "shop", "name": "Shop", "default_team_id": str(team)})
    session = await callers_.nobody().post("/v1/widget/sessions", {"brand": "shop"})
    headers = {"authorization": f"Bearer {session['token']}"}
    made = (await callers_.nobody()("POST", "/v1/tickets", expect=201, json=HELP, headers=headers)).json()
    assert (made["brand"], made["assignee_id"]) == ("shop", str(boris.id))
    named = {**HELP, "brand": "main"}
    made = (await callers_.nobody()("POST", "/v1/tickets", expect=201, json=named, headers=headers)).json()
    assert made["brand"] == "main"
