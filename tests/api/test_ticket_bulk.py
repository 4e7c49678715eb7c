"""Bulk changes: what they would do, what became of each ticket, who may, and what a kill in the middle leaves."""

import asyncio
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from app.errors import Unavailable
from app.models import Job
from app.rules.actors import Actor
from app.schemas.ticket_bulk import BulkIn
from app.services import jobs, search_tickets, ticket_actions, ticket_bulk, ticket_bulk_running
from app.services.jobs import Running
from tests.api.test_search import followed
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

BULK = "/v1/tickets/bulk"
LATE = {"field": "tags", "operator": "has_any", "value": ["late"]}
SOLVE = {"type": "set_status", "status": "solved"}
CALM = {"type": "add_tags", "tags": ["calm"]}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between tickets."""
    monkeypatch.setattr(ticket_bulk_running, "PACE", 1e9)


async def tickets(caller: Api, count: int, **more: Any) -> list[Any]:
    return [await caller.post("/v1/tickets", {"subject": f"{n}", "body": "x", **more}) for n in range(count)]


async def ended(caller: Api, job: Any) -> Any:
    return await eventually(
        lambda: caller.get(f"/v1/jobs/{job['id']}"),
        lambda each: each["status"] not in {"queued", "running"},
        seconds=20,
    )


async def became(caller: Api, job: Any, **query: Any) -> list[tuple[str, str | None]]:
    page = await caller.get(f"/v1/jobs/{job['id']}/items", params=query)
    return [(each["status"], each["code"]) for each in page["items"]]


async def test_each_ticket_says_what_became_of_it(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    late = await tickets(anna, 3, tags=["late"])
    calm = (await tickets(anna, 1, tags=["late", "calm"]))[0]
    await anna.patch(f"/v1/tickets/{late[2]['id']}", {"status": "closed"})
    await anna.patch(f"/v1/tickets/{calm['id']}", {"status": "solved"})
    wanted = {"conditions": {"all": [LATE]}, "actions": [SOLVE, CALM]}
    seen = await anna.post(f"{BULK}/preview", wanted, expect=200)
    assert (seen["tickets"], seen["too_many"]) == (4, False)
    assert [each["would_apply"] for each in seen["examples"]] == [True, True, False]
    assert {each["field"] for each in seen["examples"][0]["changes"]} == {"status", "tags"}
    assert (await anna.get(f"/v1/tickets/{late[0]['id']}"))["status"] != "solved"

    job = await anna.post(BULK, wanted, expect=202)
    done = await ended(anna, job)
    assert (done["status"], done["result"]) == ("done", {"done": 2, "skipped": 1, "failed": 1})
    assert done["progress"] == {"done": 4, "total": 4}
    assert await became(anna, job) == [
        ("done", None), ("done", None), ("failed", "ticket_closed"), ("skipped", "already_so"),
    ]  # fmt: skip
    assert await became(anna, job, status="failed") == [("failed", "ticket_closed")]
    ticket = await anna.get(f"/v1/tickets/{late[0]['id']}")
    assert (ticket["status"], sorted(ticket["tags"])) == ("solved", ["calm", "late"])
    log = (await anna.get(f"/v1/tickets/{late[0]['id']}/events"))["items"]
    assert log[-1]["data"]["via"] == {"kind": "bulk", "id": job["id"], "name": "Bulk change"}
    # It is whose who began it.
    await boris.refused("GET", f"/v1/jobs/{job['id']}", 404, "not_found")
    await boris.refused("GET", f"/v1/jobs/{job['id']}/items", 404, "not_found")
    assert (await boris.get("/v1/jobs"))["items"] == []
    customer = await callers_.customer()
    await customer.refused("POST", BULK, 403, "forbidden", json=wanted)


async def test_by_ids_and_versions_and_by_a_view(callers_: Callers) -> None:
    anna = await callers_.agent()
    one, two = await tickets(anna, 2)
    gone = "01900000-0000-7000-8000-000000000000"
    await anna.patch(f"/v1/tickets/{two['id']}", {"priority": "high"})
    wanted = {
        "ticket_ids": [one["id"], two["id"], gone, one["id"]],
        "versions": {one["id"]: str(one["version"]), two["id"]: str(two["version"])},
        "actions": [{"type": "assign_to_me"}],
    }
    job = await anna.post(BULK, wanted, expect=202)
    await ended(anna, job)
    assert await became(anna, job) == [("done", None), ("failed", "stale"), ("failed", "not_found")]
    mine = {"field": "assignee_id", "operator": "is", "value": "me"}
    view = await anna.post("/v1/views", {"name": "Mine", "conditions": {"all": [mine]}})
    job = await anna.post(BULK, {"view_id": view["id"], "actions": [CALM]}, expect=202)
    await ended(anna, job)
    assert await became(anna, job) == [("done", None)]
    assert (await anna.get(f"/v1/tickets/{one['id']}"))["tags"] == ["calm"]


async def test_by_what_a_search_finds(callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    by_subject = await vera.post("/v1/tickets", {"subject": "A chandelier", "body": "x"})
    by_words = (await tickets(vera, 1))[0]
    similar = await vera.post("/v1/tickets", {"subject": "A chendalier", "body": "x"})
    solved = await vera.post("/v1/tickets", {"subject": "Chandeliers", "body": "x"})
    await anna.patch(f"/v1/tickets/{solved['id']}", {"status": "solved"})
    note = {"body": "Sent two chandeliers <b>", "visibility": "internal"}
    for _ in range(2):
        await anna.post(f"/v1/tickets/{by_words['id']}/messages", note)
    await followed(desk)
    wanted = {"q": "chandelier", "actions": [CALM]}
    seen = await anna.post(f"{BULK}/preview", wanted, expect=200)
    assert (seen["tickets"], len(seen["examples"])) == (3, 3)
    not_solved = {"all": [{"field": "status", "operator": "not_in", "value": ["solved", "closed"]}]}
    job = await anna.post(BULK, {**wanted, "conditions": not_solved}, expect=202)
    await ended(anna, job)
    page = await anna.get(f"/v1/jobs/{job['id']}/items")
    assert [each["ticket_id"] for each in page["items"]] == [by_subject["id"], by_words["id"]], (
        "each once, oldest first"
    )
    assert [each["status"] for each in page["items"]] == ["done", "done"]
    assert (await anna.get(f"/v1/tickets/{similar['id']}"))["tags"] == []
    number = {**wanted, "q": f"#{similar['number']}"}
    assert (await anna.post(f"{BULK}/preview", number, expect=200))["examples"][0]["ticket_id"] == similar["id"]
    none = await anna.post(BULK, {**wanted, "q": "nowhere"}, expect=202)
    assert (await ended(anna, none))["result"] == {"done": 0, "skipped": 0, "failed": 0}
    for bad, code in (('""', "nothing_to_search"), ("- !", "nothing_to_search"), ("a " * 60, "too_many_words")):
        problem = await anna.refused("POST", BULK, 422, code, json={**wanted, "q": bad})
        assert [each["pointer"] for each in problem["errors"]] == ["/q"]
    for extra in ({"q": "x" * 501}, {"q": " "}, {"ticket_ids": [similar["id"]]}):
        await anna.refused("POST", BULK, 422, "invalid", json={**wanted, **extra})
    monkeypatch.setattr(ticket_bulk, "MOST", 2)
    await anna.refused("POST", BULK, 409, "too_many_tickets", json={**wanted, "conditions": not_solved})
    assert (await anna.post(f"{BULK}/preview", wanted, expect=200))["too_many"]
    monkeypatch.setattr(ticket_bulk, "MOST", 10)
    monkeypatch.setattr(search_tickets, "_SECONDS", -1.0)
    monkeypatch.setattr(search_tickets, "_PIECE", 1)
    await anna.refused("POST", BULK, 409, "too_many_tickets", json=wanted)


async def test_what_is_refused(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await callers_.agent()
    made = await tickets(anna, 3, tags=["late"])
    for body in (
        {"actions": [CALM]},
        {"conditions": {}, "actions": [CALM]},
        {"conditions": {"all": [LATE]}, "ticket_ids": [str(anna.who)], "actions": [CALM]},
        {"conditions": {"all": [LATE]}, "actions": []},
        {"ticket_ids": [], "actions": [CALM]},
    ):
        await anna.refused("POST", BULK, 422, "invalid", json=body)
    await anna.refused("POST", BULK, 404, "not_found", json={"view_id": str(anna.who), "actions": [CALM]})
    monkeypatch.setattr(ticket_bulk, "MOST", 2)
    wanted = {"conditions": {"all": [LATE]}, "actions": [CALM]}
    await anna.refused("POST", BULK, 409, "too_many_tickets", json=wanted)
    # What no agent can do by hand is not done for them in bulk either.
    to = [{"kind": "address", "email": "x@example.com"}]
    mail = {"type": "send_mail", "recipients": to, "subject": "x", "body": "x"}
    job = await anna.post(BULK, {"ticket_ids": [made[0]["id"]], "actions": [CALM, mail]}, expect=202)
    await ended(anna, job)
    assert await became(anna, job) == [("failed", "not_permitted")]
    assert (await anna.get(f"/v1/tickets/{made[0]['id']}"))["tags"] == ["late"]


async def test_a_kill_in_the_middle_does_nothing_twice(desk: Desk, callers_: Callers) -> None:
    """The process dies after some tickets, before it said so: another one does the rest, and each has one note."""
    anna = await callers_.agent()
    made = await tickets(anna, 12)
    actor = Actor("agent", anna.who, "Anna", frozenset())
    wanted = BulkIn(ticket_ids=[UUID(each["id"]) for each in made], actions=[{"type": "note", "body": "Once"}])
    async with desk.database.unit_of_work() as work:
        # Not yet for the desk's own worker.
        job = await ticket_bulk.ask(work.session, actor, wanted)
        found = await work.session.get(Job, job.id)
        assert found is not None
        found.kind = "test.bulk"
        work.session.add(found)

    class DiedError(Exception):
        pass

    async def dies(running: Running) -> dict[str, Any]:
        for _ in range(5):
            await ticket_bulk_running._next(running.database, running)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await jobs.run_next(desk.database, {"test.bulk": dies})
    assert await jobs.run_next(desk.database, {"test.bulk": ticket_bulk_running.run})
    assert (await ended(anna, {"id": str(job.id)}))["result"] == {"done": 12, "skipped": 0, "failed": 0}
    for each in made:
        thread = (await anna.get(f"/v1/tickets/{each['id']}/messages"))["items"]
        assert [message["body"] for message in thread] == ["x", "Once"]


async def test_it_is_cancelled_and_what_was_done_stays(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await callers_.agent()
    await tickets(anna, 30, tags=["late"])
    real, begun, goes_on = ticket_actions.apply, count(1), asyncio.Event()

    async def held(*given: Any, **more: Any) -> Any:
        if next(begun) > 10:
            await goes_on.wait()
        return await real(*given, **more)

    monkeypatch.setattr(ticket_actions, "apply", held)
    job = await anna.post(BULK, {"conditions": {"all": [LATE]}, "actions": [CALM]}, expect=202)
    await eventually(lambda: became(anna, job, status="done"), lambda done: len(done) >= 10)
    await anna.post(f"/v1/jobs/{job['id']}/cancel", expect=200)
    goes_on.set()
    # It looks whether it is still wanted after each ten.
    left = len(await became(anna, job, status="waiting"))
    assert 10 <= left <= 20
    assert (await anna.get(f"/v1/jobs/{job['id']}"))["status"] == "cancelled"


async def test_trouble_with_one_ticket_is_of_that_one_alone(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours is one item's, and what is only busy is tried again, however often."""
    anna = await callers_.agent()
    made = await tickets(anna, 3)
    monkeypatch.setattr(ticket_bulk_running, "PAUSE", 0.0)
    real, tries = ticket_actions.apply, dict[UUID, int]()

    async def troubled(session: Any, actor: Any, ticket: Any, *rest: Any, **more: Any) -> Any:
        tries[ticket.id] = tries.get(ticket.id, 0) + 1
        if str(ticket.id) == made[0]["id"]:
            raise ZeroDivisionError
        if str(ticket.id) == made[1]["id"] and tries[ticket.id] <= 4:
            raise Unavailable
        return await real(session, actor, ticket, *rest, **more)

    monkeypatch.setattr(ticket_actions, "apply", troubled)
    job = await anna.post(BULK, {"ticket_ids": [each["id"] for each in made], "actions": [CALM]}, expect=202)
    assert (await ended(anna, job))["status"] == "done"
    assert await became(anna, job) == [("failed", "internal_error"), ("done", None), ("done", None)]


async def test_templates_of_others_stay_theirs(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    secret = await boris.post("/v1/templates", {"title": "Mine", "scope": "personal", "variants": [{"body": "secret"}]})
    (one,) = await tickets(anna, 1)
    wanted = {"ticket_ids": [one["id"]], "actions": [{"type": "note", "template_id": secret["id"]}]}
    for who, skipped in ((anna, "unknown_template"), (boris, None)):
        seen = await who.post(f"{BULK}/preview", wanted, expect=200)
        assert [each["skipped"] for each in seen["examples"][0]["outcomes"]] == [skipped]
