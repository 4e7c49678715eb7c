"""Rules and alerts: told once per episode, made a problem once whoever asks and whatever dies, and linked as a job."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.ids import new_id
from app.models import InsightRule
from app.services import insight_linking, insight_raising, jobs
from app.services.insight_raising import Finding
from app.services.insight_watching import Watcher
from app.settings import Settings
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, one_day_ahead, state_of
from tests.insights import before, counted, counting, look, opened

RULES, PATH = "/v1/insight-rules", "/v1/insight-alerts"
RULE: dict[str, Any] = {"name": "Something is wrong", "kind": "rising", "by": "day", "at_least": 4, "ratio": 2}


@pytest.fixture(autouse=True)
async def _counting(desk: Desk, settings: Settings) -> AsyncIterator[None]:
    async with counting(desk, settings):
        yield


async def raised(desk: Desk, rule: dict[str, Any], tickets: list[str], *, key: str = "login") -> None:
    """What a look does when it finds something."""
    finding = Finding(
        "phrase", key, f"More than usual: {key}", None, {"observed": 5, "why": "many"}, [UUID(each) for each in tickets]
    )
    async with desk.database.unit_of_work() as work:
        found = await work.session.get(InsightRule, rule["id"])
        assert found is not None
        await insight_raising.raise_(work.session, found, finding, now=clock.now())


async def settled(caller: Api, alert_id: str) -> dict[str, Any]:
    """The alert once all of its tickets have been looked at."""
    return await eventually(lambda: caller.get(f"{PATH}/{alert_id}"), lambda found: found["links"]["waiting"] == 0)


async def test_what_rises_is_told_once_and_becomes_a_problem(desk: Desk, callers_: Callers) -> None:
    # Of another day it would not be more than usual.
    await one_day_ahead()
    ada, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    team = await callers_.team("First line", anna)
    rule = await ada.post(RULES, RULE | {"team_id": str(team)})
    await ada.post(RULES, {"name": "Alike", "kind": "cluster", "at_least": 4})
    await ada.post(RULES, {"name": "Again", "kind": "repeated_contacts", "at_least": 2})
    then = await opened(ada, [f"Question {word} about an invoice" for word in ("one", "two", "old", "new")] * 2)
    burst = await opened(ada, [f"I cannot log in, the page says error {n}" for n in "abcde"], topic="login")
    vera = await opened(ada, ["The chair is broken"] * 2, requester={"email": "v@example.com"})
    await counted(desk.database, [*then, *burst, *vera])
    await before(desk.database, then)
    position = await state_of(desk.database, "SELECT position FROM feed_state")
    for _ in range(2):
        await look(desk.database)
    alerts = (await anna.get(PATH))["items"]
    # Its topic and its words are one thing; of the three rules each tells its own.
    assert Counter(each["kind"] for each in alerts) == {"rising": 1, "cluster": 1, "repeated_contacts": 1}
    alert = next(each for each in alerts if each["kind"] == "rising")
    assert (alert["rule_id"], alert["state"], alert["tickets"], alert["ended_at"]) == (rule["id"], "open", 5, None)
    assert (alert["facts"]["observed"], alert["facts"]["expected"]) == (5, 0)
    assert "in this day" in alert["why"]
    assert {each["id"] for each in alert["examples"]} <= set(burst)
    cluster = next(each for each in alerts if each["kind"] == "cluster")
    assert "log" in cluster["title"]
    # The team was told, once; what has no team was told to the leads, or where there are none to the admins.
    [told] = (await anna.get("/v1/notifications"))["items"]
    assert (told["kind"], told["data"]["alert_id"]) == ("insight.alert", alert["id"])
    assert len((await ada.get("/v1/notifications"))["items"]) == 2
    assert (await boris.get("/v1/notifications"))["items"] == []

    # So were whoever reads the feed or has a webhook.
    async def heard() -> list[Any]:
        found = await ada.get("/v1/events", params={"after": position, "types": "insight_alert.*"})
        return [each for each in found["items"] if each["about"]["id"] == alert["id"]]

    [event] = await eventually(heard, bool)
    assert event["data"]["set"]["title"] == alert["title"]

    asked = {"subject": "Nobody can log in", "priority": "urgent"}
    answers = await asyncio.gather(
        *(caller("POST", f"{PATH}/{alert['id']}/problem", json=asked) for caller in [anna, boris] * 2)
    )
    assert Counter(each.status_code for each in answers) == {201: 1, 200: 3}
    assert len({each.json()["problem_id"] for each in answers}) == 1
    problem = answers[0].json()["problem_id"]
    ticket = await anna.get(f"/v1/tickets/{problem}")
    assert (ticket["type"], ticket["subject"], ticket["priority"]) == ("problem", "Nobody can log in", "urgent")
    done = await settled(anna, alert["id"])
    assert (done["state"], done["links"]["linked"]) == ("problem", 5)
    links = (await anna.get(f"/v1/tickets/{problem}/links"))["items"]
    assert {each["ticket"]["id"] for each in links} == set(burst)
    assert {each["kind"] for each in links} == {"incident_of"} or {each["kind"] for each in links} == {"problem_of"}
    await anna.refused("POST", f"{PATH}/{alert['id']}/dismiss", 409, "problem_made")
    await _the_same_is_no_news(desk, ada, anna, alert)


async def _the_same_is_no_news(desk: Desk, ada: Api, anna: Api, alert: dict[str, Any]) -> None:
    problem, rule = (await anna.get(f"{PATH}/{alert['id']}"))["problem_id"], {"id": alert["rule_id"]}
    # More of the same comes: no other alert, and asked again they are linked, too.
    more = await opened(ada, ["Log in: the page says error"], topic="login")
    await counted(desk.database, more)
    await look(desk.database)
    assert len((await anna.get(PATH, params={"rule_id": rule["id"]}))["items"]) == 1
    assert (await anna.post(f"{PATH}/{alert['id']}/problem", {}, expect=200))["problem_id"] == problem
    assert (await settled(anna, alert["id"]))["links"]["linked"] == 6
    # When it has been quiet for long enough, what comes then is news again.
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE insight_alerts SET seen_at = seen_at - interval '2 days'")
        await insight_raising.end_quiet(connection, clock.now())
    assert (await anna.get(f"{PATH}/{alert['id']}"))["ended_at"] is not None
    await look(desk.database)
    found = (await anna.get(PATH, params={"rule_id": rule["id"], "live": True}))["items"]
    assert [each["state"] for each in found] == ["open"]


async def test_links_go_on_where_a_process_died(desk: Desk, callers_: Callers) -> None:
    ada = await callers_.admin()
    rule = await ada.post(RULES, RULE)
    tickets = sorted(await opened(ada, [f"It is down {n}" for n in "abcdefgh"]))
    other = (await opened(ada, ["An older problem"], type="problem"))[0]
    # One belongs to another problem, one is part of another ticket.
    await ada.post(f"/v1/tickets/{tickets[0]}/links", {"kind": "incident_of", "ticket_id": other})
    await ada.post(f"/v1/tickets/{other}/merge", {"source_ids": [tickets[1]]}, expect=200)
    await raised(desk, rule, tickets)
    [alert] = (await ada.get(PATH))["items"]
    first = await ada.post(f"{PATH}/{alert['id']}/problem", {})
    done = await settled(ada, alert["id"])
    expected = {"waiting": 0, "linked": 6, "linked_before": 0, "elsewhere": 1, "gone": 1}
    assert {name: done["links"][name] for name in expected} == expected
    job_id = done["links"]["job_id"]
    async with desk.database.lean() as connection:
        # A process that died after the link of a ticket and before it could say more: nothing is done twice.
        await connection.execute(
            "UPDATE insight_alert_tickets SET outcome = NULL WHERE outcome = 'linked' AND ticket_id = $1", tickets[5]
        )
        row = await connection.fetchrow(
            """UPDATE jobs SET status = 'running', attempts = attempts + 1, lease_until = now() + interval '1 minute'
            WHERE id = $1 RETURNING id, kind, attempts, arguments::text AS arguments, checkpoint::text AS checkpoint""",
            job_id,
        )
    assert row is not None
    running = [jobs.Running(desk.database, row) for _ in range(2)]
    results = await asyncio.gather(*(insight_linking.run(each) for each in running))
    assert results[0] == {"linked": 5, "linked_before": 1, "elsewhere": 1, "gone": 1}
    links = (await ada.get(f"/v1/tickets/{first['problem_id']}/links"))["items"]
    assert Counter(each["ticket"]["id"] for each in links) == Counter(tickets[2:])
    shown = await ada.get(f"{PATH}/{alert['id']}/tickets", params={"limit": 3})
    assert [each["outcome"] for each in shown["items"]] == ["elsewhere", "gone", "linked"]
    rest = await ada.get(f"{PATH}/{alert['id']}/tickets", params={"cursor": shown["next_cursor"]})
    assert [each["id"] for each in shown["items"] + rest["items"]] == sorted(tickets)


async def test_one_process_at_a_time_looks_and_what_was_there_is_counted_once(desk: Desk, callers_: Callers) -> None:
    ada = await callers_.admin()
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE insight_state SET due_at = $1, job_id = NULL", clock.now())
    watchers = [Watcher(desk.database) for _ in range(4)]
    for _ in range(2):
        assert not any(await asyncio.gather(*(each.turn() for each in watchers)))
    found = await ada.get("/v1/jobs")
    assert [each["kind"] for each in found["items"]] == ["insights.recount"]
    # Until it is done, weeks are missing that were not quiet: nothing is held against them.
    then = await opened(ada, ["Before"] * 8)
    await counted(desk.database, then)
    await before(desk.database, then)
    await eventually(lambda: ada.get("/v1/jobs"), lambda jobs: jobs["items"][0]["status"] == "done")
    assert (await ada.get("/v1/insights/rising", params={"by": "day"}))["period"]["weeks"] == 8
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE jobs SET status = 'running', lease_until = now() + interval '1 minute'")
    assert (await ada.get("/v1/insights/rising", params={"by": "day"}))["period"]["weeks"] == 0
    state = "SELECT looked_at IS NOT NULL AND due_at > now() + interval '50 minutes' FROM insight_state"
    assert await state_of(desk.database, state)


async def test_an_alert_is_one_whoever_finds_it(desk: Desk, callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    rule = await ada.post(RULES, RULE)
    tickets = await opened(ada, ["One", "Two", "Three"])
    await asyncio.gather(*(raised(desk, rule, tickets) for _ in range(4)))
    # By another name, but of the same tickets.
    await raised(desk, rule, tickets[:2], key="sign in")
    [alert] = (await anna.get(PATH))["items"]
    assert alert["tickets"] == 3
    for _ in range(2):
        dismissed = await anna.post(f"{PATH}/{alert['id']}/dismiss", expect=200)
        assert (dismissed["state"], dismissed["decided_by_name"]) == ("dismissed", "Anna")
    assert (await anna.get(PATH, params={"state": "open"}))["items"] == []
    # A problem that is there is taken, and no other then.
    problem = (await opened(ada, ["A problem"], type="problem"))[0]
    path = f"{PATH}/{alert['id']}/problem"
    await anna.refused("POST", path, 422, "unknown_ticket", json={"ticket_id": str(new_id())})
    made = await anna.post(path, {"ticket_id": problem})
    assert (made["problem_id"], made["state"]) == (problem, "problem")
    assert (await anna.post(path, {}, expect=200))["problem_id"] == problem
    await anna.refused("POST", path, 409, "problem_made", json={"ticket_id": tickets[0]})
    await settled(anna, alert["id"])
    # Part of another problem meanwhile: what comes then is linked to that one.
    bigger = (await opened(ada, ["A bigger problem"], type="problem"))[0]
    await ada.post(f"/v1/tickets/{bigger}/merge", {"source_ids": [problem]}, expect=200)
    more = await opened(ada, ["Four"])
    await raised(desk, rule, [*tickets, *more])
    await anna.post(path, {}, expect=200)
    assert (await settled(anna, alert["id"]))["links"]["linked"] == 4
    links = (await anna.get(f"/v1/tickets/{bigger}/links"))["items"]
    assert [each["ticket"]["id"] for each in links] == more
    # A rule that goes leaves what it has told.
    await ada("DELETE", f"{RULES}/{rule['id']}", expect=204)
    kept = await anna.get(f"{PATH}/{alert['id']}")
    assert (kept["rule_id"], kept["rule_name"]) == (None, rule["name"])


async def test_an_episode_goes_on_in_part_of_its_words(desk: Desk, callers_: Callers) -> None:
    ada = await callers_.admin()
    await ada.post(RULES, RULE | {"subjects": ["phrase"]})
    then = await opened(ada, [f"Вопрос {word}" for word in ("один", "два", "три", "пять")] * 2)
    now = await opened(ada, [f"Оплата картой {word}" for word in ("стоит", "никак", "сбоит", "висит", "молчит")])
    await counted(desk.database, [*then, *now])
    await before(desk.database, then)
    await look(desk.database)
    for word in ("Карта", "Оплаты"):
        async with desk.database.lean() as connection:
            await connection.execute("DELETE FROM insight_tickets WHERE ticket_id = ANY ($1::uuid[])", now)
        now = await opened(ada, [f"{word} {more}" for more in ("белая", "серая", "синяя", "новая", "чужая")])
        await counted(desk.database, now)
        await look(desk.database)
    [alert] = (await ada.get(PATH))["items"]
    assert alert["tickets"] == 15


async def test_rules(callers_: Callers) -> None:
    ada, lead, anna = await callers_.admin(), await callers_.agent(role="lead"), await callers_.agent()
    rule = await ada.post(RULES, RULE)
    path = f"{RULES}/{rule['id']}"
    assert await lead.get(path) == rule
    assert await lead.get(RULES) == {"items": [rule], "next_cursor": None}
    changed = await ada.patch(path, {"enabled": False, "key": "billing"}, headers={"if-match": '"1"'})
    assert (changed["enabled"], changed["key"], changed["version"]) == (False, "billing", 2)
    await ada.refused("PATCH", path, 412, "stale", json={"ratio": 3}, headers={"if-match": '"1"'})
    await ada.refused("POST", RULES, 409, "name_taken", json=RULE | {"name": "SOMETHING is wrong"})
    await ada.refused("POST", RULES, 422, "unknown_team", json=RULE | {"name": "b", "team_id": str(new_id())})
    await ada.refused("POST", RULES, 422, "unknown_brand", json=RULE | {"name": "c", "brand": "nowhere"})
    refused: list[dict[str, Any]] = [
        {"at_least": 1}, {"ratio": 0.5}, {"false_alarm_days": 0}, {"subjects": []}, {"kind": "x"}, {"by": "week"},
    ]  # fmt: skip
    for bad in refused:
        await ada.refused("POST", RULES, 422, "invalid", json=RULE | {"name": "d"} | bad)
    for change in ({"by": None}, {"kind": "cluster"}, {"name": " "}):
        await ada.refused("PATCH", path, 422, "invalid", json=change)
    await anna.refused("GET", RULES, 403, "forbidden")
    for caller in (lead, anna):
        await caller.refused("POST", RULES, 403, "forbidden", json=RULE)
        await caller.refused("DELETE", path, 403, "forbidden")
    for caller in (await callers_.customer(), await callers_.partner("tickets:read", "tickets:write")):
        await caller.refused("GET", PATH, 403, "forbidden")
        await caller.refused("POST", f"{PATH}/{new_id()}/dismiss", 403, "forbidden")
    for what in ("dismiss", "problem"):
        await anna.refused("POST", f"{PATH}/{new_id()}/{what}", 404, "not_found", json={})
    await anna.refused("GET", f"{PATH}/{new_id()}/tickets", 404, "not_found")
