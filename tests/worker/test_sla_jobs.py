"""What if: past tickets under drafts; and open tickets brought under the policies of today."""

import asyncio
from datetime import timedelta
from typing import Any

from app import clock
from app.ids import new_id
from tests.conftest import Api, Callers
from tests.worker.test_sla import a_policy, clocks_of, eventually


async def done(asker: Api, job: dict[str, Any]) -> dict[str, Any]:
    """The result of a job."""
    found = await eventually(
        lambda: asker.get(f"/v1/jobs/{job['id']}"), lambda each: each["status"] in {"done", "failed"}
    )
    assert found["status"] == "done", found
    result: dict[str, Any] = found["result"]
    return result


def period() -> dict[str, str]:
    """The last hour."""
    now = clock.now()
    return {"since": (now - timedelta(hours=1)).isoformat(), "until": (now + timedelta(minutes=1)).isoformat()}


async def test_a_stricter_draft_shows_what_it_would_have_missed(callers_: Callers) -> None:
    admin, customer, agent = await callers_.admin(), await callers_.customer(), await callers_.agent()
    lead = await callers_.agent(role="lead", name="Leo")
    policy = await a_policy(admin, ("first_reply", 3600))
    made_at = clock.monotonic()
    quick, slow, waits = [
        (await customer.post("/v1/tickets", {"subject": f"{n}", "body": "x"}))["id"] for n in range(3)
    ]
    begun = clock.monotonic()
    await agent.post(f"/v1/tickets/{quick}/messages", {"body": "Here"})
    # Strict is what the quick one just kept, however slow the machine is.
    seconds = 2 + int(clock.monotonic() - made_at)
    await asyncio.sleep(seconds + 0.1 - (clock.monotonic() - begun))
    await agent.post(f"/v1/tickets/{slow}/messages", {"body": "Here at last"})
    target = {"metric": "first_reply", "priority": "normal", "seconds": seconds, "hours": "calendar"}
    draft = {"name": "Strict", "replaces": policy["id"], "targets": [target]}
    asked = {**period(), "policies": [draft]}
    result = await done(lead, await lead.post("/v1/sla-policies/simulate", asked, expect=202))
    assert result["tickets"] == 3
    (now,) = result["now"]
    (then,) = result["then"]
    assert (now["met"], now["missed"], now["open"], now["attained"]) == (2, 0, 1, 1.0)
    assert (then["met"], then["missed"], then["open"], then["attained"]) == (1, 2, 0, 0.3333)
    assert {each["ticket_id"] for each in result["changes"]} == {slow, waits}
    assert result["changed"] == 2
    # Nothing of it was stored.
    assert (await clocks_of(agent, waits))["first_reply"]["state"] == "running"
    assert len((await admin.get("/v1/sla-policies"))["items"]) == 1


