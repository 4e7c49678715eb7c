"""Macros: done together or not at all, as whoever applies them, previewed by doing, counted when done."""

import asyncio
from typing import Any

from app.ids import new_id
from tests.conftest import Api, Callers

PATH = "/v1/macros"


async def ticket(customer: Api, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await customer.post("/v1/tickets", {"subject": "Invoice", "body": "Please", **more})
    return made


async def macro(agent: Api, *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await agent.post(PATH, {"title": "M", "actions": actions, **more})
    return made


def of(made: dict[str, Any], found: dict[str, Any], verb: str) -> str:
    return f"/v1/tickets/{found['id']}/macros/{made['id']}/{verb}"


EVERYTHING: list[dict[str, Any]] = [
    {"type": "set_priority", "priority": "high"},
    {"type": "raise_priority", "to": None},
    {"type": "set_type", "ticket_type": "incident"},
    {"type": "set_topic", "topic": "billing"},
    {"type": "set_language", "language": "ru"},
    {"type": "set_field", "key": "contract", "value": "A-1"},
    {"type": "add_tags", "tags": ["refund", "refund", "vip"]},
    {"type": "remove_tags", "tags": ["vip", "never there"]},
    {"type": "assign_to_me"},
    {"type": "reply", "body": "{{ greeting }} #{{ ticket.number }}"},
    {"type": "note", "body": "{{ ticket.priority }} {{ ticket.custom_fields.contract }}"},
    {"type": "follow"},
    {"type": "notify", "recipients": [{"kind": "assignee"}]},
    {"type": "set_status", "status": "pending", "pending_seconds": 3600},
    {"type": "snooze", "seconds": 600},
    {"type": "wake"},
]


async def test_it_does_what_its_agent_could_do_by_hand(callers_: Callers) -> None:
    anna, vera = await callers_.agent(name="Anna Smirnova"), await callers_.customer(name="Vera Petrova")
    found = await ticket(vera)
    made = await macro(anna, *EVERYTHING)
    seen = await anna.post(of(made, found, "preview"), expect=200)
    # Nothing has happened.
    assert (await anna.get(f"/v1/tickets/{found['id']}"))["seq"] == found["seq"]
    assert (await anna.get("/v1/notifications"))["items"] == []
    done = await anna.post(of(made, found, "apply"), expect=200)
    after = done["ticket"]
    assert (after["priority"], after["type"], after["topic"], after["tags"]) == (
        "urgent",
        "incident",
        "billing",
        ["refund"],
    )
    assert (after["status"], after["snoozed_until"], after["assignee_id"]) == ("pending", None, str(anna.id))
    assert after["custom_fields"] == {"contract": "A-1"}
    assert [each["skipped"] for each in done["outcomes"]] == [None] * len(EVERYTHING)
    # What was previewed is what was done, to the word.
    told = {each["field"]: each["after"] for each in seen["changes"]}
    assert seen["would_apply"]
    assert {name: after[name] for name in told if name != "pending_until"} == {
        name: value for name, value in told.items() if name != "pending_until"
    }
    words = [each["details"]["body"] for each in done["outcomes"] if "body" in each["details"]]
    assert words == [each["details"]["body"] for each in seen["outcomes"] if "body" in each["details"]]
    assert words == [f"Здравствуйте, Vera! Меня зовут Anna. #{found['number']}", "urgent A-1"]
    (notice,) = (await anna.get("/v1/notifications"))["items"]
    assert (notice["kind"], notice["data"]["via"]["id"]) == ("ticket.notice", made["id"])
    assert (await anna.get(f"{PATH}/{made['id']}"))["uses"] == 1
    # Everything says what did it, and the customer hears nothing of it.
    events = (await anna.get(f"/v1/tickets/{found['id']}/events", params={"after_seq": found["seq"]}))["items"]
    assert {each["data"]["via"]["id"] for each in events} == {made["id"]}
    public = (await vera.get(f"/v1/tickets/{found['id']}/events"))["items"]
    assert not any("via" in each["data"] for each in public)
    assert [each["body"] for each in (await vera.get(f"/v1/tickets/{found['id']}/messages"))["items"]][1:] == words[:1]


async def test_all_of_it_or_nothing(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    found = await ticket(vera)
    # It closes its ticket, and then wants more of it.
    made = await macro(
        anna,
        {"type": "add_tags", "tags": ["done"]},
        {"type": "set_status", "status": "closed"},
        {"type": "reply", "body": "Bye"},
    )
    problem = await anna.refused("POST", of(made, found, "apply"), 409, "macro_refused")
    assert [each["skipped"] for each in problem["outcomes"]] == [None, None, "ticket_closed"]
    assert (await anna.get(f"/v1/tickets/{found['id']}"))["seq"] == found["seq"]
    assert (await anna.get(f"{PATH}/{made['id']}"))["uses"] == 0
    assert not (await anna.post(of(made, found, "preview"), expect=200))["would_apply"]
    # Nothing deletes a ticket.
    await anna.refused("POST", PATH, 422, "invalid", json={"title": "D", "actions": [{"type": "delete"}]})
    # A name that is not known does not go to a customer with a hole in it.
    nobody = await callers_.customer(name="")
    other = await ticket(nobody)
    holes = await macro(anna, {"type": "reply", "body": "Dear {{ customer.first_name }},"})
    problem = await anna.refused("POST", of(holes, other, "apply"), 409, "macro_refused")
    assert problem["outcomes"][0]["details"]["variables"] == ["customer.first_name"]
    forced = await macro(anna, {"type": "reply", "body": 'Dear {{ customer.first_name | default: "customer" }},'})
    await anna.post(of(forced, other, "apply"), expect=200)


async def test_it_does_not_act_past_what_came_in(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    found = await ticket(vera)
    made = await macro(anna, {"type": "set_status", "status": "solved"})
    seen = (await anna.get(f"/v1/tickets/{found['id']}"))["seq"]
    await vera.post(f"/v1/tickets/{found['id']}/messages", {"body": "Wait"})
    guard = {"last_seen_seq": seen}
    problem = await anna.refused("POST", of(made, found, "apply"), 409, "thread_moved_on", json=guard)
    assert problem["missed"][0]["data"]["message"]["body"] == "Wait"
    done = await anna.post(of(made, found, "apply"), {**guard, "force": True}, expect=200)
    assert done["ticket"]["status"] == "solved"


async def test_sent_again_and_at_once(callers_: Callers) -> None:
    anna, boris, vera = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    found = await ticket(vera)
    shared = await macro(await callers_.admin(), {"type": "note", "body": "Looked at"}, scope="shared")
    path, key = of(shared, found, "apply"), {"idempotency-key": str(new_id())}
    answers = [await anna("POST", path, headers=key), await anna("POST", path, headers=key)]
    assert answers[0].json() == answers[1].json()
    together = await asyncio.gather(*(each("POST", path) for each in (anna, boris) for _ in range(3)))
    assert {each.status_code for each in together} == {200}
    notes = (await anna.get(f"/v1/tickets/{found['id']}/messages"))["items"]
    assert [each["body"] for each in notes].count("Looked at") == 7
    assert (await anna.get(f"{PATH}/{shared['id']}"))["uses"] == 7


async def test_what_it_needs_stays_or_is_missed_in_words(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    boris = await callers_.agent(name="Boris")
    team, found = await callers_.team("Billing"), await ticket(vera)
    template = await ada.post("/v1/templates", {"title": "T", "scope": "shared", "variants": [{"body": "Hello"}]})
    queue = await ada.post("/v1/queues", {"name": "Q"})
    made = await macro(
        ada,
        {"type": "reply", "template_id": template["id"]},
        {"type": "move", "queue_id": queue["id"]},
        {"type": "move", "team_id": str(team)},
        {"type": "assign", "agent_id": str(boris.id)},
        scope="shared",
    )
    for path, code in (
        (f"/v1/templates/{template['id']}", "template_in_use"),
        (f"/v1/queues/{queue['id']}", "queue_in_use"),
        (f"/v1/teams/{team}", "team_in_use"),
    ):
        problem = await ada.refused("DELETE", path, 409, code)
        assert {"kind": "macro", "id": made["id"], "name": "M"} in problem["used_by"]
    await ada.patch(f"/v1/agents/{boris.id}", {"status": "disabled"})
    (problem,) = (await ada.get(f"{PATH}/{made['id']}"))["problems"]
    assert (problem["code"], problem["pointer"]) == ("unknown_agent", "/actions/3/agent_id")
    refused = await ada.refused("POST", of(made, found, "apply"), 409, "macro_refused")
    assert refused["outcomes"][3]["skipped"] == "unknown_agent"
    await ada.patch(f"{PATH}/{made['id']}", {"actions": [{"type": "wake"}]})
    await ada("DELETE", f"/v1/templates/{template['id']}", expect=204)
    await ada("DELETE", f"{PATH}/{made['id']}", expect=204)
    await ada.refused("POST", of(made, found, "apply"), 409, "macro_archived")
    await ada.refused("POST", of(made, found, "preview"), 409, "macro_archived")


async def test_whose_it_is_and_who_may(callers_: Callers) -> None:
    ada, lead, anna = await callers_.admin(), await callers_.agent(role="lead"), await callers_.agent()
    team = await callers_.team("Billing", anna)
    wake = {"type": "wake"}
    shared = await macro(ada, wake, title="shared", scope="shared")
    ours = await macro(lead, wake, title="team", scope="team", team_id=str(team))
    mine = await macro(anna, wake, title="mine")
    boris = await callers_.agent(name="Boris")
    assert [each["title"] for each in (await anna.get(PATH))["items"]] == ["mine", "shared", "team"]
    assert [each["title"] for each in (await boris.get(PATH))["items"]] == ["shared"]
    for hidden in (mine, ours):
        await boris.refused("GET", f"{PATH}/{hidden['id']}", 404, "not_found")
    for scope in ({"scope": "shared"}, {"scope": "team", "team_id": str(team)}):
        body = {"title": "x", "actions": [wake], **scope}
        await anna.refused("POST", PATH, 403, "not_for_agents", json=body)
        await anna.refused("PATCH", f"{PATH}/{mine['id']}", 403, "not_for_agents", json=scope)
    await anna.refused("PATCH", f"{PATH}/{shared['id']}", 403, "not_for_agents", json={"title": "x"})
    await anna.refused("DELETE", f"{PATH}/{ours['id']}", 403, "not_for_agents")
    # No agent can write to any address or call a system by hand: neither can their macros.
    outside: list[dict[str, Any]] = [
        {"type": "call_webhook", "url": "https://example.com/hook"},
        {"type": "notify", "recipients": [{"kind": "address", "email": "x@example.com"}]},
        {"type": "send_mail", "recipients": [{"kind": "leads"}], "subject": "s", "body": "b"},
    ]
    for action in outside:
        await anna.refused("POST", PATH, 403, "not_permitted", json={"title": "x", "actions": [action]})
    theirs = await macro(ada, outside[0], scope="shared")
    found = await ticket(await callers_.customer())
    refused = await anna.refused("POST", of(theirs, found, "apply"), 409, "macro_refused")
    assert refused["outcomes"][0]["skipped"] == "not_permitted"
    await ada.post(of(theirs, found, "apply"), expect=200)


async def test_it_is_offered_where_its_conditions_hold(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    found = await ticket(vera, topic="billing")
    when = {"all": [{"field": "topic", "operator": "is", "value": "billing"}]}
    never = {"all": [{"field": "topic", "operator": "is", "value": "other"}]}
    for title, conditions in (("always", {}), ("billing", when), ("other", never)):
        await macro(anna, {"type": "wake"}, title=title, conditions=conditions)
    offered = (await anna.get(f"/v1/tickets/{found['id']}/macros"))["items"]
    assert [each["title"] for each in offered] == ["always", "billing"]
    wrong = {
        "title": "x",
        "actions": [{"type": "wake"}],
        "conditions": {"all": [{"field": "mood", "operator": "present"}]},
    }
    await anna.refused("POST", PATH, 422, "invalid", json=wrong)
