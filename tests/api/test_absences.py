"""`/v1/absences`: one's own and other people's; away whatever presence says; substitutes, never in a circle."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.ids import new_id
from tests.conftest import Api, Callers

PATH = "/v1/absences"
START = clock.now().replace(microsecond=0)


def at(days: float) -> str:
    """An instant so many days from now, or nearly so: all are counted from the same one."""
    return (START + timedelta(days=days)).isoformat()


def body(begins: float = -1, ends: float = 1, **more: Any) -> dict[str, Any]:
    """An absence; now is in it unless said otherwise."""
    return {"starts_at": at(begins), "ends_at": at(ends), **more}


def of(who: Api, begins: float, ends: float, by: Api | None = None) -> dict[str, Any]:
    """An absence of somebody's, with a substitute."""
    return body(begins, ends, agent_id=str(who.id), substitute_id=None if by is None else str(by.id))


async def off(api: Api) -> Any:
    """Why one is off duty oneself, and when that changes."""
    found = (await api.get(f"/v1/agents/{api.id}"))["duty"]
    return found["off"], None if found["changes_at"] is None else datetime.fromisoformat(found["changes_at"])


async def test_an_agent_plans_changes_and_takes_back_an_absence_of_their_own(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    answer = await anna("POST", PATH, expect=201, json=body(substitute_id=str(boris.id), note=" Ill "))
    absence = answer.json()
    assert answer.headers["location"] == f"{PATH}/{absence['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (absence["agent_id"], absence["substitute_id"], absence["note"]) == (str(anna.id), str(boris.id), "Ill")
    path = f"{PATH}/{absence['id']}"
    assert await boris.get(path) == absence
    assert await boris.get(PATH, params={"agent_id": anna.id}) == {"items": [absence], "next_cursor": None}
    assert await off(anna) == ("out_of_office", datetime.fromisoformat(absence["ends_at"]))
    changed = await anna.patch(path, {"substitute_id": None, "note": None}, headers={"if-match": '"1"'})
    assert (changed["substitute_id"], changed["note"], changed["version"]) == (None, None, 2)
    assert await anna.patch(path, {"note": None, "ends_at": changed["ends_at"]}) == changed
    await anna.refused("PATCH", path, 412, "stale", json={"note": "x"}, headers={"if-match": '"1"'})
    # Back early.
    await anna.patch(path, {"ends_at": at(-0.01)})
    assert await off(anna) == (None, None)
    await anna.patch(path, {"ends_at": at(2)})
    assert (await off(anna))[0] == "out_of_office"
    await anna.refused("DELETE", path, 412, "stale", headers={"if-match": '"1"'})
    await anna("DELETE", path, expect=204)
    assert await off(anna) == (None, None)
    await anna.refused("DELETE", path, 404, "not_found")
    assert (await anna.get(f"/v1/agents/{anna.id}"))["version"] == 1, "nobody edited the agent"


async def test_what_is_planned_for_later_is_said(callers_: Callers) -> None:
    anna = await callers_.agent()
    later, sooner = await anna.post(PATH, body(3, 4)), await anna.post(PATH, body(1, 2))
    assert await off(anna) == (None, datetime.fromisoformat(sooner["starts_at"]))
    assert [each["id"] for each in (await anna.get(PATH))["items"]] == [sooner["id"], later["id"]]
    assert [each["id"] for each in (await anna.get(PATH, params={"from": at(2.5)}))["items"]] == [later["id"]]


async def test_leads_plan_for_others_and_agents_do_not(callers_: Callers) -> None:
    anna, boris, lena = await callers_.agent(), await callers_.agent(), await callers_.agent(role="lead")
    made = await lena.post(PATH, of(anna, -1, 1))
    path = f"{PATH}/{made['id']}"
    assert made["agent_id"] == str(anna.id)
    writes: list[tuple[str, str, Any]] = [
        ("POST", PATH, of(anna, -1, 1)), ("PATCH", path, {"note": "x"}), ("DELETE", path, None),
    ]  # fmt: skip
    for method, where, json in writes:
        problem = await boris.refused(method, where, 403, "forbidden", json=json)
        assert problem["needs"] == "shifts:write"
    assert (await anna.patch(path, {"note": "thank you"}))["version"] == 2
    assert (await lena.patch(path, {"note": None}))["version"] == 3
    reads: list[tuple[str, str, Any]] = [("GET", PATH, None), ("GET", path, None)]
    partner = await callers_.partner("people:read")
    for _, where, _ in reads:
        await partner.get(where)
    for caller, several in (
        (partner, writes), (await callers_.customer(), reads + writes),
        (await callers_.partner("tickets:read"), reads + writes),
    ):  # fmt: skip
        for method, where, json in several:
            await caller.refused(method, where, 403, "forbidden", json=json)
    for method, where, json in reads + writes:
        await callers_.nobody().refused(method, where, 401, "unauthenticated", json=json)
    await lena("DELETE", path, expect=204)


async def test_what_means_nothing_is_refused(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    made = await anna.post(PATH, body())
    path = f"{PATH}/{made['id']}"
    for begins, ends in ((1, 1), (1, -1), (0, 2 * 366 + 0.01)):
        problem = await anna.refused("POST", PATH, 422, "invalid_period", json=body(begins, ends))
        assert problem["errors"][0]["pointer"] == "/ends_at"
    await anna.refused("PATCH", path, 422, "invalid_period", json={"starts_at": at(1)})
    await anna.post(PATH, body(0, 2 * 366))
    invited = await ada.post("/v1/agents", {"email": "new@desk.example", "name": "New"})
    for method, where, base in (("POST", PATH, body()), ("PATCH", path, {})):
        for substitute in (str(new_id()), invited["id"]):
            json = {**base, "substitute_id": substitute}
            problem = await anna.refused(method, where, 422, "unknown_agent", json=json)
            assert problem["errors"][0]["pointer"] == "/substitute_id"
        json = {**base, "substitute_id": str(anna.id)}
        await anna.refused(method, where, 422, "own_substitute", json=json)
        for name, value in (
            ("starts_at", "2026-01-01T00:00:00"), ("ends_at", "9999-12-31T23:59:59-14:00"), ("ends_at", None),
            ("note", ""), ("note", " "), ("note", "x" * 2001), ("substitute_id", 7), ("colour", "red"),
        ):  # fmt: skip
            await anna.refused(method, where, 422, "invalid", json={**base, name: value})
    await ada.refused("POST", PATH, 422, "unknown_agent", json=body(agent_id=str(new_id())))
    await anna.refused("PATCH", path, 422, "invalid", json={"agent_id": str(ada.id)})
    assert await anna.get(path) == made


async def test_a_substitute_who_was_disabled_since_stops_no_other_change(callers_: Callers) -> None:
    ada, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent()
    made = await anna.post(PATH, body(substitute_id=str(boris.id)))
    await ada.patch(f"/v1/agents/{boris.id}", {"status": "disabled"})
    path = f"{PATH}/{made['id']}"
    assert (await anna.patch(path, {"ends_at": at(3), "substitute_id": str(boris.id)}))["version"] == 2
    await anna.patch(path, {"substitute_id": None})
    await anna.refused("PATCH", path, 422, "unknown_agent", json={"substitute_id": str(boris.id)})


async def test_substitutes_never_stand_in_for_each_other_in_a_circle(callers_: Callers) -> None:
    ada = await callers_.admin()
    a, b, c, d = [await callers_.agent() for _ in range(4)]
    await ada.post(PATH, of(a, 0, 10, b))
    # A chain is fine, and one that comes back when the first is there again.
    await ada.post(PATH, of(b, 5, 15, c))
    await ada.post(PATH, of(c, 10, 20, a))
    # From the fifth to the tenth day a has b, b has c: c cannot have a then.
    problem = await ada.refused("POST", PATH, 409, "substitute_cycle", json=of(c, 9, 12, a))
    assert problem["errors"][0]["pointer"] == "/substitute_id"
    # Away at times that have nothing in common they may.
    await ada.post(PATH, of(c, 0, 5, a))
    await ada.refused("POST", PATH, 409, "substitute_cycle", json=of(b, 1, 2, a))
    away = await ada.post(PATH, of(c, 7, 8, d))
    path = f"{PATH}/{away['id']}"
    await ada.refused("PATCH", path, 409, "substitute_cycle", json={"substitute_id": str(a.id)})
    await ada.patch(path, {"starts_at": at(11), "ends_at": at(12), "substitute_id": str(a.id)})
    await ada.refused("PATCH", path, 409, "substitute_cycle", json={"starts_at": at(9)})
    await ada.patch(path, {"starts_at": at(9), "substitute_id": None})


async def test_two_halves_of_a_circle_do_not_both_pass(callers_: Callers) -> None:
    a, b = await callers_.agent(), await callers_.agent()
    for n in range(5):
        days = (10 * n, 10 * n + 9)
        answers = await asyncio.gather(
            a("POST", PATH, json=body(*days, substitute_id=str(b.id))),
            b("POST", PATH, json=body(*days, substitute_id=str(a.id))),
        )
        assert sorted(each.status_code for each in answers) == [201, 409]


async def test_a_retry_plans_one_absence(callers_: Callers) -> None:
    anna = await callers_.agent()
    new, headers = body(), {"idempotency-key": "absence-1"}
    answers = await asyncio.gather(*(anna("POST", PATH, json=new, headers=headers) for _ in range(4)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["id"] for each in answers}) == 1
    assert len((await anna.get(PATH))["items"]) == 1