async def test_a_draft_of_the_calendar_is_tried_too(callers_: Callers) -> None:
    admin, customer = await callers_.admin(), await callers_.customer()
    always = {day: [{"opens": "00:00", "closes": "24:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    calendar = await admin.post("/v1/calendars", {"name": "Always", "zone": "UTC", "weekly": always})
    target = {"metric": "first_reply", "priority": "normal", "seconds": 1, "hours": "business"}
    body = {"name": "Quick", "calendar_id": calendar["id"], "targets": [target]}
    await admin.post("/v1/sla-policies", body)
    await customer.post("/v1/tickets", {"subject": "Kettle", "body": "x"})
    await asyncio.sleep(1.2)
    tomorrow = (clock.now() + timedelta(days=2)).strftime("%a").lower()
    closed = {"name": "Later", "zone": "UTC", "weekly": {tomorrow: [{"opens": "10:00", "closes": "11:00"}]}}
    asked = {**period(), "calendar": closed}
    result = await done(admin, await admin.post("/v1/sla-policies/simulate", asked, expect=202))
    assert ([each["missed"] for each in result["now"]], [each["open"] for each in result["then"]]) == ([1], [1])


async def test_a_draft_works_by_its_own_calendar_in_its_own_place_or_not_at_all(callers_: Callers) -> None:
    admin, customer = await callers_.admin(), await callers_.customer()
    day = (clock.now() + timedelta(days=2)).strftime("%a").lower()
    closed = {"name": "Later", "zone": "UTC", "weekly": {day: [{"opens": "10:00", "closes": "12:00"}]}}
    calendar = await admin.post("/v1/calendars", closed)
    policy = await a_policy(admin, ("first_reply", 1))
    await customer.post("/v1/tickets", {"subject": "Kettle", "body": "x"})
    await asyncio.sleep(1.2)
    target = {"metric": "first_reply", "priority": "normal", "seconds": 1, "hours": "business"}
    draft = {"name": "Open later", "calendar_id": calendar["id"], "targets": [target]}

    async def then(**more: Any) -> list[tuple[int, int]]:
        asked = {**period(), "policies": [{**draft, **more}]}
        found = await done(admin, await admin.post("/v1/sla-policies/simulate", asked, expect=202))
        return [(each["missed"], each["open"]) for each in found["then"]]

    assert await then() == [(0, 1)]
    assert await then(replaces=policy["id"]) == [(0, 1)]
    # Behind the one that is there it is never reached; switched off, it takes it away.
    assert await then(position=2) == [(1, 0)]
    assert await then(replaces=policy["id"], enabled=False) == []
    unknown = {**period(), "policies": [{**draft, "replaces": str(new_id())}]}
    await admin.refused("POST", "/v1/sla-policies/simulate", 422, "unknown_policy", json=unknown)


async def test_drafts_that_mean_nothing_are_refused_where_they_do(callers_: Callers) -> None:
    admin, agent = await callers_.admin(), await callers_.agent()
    target = {"metric": "first_reply", "priority": "normal", "seconds": 0, "hours": "business"}
    wrong = {**period(), "policies": [{"name": "None", "targets": [target]}]}
    problem = await admin.refused("POST", "/v1/sla-policies/simulate", 422, "invalid", json=wrong)
    assert {each["pointer"] for each in problem["errors"]} == {
        "/policies/0/targets/0/seconds", "/policies/0/targets/0/hours",
    }  # fmt: skip
    calendar = {**period(), "calendar": {"name": "Never", "zone": "UTC", "weekly": {}}}
    problem = await admin.refused("POST", "/v1/sla-policies/simulate", 422, "invalid", json=calendar)
    assert problem["errors"][0]["pointer"].startswith("/calendar/")
    backwards = {"since": period()["until"], "until": period()["since"]}
    await admin.refused("POST", "/v1/sla-policies/simulate", 422, "invalid_period", json=backwards)
    await agent("POST", "/v1/sla-policies/simulate", json=period(), expect=403)
    await agent("POST", "/v1/sla-policies/re-evaluate", json={}, expect=403)


async def test_open_tickets_keep_their_promise_until_somebody_asks(callers_: Callers) -> None:
    admin, customer, agent = await callers_.admin(), await callers_.customer(), await callers_.agent()
    policy = await a_policy(admin, ("resolution", 7200))
    opened = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "x"}))["id"]
    solved = (await customer.post("/v1/tickets", {"subject": "Pot", "body": "x"}))["id"]
    await agent.patch(f"/v1/tickets/{solved}", {"status": "solved"})
    before = (await clocks_of(agent, opened))["resolution"]
    targets = [{**each, "seconds": 3600} for each in policy["targets"]]
    await admin.patch(f"/v1/sla-policies/{policy['id']}", {"targets": targets})
    # Neither the edit nor what happens to the ticket changes what was promised.
    await agent.patch(f"/v1/tickets/{opened}", {"tags": ["vip"]})
    assert (await clocks_of(agent, opened))["resolution"]["due_at"] == before["due_at"]
    preview = await done(admin, await admin.post("/v1/sla-policies/re-evaluate", {"apply": False}, expect=202))
    assert (preview["applied"], preview["changed"]) == (False, 1)
    (change,) = preview["changes"]
    assert (change["ticket_id"], change["due"][0]["metric"]) == (opened, "resolution")
    assert (await clocks_of(agent, opened))["resolution"]["due_at"] == before["due_at"]
    applied = await done(admin, await admin.post("/v1/sla-policies/re-evaluate", {"apply": True}, expect=202))
    assert (applied["applied"], applied["changed"]) == (True, 1)
    after = (await clocks_of(agent, opened))["resolution"]
    assert (after["target_seconds"], after["policy_number"]) == (3600, 2)
    assert [each["what"] for each in after["ledger"]] == ["activated", "retargeted"]
    kinds = [each["type"] for each in (await agent.get(f"/v1/tickets/{opened}/events"))["items"]]
    assert kinds.count("sla.policy_changed") == 1
    again = await done(admin, await admin.post("/v1/sla-policies/re-evaluate", {"apply": True}, expect=202))
    assert again["changed"] == 0


