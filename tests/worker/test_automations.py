"""Automations at work: what sets them off, once each, in order, never in circles, and what they say of themselves."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.db import raw_connection
from app.hints import Hint
from app.services import automation_following, automation_running, feed
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of
from tests.worker.test_sla import a_policy

PATH = "/v1/automations"
HIGH = {"type": "set_priority", "priority": "high"}
CREATED = {"kind": "event", "types": ["ticket.created"]}
TO_PENDING = {
    "kind": "event", "types": ["ticket.status_changed"], "changed": [{"field": "status", "to": ["pending"]}],
}  # fmt: skip


async def automation(admin: Api, trigger: dict[str, Any], *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"name": f"A{len(actions)}", "enabled": True, "trigger": trigger, "actions": actions, **more}
    made: dict[str, Any] = await admin.post(PATH, body)
    return made


async def ticket(customer: Api, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await customer.post("/v1/tickets", {"subject": "Invoice", "body": "Please", **more})
    return made


async def runs(admin: Api, made: dict[str, Any], count: int = 1) -> list[dict[str, Any]]:
    """The runs of a rule once there are so many, oldest first."""
    found = await eventually(lambda: admin.get(f"{PATH}/{made['id']}/runs"), lambda page: len(page["items"]) >= count)
    items: list[dict[str, Any]] = found["items"]
    assert len(items) == count
    return items[::-1]


async def settled(desk: Desk) -> None:
    """Until every event has been followed and nothing is due."""
    query = """SELECT (SELECT count(*) FROM feed_todo)
     + (SELECT s.position - c.position FROM feed_state s, feed_cursors c WHERE c.name = 'automations')
     + (SELECT count(*) FROM automation_tasks WHERE due_at <= now())"""
    await eventually(lambda: state_of(desk.database, query), lambda left: left == 0)


async def test_it_runs_by_the_state_at_the_event_and_says_why(desk: Desk, callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    when = {
        "all": [{"field": "topic", "operator": "is", "value": "billing"}],
        "any": [{"all": [{"field": "actor", "operator": "is", "value": "customer"},
                         {"field": "subject", "operator": "contains", "value": ["INVOICE", "refund"]}]},
                {"field": "priority", "operator": "is", "value": "low"}],
    }  # fmt: skip
    made = await automation(ada, CREATED, HIGH, {"type": "add_tags", "tags": ["money"]}, conditions=when)
    found, other = await ticket(vera, topic="billing"), await ticket(vera, topic="other")
    (run,) = await runs(ada, made)
    assert (run["ticket"]["id"], run["status"], run["seq"], run["depth"]) == (found["id"], "done", 1, 1)
    assert [(each["field"], each["found"]) for each in run["matched"]] == [
        ("topic", "billing"), ("actor", "customer"), ("subject", "Invoice"),
    ]  # fmt: skip
    assert [each["type"] for each in run["outcomes"]] == ["set_priority", "add_tags"]
    after = await anna.get(f"/v1/tickets/{found['id']}")
    assert (after["priority"], after["tags"]) == ("high", ["money"])
    await settled(desk)
    assert (await anna.get(f"/v1/tickets/{other['id']}"))["tags"] == []
    assert (await anna.get(f"/v1/tickets/{found['id']}/automation-runs"))["items"][0]["automation"]["id"] == made["id"]
    events = (await anna.get(f"/v1/tickets/{found['id']}/events"))["items"]
    assert {each["data"]["via"]["name"] for each in events if "via" in each["data"]} == {made["name"]}


async def test_selective_and_once_per_episode(desk: Desk, callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    once = await automation(ada, TO_PENDING, {"type": "note", "body": "once"}, name="once")
    every = await automation(ada, TO_PENDING, {"type": "note", "body": "every"}, name="every", run="every")
    found = await ticket(vera)
    path = f"/v1/tickets/{found['id']}"
    for status in ("open", "pending", "on_hold", "pending", "solved", "open", "pending"):
        await anna.patch(path, {"status": status})
    await anna.patch(path, {"subject": "Another"})
    # Three times in two episodes.
    assert len(await runs(ada, once, 2)) == 2
    assert len(await runs(ada, every, 3)) == 3
    await settled(desk)
    notes = [each["body"] for each in (await anna.get(f"{path}/messages"))["items"]][1:]
    assert sorted(notes) == ["every"] * 3 + ["once"] * 2
    # In their order, where both look at one event.
    assert notes[:2] == ["once", "every"]


async def test_two_rules_that_undo_each_other_stop_and_say_so(desk: Desk, callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()

    def to(value: str) -> dict[str, Any]:
        changed = [{"field": "priority", "to": [value]}]
        return {"kind": "event", "types": ["ticket.updated"], "changed": changed}

    up = await automation(ada, to("low"), HIGH, name="up", run="every")
    down = await automation(ada, to("high"), {"type": "set_priority", "priority": "low"}, name="down", run="every")
    found = await ticket(vera)
    await anna.patch(f"/v1/tickets/{found['id']}", {"priority": "low"})
    done, stopped = await runs(ada, up, 2)
    assert (done["status"], done["depth"]) == ("done", 1)
    assert (stopped["status"], stopped["reason"], stopped["depth"]) == ("stopped", "own_doing", 3)
    assert [each["depth"] for each in await runs(ada, down)] == [2]
    await settled(desk)
    assert (await anna.get(f"/v1/tickets/{found['id']}"))["priority"] == "low"


async def test_a_rule_that_runs_away_is_switched_off(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.automation_acting.MAX_RUNS_AN_HOUR", 3)
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    trigger = {"kind": "event", "types": ["message.created"], "actors": ["agent"]}
    made = await automation(ada, trigger, {"type": "note", "body": "x"}, run="every")
    found = await ticket(vera)
    # What calls the desk from outside, because the desk has called it, says nothing of its cause.
    for n in range(5):
        await anna.post(f"/v1/tickets/{found['id']}/messages", {"body": f"{n}"})
    several = await runs(ada, made, 4)
    assert [each["status"] for each in several] == ["done"] * 3 + ["stopped"]
    assert several[3]["reason"] == "runaway"
    now = await ada.get(f"{PATH}/{made['id']}")
    assert (now["enabled"], now["disabled_because"]) == (False, "runaway")
    (notice,) = (await ada.get("/v1/notifications"))["items"]
    assert (notice["kind"], notice["data"]["automation"]["name"]) == ("automation.disabled", made["name"])
    again = await ada.patch(f"{PATH}/{made['id']}", {"enabled": True})
    assert (again["enabled"], again["disabled_because"]) == (True, None)


async def test_nobody_outside_switches_off_a_rule(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.automation_acting.MAX_RUNS_AN_HOUR", 2)
    ada, vera = await callers_.admin(), await callers_.customer()
    trigger = {"kind": "event", "types": ["message.created"], "actors": ["customer"]}
    tagged = await automation(ada, trigger, {"type": "add_tags", "tags": ["x"]}, name="tagged", run="every")
    noted = await automation(ada, trigger, {"type": "note", "body": "x"}, name="noted", run="every")
    found, other = await ticket(vera), await ticket(vera)
    await settled(desk)
    for n in range(3):
        await vera.post(f"/v1/tickets/{found['id']}/messages", {"body": f"{n}"})
    await vera.post(f"/v1/tickets/{other['id']}/messages", {"body": "again"})
    await settled(desk)
    every = [(await ada.get(f"{PATH}/{each['id']}/runs"))["items"][::-1] for each in (tagged, noted)]
    of_one = [[each["status"] for each in several if each["ticket"]["id"] == found["id"]] for several in every]
    # What was so already is no reason to stop; what goes on and on is held back on this ticket.
    assert all(status == "done" for status in of_one[0])
    assert of_one[1][:2] == ["done", "done"]
    assert set(of_one[1][2:]) == {"stopped"}
    assert "done" in [each["status"] for each in every[1] if each["ticket"]["id"] == other["id"]]
    assert [each["enabled"] for each in (await ada.get(PATH))["items"]] == [True, True]


async def test_rules_of_time_that_undo_each_other_stop(desk: Desk, callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()

    def after(status: str) -> dict[str, Any]:
        every = [{"field": "status", "operator": "is", "value": status}]
        return {"conditions": {"all": every}, "name": status, "run": "every"}

    second = {"kind": "time", "fact": "status_since", "after_seconds": 1}
    opens = await automation(ada, second, {"type": "set_status", "status": "open"}, **after("pending"))
    waits = await automation(ada, second, {"type": "set_status", "status": "pending"}, **after("open"))
    found = await ticket(vera)
    await anna.patch(f"/v1/tickets/{found['id']}", {"status": "pending"})
    done, stopped = await runs(ada, opens, 2)
    assert (done["status"], stopped["status"], stopped["reason"]) == ("done", "stopped", "own_doing")
    assert [each["status"] for each in await runs(ada, waits)] == ["done"]
    # Whatever else happens, it is said once.
    await anna.patch(f"/v1/tickets/{found['id']}", {"subject": "Another"})
    await settled(desk)
    await runs(ada, opens, 2)


async def test_an_action_that_cannot_be_done_holds_up_no_other(callers_: Callers) -> None:
    ada, vera, boris = await callers_.admin(), await callers_.customer(name=""), await callers_.agent(name="Boris")
    made = await automation(
        ada,
        CREATED,
        {"type": "assign", "agent_id": str(boris.id)},
        {"type": "reply", "body": "Dear {{ customer.first_name }}"},
        {"type": "set_priority", "priority": "normal"},
        HIGH,
    )
    await ada.patch(f"/v1/agents/{boris.id}", {"status": "disabled"})
    assert (await ada.get(f"{PATH}/{made['id']}"))["problems"][0]["code"] == "unknown_agent"
    await ticket(vera)
    (run,) = await runs(ada, made)
    skipped = [each["skipped"] for each in run["outcomes"]]
    assert skipped == ["unknown_agent", "unresolved_variables", "already_so", None]


async def test_an_error_of_ours_is_one_rule_s_alone(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automation_running, "PAUSE", timedelta(0))
    ada, vera = await callers_.admin(), await callers_.customer()
    broken = await automation(ada, CREATED, {"type": "add_tags", "tags": ["x"]}, name="broken")
    good = await automation(ada, CREATED, HIGH, name="good")
    async with desk.database.lean() as connection:
        stored = "UPDATE automation_versions SET definition = jsonb_set(definition, '{actions}', $2::text::jsonb) WHERE"
        await connection.execute(f"{stored} automation_id = $1", UUID(broken["id"]), '[{"type": "no_such_thing"}]')
    await ticket(vera)
    assert (await runs(ada, good))[0]["status"] == "done"
    (run,) = await runs(ada, broken)
    assert (run["status"], run["reason"]) == ("failed", "internal_error")


async def later(desk: Desk, **spans: float) -> None:
    """All timers so much nearer: as if that time had passed."""
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE automation_tasks SET due_at = due_at - $1::interval", timedelta(**spans))


AFTER_TWO_DAYS = {"kind": "time", "fact": "status_since", "after_seconds": 172_800}
PENDING = {"all": [{"field": "status", "operator": "is", "value": "pending"}]}


async def timers(desk: Desk) -> list[tuple[str, float]]:
    """The tickets for which a timer is set, and in how many hours it is due."""
    query = """SELECT ticket_id::text, round(extract(epoch FROM due_at - now()) / 3600)::float8 FROM automation_tasks
    WHERE kind = 'time' ORDER BY 2, 1"""
    await settled(desk)
    async with desk.database.lean() as connection:
        return [tuple(row) for row in await connection.fetch(query)]


async def test_two_days_after_it_is_pending_and_not_while_it_is_snoozed(desk: Desk, callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    one, two, three = [await ticket(vera) for _ in range(3)]
    await anna.patch(f"/v1/tickets/{one['id']}", {"status": "pending"})
    made = await automation(ada, AFTER_TWO_DAYS, {"type": "set_status", "status": "solved"}, conditions=PENDING)
    # One that is pending already has its timer, though nothing happens to it.
    await eventually(lambda: timers(desk), lambda found: found == [(one["id"], 48)])
    await anna.patch(f"/v1/tickets/{two['id']}", {"status": "pending"})
    until = (clock.now() + timedelta(hours=100)).isoformat()
    await anna.post(f"/v1/tickets/{two['id']}/snooze", {"until": until}, expect=200)
    # Its time begins anew when it comes back.
    assert await timers(desk) == [(one["id"], 48), (two["id"], 148)]
    # The customer has written: it is not pending any more.
    await anna.patch(f"/v1/tickets/{three['id']}", {"status": "pending"})
    await vera.post(f"/v1/tickets/{three['id']}/messages", {"body": "Here"})
    assert await timers(desk) == [(one["id"], 48), (two["id"], 148)]
    # A timer is when to look; what decides is the ticket: nothing is done too early.
    await later(desk, hours=48)
    assert await timers(desk) == [(one["id"], 48), (two["id"], 100)]
    assert (await ada.get(f"{PATH}/{made['id']}/runs"))["items"] == []


async def test_what_is_due_is_done_once(desk: Desk, callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    at_once = {**AFTER_TWO_DAYS, "after_seconds": 0}
    # Two at once: the second one sees what the first has done.
    remind = {"type": "note", "body": "Still there?"}
    made = await automation(ada, at_once, remind, {"type": "set_status", "status": "on_hold"}, conditions=PENDING)
    late = await automation(ada, at_once, HIGH, name="late", conditions=PENDING)
    found = await ticket(vera)
    await anna.patch(f"/v1/tickets/{found['id']}", {"status": "pending"})
    (run,) = await runs(ada, made)
    assert (run["seq"], run["matched"][0]["found"]) == (None, "pending")
    await settled(desk)
    await anna.patch(f"/v1/tickets/{found['id']}", {"status": "pending"})
    # The other one has its turn then; this one had it in this episode.
    await runs(ada, late)
    await settled(desk)
    assert len(await runs(ada, made)) == 1
    assert await timers(desk) == []


async def test_before_a_deadline_and_after_an_answer(desk: Desk, callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await a_policy(ada, ("first_reply", 7200))
    near = {"kind": "time", "fact": "next_due_at", "before_seconds": 7199}
    nearer = {"kind": "time", "fact": "next_due_at", "before_seconds": 3600}
    quiet = {"kind": "time", "fact": "last_agent_message_at", "after_seconds": 0}
    first = await automation(ada, near, HIGH, name="near")
    await automation(ada, nearer, {"type": "escalate"}, name="nearer")
    # What the desk says by itself is no answer.
    answered = await automation(ada, quiet, {"type": "reply", "body": "Did that help?"}, name="quiet", run="every")
    found = await ticket(vera)
    await runs(ada, first)
    assert await timers(desk) == [(found["id"], 1)]
    await anna.post(f"/v1/tickets/{found['id']}/messages", {"body": "Like this"})
    await runs(ada, answered)
    # Answered: there is no deadline any more.
    assert await timers(desk) == []
    assert len(await runs(ada, answered)) == 1


async def test_what_was_before_it_is_not_its_business(desk: Desk, callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    await ticket(vera)
    due = {"kind": "time", "fact": "created_at", "after_seconds": 0}
    made = await automation(ada, due, HIGH)
    await settled(desk)
    assert await timers(desk) == []
    late = await ticket(vera)
    (run,) = await runs(ada, made)
    assert run["ticket"]["id"] == late["id"]
    # One that is switched off does nothing, and what happens meanwhile is not made up for.
    await ada.patch(f"{PATH}/{made['id']}", {"enabled": False})
    await ticket(vera)
    await settled(desk)
    changed = await ada.patch(f"{PATH}/{made['id']}", {"enabled": True, "actions": [HIGH, {"type": "wake"}]})
    assert changed["number"] == 2
    await settled(desk)
    assert len(await runs(ada, made)) == 1


async def test_what_an_import_brings_sets_off_nothing(desk: Desk, callers_: Callers) -> None:
    ada = await callers_.admin()
    made = await automation(ada, CREATED, HIGH)
    found = await ticket(await callers_.customer())
    await runs(ada, made)
    query = f"SELECT {feed.COLUMNS} FROM {feed.FROM} WHERE f.ticket_id = $1 ORDER BY f.position"  # noqa: S608 - ours
    async with desk.database.lean() as connection:
        row: Any = await connection.fetchrow(query, UUID(found["id"]))
        await connection.execute("DELETE FROM automation_keys")
    event = feed.event({**row, "data": '{"imported": true}'})
    async with desk.database.unit_of_work() as work:
        await automation_following.follow(work, [event])
        assert await (await raw_connection(work.session)).fetchval("SELECT count(*) FROM automation_tasks") == 0


async def test_many_workers_run_it_once(desk: Desk, callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    made = await automation(ada, CREATED, {"type": "note", "body": "Hello"}, run="every")
    found = [await ticket(vera) for _ in range(6)]
    await asyncio.gather(*(automation_running.run_next(desk.database) for _ in range(4) for _ in found))
    await runs(ada, made, 6)
    await settled(desk)
    for each in found:
        thread = (await ada.get(f"/v1/tickets/{each['id']}/messages"))["items"]
        assert [message["body"] for message in thread] == ["Please", "Hello"]
    assert Hint("automation", UUID(int=0)).kind == "automation"
