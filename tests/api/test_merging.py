"""Merging: a pointer that can be undone, a timeline that misses nothing, and nobody who reads another one's words."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app import clock
from app.ids import new_id
from app.rules import merging
from app.services import messages
from tests.api import webhooks
from tests.api.test_ticket_races import all_events
from tests.conftest import Api, Callers
from tests.desks import eventually
from tests.realtime.sockets import Socket
from tests.worker.test_sla import a_policy, clocks_of


async def a_ticket(api: Api, subject: str = "Kettle", **more: Any) -> dict[str, Any]:
    """A ticket of this caller's."""
    made: dict[str, Any] = await api.post("/v1/tickets", {"subject": subject, "body": subject, **more})
    return made


def path(ticket: dict[str, Any], rest: str = "") -> str:
    """Its address."""
    return f"/v1/tickets/{ticket['id']}{rest}"


async def merge(agent: Api, target: dict[str, Any], *sources: dict[str, Any], **more: Any) -> Any:
    """Merge these into it; the answer."""
    body = {"source_ids": [each["id"] for each in sources], **more}
    return await agent.post(path(target, "/merge"), body, expect=200)


async def timeline(api: Api, ticket: dict[str, Any], *, limit: int = 50, order: str = "asc") -> list[dict[str, Any]]:
    """The whole timeline, page by page."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        asked = {"limit": limit, "order": order, **({"cursor": cursor} if cursor else {})}
        page = await api.get(path(ticket, "/timeline"), params=asked)
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def said(api: Api, ticket: dict[str, Any], *, limit: int = 50, order: str = "asc") -> list[str]:
    """The bodies of the timeline."""
    return [each["message"]["body"] for each in await timeline(api, ticket, limit=limit, order=order)]


async def types(api: Api, ticket: dict[str, Any]) -> list[str]:
    """The kinds of its events."""
    return [each["type"] for each in await all_events(api, path(ticket))]


async def test_a_merge_is_a_union_by_time_and_can_be_undone(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    first, second = await a_ticket(vera, "one"), await a_ticket(vera, "two")
    await anna.post(path(first, "/messages"), {"body": "three"})
    await anna.post(path(second, "/messages"), {"body": "four", "visibility": "internal"})
    await vera.post(path(first, "/messages"), {"body": "five"})
    before = await anna.get(path(second))

    answer = await merge(anna, first, second)
    assert answer["ticket"]["id"] == first["id"]
    assert answer["ticket"]["has_merged"] is True
    assert answer["merged"] == [{"id": second["id"], "number": second["number"], "outcome": "merged"}]
    words = ["one", "two", "three", "four", "five"]
    for limit in (1, 2, 50):
        assert await said(anna, first, limit=limit) == words
        assert await said(anna, first, limit=limit, order="desc") == words[::-1]
    assert await said(vera, first) == ["one", "two", "three", "five"]
    # Each message is where it was, with its number there.
    assert [each["body"] for each in (await anna.get(path(first, "/messages")))["items"]] == ["one", "three", "five"]
    whose = {each["message"]["body"]: each["ticket"]["number"] for each in await timeline(anna, first)}
    assert whose["four"] == second["number"]
    shown = await anna.get(path(second))
    assert (shown["status"], shown["merged_into"]) == ("merged", {"id": first["id"], "number": first["number"]})
    assert "ticket.merged_in" in await types(anna, first)
    assert "ticket.merged_in" not in await types(vera, first)
    assert "ticket.merged" in await types(vera, second)
    assert (await vera.get(path(second)))["merged_into"] == {"id": first["id"], "number": first["number"]}

    # Again: nothing happens, and the answer is the same.
    seq = (await anna.get(path(first)))["seq"]
    again = await merge(anna, first, second)
    assert again["merged"] == [{"id": second["id"], "number": second["number"], "outcome": "already"}]
    assert (await anna.get(path(first)))["seq"] == seq

    undone = await anna.post(path(second, "/unmerge"), expect=200)
    assert undone["was_merged_into"] == {"id": first["id"], "number": first["number"]}
    assert undone["messages_left"] == 0
    assert await said(anna, first) == ["one", "three", "five"]
    after = await anna.get(path(second))
    moved = {"seq", "version", "updated_at"}
    assert {k: v for k, v in after.items() if k not in moved} == {k: v for k, v in before.items() if k not in moved}
    assert (await anna.get(path(first)))["has_merged"] is False
    await anna.refused("POST", path(second, "/unmerge"), 409, "not_merged")


async def test_a_merged_ticket_leaves_queue_load_snooze_and_survey_and_gets_them_back(callers_: Callers) -> None:
    team = await callers_.team()
    anna, vera = await callers_.agent(online=True, ticket=2, team=team), await callers_.customer()
    held, waits, target = [await a_ticket(vera, name) for name in ("held", "waits", "target")]
    await anna.post(path(held, "/assign"), {"assignee_id": str(anna.who)}, expect=200)
    await anna.post(path(target, "/assign"), {"assignee_id": None}, expect=200)
    await anna.post(path(waits, "/assign"), {"assignee_id": None}, expect=200)
    until = (clock.now() + timedelta(days=20)).isoformat()
    await anna.post(path(held, "/snooze"), {"until": until}, expect=200)
    solved = await a_ticket(vera, "solved")
    await anna.post(path(solved, "/messages"), {"body": "Done"})
    await anna.patch(path(solved), {"status": "solved"})
    before = {each["id"]: await anna.get(path(each)) for each in (held, waits, solved)}

    await merge(anna, target, held, waits, solved)
    for each in (held, waits, solved):
        shown = await anna.get(path(each))
        assert (shown["status"], shown["snoozed_until"], shown["solved_at"]) == ("merged", None, None)
    assert (await types(anna, solved))[-2:] == ["survey.cancelled", "ticket.merged"]
    refused = await vera("POST", "/v1/feedback", json={"ticket_id": solved["id"], "score": 5})
    assert (refused.status_code, refused.json()["code"]) == (409, "survey_cancelled")
    # Out of the list of the desk's work, unless asked for; found by whoever's it is.
    assert [each["id"] for each in (await anna.get("/v1/tickets"))["items"]] == [target["id"]]
    assert len((await anna.get("/v1/tickets", params={"status": "merged"}))["items"]) == 3
    assert len((await vera.get("/v1/tickets"))["items"]) == 4
    # Nothing else is done to it.
    await anna.refused("PATCH", path(held), 409, "ticket_closed", json={"priority": "high"})
    await anna.refused("POST", path(held, "/assign"), 409, "ticket_closed", json={"assignee_id": None})
    await anna.refused("POST", path(held, "/snooze"), 409, "ticket_not_open", json={"until": until})

    for each in (held, waits, solved):
        await anna.post(path(each, "/unmerge"), expect=200)
        shown = await anna.get(path(each))
        for name in ("status", "assignee_id", "snoozed_until", "solved_at", "queue_id", "team_id"):
            assert shown[name] == before[each["id"]][name], name


async def test_an_agent_who_is_gone_gets_nothing_back(callers_: Callers) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    one, target = await a_ticket(vera), await a_ticket(vera)
    await anna.post(path(one, "/assign"), {"assignee_id": str(anna.who)}, expect=200)
    await merge(admin, target, one)
    await admin.patch(f"/v1/agents/{anna.who}", {"status": "disabled"})
    shown = (await admin.post(path(one, "/unmerge"), expect=200))["ticket"]
    assert (shown["status"], shown["assignee_id"]) == ("open", None)


async def test_what_cannot_be_merged_is_refused_and_changes_nothing(callers_: Callers) -> None:
    anna, vera = await callers_.agent(online=True), await callers_.customer()
    one, two, three = [await a_ticket(vera, name) for name in ("1", "2", "3")]

    async def refused(target: dict[str, Any], source: dict[str, Any], status: int, code: str) -> None:
        body = {"source_ids": [three["id"], source["id"]]}
        await anna.refused("POST", path(target, "/merge"), status, code, json=body)
        assert (await anna.get(path(three)))["status"] != "merged", "all or none"

    await refused(one, one, 422, "merge_into_itself")
    await merge(anna, two, one)
    # Into what is part of it: a circle.
    await refused(one, two, 409, "merge_circle")
    other = await a_ticket(vera, "other")
    await refused(other, one, 409, "already_merged")
    await anna.patch(path(other), {"status": "closed"})
    await refused(other, two, 409, "ticket_closed")
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    await refused(two, {"id": chat["ticket_id"]}, 409, "chat_is_live")
    await anna.refused("POST", path(two, "/merge"), 404, "not_found", json={"source_ids": [str(new_id())]})
    await anna.refused("POST", path({"id": new_id()}, "/merge"), 404, "not_found", json={"source_ids": [two["id"]]})
    many = {"source_ids": [str(new_id()) for _ in range(51)]}
    await anna.refused("POST", path(two, "/merge"), 422, "invalid", json=many)
    await vera.refused("POST", path(two, "/merge"), 403, "forbidden", json={"source_ids": [three["id"]]})
    # A closed one may become part of another, and is closed again afterwards.
    await merge(anna, two, other)
    assert (await anna.post(path(other, "/unmerge"), expect=200))["ticket"]["status"] == "closed"


async def test_chains_end_at_one_ticket_and_come_apart_where_they_were_joined(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    a, b, c, d = [await a_ticket(vera, name) for name in "abcd"]
    await merge(anna, b, a)
    await merge(anna, c, b)
    # Into one that is part of another: into that other.
    assert (await merge(anna, a, d))["ticket"]["id"] == c["id"]
    assert (await anna.get(path(a)))["merged_into"]["id"] == c["id"]
    assert await said(anna, c) == ["a", "b", "c", "d"]
    assert await said(anna, b) == ["a", "b"]
    # What is part of it already, through another one.
    assert (await merge(anna, c, a))["merged"][0]["outcome"] == "already"
    # The inner one leaves with what was merged into it before.
    assert (await anna.post(path(b, "/unmerge"), expect=200))["was_merged_into"]["id"] == c["id"]
    assert await said(anna, c) == ["c", "d"]
    assert (await anna.get(path(a)))["merged_into"]["id"] == b["id"]
    await merge(anna, c, b)
    await anna.post(path(a, "/unmerge"), expect=200)
    assert await said(anna, c) == ["b", "c", "d"]
    assert "ticket.merged_out" in await types(anna, c)


async def test_what_its_customer_writes_there_comes_to_the_ticket_that_goes_on(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    old, new = await a_ticket(vera, "old"), await a_ticket(vera, "new")
    await merge(anna, new, old)
    await anna.post(path(new, "/messages"), {"body": "Solved, I think"})
    await anna.patch(path(new), {"status": "solved"})
    words = {"body": "Not yet", "client_message_id": "c-1", "last_seen_seq": 1}
    stored = await vera.post(path(old, "/messages"), words)
    assert stored["ticket_id"] == new["id"]
    repeated = await vera.post(path(old, "/messages"), words, expect=200)
    assert repeated["id"] == stored["id"]
    keyed = [
        await vera.post(path(old, "/messages"), {"body": "And this"}, headers={"idempotency-key": "k-1"})
        for _ in range(2)
    ]
    assert keyed[0] == keyed[1]
    assert (await anna.get(path(new)))["status"] == "open", "the customer has reopened it"
    found = await timeline(anna, new)
    assert [(each["message"]["body"], each["via"]) for each in found[-2:]] == [
        ("Not yet", {"id": old["id"], "number": old["number"]}),
        ("And this", {"id": old["id"], "number": old["number"]}),
    ]
    events = [each for each in await all_events(anna, path(new)) if each["type"] == "message.merged_in"]
    assert [each["data"]["source"]["number"] for each in events] == [old["number"]] * 2
    assert events[0]["data"]["kept"] is False
    # An agent is to look at the thread that they write to.
    problem = await anna.refused("POST", path(old, "/messages"), 409, "ticket_merged", json={"body": "Hello"})
    assert problem["merged_into"] == {"id": new["id"], "number": new["number"]}
    undone = await anna.post(path(old, "/unmerge"), expect=200)
    assert undone["messages_left"] == 2
    # An answer that was lost on the way is asked for again: what came there is known here, and is not said twice.
    words = {"body": "Not yet", "client_message_id": "c-1"}
    again = await vera.post(path(old, "/messages"), words, expect=200)
    assert again["ticket_id"] == new["id"]
    other = {"body": "Another", "client_message_id": "c-1"}
    await vera.refused("POST", path(old, "/messages"), 422, "idempotency_mismatch", json=other)
    assert await said(anna, new) == ["new", "Solved, I think", "Not yet", "And this"]
    await anna.patch(path(new), {"status": "closed"})
    await merge(anna, old, new)
    await anna.post(path(new, "/unmerge"), expect=200)


async def test_customers_of_merged_tickets_never_read_each_other(callers_: Callers) -> None:
    anna, vera, boris = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Boris")
    hers, his = await a_ticket(vera, "hers"), await a_ticket(boris, "his")
    await merge(anna, hers, his, notify_customer=True)
    await anna.patch(path(hers), {"status": "solved"})
    shown = await boris.get(path(his))
    assert (shown["status"], shown["merged_into"]) == ("merged", None)
    notice = (await boris.get(path(his, "/messages")))["items"][-1]
    assert notice["author"]["kind"] == "system"
    assert str(hers["number"]) not in notice["body"]
    # His words stay on his thread; those who work on the other one have them, and it is open again.
    stored = await boris.post(path(his, "/messages"), {"body": "Any news?"})
    assert stored["ticket_id"] == his["id"]
    assert (await anna.get(path(hers)))["status"] == "open"
    assert (await said(anna, hers))[-1] == "Any news?"
    await anna.post(path(hers, "/messages"), {"body": "For Vera"})
    await anna.post(path(his, "/messages"), {"body": "For Boris"})
    await anna.post(path(his, "/messages"), {"body": "Between us", "visibility": "internal"})
    assert await said(vera, hers) == ["hers", "For Vera"]
    assert (await said(boris, his))[0::2] == ["his", "Any news?"]
    assert (await said(boris, his))[-1] == "For Boris"
    assert (await said(anna, hers))[-3:] == ["For Vera", "For Boris", "Between us"]
    logs = [await all_events(vera, path(hers)), await all_events(boris, path(his))]
    assert not any("Boris" in str(each) or "Any news" in str(each) for each in logs[0])
    assert not any(hers["id"] in str(each) or "Vera" in str(each) for each in logs[1])
    await boris.refused("GET", path(hers, "/timeline"), 404, "not_found")
    await anna.patch(path(hers), {"status": "closed"})
    await boris.refused("POST", path(his, "/messages"), 409, "ticket_closed", json={"body": "Hello?"})


async def test_a_partner_reads_its_own_source_and_writes_to_its_own_ticket(callers_: Callers) -> None:
    admin = await callers_.admin()
    sources = [await admin.post("/v1/sources", {"name": key, "key": key}) for key in ("shop", "bank")]
    shop, bank = [await callers_.partner(source_id=UUID(each["id"])) for each in sources]
    who = {"requester": {"email": "vera@example.com"}}
    ours, theirs = await a_ticket(shop, "shop", **who), await a_ticket(bank, "bank", **who)
    await merge(admin, ours, theirs)
    assert (await bank.get(path(theirs)))["merged_into"] is None
    await bank.refused("GET", path(ours, "/timeline"), 404, "not_found")
    stored = await bank.post(path(theirs, "/messages"), {"body": "More from the bank"})
    assert stored["ticket_id"] == theirs["id"]
    assert await said(shop, ours) == ["shop"]
    assert await said(bank, theirs) == ["bank", "More from the bank"]
    assert await said(admin, ours) == ["shop", "bank", "More from the bank"]
    await shop.refused("POST", path(ours, "/merge"), 403, "forbidden", json={"source_ids": [theirs["id"]]})


async def test_customers_are_told_when_asked_in_their_language(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    old, new, silent = [await a_ticket(vera, name, language="ru") for name in ("old", "new", "silent")]
    await merge(anna, new, silent)
    assert len((await vera.get(path(silent, "/messages")))["items"]) == 1
    await merge(anna, new, old, notify_customer=True)
    notice = (await vera.get(path(old, "/messages")))["items"][-1]["body"]
    assert f"номер {new['number']}" in notice


async def test_merges_in_opposite_directions_at_once(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    for _ in range(3):
        one, two = await a_ticket(vera, "1"), await a_ticket(vera, "2")
        answers = await asyncio.gather(
            *(
                anna("POST", path(target, "/merge"), json={"source_ids": [source["id"]]})
                for target, source in [(one, two), (two, one)] * 2
            )
        )
        won = [each for each in answers if each.status_code == 200]
        assert {each.json()["ticket"]["id"] for each in won} in ({one["id"]}, {two["id"]})
        assert len(won) == 2, "the winner and its repeat"
        assert {each.json()["code"] for each in answers if each.status_code != 200} == {"merge_circle"}


async def test_a_merge_among_everything_else_at_once(callers_: Callers) -> None:
    """Messages, changes, assignments and merges of a ring of tickets at once: no error, and every message is there."""
    anna, vera, boris = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Boris")
    tickets = [await a_ticket(each, str(n)) for n, each in enumerate((vera, vera, boris, vera, boris))]
    owners = [vera, vera, boris, vera, boris]
    acknowledged: list[str] = []

    async def write(n: int, *, keyed: bool) -> None:
        place = n % len(tickets)
        headers = {"idempotency-key": f"k-{n}"} if keyed else {}
        body = {"body": f"m{n}", "client_message_id": f"c{n}"}
        answer = await owners[place]("POST", path(tickets[place], "/messages"), json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        acknowledged.append(f"m{n}")

    async def change(method: str, ticket: dict[str, Any], rest: str, body: Any) -> None:
        answer = await anna(method, path(ticket, rest), json=body)
        assert answer.status_code in {200, 409}, answer.text

    ring = [(tickets[n], tickets[(n + 1) % len(tickets)]) for n in range(len(tickets))]
    await asyncio.gather(
        *(write(n, keyed=n % 2 == 0) for n in range(20)),
        *(change("POST", target, "/merge", {"source_ids": [source["id"]]}) for target, source in ring),
        *(change("POST", each, "/unmerge", None) for each in tickets[:2]),
        *(change("PATCH", each, "", {"status": "solved"}) for each in tickets),
        *(change("POST", each, "/assign", {"assignee_id": str(anna.who)}) for each in tickets),
    )
    ends = {(each["merged_into"] or each)["id"] for each in [await anna.get(path(each)) for each in tickets]}
    found = [words for end in ends for words in await said(anna, {"id": end})]
    assert sorted(found) == sorted([*acknowledged, *(str(n) for n in range(len(tickets)))])


async def test_work_that_waits_for_other_work_that_waits_for_it_is_done_all_the_same(callers_: Callers) -> None:
    """The database gives one of them up: the request, which waited first. Nobody hears of that."""
    anna, vera = await callers_.agent(), await callers_.customer()
    low, high = sorted([await a_ticket(vera, "1"), await a_ticket(vera, "2")], key=lambda each: str(each["id"]))
    lock = "SELECT 1 FROM tickets WHERE id = $1 FOR UPDATE"
    async with anna.desk.database.lean() as other, anna.desk.database.lean() as watcher, other.transaction():
        await other.execute(lock, UUID(high["id"]))
        mine = other.get_server_pid()
        merge_ = asyncio.create_task(anna("POST", path(low, "/merge"), json={"source_ids": [high["id"]]}))
        waits = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)))"
        await eventually(lambda: watcher.fetchval(waits, mine), bool)
        await other.execute(lock, UUID(low["id"]))
    answer = await merge_
    assert answer.status_code == 200, answer.text


async def test_what_is_stored_already_is_not_done_again_for_a_deadlock_after_it(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message is committed by its own statement: whoever sent it says it again, and the desk does not."""
    vera = await callers_.customer()
    ticket = await a_ticket(vera, "1")

    async def given_up(*_: Any) -> None:
        raise asyncpg.DeadlockDetectedError

    monkeypatch.setattr(messages, "_with_it", given_up)
    await vera.refused("POST", path(ticket, "/messages"), 503, "temporarily_unavailable", json={"body": "once"})
    monkeypatch.undo()
    assert await said(vera, ticket) == ["1", "once"]


