"""Automations as admins make them: refused in detail, in order, in versions, tried on the past before they count."""

from typing import Any

from tests.conftest import Api, Callers
from tests.desks import eventually

PATH = "/v1/automations"
WAKE = {"type": "wake"}
CREATED = {"kind": "event", "types": ["ticket.created"]}


async def automation(admin: Api, **more: Any) -> dict[str, Any]:
    body = {"name": "A", "trigger": CREATED, "actions": [WAKE], **more}
    made: dict[str, Any] = await admin.post(PATH, body)
    return made


async def tried(admin: Api, **draft: Any) -> dict[str, Any]:
    """What a dry run says."""
    job = await admin.post(f"{PATH}/dry-run", draft, expect=202)
    done = await eventually(
        lambda: admin.get(f"/v1/jobs/{job['id']}"), lambda seen: seen["status"] not in {"queued", "running"}
    )
    assert done["status"] == "done", done
    result: dict[str, Any] = done["result"]
    return result


async def test_what_means_nothing_is_refused_by_name(callers_: Callers) -> None:
    ada = await callers_.admin()
    changed = {"kind": "event", "types": ["ticket.updated"], "changed": [{"field": "mood"}]}
    time: dict[str, Any] = {"kind": "time", "fact": "created_at"}
    nil = "00000000-0000-0000-0000-000000000000"
    for wrong, pointer, code in (
        ({"trigger": changed}, "/trigger/changed/0/field", "unknown_field"),
        ({"trigger": time}, "/trigger", "value_error"),
        ({"trigger": {**time, "after_seconds": 1, "before_seconds": 1}}, "/trigger", "value_error"),
        ({"trigger": {**time, "after_seconds": 1, "field": "x"}}, "/trigger", "value_error"),
        ({"trigger": {**time, "after_seconds": 1, "calendar_id": nil}}, "/trigger/calendar_id", "unknown_calendar"),
        ({"trigger": {"kind": "event", "types": ["no.such"]}}, "/trigger/types/0", "enum"),
        ({"actions": [{"type": "assign_to_me"}]}, "/actions", "nobody_acts"),
        ({"actions": [{"type": "move", "team_id": nil}]}, "/actions/0/team_id", "unknown_team"),
        ({"actions": [{"type": "reply", "body": "{% if %}"}]}, "/actions/0/body", "invalid_template"),
        ({"actions": [{"type": "reply", "template_id": nil}]}, "/actions/0/template_id", "unknown_template"),
    ):
        body = {"name": "A", "trigger": CREATED, "actions": [WAKE], **wrong}
        problem = (await ada("POST", PATH, json=body, expect=422)).json()
        assert {"pointer": pointer, "code": code}.items() <= problem["errors"][0].items(), problem
    nested: Any = {"field": "topic", "operator": "present"}
    for _ in range(5):
        nested = {"all": [nested]}
    for condition, code in (
        ({"field": "mood", "operator": "present"}, "unknown_field"),
        ({"field": "now", "operator": "is", "value": "x"}, "operator_does_not_fit"),
        ({"field": "topic", "operator": "older_than", "value": 5}, "operator_does_not_fit"),
        ({"field": "created_at", "operator": "older_than", "value": True}, "invalid_value"),
        ({"field": "created_at", "operator": "before", "value": "soon"}, "invalid_value"),
        ({"field": "now", "operator": "inside", "value": nil}, "unknown_calendar"),
        ({"field": "team_id", "operator": "is", "value": nil}, "unknown_team"),
        ({"field": "topic"}, "value_error"),
        ({"field": "topic", "operator": "present", "all": []}, "value_error"),
    ):
        body = {"name": "A", "trigger": CREATED, "actions": [WAKE], "conditions": {"any": [{"all": [condition]}]}}
        problem = (await ada("POST", PATH, json=body, expect=422)).json()
        assert problem["errors"][0]["code"] == code, problem
        assert problem["errors"][0]["pointer"].startswith("/conditions/any/0/all/0"), problem
    body = {"name": "A", "trigger": CREATED, "actions": [WAKE], "conditions": nested}
    await ada.refused("POST", PATH, 422, "invalid", json=body)


async def test_order_and_versions(callers_: Callers) -> None:
    ada = await callers_.admin()
    first, second = await automation(ada, name="one"), await automation(ada, name="two")
    third = await automation(ada, name="three", position=1)
    assert [each["name"] for each in (await ada.get(PATH))["items"]] == ["three", "one", "two"]
    assert not third["enabled"]
    path = f"{PATH}/{first['id']}"
    assert (await ada.patch(path, {"position": 3, "name": "uno"}))["number"] == 1
    group = {"all": [{"field": "topic", "operator": "present"}, {"any": [{"all": []}]}]}
    changed = await ada.patch(path, {"conditions": group, "enabled": True})
    assert (changed["number"], changed["enabled"]) == (2, True)
    # What was answered can be sent again, and is no change.
    same = await ada.patch(path, {name: changed[name] for name in ("trigger", "conditions", "actions", "run")})
    assert (same["number"], same["version"]) == (2, changed["version"])
    versions = (await ada.get(f"{path}/versions"))["items"]
    assert [(each["number"], each["name"]) for each in versions] == [(2, "uno"), (1, "one")]
    await ada.refused("PATCH", path, 412, "stale", json={"name": "x"}, headers={"if-match": '"1"'})
    await ada.refused("POST", PATH, 409, "name_taken", json={"name": "two", "trigger": CREATED, "actions": [WAKE]})
    await ada("DELETE", f"{PATH}/{second['id']}", expect=204)
    await ada("DELETE", f"{PATH}/{second['id']}", expect=204)
    await ada.refused("PATCH", f"{PATH}/{second['id']}", 409, "automation_archived", json={"enabled": True})
    assert [each["position"] for each in (await ada.get(PATH))["items"]] == [1, 2]


