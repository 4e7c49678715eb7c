"""`/v1/shifts`: planned, listed, moved, deleted; on duty in them and not else; who may."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.db import raw_connection
from app.hints import Hint
from app.ids import new_id
from app.models import Agent, Shift
from app.services import agent_hours, placing
from tests.conftest import Api, Callers, Desk

PATH = "/v1/shifts"
HOUR = timedelta(hours=1)


def at(hours: float) -> str:
    """An instant so many hours from now, in whole seconds."""
    return (clock.now().replace(microsecond=0) + hours * HOUR).isoformat()


def body(agent: UUID | None, begins: float = -1, ends: float = 1) -> dict[str, Any]:
    """A shift; now is in it unless said otherwise."""
    now = clock.now().replace(microsecond=0)
    times = {name: (now + hours * HOUR).isoformat() for name, hours in (("starts_at", begins), ("ends_at", ends))}
    return {"agent_id": str(agent), **times}


async def duty(api: Api, agent: UUID | None) -> tuple[str | None, datetime | None]:
    """Why an agent is off duty and when that changes."""
    found = (await api.get(f"/v1/agents/{agent}"))["duty"]
    return found["off"], None if found["changes_at"] is None else datetime.fromisoformat(found["changes_at"])


async def test_a_shift_is_planned_read_moved_and_deleted(callers_: Callers) -> None:
    ada, lena, anna = await callers_.admin(), await callers_.agent(role="lead"), await callers_.agent()
    answer = await lena("POST", PATH, expect=201, json=body(anna.id))
    shift = answer.json()
    assert answer.headers["location"] == f"{PATH}/{shift['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (shift["agent_id"], shift["version"]) == (str(anna.id), 1)
    path = f"{PATH}/{shift['id']}"
    assert await anna.get(path) == shift
    assert await anna.get(PATH) == {"items": [shift], "next_cursor": None}
    moved = await ada.patch(path, {"ends_at": at(2)}, headers={"if-match": '"1"'})
    assert (moved["starts_at"], moved["version"]) == (shift["starts_at"], 2)
    assert await ada.patch(path, {"starts_at": moved["starts_at"], "ends_at": moved["ends_at"]}) == moved
    for method in ("PATCH", "DELETE"):
        json = {"ends_at": at(3)} if method == "PATCH" else None
        await ada.refused(method, path, 412, "stale", json=json, headers={"if-match": '"1"'})
        await ada.refused(method, f"{PATH}/{new_id()}", 404, "not_found", json=json)
    await lena("DELETE", path, expect=204, headers={"if-match": '"2"'})
    await lena.refused("GET", path, 404, "not_found")
    await lena.refused("DELETE", path, 404, "not_found")


async def test_a_retry_plans_one_shift(callers_: Callers) -> None:
    ada = await callers_.admin()
    new, headers = body(ada.id), {"idempotency-key": "shift-1"}
    answers = await asyncio.gather(*(ada("POST", PATH, json=new, headers=headers) for _ in range(4)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["id"] for each in answers}) == 1
    assert len((await ada.get(PATH))["items"]) == 1
    await ada.refused("POST", PATH, 422, "idempotency_mismatch", json=body(ada.id, ends=3), headers=headers)


async def test_who_works_by_shifts_is_on_duty_in_them(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    later, now = await ada.post(PATH, body(anna.id, 5, 6)), await ada.post(PATH, body(anna.id))
    assert await duty(anna, anna.id) == (None, None), "they work whenever they say that they are there"
    before = await ada.patch(f"/v1/agents/{anna.id}", {"by_shifts": True})
    ends, begins = (datetime.fromisoformat(each) for each in (now["ends_at"], later["starts_at"]))
    assert await duty(anna, anna.id) == (None, ends)
    await ada.patch(f"{PATH}/{now['id']}", {"starts_at": at(0.5)})
    assert (await duty(anna, anna.id))[0] == "off_shift"
    await ada.patch(f"{PATH}/{now['id']}", {"starts_at": at(-0.5)})
    assert await duty(anna, anna.id) == (None, ends)
    await ada("DELETE", f"{PATH}/{now['id']}", expect=204)
    assert await duty(anna, anna.id) == ("off_shift", begins)
    await ada("DELETE", f"{PATH}/{later['id']}", expect=204)
    assert await duty(anna, anna.id) == ("off_shift", None)
    assert (await ada.get(f"/v1/agents/{anna.id}"))["version"] == before["version"], "nobody edited the agent"


async def test_spans_that_mean_nothing_are_refused(callers_: Callers) -> None:
    ada = await callers_.admin()
    made = await ada.post(PATH, body(ada.id))
    for begins, ends in ((1, 1), (1, -1), (0, 31 * 24 + 0.01)):
        problem = await ada.refused("POST", PATH, 422, "invalid_period", json=body(ada.id, begins, ends))
        assert problem["errors"][0]["pointer"] == "/ends_at"
    await ada.refused("PATCH", f"{PATH}/{made['id']}", 422, "invalid_period", json={"ends_at": at(-2)})
    await ada.refused("PATCH", f"{PATH}/{made['id']}", 422, "invalid_period", json={"starts_at": at(2)})
    await ada.post(PATH, body(ada.id, 0, 31 * 24))
    for agent in (new_id(), None):
        await ada.refused("POST", PATH, 422, "unknown_agent" if agent else "invalid", json=body(agent))
    gone = await callers_.agent()
    await ada.patch(f"/v1/agents/{gone.id}", {"status": "disabled"})
    problem = await ada.refused("POST", PATH, 422, "unknown_agent", json=body(gone.id))
    assert problem["errors"][0]["pointer"] == "/agent_id"
    odd = ["2026-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z", ""]
    values: list[Any] = [*odd, None, True, {}]
    for value in values:
        for name in ("starts_at", "ends_at"):
            await ada.refused("POST", PATH, 422, "invalid", json=body(ada.id) | {name: value})
            await ada.refused("PATCH", f"{PATH}/{made['id']}", 422, "invalid", json={name: value})
    await ada.refused("PATCH", f"{PATH}/{made['id']}", 422, "invalid", json={"agent_id": str(ada.id)})


async def test_shifts_are_listed_by_agent_and_time_in_pages(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    start = clock.now().replace(microsecond=0)

    def when(hours: float) -> str:
        return (start + hours * HOUR).isoformat()

    async def plan(who: Api, begins: float, ends: float) -> str:
        new = {"agent_id": str(who.id), "starts_at": when(begins), "ends_at": when(ends)}
        return str((await ada.post(PATH, new))["id"])

    late, early, other = await plan(anna, 4, 6), await plan(anna, 0, 2), await plan(ada, 1, 5)

    async def ids(**query: Any) -> list[str]:
        return [each["id"] for each in (await anna.get(PATH, params=query))["items"]]

    assert await ids() == [early, other, late]
    assert await ids(agent_id=anna.id) == [early, late]
    assert await ids(agent_id=new_id()) == []
    assert await ids(**{"from": when(2)}) == [other, late]
    assert await ids(until=when(1)) == [early]
    assert await ids(**{"from": when(2), "until": when(4)}) == [other]
    seen, cursor = [], None
    for _ in range(3):
        page = await anna.get(PATH, params={"limit": 1} | ({"cursor": cursor} if cursor else {}))
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == ([early, other, late], None)
    for query in ({"cursor": "x"}, {"cursor": "WyJhIiwiYiJd"}):
        await anna.refused("GET", PATH, 422, "invalid_cursor", params=query)
    for bad in ({"from": "yesterday"}, {"until": "2026-01-01T00:00:00"}, {"agent_id": "anna"}):
        await anna.refused("GET", PATH, 422, "invalid", params=bad)


async def test_plans_made_at_once_all_count(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await ada.patch(f"/v1/agents/{anna.id}", {"by_shifts": True})
    start = clock.now().replace(microsecond=0) - HOUR
    ends = [start + (n + 2) * HOUR for n in range(8)]
    new = [
        {"agent_id": str(anna.id), "starts_at": (each - 2 * HOUR).isoformat(), "ends_at": each.isoformat()}
        for each in ends
    ]
    answers = await asyncio.gather(*(ada("POST", PATH, json=each) for each in new))
    assert {each.status_code for each in answers} == {201}
    assert await duty(anna, anna.id) == (None, ends[-1])


async def test_time_passes_and_the_router_hears_of_it(callers_: Callers, desk: Desk) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    assert anna.id
    assert boris.id
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        for agent_id in (anna.id, boris.id):
            agent = await work.session.get(Agent, agent_id)
            assert agent
            agent.by_shifts, agent.off, agent.off_changes_at = True, "off_shift", now - HOUR
        shift = Shift(agent_id=anna.id, starts_at=now - HOUR, ends_at=now + HOUR, created_at=now, updated_at=now)
        work.session.add(shift)
        await work.session.flush()
        assert await placing.next_due(await raw_connection(work.session)) == now - HOUR
        assert await agent_hours.refresh_next(work.session)
        # Only she has come on duty.
        assert work.hints == [Hint("agent", anna.id), Hint("route", agent_hours.NOBODY)]
        assert not await agent_hours.refresh_next(work.session)
        assert await placing.next_due(await raw_connection(work.session)) == now + HOUR
    assert await duty(anna, anna.id) == (None, now + HOUR)
    assert await duty(anna, boris.id) == ("off_shift", None)


async def test_two_routers_do_not_wait_for_each_other(callers_: Callers, desk: Desk) -> None:
    agents = [await callers_.agent() for _ in range(3)]
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET off_changes_at = now()")
    async with desk.database.unit_of_work() as one, desk.database.unit_of_work() as other:
        found = [await agent_hours.refresh_next(each.session) for each in (one, other)]
        # The desk's own router may have them in hand while the first of these looks, and be done before the other does.
        assert not all(found)
    assert agents


async def test_who_may(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    shift = await ada.post(PATH, body(anna.id))
    path = f"{PATH}/{shift['id']}"
    writes = [("POST", PATH, body(anna.id)), ("PATCH", path, {"ends_at": at(3)}), ("DELETE", path, None)]
    reads: list[tuple[str, str, Any]] = [("GET", PATH, None), ("GET", path, None)]
    for reader in (anna, await callers_.partner("people:read")):
        for _, where, _ in reads:
            await reader.get(where)
        for method, where, json in writes:
            await reader.refused(method, where, 403, "forbidden", json=json)
    for stranger in (await callers_.customer(), await callers_.partner("tickets:read")):
        for method, where, json in reads + writes:
            await stranger.refused(method, where, 403, "forbidden", json=json)
    for method, where, json in reads + writes:
        await callers_.nobody().refused(method, where, 401, "unauthenticated", json=json)
    assert await ada.get(path) == shift
    lena = await callers_.agent(role="lead")
    await lena.post(PATH, body(anna.id))
    await lena.patch(path, {"ends_at": at(3)})
    await lena("DELETE", path, expect=204)
