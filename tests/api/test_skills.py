"""`/v1/skills`: one by each name, whoever has it; what a deleted one leaves; who may."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

from app.ids import new_id
from tests.conftest import Api, Callers

PATH = "/v1/skills"
NOBODY_HAS = {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0}


async def having(admin: Api, agent: UUID | None, **levels: int) -> Any:
    """Give an agent these skills and no others."""
    skills = [{"name": name, "level": level} for name, level in levels.items()]
    return await admin.patch(f"/v1/agents/{agent}", {"skills": skills})


async def test_a_skill_is_made_read_listed_and_changed(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    answer = await ada("POST", PATH, expect=201, json={"name": " Billing ", "description": " Invoices "})
    skill = answer.json()
    assert answer.headers["location"] == f"{PATH}/{skill['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (skill["name"], skill["description"], skill["version"]) == ("Billing", "Invoices", 1)
    assert (skill["agents"], skill["levels"]) == (0, NOBODY_HAS)
    path = f"{PATH}/{skill['id']}"
    assert await anna.get(path) == skill
    assert await anna.get(PATH) == {"items": [skill], "next_cursor": None}
    changed = await ada.patch(path, {"description": None}, headers={"if-match": '"1"'})
    assert (changed["description"], changed["name"], changed["version"]) == (None, "Billing", 2)
    assert await ada.patch(path, {"name": "Billing", "description": None}) == changed
    await ada.refused("PATCH", path, 412, "stale", json={"name": "Money"}, headers={"if-match": '"1"'})
    assert (await ada.patch(path, {"name": "BILLING"}))["name"] == "BILLING"
    for method in ("GET", "PATCH", "DELETE"):
        json = {"name": "x"} if method == "PATCH" else None
        await ada.refused(method, f"{PATH}/{new_id()}", 404, "not_found", json=json)
    for bad in ({"name": ""}, {"name": None}, {"name": "x" * 256}, {"description": " "}, {"level": 1}):
        await ada.refused("PATCH", path, 422, "invalid", json=bad)


async def test_a_name_is_one_whatever_its_case_also_in_a_race(callers_: Callers) -> None:
    ada = await callers_.admin()
    spelled = ["Ремонт", "ремонт", "Ремонт".upper()]
    answers = await asyncio.gather(*(ada("POST", PATH, json={"name": name}) for name in spelled))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 2}
    other = await ada.post(PATH, {"name": "Other"}, headers={"idempotency-key": "k"})
    assert await ada.post(PATH, {"name": "Other"}, headers={"idempotency-key": "k"}) == other
    problem = await ada.refused("PATCH", f"{PATH}/{other['id']}", 409, "name_taken", json={"name": "ремонт"})
    assert problem["errors"][0]["pointer"] == "/name"


async def test_skills_are_paged_by_name(callers_: Callers) -> None:
    ada = await callers_.admin()
    names = ["alpha", "Beta", "delta", "Gamma", "ÄPFEL", "Öl"]
    for name in reversed(names):
        await ada.post(PATH, {"name": name})
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = await ada.get(PATH, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        seen += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert seen[:4] == names[:4]
    assert sorted(seen) == sorted(names)
    for bad in ("x", "bnVsbA", "WyJhIiwiYiJd", "WyJcdTAwMDAiXQ"):
        await ada.refused("GET", PATH, 422, "invalid_cursor", params={"cursor": bad})


async def test_it_is_seen_how_many_active_agents_have_one(callers_: Callers) -> None:
    ada = await callers_.admin()
    agents = [await callers_.agent() for _ in range(3)]
    for agent, level in zip(agents, (2, 5, 5), strict=True):
        await having(ada, agent.id, billing=level)
    unused = await ada.post(PATH, {"name": "unused"})
    await ada.patch(f"/v1/agents/{agents[2].id}", {"status": "disabled"})
    billing, last = (await ada.get(PATH))["items"]
    assert (billing["agents"], billing["levels"]) == (2, {**NOBODY_HAS, "2": 1, "5": 1})
    assert last == unused


async def test_a_deleted_skill_is_lost_by_those_who_have_it(callers_: Callers) -> None:
    ada, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    before = await having(ada, anna.id, billing=2, german=1)
    skill = next(each for each in before["skills"] if each["name"] == "billing")
    path = f"{PATH}/{skill['id']}"
    await ada.refused("DELETE", path, 412, "stale", headers={"if-match": '"7"'})
    await ada("DELETE", path, expect=204, headers={"if-match": '"1"'})
    after = await ada.get(f"/v1/agents/{anna.id}")
    assert ([each["name"] for each in after["skills"]], after["version"]) == (["german"], before["version"] + 1)
    assert (await ada.get(f"/v1/agents/{boris.id}"))["version"] == 1
    await ada.refused("DELETE", path, 404, "not_found")
    # Named again it is another one.
    again = await having(ada, anna.id, billing=2)
    assert again["skills"][0]["id"] != skill["id"]


async def test_another_name_is_another_version_of_those_who_have_it(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    before = await having(ada, anna.id, billing=2)
    await ada.patch(f"{PATH}/{before['skills'][0]['id']}", {"name": "invoices"})
    after = await ada.get(f"/v1/agents/{anna.id}")
    assert (after["skills"][0]["name"], after["version"]) == ("invoices", before["version"] + 1)
    await ada.patch(f"{PATH}/{before['skills'][0]['id']}", {"description": "of last year"})
    assert (await ada.get(f"/v1/agents/{anna.id}"))["version"] == after["version"]


async def test_a_skill_that_a_queue_asks_for_stays(callers_: Callers) -> None:
    ada = await callers_.admin()
    skill = await ada.post(PATH, {"name": "billing"})
    path, asked = f"{PATH}/{skill['id']}", [{"skill_id": skill["id"]}]
    queue = await ada.post("/v1/queues", {"name": "Main", "enabled": False, "skills": asked})
    other = await ada.post("/v1/queues", {"name": "Other", "skills": asked})
    problem = await ada.refused("DELETE", path, 409, "skill_in_use")
    assert problem["used_by"] == [
        {"kind": "queue", "id": queue["id"], "name": "Main"},
        {"kind": "queue", "id": other["id"], "name": "Other"},
    ]
    await ada("DELETE", f"/v1/queues/{queue['id']}", expect=204)
    await ada.patch(f"/v1/queues/{other['id']}", {"skills": []})
    await ada("DELETE", path, expect=204)


async def test_a_skill_is_not_asked_for_while_it_goes(callers_: Callers) -> None:
    ada = await callers_.admin()
    for n in range(6):
        skill = await ada.post(PATH, {"name": f"skill {n}"})
        gone, asked = await asyncio.gather(
            ada("DELETE", f"{PATH}/{skill['id']}"),
            ada("POST", "/v1/queues", json={"name": f"Q{n}", "skills": [{"skill_id": skill["id"]}]}),
        )
        assert (gone.status_code, asked.status_code) in {(204, 422), (409, 201)}


async def test_skills_come_and_go_while_agents_get_them(callers_: Callers) -> None:
    ada = await callers_.admin()
    agents = [await callers_.agent() for _ in range(4)]
    for n in range(4):
        names = [f"skill {n} {m}" for m in range(3)]
        made = [await ada.post(PATH, {"name": name}) for name in names]
        levels = [{"skills": [{"name": name, "level": 1 + n} for name in names[:: (1, -1)[n % 2]]]}] * 4
        answers = await asyncio.gather(
            *(ada("PATCH", f"/v1/agents/{each.id}", json=body) for each, body in zip(agents, levels, strict=True)),
            *(ada("DELETE", f"{PATH}/{each['id']}") for each in made),
            *(ada("PATCH", f"{PATH}/{each['id']}", json={"name": each["name"] + "!"}) for each in made),
        )
        assert {each.status_code for each in answers} <= {200, 204, 404}, [each.text for each in answers]


async def test_who_may(callers_: Callers) -> None:
    ada = await callers_.admin()
    skill = await ada.post(PATH, {"name": "billing"})
    path = f"{PATH}/{skill['id']}"
    reads: list[tuple[str, str, Any]] = [("GET", PATH, None), ("GET", path, None)]
    writes = [("POST", PATH, {"name": "other"}), ("PATCH", path, {"name": "other"}), ("DELETE", path, None)]
    readers = [await callers_.agent(), await callers_.agent(role="lead"), await callers_.partner("people:read")]
    for reader in readers:
        for _, where, _ in reads:
            await reader.get(where)
    strangers = [await callers_.customer(), await callers_.partner("tickets:read")]
    for caller, several in [*((each, writes) for each in readers), *((each, reads + writes) for each in strangers)]:
        for method, where, json in several:
            await caller.refused(method, where, 403, "forbidden", json=json)
    for method, where, json in reads + writes:
        await callers_.nobody().refused(method, where, 401, "unauthenticated", json=json)
    assert await ada.get(path) == skill