async def test_so_many_and_no_more_are_one(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    made = [await a_ticket(vera, str(n)) for n in range(4)]
    most, merging.MOST_MERGED = merging.MOST_MERGED, 3
    try:
        await merge(anna, made[0], made[1], made[2])
        refused = {"source_ids": [made[3]["id"]]}
        await anna.refused("POST", path(made[0], "/merge"), 409, "too_many_merged", json=refused)
    finally:
        merging.MOST_MERGED = most


async def test_a_socket_is_told_of_the_merge_and_where_its_words_came_to(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    old, new = await a_ticket(vera, "old"), await a_ticket(vera, "new")
    async with Socket(vera) as theirs, Socket(anna) as ours:
        await theirs.follow(old["id"])
        await ours.follow(new["id"])
        assert "ticket" not in await theirs.say(old["id"], "Before")
        await merge(anna, new, old)
        seen = await theirs.events(old["id"], (await vera.get(path(old)))["seq"])
        assert (seen[-1]["kind"], seen[-1]["data"]["set"]) == ("ticket.merged", {"status": "merged"})
        ack = await theirs.say(old["id"], "After", cmid="c-1")
        assert ack["ticket"] == new["id"]
        assert (await theirs.say(old["id"], "After", cmid="c-1"))["dup"] is True
        told = await ours.events(new["id"], (await anna.get(path(new)))["seq"])
        assert [each["kind"] for each in told[-3:]] == ["ticket.merged_in", "message.created", "message.merged_in"]
        refused = await ours.say(old["id"], "For the old one")
        assert refused["code"] == "ticket_merged"


async def test_who_is_in_copy_of_one_of_them_keeps_their_thread(callers_: Callers) -> None:
    anna, vera, boris = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Boris")
    old, new = await a_ticket(vera, "old"), await a_ticket(vera, "new")
    await anna.post(path(old, "/ccs"), {"customer_id": str(boris.who)})
    await merge(anna, new, old)
    assert (await boris.get(path(old)))["merged_into"] is None
    assert (await vera.get(path(old)))["merged_into"]["id"] == new["id"]
    for each in (boris, vera):
        assert (await each.post(path(old, "/messages"), {"body": f"By {each.name}"}))["ticket_id"] == old["id"]
    assert (await said(boris, old))[-2:] == (await said(anna, new))[-2:] == ["By Boris", "By Vera"]
    await anna.post(path(new, "/ccs"), {"customer_id": str(boris.who)})
    assert (await boris.get(path(old)))["merged_into"]["id"] == new["id"]
    assert (await boris.post(path(old, "/messages"), {"body": "Again"}))["ticket_id"] == new["id"]


async def test_what_a_partner_sends_about_a_merged_ticket_comes_to_the_one_that_goes_on(callers_: Callers) -> None:
    shop = await webhooks.partner(callers_)
    order = {"external_id": "A-1", "subject": "Parcel", "body": "It is late", "requester": {"email": "v@example.com"}}
    old = await shop.ticket(order)
    new = await shop.ticket({**order, "external_id": "A-2", "body": "It is late too"})
    await merge(shop.admin, new, old)
    for _ in range(2):
        told = await shop.post({**order, "body": "It has come", "priority": "high"})
        assert told.status_code == 200, told.text
    assert await said(shop.admin, new) == ["It is late", "It is late too", "It has come"]
    assert [each["via"] for each in await timeline(shop.admin, new)][-1]["number"] == old["number"]


async def test_clocks_end_with_the_merge_and_go_on_after_it(callers_: Callers) -> None:
    admin, vera, boris = await callers_.admin(), await callers_.customer(), await callers_.customer(name="Boris")
    await a_policy(admin, ("first_reply", 3600), ("next_reply", 3600), ("resolution", 7200))
    hers, his = await a_ticket(vera, "hers"), await a_ticket(boris, "his")
    assert (await clocks_of(admin, his["id"]))["resolution"]["state"] == "running"
    await merge(admin, hers, his)
    ended = await clocks_of(admin, his["id"])
    assert {each["state"] for each in ended.values()} == {"cancelled"}
    # What is written on a thread of its own is waited for by those who work on the other one.
    await admin.post(path(hers, "/messages"), {"body": "Hello"})
    await boris.post(path(his, "/messages"), {"body": "And mine?"})
    assert (await clocks_of(admin, hers["id"]))["next_reply"]["state"] == "running"
    await admin.post(path(his, "/messages"), {"body": "Yours, too"})
    assert (await clocks_of(admin, hers["id"]))["next_reply"]["state"] == "fulfilled"
    await admin.post(path(his, "/unmerge"), expect=200)
    again = await clocks_of(admin, his["id"])
    assert again["resolution"]["state"] == "running"
    assert again["resolution"]["due_at"] >= ended["resolution"]["due_at"], "the time of the merge does not count"