async def test_a_policy_that_is_archived_and_a_calendar_that_is_edited_leave_running_clocks_alone(
    callers_: Callers,
) -> None:
    admin, customer, agent = await callers_.admin(), await callers_.customer(), await callers_.agent()
    week = {day: [{"opens": "00:00", "closes": "24:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    calendar = await admin.post("/v1/calendars", {"name": "Always", "zone": "UTC", "weekly": week})
    target = {"metric": "resolution", "priority": "normal", "seconds": 3600, "hours": "business"}
    body = {"name": "Quick", "calendar_id": calendar["id"], "targets": [target]}
    policy = await admin.post("/v1/sla-policies", body)
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "x"}))["id"]
    before = (await clocks_of(agent, ticket))["resolution"]
    await admin.patch(f"/v1/calendars/{calendar['id']}", {"weekly": {"mon": week["mon"]}})
    await admin("DELETE", f"/v1/sla-policies/{policy['id']}", expect=204)
    await agent.patch(f"/v1/tickets/{ticket}", {"status": "on_hold"})
    after = (await clocks_of(agent, ticket))["resolution"]
    assert (after["due_at"], after["calendar_version_id"]) == (before["due_at"], before["calendar_version_id"])
    # A change that lets policies be chosen anew finds none.
    await agent.patch(f"/v1/tickets/{ticket}", {"tags": ["vip"]})
    assert (await clocks_of(agent, ticket))["resolution"]["state"] == "cancelled"
    assert (await agent.get(f"/v1/tickets/{ticket}/sla"))["choices"][-1]["policy_version_id"] is None


async def test_a_ticket_that_is_reopened_fifty_times_has_fifty_one_episodes(callers_: Callers) -> None:
    admin, customer, agent = await callers_.admin(), await callers_.customer(), await callers_.agent()
    await a_policy(admin, ("resolution", 3600), ("requester_wait", 7200))
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "x"}))["id"]
    for _ in range(50):
        await agent.patch(f"/v1/tickets/{ticket}", {"status": "solved"})
        await agent.patch(f"/v1/tickets/{ticket}", {"status": "open"})
    found = (await agent.get(f"/v1/tickets/{ticket}/sla"))["clocks"]
    episodes = [each for each in found if each["metric"] == "resolution"]
    assert [each["number"] for each in episodes] == list(range(51, 0, -1))
    assert [each["state"] for each in episodes] == ["running"] + ["fulfilled"] * 50


async def test_a_policy_counts_for_tickets_that_come_after_it(callers_: Callers) -> None:
    admin, customer, agent = await callers_.admin(), await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "x"}))["id"]
    await a_policy(admin, ("resolution", 1))
    await customer.post(f"/v1/tickets/{ticket}/messages", {"body": "Hello?"})
    assert await clocks_of(agent, ticket) == {}
    assert (await admin.get("/v1/notifications"))["items"] == []


async def test_an_organization_has_a_promise_of_its_own(callers_: Callers) -> None:
    admin, agent = await callers_.admin(), await callers_.agent()
    gold = await admin.post("/v1/organizations", {"name": "Gold"})
    person = await admin.post(
        "/v1/customers", {"name": "Vera", "email": "vera@gold.example", "organization_id": gold["id"]}
    )
    condition = {"field": "organization_id", "operator": "is", "value": gold["id"]}
    await a_policy(admin, ("resolution", 60), name="Gold", conditions={"all": [condition]})
    await a_policy(admin, ("resolution", 3600), name="Everybody")
    for email, seconds in ((person["email"], 60), ("oleg@example.com", 3600)):
        asked = {"subject": "Kettle", "body": "x", "requester": {"email": email}}
        ticket = (await agent.post("/v1/tickets", asked))["id"]
        assert (await clocks_of(agent, ticket))["resolution"]["target_seconds"] == seconds
