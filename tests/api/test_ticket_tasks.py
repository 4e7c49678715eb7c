"""`/v1/tickets/{id}/tasks`: done once, needed to solve, told of when due; checklists bring several along."""

import asyncio
from datetime import timedelta
from typing import Any

from app import clock
from app.ids import new_id
from tests.conftest import Api, Callers
from tests.worker.test_sla import eventually

HELP = {"subject": "Help", "body": "It does not work"}


async def opened(caller: Api) -> str:
    """The address of a new ticket."""
    return f"/v1/tickets/{(await caller.post('/v1/tickets', HELP))['id']}"


async def kinds(caller: Api, path: str) -> list[str]:
    """What the log says of tasks."""
    events = (await caller.get(f"{path}/events"))["items"]
    return [each["type"] for each in events if each["type"].startswith(("task.", "checklist."))]


async def test_tasks_are_added_ordered_changed_and_removed(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    path = await opened(anna)
    one = await anna.post(f"{path}/tasks", {"title": " Ask ", "assignee_id": str(anna.id)})
    two = await anna.post(f"{path}/tasks", {"title": "Look"})
    first = await anna.post(f"{path}/tasks", {"title": "First", "position": 0})
    assert (one["title"], one["position"], two["position"]) == ("Ask", 0, 1)
    page = await anna.get(f"{path}/tasks", params={"limit": 2})
    assert [each["id"] for each in page["items"]] == [one["id"], first["id"]]
    rest = await anna.get(f"{path}/tasks", params={"cursor": page["next_cursor"]})
    assert [each["id"] for each in rest["items"]] == [two["id"]]
    where = f"{path}/tasks/{one['id']}"
    assert (await anna("GET", where, expect=200)).headers["etag"] == '"1"'
    await anna.refused("PATCH", where, 412, "stale", json={"done": True}, headers={"if-match": '"7"'})
    changed = await anna.patch(where, {"title": "Ask them", "assignee_id": None}, headers={"if-match": '"1"'})
    assert (changed["version"], changed["assignee_id"]) == (2, None)
    await anna.refused("PATCH", where, 422, "unknown_agent", json={"assignee_id": str(new_id())})
    await anna("DELETE", where, expect=204)
    await anna.refused("GET", where, 404, "not_found")
    other = await opened(anna)
    await anna.refused("PATCH", f"{other}/tasks/{two['id']}", 404, "not_found", json={"done": True})
    await vera.refused("GET", f"{path}/tasks", 403, "forbidden")
    assert await kinds(anna, path) == ["task.added"] * 3 + ["task.changed", "task.removed"]


async def test_a_tick_is_one_event_whoever_ticks(callers_: Callers) -> None:
    anna, oleg = await callers_.agent(), await callers_.agent(name="Oleg")
    path = await opened(anna)
    task = await anna.post(f"{path}/tasks", {"title": "Ask"})
    where = f"{path}/tasks/{task['id']}"
    ticks = await asyncio.gather(*(each.patch(where, {"done": True}) for each in (anna, oleg, anna, oleg)))
    assert {each["version"] for each in ticks} == {2}
    assert len({each["done_by"] for each in ticks}) == 1
    await anna.patch(where, {"done": False})
    assert await kinds(anna, path) == ["task.added", "task.done", "task.reopened"]


async def test_what_is_required_is_done_before_the_ticket_is_solved(callers_: Callers) -> None:
    anna, lead = await callers_.agent(), await callers_.agent(role="lead", name="Lena")
    path = await opened(anna)
    await anna.post(f"{path}/tasks", {"title": "Perhaps"})
    task = await anna.post(f"{path}/tasks", {"title": "Ask", "required": True})
    problem = await anna.refused("PATCH", path, 409, "tasks_open", json={"status": "solved"})
    assert problem["tasks"] == [{"id": task["id"], "title": "Ask"}]
    await anna.refused("PATCH", path, 409, "tasks_open", json={"status": "solved", "force": True})
    await anna.refused("PATCH", path, 409, "tasks_open", json={"status": "closed"})
    assert (await lead.patch(path, {"status": "solved", "force": True}))["status"] == "solved"
    await anna.patch(path, {"status": "open"})
    _, solved = await asyncio.gather(
        anna("PATCH", f"{path}/tasks/{task['id']}", json={"done": True}), lead("PATCH", path, json={"status": "solved"})
    )
    assert solved.status_code in {200, 409}, "one after the other"
    await anna.patch(path, {"status": "closed"})
    await anna.refused("POST", f"{path}/tasks", 409, "ticket_closed", json={"title": "Late"})


async def test_a_checklist_is_added_once(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    items = [{"title": "Sizes", "required": True}, {"title": "Put it up", "due_after_seconds": 3600}]
    await ada.post("/v1/checklists", {"key": "banner", "name": "Banner", "items": items})
    await anna.refused("POST", "/v1/checklists", 403, "forbidden", json={"key": "x", "name": "x", "items": items})
    assert (await anna.get("/v1/checklists/banner"))["items"][0]["required"]
    path = await opened(anna)
    await anna.post(f"{path}/tasks", {"title": "Before"})
    answers = await asyncio.gather(*(anna("POST", f"{path}/checklists", json={"key": "banner"}) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    tasks = (await anna.get(f"{path}/tasks"))["items"]
    assert [(each["title"], each["checklist"]) for each in tasks] == [
        ("Before", None), ("Sizes", "banner"), ("Put it up", "banner"),
    ]  # fmt: skip
    assert await kinds(anna, path) == ["task.added", "checklist.applied"]
    await ada.patch("/v1/checklists/banner", {"archived": True})
    await anna.refused("POST", f"{await opened(anna)}/checklists", 422, "unknown_checklist", json={"key": "banner"})


async def test_whoever_has_a_task_is_told_once_when_it_is_due(callers_: Callers) -> None:
    anna, oleg = await callers_.agent(), await callers_.agent(name="Oleg")
    path = await opened(anna)
    due = (clock.now() - timedelta(seconds=1)).isoformat()
    task = await anna.post(f"{path}/tasks", {"title": "Ask", "assignee_id": str(oleg.id), "due_at": due})

    async def told(caller: Api) -> list[Any]:
        items = (await caller.get("/v1/notifications"))["items"]
        return [each["data"]["title"] for each in items if each["kind"] == "task.due"]

    assert await eventually(lambda: told(oleg), bool) == ["Ask"]
    await anna.patch(f"{path}/tasks/{task['id']}", {"title": "Ask again"})
    await anna.post(f"{path}/tasks", {"title": "Mine", "assignee_id": str(anna.id), "due_at": due})
    assert await eventually(lambda: told(anna), bool) == ["Mine"]
    assert await told(oleg) == ["Ask"]