async def test_what_a_rule_needs_does_not_go(callers_: Callers) -> None:
    ada = await callers_.admin()
    team, queue = await callers_.team("Billing"), await ada.post("/v1/queues", {"name": "Q"})
    hours = [{"opens": "09:00", "closes": "17:00"}]
    calendar = await ada.post("/v1/calendars", {"name": "C", "zone": "Europe/Berlin", "weekly": {"mon": hours}})
    template = await ada.post("/v1/templates", {"title": "T", "scope": "shared", "variants": [{"body": "x"}]})
    made = await automation(
        ada,
        conditions={"any": [{"all": [{"field": "now", "operator": "inside", "value": calendar["id"]}]}]},
        actions=[
            {"type": "move", "team_id": str(team)},
            {"type": "move", "queue_id": queue["id"]},
            {"type": "note", "template_id": template["id"]},
        ],
    )
    used = {"kind": "automation", "id": made["id"], "name": "A"}
    for path, code in (
        (f"/v1/teams/{team}", "team_in_use"),
        (f"/v1/queues/{queue['id']}", "queue_in_use"),
        (f"/v1/calendars/{calendar['id']}", "calendar_in_use"),
        (f"/v1/templates/{template['id']}", "template_in_use"),
    ):
        assert used in (await ada.refused("DELETE", path, 409, code))["used_by"]
    await ada("DELETE", f"{PATH}/{made['id']}", expect=204)
    await ada("DELETE", f"/v1/templates/{template['id']}", expect=204)


async def test_tried_on_the_past_by_the_state_that_it_was_in(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    for n in range(3):
        found = await vera.post("/v1/tickets", {"subject": f"S{n}", "body": "x", "topic": "billing"})
        path = f"/v1/tickets/{found['id']}"
        for status in ("open", "pending", "open", "pending")[: n + 2]:
            await anna.patch(path, {"status": status})
        # By now it is another one; then it was not.
        await anna.patch(path, {"topic": "other"})
    changed = [{"field": "status", "was": ["open"], "to": ["pending"]}]
    trigger = {"kind": "event", "types": ["ticket.status_changed"], "changed": changed}
    billing = {"all": [{"field": "topic", "operator": "is", "value": "billing"}]}
    every = await tried(ada, trigger=trigger, conditions=billing, run="every")
    assert (every["fired"], every["tickets"], every["examined"]["complete"]) == (4, 3, True)
    assert sum(every["days"].values()) == 4
    example = every["examples"][0]
    assert (example["ticket"]["subject"], example["matched"][0]["found"]) == ("S0", "billing")
    assert (await tried(ada, trigger=trigger, conditions=billing))["fired"] == 3
    other = {"all": [{"field": "topic", "operator": "is", "value": "other"}]}
    assert (await tried(ada, trigger=trigger, conditions=other))["fired"] == 0
    # Two of them are pending to this moment; by their time they would have been due.
    waiting = {"kind": "time", "fact": "status_since", "after_seconds": 0}
    pending = {"all": [{"field": "status", "operator": "is", "value": "pending"}]}
    timed = await tried(ada, trigger=waiting, conditions=pending, run="every")
    assert (timed["fired"], timed["tickets"]) == (4, 3)
    assert timed["examples"][0]["seq"] is None
    # What is over by now was not then.
    await anna.patch(path, {"status": "closed"})
    await vera.post("/v1/tickets", {"subject": "Another", "body": "x"})
    assert (await tried(ada, trigger=waiting, conditions=pending, run="every"))["fired"] == 4
    late = await tried(ada, trigger={**waiting, "after_seconds": 3600}, conditions=pending)
    assert late["fired"] == 0
    deadline = {"kind": "time", "fact": "next_due_at", "before_seconds": 60}
    await ada.refused("POST", f"{PATH}/dry-run", 422, "cannot_be_tried", json={"trigger": deadline})
    # Nothing was done.
    assert (await anna.get(path))["tags"] == []


async def test_who_may(callers_: Callers) -> None:
    ada, lead, anna = await callers_.admin(), await callers_.agent(role="lead"), await callers_.agent()
    made = await automation(ada)
    path = f"{PATH}/{made['id']}"
    for reads in (PATH, path, f"{path}/versions", f"{path}/runs"):
        await lead.get(reads)
        await anna.refused("GET", reads, 403, "forbidden")
    for caller in (lead, anna):
        await caller.refused("PATCH", path, 403, "forbidden", json={"enabled": True})
        await caller.refused("DELETE", path, 403, "forbidden")
        await caller.refused("POST", f"{PATH}/dry-run", 403, "forbidden", json={"trigger": CREATED})
