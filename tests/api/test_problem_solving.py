"""A solved problem answers its incidents: each once, in the customer's language, also when the process dies."""

import asyncio
from typing import Any
from uuid import UUID

import orjson
import pytest

from app.services import jobs, problem_batches, problem_solving
from tests.api.test_merging import a_ticket, merge, path, said
from tests.api.test_ticket_links import link
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

TEXTS = {"en": "Hello {customer}, it works again.", "ru": "Здравствуйте, {customer}! Снова работает."}


async def answers(api: Api, problem: dict[str, Any], **asked: Any) -> dict[str, Any]:
    """What became of the incidents, once the job is over."""
    while True:
        page: dict[str, Any] = await api.get(path(problem, "/incident-answers"), params={"limit": 200, **asked})
        if page["status"] in {"done", "failed", "cancelled"}:
            return page
        await asyncio.sleep(0.02)


async def test_each_open_incident_is_answered_in_its_language_and_solved(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    problem = await a_ticket(anna, "Outage", requester={"email": "ops@example.com"})
    english, russian, german, solved, merged, parent = [
        await a_ticket(vera, name, language=language)
        for name, language in [("e", "en"), ("r", "ru"), ("g", "de"), ("s", "en"), ("m", "en"), ("p", "en")]
    ]
    child = await a_ticket(vera, "child")
    await link(anna, child, "child_of", parent)
    for each in (english, russian, german, solved, merged, parent):
        await link(anna, each, "incident_of", problem)
    await anna.patch(path(solved), {"status": "solved"})
    await merge(anna, english, merged)
    asked = {"texts": TEXTS, "solve_problem": True}
    job = await anna.post(path(problem, "/solve-incidents"), asked, expect=202)
    assert (await anna.get(path(problem)))["status"] == "solved"
    page = await answers(anna, problem)
    assert (page["job_id"], page["status"], page["progress"]) == (job["id"], "done", {"done": 6, "total": 6})
    outcomes = {each["number"]: each["outcome"] for each in page["items"]}
    answered = {each["number"] for each in (english, russian, german)}
    assert {number for number, outcome in outcomes.items() if outcome == "answered"} == answered
    assert [outcomes[each["number"]] for each in (solved, merged, parent)] == ["solved_before", "merged", "failed"]
    assert [each["number"] for each in (await answers(anna, problem, outcome="failed"))["items"]] == [parent["number"]]
    assert (await said(vera, english))[-1] == "Hello Vera, it works again."
    assert (await said(vera, russian))[-1] == "Здравствуйте, Vera! Снова работает."
    assert (await said(vera, german))[-1] == "Hello Vera, it works again."
    shown = await anna.get(path(russian))
    assert (shown["status"], shown["first_human_reply_at"] is not None) == ("solved", True)
    # Whoever answers opens their own ticket again, and no other one.
    await vera.post(path(russian, "/messages"), {"body": "Not for me"})
    assert [(await anna.get(path(each)))["status"] for each in (russian, english)] == ["open", "solved"]
    # Asked again it answers whoever is open again, and nobody twice.
    await anna.post(path(problem, "/solve-incidents"), {"texts": {"ru": "Теперь точно."}}, expect=202)
    again = await answers(anna, problem)
    assert {each["number"] for each in again["items"] if each["outcome"] == "answered"} == {russian["number"]}
    assert (await said(vera, english)).count("Hello Vera, it works again.") == 1


async def test_what_cannot_be_asked(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    problem, other = await a_ticket(vera), await a_ticket(vera)
    where = path(problem, "/solve-incidents")
    for texts, code in (
        ({}, "invalid"),
        ({"en": ""}, "invalid"),
        ({"EN!": "x"}, "invalid"),
        ({"en": "Hello {agent}"}, "unknown_placeholder"),
        ({"en": "Hello {team}"}, "unknown_placeholder"),
    ):
        await anna.refused("POST", where, 422, code, json={"texts": texts})
    await vera.refused("POST", where, 403, "forbidden", json={"texts": TEXTS})
    await anna.refused("GET", path(problem, "/incident-answers"), 404, "not_found")
    await merge(anna, other, problem)
    await anna.refused("POST", where, 409, "ticket_merged", json={"texts": TEXTS})


async def test_a_death_in_between_answers_nobody_twice(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is gone after any number of incidents, and before it has said how far it was."""
    anna, vera = await callers_.agent(), await callers_.customer()
    problem, *many = [await a_ticket(vera, str(n)) for n in range(6)]
    for each in many:
        await link(anna, each, "incident_of", problem)
    monkeypatch.setattr(problem_batches, "SIZE", 2)
    # A job that no worker takes: it is run here, as a process would that dies.
    async with desk.database.lean() as connection:
        row = await connection.fetchrow(
            "INSERT INTO jobs (id, kind, status, arguments, done, attempts, created_at, lease_until)"
            " VALUES (gen_random_uuid(), 'tests.incidents', 'running', $1::text::jsonb, 0, 1, now(),"
            " now() + interval '1 hour') RETURNING id, kind, attempts, arguments::text, checkpoint::text",
            orjson.dumps(
                {
                    "problem_id": problem["id"],
                    "texts": TEXTS,
                    "format": "text",
                    "agent": {"id": str(anna.who), "name": "Anna"},
                }
            ).decode(),
        )
    assert row is not None
    real = problem_batches.answer
    left = 2

    async def dies(*args: Any, **asked: Any) -> dict[UUID, UUID]:
        nonlocal left
        done = await real(*args, **asked)
        left -= 1
        if left == 0:
            # Before these are committed: it is as if they had never been.
            raise asyncio.CancelledError
        return done

    monkeypatch.setattr(problem_batches, "answer", dies)
    with pytest.raises(asyncio.CancelledError):
        await problem_solving.run(jobs.Running(desk.database, row))
    statuses = [(await anna.get(path(each)))["status"] for each in many]
    assert statuses == ["solved", "solved", "new", "new", "new"]
    await vera.post(path(many[0], "/messages"), {"body": "Not yet"})
    # One is in somebody's hands just now: it is not waited for together with the others, and is answered all the same.
    async with desk.database.lean() as connection, connection.transaction():
        await connection.execute("SELECT FROM tickets WHERE id = $1 FOR UPDATE", UUID(many[4]["id"]))
        going = asyncio.create_task(problem_solving.run(jobs.Running(desk.database, row)))
        await eventually(lambda: anna.get(path(many[3])), lambda shown: shown["status"] == "solved")
        assert not going.done()
    monkeypatch.setattr(problem_batches, "answer", real)
    assert await going == {"answered": 5}
    for each in many:
        assert len([words for words in await said(vera, each) if "works again" in words]) == 1
    assert (await anna.get(path(many[0])))["status"] == "open", "reopened meanwhile, and left alone"
