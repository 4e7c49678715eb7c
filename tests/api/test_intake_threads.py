"""`/v1/intake`: comments and updates by external id go on in the ticket that is there, in order, each once."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.api.test_intake import ORDER, count
from tests.api.webhooks import Partner, partner
from tests.conftest import Callers, Desk

JIRA = {
    "external_id": "issue.key",
    "subject": "issue.title",
    "body": "issue.text",
    "action": {
        "path": "event",
        "lookup": {"issue.commented": "comment", "issue.changed": "update"},
        "default": "upsert",
    },
    "priority": {"path": "issue.level", "lookup": {"P1": "urgent", "P2": "high"}, "default": "normal"},
    "status": {"path": "issue.state", "lookup": {"done": "solved", "todo": "open"}},
    "comment": "comment.text",
    "comment_external_id": "comment.id",
    "comment_author": "comment.by",
    "comment_visibility": {"jmespath": "comment.private && 'internal' || 'public'"},
    "sequence": "version",
    "custom_fields.component": "issue.component",
}


def issue(**more: Any) -> dict[str, Any]:
    return {"key": "SHOP-7", "title": "Parcel", "text": "It is late", "level": "P2", **more}


async def read(shop: Partner, answer: Any) -> Any:
    return await shop.admin.get(f"/v1/tickets/{answer.json()['ticket_id']}?include=messages")


async def test_a_delivery_about_a_known_thing_goes_on_in_its_ticket(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    first = await shop.post(ORDER)
    assert first.json()["outcome"] == "created"
    again = await shop.post({**ORDER, "body": "It has come meanwhile.", "priority": "low", "tags": ["late", "found"]})
    assert again.status_code == 200
    assert again.json() == {**first.json(), "outcome": "commented"}
    ticket = await read(shop, again)
    assert [each["body"] for each in ticket["messages"]] == [ORDER["body"], "It has come meanwhile."]
    assert {each["author"]["name"] for each in ticket["messages"]} == {"Vera"}
    assert (ticket["priority"], ticket["tags"]) == ("low", ["late", "found"])
    same = await shop.post({**ORDER, "body": "It has come meanwhile.", "priority": "low", "tags": ["late", "found"]})
    assert same.json()["outcome"] == "unchanged"
    assert await count(desk, "messages") == 2


async def test_what_comes_at_once_about_a_new_thing_is_one_thread_with_all_of_it(callers_: Callers, desk: Desk) -> None:
    """Half of it says a status, which is more than the one statement that makes a ticket: both ways meet."""
    shop = await partner(callers_, mapping=JIRA)
    states: tuple[dict[str, str], ...] = ({}, {"state": "todo"})
    answers = await asyncio.gather(*(shop.post({"issue": issue(text=f"word {n}", **states[n % 2])}) for n in range(10)))
    assert Counter(each.json()["outcome"] for each in answers) == {"created": 1, "commented": 9}
    ticket = await read(shop, answers[0])
    assert sorted(each["body"] for each in ticket["messages"]) == [f"word {n}" for n in range(10)]
    assert await count(desk, "tickets") == 1
    assert await count(desk, "intake_receipts") == 10


async def test_what_agents_have_changed_stays_until_the_partner_changes_its_mind(callers_: Callers) -> None:
    shop = await partner(callers_)
    first = (await shop.post(ORDER)).json()
    path = f"/v1/tickets/{first['ticket_id']}"
    await shop.admin.patch(path, {"priority": "urgent", "tags": ["vip", "parcel", "late"]})
    await shop.post({**ORDER, "body": "News", "tags": ["late"]})
    ticket = await shop.admin.get(path)
    assert (ticket["priority"], ticket["tags"]) == ("urgent", ["vip", "late"])
    await shop.post({**ORDER, "priority": "low"})
    assert (await shop.admin.get(path))["priority"] == "low"


async def test_actions_statuses_and_comments_as_the_mapping_says(callers_: Callers) -> None:
    shop = await partner(callers_, mapping=JIRA)
    made = await shop.post({"event": "issue.created", "issue": issue(component="cart"), "version": 1})
    said = {"id": 1, "text": "We look into it", "by": "Sam of the shop", "private": True}
    noted = await shop.post({"event": "issue.commented", "issue": {"key": "SHOP-7"}, "comment": said, "version": 2})
    assert (made.status_code, noted.status_code, noted.json()["outcome"]) == (201, 200, "commented")
    done = await shop.post({"event": "issue.changed", "issue": issue(state="done", level="P1"), "version": 3})
    assert done.json()["outcome"] == "updated"
    ticket = await read(shop, done)
    assert (ticket["status"], ticket["priority"], ticket["subject"]) == ("solved", "urgent", "Parcel")
    assert ticket["custom_fields"] == {"component": "cart"}
    note = ticket["messages"][1]
    assert (note["visibility"], note["author"]["kind"], note["author"]["name"]) == (
        "internal",
        "partner",
        "Sam of the shop",
    )
    log = await shop.admin.get(f"/v1/tickets/{ticket['id']}/events")
    assert {each["actor"]["name"] for each in log["items"]} >= {"The shop", "Sam of the shop"}


async def test_a_comment_comes_once_and_edited_it_comes_again(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_, mapping=JIRA)
    await shop.post({"issue": issue()})
    said = {"event": "issue.commented", "issue": {"key": "SHOP-7"}, "comment": {"id": 5, "text": "Any news?"}}
    answers = await asyncio.gather(*(shop.post(said) for _ in range(4)))
    assert Counter(each.json()["outcome"] for each in answers) == {"commented": 1, "unchanged": 3}
    edited = {**said, "comment": {"id": 5, "text": "Any news today?"}}
    assert [(await shop.post(edited)).json()["outcome"] for _ in range(2)] == ["commented", "unchanged"]
    # Without an id of its own the same words again are words again.
    nameless = {**said, "comment": {"text": "Any news?"}}
    assert (await shop.post(nameless)).json()["outcome"] == "commented"
    assert await count(desk, "messages") == 4


async def test_an_older_update_changes_nothing_and_its_words_are_kept(callers_: Callers) -> None:
    shop = await partner(callers_, mapping=JIRA)
    await shop.post({"issue": issue(), "version": 1})
    await shop.post({"event": "issue.changed", "issue": issue(level="P1"), "version": 9})
    late = await shop.post({"event": "issue.changed", "issue": issue(level="low"), "version": 5})
    assert late.json()["outcome"] == "stale"
    words = await shop.post(
        {"event": "issue.changed", "issue": issue(level="low"), "version": 6, "comment": {"text": "Late words"}}
    )
    assert words.json()["outcome"] == "commented"
    ticket = await read(shop, words)
    assert ticket["priority"] == "urgent"
    assert ticket["messages"][-1]["body"] == "Late words"


async def test_updates_that_come_by_their_time_in_any_order_end_alike(callers_: Callers) -> None:
    shop = await partner(callers_, mapping={"updated_at": "at"})
    body: dict[str, Any] = {"external_id": "7", "body": "Words"}
    await shop.post({**body, "at": "2026-01-01T00:00:00Z"})
    sent = [{**body, "at": 1_767_300_000 + n, "topic": f"t{n}"} for n in (3, 1, 2)]
    answers = [await shop.post(each) for each in sent]
    assert [each.json()["outcome"] for each in answers] == ["updated", "stale", "stale"]
    assert (await read(shop, answers[0]))["topic"] == "t3"


async def test_a_partner_does_not_hear_what_the_desk_still_has_to_do(callers_: Callers) -> None:
    shop = await partner(callers_, mapping=JIRA, unmappable="refuse")
    made = (await shop.post({"issue": issue()})).json()
    path = f"/v1/tickets/{made['ticket_id']}"
    await shop.admin.post(f"{path}/tasks", {"title": "Ask the lawyers", "required": True})
    refused = await shop.post({"issue": issue(state="done"), "event": "issue.changed"})
    assert (refused.status_code, refused.json()["code"]) == (409, "status_not_allowed")
    assert "lawyers" not in refused.text
    await shop.admin.refused("PATCH", path, 409, "tasks_open", json={"status": "solved"})


@pytest.mark.parametrize(("unknown", "status"), [("create", 201), ("park", 202)])
async def test_a_comment_for_a_thing_that_nobody_knows(callers_: Callers, unknown: str, status: int) -> None:
    shop = await partner(callers_, mapping=JIRA, unknown=unknown)
    said = {"event": "issue.commented", "issue": {"key": "SHOP-9"}, "comment": {"id": 1, "text": "Hello?"}}
    answer = await shop.post(said, webhook_id="msg_1")
    assert answer.status_code == status
    if unknown == "create":
        assert (await read(shop, answer))["messages"][0]["body"] == "Hello?"
        assert (await shop.post(said)).json()["outcome"] == "unchanged"
    nameless = await shop.post({"event": "issue.commented", "comment": {"text": "Of what?"}})
    assert nameless.status_code == 202


async def test_words_for_a_closed_ticket_open_another_one_and_go_on_there(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_)
    first = (await shop.post(ORDER)).json()
    await shop.admin.patch(f"/v1/tickets/{first['ticket_id']}", {"status": "closed"})
    assert (await shop.post(ORDER)).json()["outcome"] == "unchanged"
    answers = await asyncio.gather(*(shop.post({**ORDER, "body": f"Again {n}"}) for n in range(3)))
    assert Counter(each.json()["outcome"] for each in answers) == {"created": 1, "commented": 2}
    (following,) = {each.json()["ticket_id"] for each in answers} - {first["ticket_id"]}
    ticket = await shop.admin.get(f"/v1/tickets/{following}?include=messages")
    assert (ticket["subject"], ticket["requester"]["email"]) == (ORDER["subject"], "vera@example.com")
    assert len(ticket["messages"]) == 3
    change = await shop.post({**ORDER, "body": "Again 0", "priority": "low"})
    assert (change.json()["ticket_id"], change.json()["outcome"]) == (following, "updated")
    assert await count(desk, "tickets") == 2


async def test_a_change_that_is_not_allowed_is_parked_with_nothing_of_it_done(callers_: Callers, desk: Desk) -> None:
    shop = await partner(callers_, mapping={"status": "state", "comment": "says"})
    made = await shop.post({**ORDER, "state": "closed"})
    assert (await read(shop, made))["status"] == "closed"
    many = [f"t{n}" for n in range(40)]
    other = await shop.post({"external_id": "8", "body": "x", "tags": many})
    await shop.admin.patch(
        f"/v1/tickets/{other.json()['ticket_id']}", {"tags": [*many[:5], *(f"a{n}" for n in range(45))]}
    )
    answer = await shop.post({"external_id": "8", "says": "Words", "tags": [f"n{n}" for n in range(30)]})
    assert answer.status_code == 202
    assert await count(desk, "messages") == 2


async def test_limits_of_a_source_are_its_own_and_are_told(callers_: Callers) -> None:
    shop = await partner(callers_, per_minute=2, max_bytes=300)
    assert (await shop.post({"body": "x" * 400})).status_code == 413
    first = await shop.post({"body": "x"})
    assert first.headers["ratelimit-policy"] == '"intake";q=2;w=60'
    assert first.headers["ratelimit"].startswith('"intake";r=0;')
    refused = await shop.post({"body": "x"})
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert int(refused.headers["retry-after"]) > 0
    assert "r=0" in refused.headers["ratelimit"]


async def test_a_key_of_a_partner_opens_tickets_for_others_by_the_same_rules(callers_: Callers) -> None:
    admin, agent = await callers_.admin(), await callers_.agent(online=True)
    source = await admin.post("/v1/sources", {"name": "Shop", "key": "shop"})
    key = await callers_.partner(source_id=source["id"])
    new = {"subject": "Late", "body": "Where is it?", "requester": {"email": "vera@example.com"}}
    routed = await key.post("/v1/tickets", new)
    assert routed["assignee_id"] == str(agent.id)
    named = await key.post("/v1/tickets", {**new, "assignee_id": str(admin.id)})
    assert named["assignee_id"] == str(admin.id)
    ticket = await admin.get(f"/v1/tickets/{named['id']}?include=messages")
    assert ticket["messages"][0]["author"]["kind"] == "customer"
    assert ticket["requester"]["email"] == "vera@example.com"


async def test_what_was_merged_goes_on_where_it_was_merged_into(callers_: Callers) -> None:
    shop = await partner(callers_)
    first = (await shop.post(ORDER)).json()
    ids = [(await shop.post({"body": f"Other {n}", "external_id": f"o{n}"})).json()["ticket_id"] for n in range(2)]
    await shop.admin.post(f"/v1/tickets/{ids[0]}/merge", {"source_ids": [first["ticket_id"]]}, expect=200)
    await shop.admin.post(f"/v1/tickets/{ids[1]}/merge", {"source_ids": [ids[0]]}, expect=200)
    answer = await shop.post({**ORDER, "body": "More words", "priority": "low"})
    assert (answer.json()["ticket_id"], answer.json()["outcome"]) == (first["ticket_id"], "commented")
    # Another customer's ticket: it is seen by those who work there, and by no other customer. Its fields are nobody's.
    timeline = (await shop.admin.get(f"/v1/tickets/{ids[1]}/timeline"))["items"]
    assert timeline[-1]["message"]["body"] == "More words"
    assert timeline[-1]["ticket"]["id"] == first["ticket_id"]
    assert (await shop.admin.get(f"/v1/tickets/{ids[1]}"))["priority"] == "normal"
    await shop.admin.post(f"/v1/tickets/{first['ticket_id']}/unmerge", expect=200)
    assert (await shop.post({**ORDER, "body": "Alone again"})).json()["ticket_id"] == first["ticket_id"]


async def test_custom_fields_are_held_against_what_the_desk_asks_for(callers_: Callers) -> None:
    shop = await partner(callers_, mapping={"custom_fields.order": "order"})
    field: dict[str, Any] = {"key": "order", "kind": "integer", "labels": {"en": "Order"}, "visible_to": "partners"}
    field |= {"writable_by": "partners"}
    made = await shop.admin("POST", "/v1/fields", json=field)
    assert made.status_code == 201, made.text
    assert (await shop.post({"external_id": "1", "body": "x", "order": "no number"})).status_code == 202
    good = await shop.post({"external_id": "2", "body": "x", "order": 7})
    assert good.status_code == 201, (await shop.admin.get(f"/v1/sources/{shop.id}/parked"))["items"][-1]["problem"]
    assert (await shop.post({"external_id": "2", "body": "y", "order": "none"})).status_code == 202
