"""`/v1/teams`: made, read, listed, changed; who may, and what a race leaves."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from app.db import raw_connection
from app.errors import Conflict
from app.ids import new_id
from app.rules.actors import SYSTEM
from app.services import teams
from tests.conftest import Callers, Desk

_TICKET = """INSERT INTO tickets (id, subject, status, priority, type, channel, requester_id, team_id, episode, seq,
public_seq, version, created_at, updated_at, public_updated_at)
VALUES ($1, 'x', 'open', 'low', 'task', 'web', $2, $3, 1, 0, 0, 1, now(), now(), now())"""


async def test_a_team_is_made_read_listed_and_changed(callers_: Callers) -> None:
    ada, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    made = await ada.post("/v1/teams", {"name": " Billing ", "agent_ids": [str(anna.id), str(anna.id)]})
    assert (made["name"], made["agent_ids"], made["version"]) == ("Billing", [str(anna.id)], 1)
    path = f"/v1/teams/{made['id']}"
    assert await anna.get(path) == made
    changed = await ada.patch(path, {"agent_ids": [str(boris.id)]}, headers={"if-match": '"1"'})
    assert (changed["agent_ids"], changed["version"]) == ([str(boris.id)], 2)
    same = await ada.patch(path, {"agent_ids": [str(boris.id)], "name": "Billing"})
    assert same["version"] == 2
    both = await ada.patch(path, {"agent_ids": [str(anna.id), str(boris.id)], "name": "Money"})
    assert sorted(both["agent_ids"]) == sorted([str(anna.id), str(boris.id)])
    nobody = await ada.patch(path, {"agent_ids": []})
    assert (nobody["agent_ids"], nobody["name"], nobody["version"]) == ([], "Money", 4)
    listed = await anna.get("/v1/teams")
    assert listed == {"items": [nobody], "next_cursor": None}


async def test_teams_are_paged_by_name(callers_: Callers) -> None:
    ada = await callers_.admin()
    names = [f"Team {n:02}" for n in range(7)]
    for name in reversed(names):
        await ada.post("/v1/teams", {"name": name})
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await ada.get("/v1/teams", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))
        seen += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == names
    for bad in ("x", "bnVsbA", "WyJhIiwiYiJd", "😀", "WyJcdTAwMDAiXQ"):
        await ada.refused("GET", "/v1/teams", 422, "invalid_cursor", params={"cursor": bad})


async def test_names_and_members_are_checked(callers_: Callers) -> None:
    ada = await callers_.admin()
    made = await ada.post("/v1/teams", {"name": "Billing"})
    path = f"/v1/teams/{made['id']}"
    await ada.refused("POST", "/v1/teams", 409, "name_taken", json={"name": "Billing"})
    problem = await ada.refused(
        "POST", "/v1/teams", 422, "unknown_agent", json={"name": "New", "agent_ids": [str(new_id())]}
    )
    assert problem["errors"][0]["pointer"] == "/agent_ids"
    await ada.refused("PATCH", path, 422, "unknown_agent", json={"agent_ids": [str(new_id())]})
    await ada.refused("PATCH", path, 412, "stale", json={"name": "Other"}, headers={"if-match": '"7"'})
    await ada.refused("PATCH", f"/v1/teams/{new_id()}", 404, "not_found", json={"name": "Other"})
    await ada.refused("GET", f"/v1/teams/{new_id()}", 404, "not_found")
    assert (await ada.get("/v1/teams"))["items"] == [made]


async def test_a_team_has_a_calendar_and_a_place_on_the_ladder(callers_: Callers) -> None:
    ada = await callers_.admin()
    hours = {"mon": [{"opens": "09:00", "closes": "18:00"}]}
    calendar = await ada.post("/v1/calendars", {"name": "Office", "zone": "UTC", "weekly": hours})
    second = await ada.post("/v1/teams", {"name": "Second line"})
    assert (second["calendar_id"], second["escalates_to_id"]) == (None, None)
    named = {"calendar_id": calendar["id"], "escalates_to_id": second["id"]}
    first = await ada.post("/v1/teams", {"name": "First line", **named})
    assert {name: first[name] for name in named} == named
    path = f"/v1/teams/{first['id']}"
    assert (await ada.patch(path, named))["version"] == 1
    assert (await ada.patch(path, {"name": "First"}))["escalates_to_id"] == second["id"]
    freed = await ada.patch(path, {"calendar_id": None, "escalates_to_id": None})
    assert (freed["calendar_id"], freed["escalates_to_id"], freed["version"]) == (None, None, 3)
    for name, code in (("calendar_id", "unknown_calendar"), ("escalates_to_id", "unknown_team")):
        for method, where in (("POST", "/v1/teams"), ("PATCH", path)):
            problem = await ada.refused(method, where, 422, code, json={"name": "Third", name: str(new_id())})
            assert problem["errors"][0]["pointer"] == f"/{name}"
    assert await ada.get(path) == freed


async def test_a_team_that_nobody_needs_goes(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    made = await ada.post("/v1/teams", {"name": "Billing", "agent_ids": [str(anna.id)]})
    path = f"/v1/teams/{made['id']}"
    await ada.refused("DELETE", path, 412, "stale", headers={"if-match": '"7"'})
    await ada("DELETE", path, expect=204, headers={"if-match": '"1"'})
    await ada.refused("DELETE", path, 404, "not_found")
    await ada.refused("GET", path, 404, "not_found")
    for archived in (False, True):
        assert (await ada.get("/v1/teams", params={"archived": archived}))["items"] == []
    await ada.post("/v1/teams", {"name": "Billing"})


async def test_a_team_that_is_needed_stays(callers_: Callers) -> None:
    ada = await callers_.admin()
    made = await ada.post("/v1/teams", {"name": "Billing"})
    team, path = made["id"], f"/v1/teams/{made['id']}"
    brand = await ada.post("/v1/brands", {"key": "acme", "name": "Acme", "default_team_id": team})
    steps = [{"metrics": ["resolution"], "percent": 50, "actions": [{"type": "transfer", "team_id": team}]}]
    targets = [{"metric": "resolution", "priority": "low", "seconds": 60}]
    policy = await ada.post("/v1/sla-policies", {"name": "Gold", "targets": targets, "steps": steps})
    below = await ada.post("/v1/teams", {"name": "First", "escalates_to_id": team})
    stage = {"after_seconds": 5, "team_ids": [team]}
    queue = await ada.post("/v1/queues", {"name": "Main", "overflow": [stage]})
    asks = {"all": [{"field": "team_id", "operator": "is", "value": team}], "any": []}
    other = await ada.post("/v1/queues", {"name": "Other", "conditions": asks})
    problem = await ada.refused("DELETE", path, 409, "team_in_use")
    assert problem["used_by"] == [
        {"kind": "brand", "id": brand["id"], "name": "Acme"},
        {"kind": "policy", "id": policy["id"], "name": "Gold"},
        {"kind": "team", "id": below["id"], "name": "First"},
        {"kind": "queue", "id": queue["id"], "name": "Main"},
        {"kind": "queue", "id": other["id"], "name": "Other"},
    ]
    await ada.patch("/v1/brands/acme", {"default_team_id": None})
    await ada.patch(f"/v1/sla-policies/{policy['id']}", {"enabled": False})
    await ada.patch(f"/v1/teams/{below['id']}", {"escalates_to_id": None})
    await ada.patch(f"/v1/queues/{queue['id']}", {"overflow": []})
    await ada("DELETE", f"/v1/queues/{other['id']}", expect=204)
    await ada("DELETE", path, expect=204)
    # The policy names it still.
    assert (await ada.get(path))["archived_at"] is not None


async def test_a_team_that_was_worked_in_is_archived(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    team = await callers_.team("Billing", anna)
    path = f"/v1/teams/{team}"
    async with desk.database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        await connection.execute(_TICKET, new_id(), vera.id, team)
        with pytest.raises(Conflict) as refused:
            await teams.delete(work.session, SYSTEM, team, version=None)
        assert refused.value.code == "team_in_use"
        assert [each["kind"] for each in refused.value.extra["used_by"]] == ["ticket"]
        await connection.execute("UPDATE tickets SET status = 'solved'")
        await teams.delete(work.session, SYSTEM, team, version=None)
        # Tickets have logs, and these have none.
        await connection.execute("DELETE FROM tickets; DELETE FROM sla_todo; DELETE FROM queue_items")
    archived = await anna.get(path)
    assert (archived["agent_ids"], archived["version"]) == ([], 2)
    assert (await anna.get("/v1/teams"))["items"] == []
    assert (await anna.get("/v1/teams", params={"archived": True}))["items"] == [archived]
    for _ in range(2):
        await ada("DELETE", path, expect=204, headers={"if-match": '"1"'})
    await ada.refused("PATCH", path, 409, "team_archived", json={"agent_ids": []})
    # Its name is free, and it gets no more work.
    other = await ada.post("/v1/teams", {"name": "Billing"})
    assert (await ada.patch(path, {"name": "Old"}))["name"] == "Old"
    steps = [{"metrics": ["resolution"], "percent": 50, "actions": [{"type": "transfer", "team_id": str(team)}]}]
    targets = [{"metric": "resolution", "priority": "low", "seconds": 60}]
    naming: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/v1/brands", {"key": "acme", "name": "Acme", "default_team_id": str(team)}),
        ("PATCH", f"/v1/teams/{other['id']}", {"escalates_to_id": str(team)}),
        ("POST", "/v1/teams", {"name": "New", "escalates_to_id": str(team)}),
        ("POST", "/v1/queues", {"name": "Main", "team_ids": [str(team)]}),
        ("POST", "/v1/sla-policies", {"name": "Gold", "targets": targets, "steps": steps}),
    ]
    for method, where, json in naming:
        await ada.refused(method, where, 422, "unknown_team", json=json)


async def test_archived_teams_of_one_name_are_paged(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    made = {str(await callers_.team(f"T{n}")) for n in range(5)}
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE teams SET archived_at = now(), name = 'Same'")
    seen, cursor = [], None
    for _ in range(3):
        query = {"limit": 2, "archived": True} | ({"cursor": cursor} if cursor else {})
        page = await ada.get("/v1/teams", params=query)
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert (cursor, sorted(seen)) == (None, sorted(made))


async def test_a_team_is_not_named_while_it_goes(callers_: Callers) -> None:
    ada = await callers_.admin()
    for n in range(6):
        team = await ada.post("/v1/teams", {"name": f"Team {n}"})
        gone, *named = await asyncio.gather(
            ada("DELETE", f"/v1/teams/{team['id']}"),
            ada("POST", "/v1/queues", json={"name": f"Q{n}", "team_ids": [team["id"]]}),
            ada("POST", "/v1/brands", json={"key": f"b{n}", "name": "B", "default_team_id": team["id"]}),
        )
        codes = [each.status_code for each in named]
        assert (gone.status_code, codes) == (204, [422, 422]) or (gone.status_code == 409 and 201 in codes)


async def test_a_ladder_never_leads_back(callers_: Callers) -> None:
    ada = await callers_.admin()
    a, b, c = [(await ada.post("/v1/teams", {"name": name}))["id"] for name in "ABC"]
    await ada.patch(f"/v1/teams/{a}", {"escalates_to_id": b})
    await ada.patch(f"/v1/teams/{b}", {"escalates_to_id": c})
    for below, above in ((c, a), (c, b), (c, c), (a, a)):
        problem = await ada.refused("PATCH", f"/v1/teams/{below}", 422, "ladder_cycle", json={"escalates_to_id": above})
        assert problem["errors"][0]["pointer"] == "/escalates_to_id"
    await ada.patch(f"/v1/teams/{a}", {"escalates_to_id": c})
    assert [each["escalates_to_id"] for each in (await ada.get("/v1/teams"))["items"]] == [c, c, None]


async def test_two_who_would_make_a_circle_together_do_not(callers_: Callers) -> None:
    ada = await callers_.admin()
    for n in range(6):
        ids = [(await ada.post("/v1/teams", {"name": f"{n}.{place}"}))["id"] for place in range(3)]
        answers = await asyncio.gather(
            *(
                ada("PATCH", f"/v1/teams/{below}", json={"escalates_to_id": above})
                for below, above in zip(ids, ids[1:] + ids[:1], strict=True)
            )
        )
        assert Counter(each.status_code for each in answers) == {200: 2, 422: 1}
        assert {each.json()["code"] for each in answers if each.status_code == 422} == {"ladder_cycle"}


_BAD: list[Any] = [
    {},
    {"name": ""},
    {"name": "  "},
    {"name": None},
    {"name": 7},
    {"name": "x" * 256},
    {"name": "x", "unknown": 1},
    {"name": "x", "agent_ids": ["no"]},
    {"name": "x", "agent_ids": None},
    {"name": "x", "calendar_id": "no"},
    {"name": "x", "escalates_to_id": 7},
    [],
    "x",
]


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    ada = await callers_.admin()
    for body in _BAD:
        await ada.refused("POST", "/v1/teams", 422, "invalid", json=body)
    assert (await ada.get("/v1/teams"))["items"] == []


async def test_only_admins_write_and_only_staff_reads(callers_: Callers) -> None:
    ada, made = await callers_.admin(), {"name": "Billing"}
    team = await ada.post("/v1/teams", made)
    path = f"/v1/teams/{team['id']}"
    for api in (await callers_.agent(), await callers_.agent(role="lead"), await callers_.partner("people:read")):
        await api.get(path)
        await api.get("/v1/teams")
        await api.refused("POST", "/v1/teams", 403, "forbidden", json=made)
        await api.refused("PATCH", path, 403, "forbidden", json=made)
    for api in (await callers_.customer(), await callers_.partner("tickets:read")):
        for method, where in (("GET", path), ("GET", "/v1/teams"), ("POST", "/v1/teams"), ("PATCH", path)):
            await api.refused(method, where, 403, "forbidden", json=made if method != "GET" else None)
    for method, where in (("GET", path), ("POST", "/v1/teams"), ("PATCH", path)):
        await callers_.nobody().refused(method, where, 401, "unauthenticated", json=made if method != "GET" else None)


async def test_a_retry_makes_no_second_team_and_a_race_has_one_winner(callers_: Callers) -> None:
    ada = await callers_.admin()
    first = await ada.post("/v1/teams", {"name": "A"}, headers={"idempotency-key": "k1"})
    assert await ada.post("/v1/teams", {"name": "A"}, headers={"idempotency-key": "k1"}) == first
    answers = await asyncio.gather(*(ada("POST", "/v1/teams", json={"name": "B"}) for _ in range(8)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 7}
    path = f"/v1/teams/{first['id']}"
    answers = await asyncio.gather(
        *(ada("PATCH", path, json={"name": f"A{n}"}, headers={"if-match": '"1"'}) for n in range(8))
    )
    assert Counter(each.status_code for each in answers) == {200: 1, 412: 7}
    agents = [await callers_.agent() for _ in range(4)]
    answers = await asyncio.gather(*(ada("PATCH", path, json={"agent_ids": [str(each.id)]}) for each in agents))
    assert {each.status_code for each in answers} == {200}
    assert len((await ada.get(path))["agent_ids"]) == 1
