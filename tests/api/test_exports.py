"""Exports: everything comes out in one snapshot, without a secret, and goes into an empty desk as it was."""

import gzip
from pathlib import Path
from typing import Any

import orjson

from app.rules.import_formats import own
from app.services import exports, imports
from tests import checks
from tests.api.test_imports import over
from tests.api.test_intake import ORDER
from tests.api.webhooks import partner
from tests.conftest import Callers, Desk


async def what_is_there(desk: Desk) -> Any:
    """The tickets and their threads, by what people see of them."""
    async with desk.database.lean() as connection:
        tickets = await connection.fetch(
            "SELECT t.id, t.subject, t.status, t.priority, t.type, t.channel, t.topic, t.tags, t.external_id,"
            " t.custom_fields::text AS custom_fields, t.created_at, t.solved_at, c.email, c.name FROM tickets t"
            " JOIN customers c ON c.id = t.requester_id ORDER BY t.created_at, t.subject"
        )
        found = []
        for each in tickets:
            thread = await connection.fetch(
                "SELECT author_kind, author_name, visibility, format, body, created_at FROM messages"
                " WHERE ticket_id = $1 ORDER BY seq",
                each["id"],
            )
            found.append(({**each, "id": None}, [dict(row) for row in thread]))
        return found


async def test_an_export_goes_into_an_empty_desk_as_it_was(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    agent = await callers_.agent(online=True)
    customer = await callers_.customer(email="oleg@example.com", name="Oleg")
    shop = await partner(callers_)
    await shop.ticket(ORDER)
    other = await customer.post("/v1/tickets", {"subject": "Second", "body": "Hello"})
    path = f"/v1/tickets/{other['id']}"
    await agent.post(f"{path}/messages", {"body": "**Hi**", "format": "markdown"})
    await agent.post(f"{path}/messages", {"body": "A note", "visibility": "internal"})
    await agent.patch(path, {"status": "solved", "tags": ["x"], "custom_fields": {"a": [1]}})
    before = await what_is_there(desk)
    counts = await exports.to_folder(desk.database, tmp_path)
    assert counts["ticket"] == 2
    assert counts["event"] > 4
    text = "".join(each.read_text("utf-8") for each in sorted(tmp_path.iterdir()))  # noqa: ASYNC240 - some KB
    assert "whsec" not in text
    assert "password" not in text
    assert "token_hash" not in text
    await checks.empty(desk.database)

    async def tell(*_: Any) -> None:
        pass

    report = await imports.run(desk.database, imports.Plan(tmp_path, "jsonl", "backup"), tell)
    assert report.clean, report.refused
    assert await what_is_there(desk) == before


async def test_an_export_is_a_job_with_a_file(callers_: Callers) -> None:
    admin, agent = await callers_.admin(), await callers_.agent()
    one = await agent.post("/v1/tickets", {"subject": "One", "body": "Hello", "requester": {"email": "v@example.com"}})
    two = await agent.post("/v1/tickets", {"subject": "Two", "body": "Hello", "requester": {"email": "v@example.com"}})
    path = f"/v1/tickets/{one['id']}"
    await agent.post(f"{path}/links", {"kind": "child_of", "ticket_id": two["id"]})
    await agent.post(f"{path}/tasks", {"title": "Ask"})
    asked = {"subject": "Parts", "body": "Do you have any?", "email": "supplier@example.com"}
    await agent.post(f"{path}/side-conversations", asked)
    await agent.refused("POST", "/v1/exports", 403, "forbidden")
    job = await admin.post("/v1/exports", expect=202)
    done = await over(admin, job["id"])
    assert done["result"]["lines"]["ticket"] == 2
    file = await admin("GET", f"/v1/exports/{job['id']}", expect=200)
    lines = [orjson.loads(line) for line in gzip.decompress(file.content).splitlines()]
    there = {each["kind"]: each for each in lines}
    assert there.keys() >= {"customer", "agent", "event", "ticket_link", "ticket_task", "side_message"}
    assert (there["ticket_link"]["of_kind"], there["ticket_task"]["title"]) == ("child_of", "Ask")
    assert there["side_conversation"]["email"] == "supplier@example.com"
    assert not {"token", "token_hash"} & there["side_conversation"].keys(), "whoever has the link may write"
    assert there["ticket"]["messages"][0]["body"] == "Hello"
    await admin.refused("GET", f"/v1/exports/{admin.who}", 404, "not_found")
    await agent.refused("GET", f"/v1/exports/{job['id']}", 403, "forbidden")


async def test_what_was_merged_is_merged_again(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    agent = await callers_.agent(online=True)
    vera = await callers_.customer(email="vera@example.com", name="Vera")
    also = await callers_.customer(email="vera@work.example", name="V.")
    first = await vera.post("/v1/tickets", {"subject": "First", "body": "Hello"})
    second = await also.post("/v1/tickets", {"subject": "Second", "body": "Hello again"})
    third = await vera.post("/v1/tickets", {"subject": "Third", "body": "And again"})
    await agent.post(f"/v1/customers/{also.who}/merge", {"into_id": str(vera.who)}, expect=200)
    await agent.post(f"/v1/tickets/{second['id']}/merge", {"source_ids": [third["id"]]}, expect=200)
    await agent.post(f"/v1/tickets/{first['id']}/merge", {"source_ids": [second["id"]]}, expect=200)
    before = await what_is_there(desk)
    await exports.to_folder(desk.database, tmp_path)
    await checks.empty(desk.database)

    async def tell(*_: Any) -> None:
        pass

    plan = imports.Plan(tmp_path, "jsonl", "backup")
    report = await imports.run(desk.database, plan, tell)
    assert report.clean, report.refused
    assert report.counts["ticket_merge"]["created"] == 2
    assert report.counts["customer_merge"]["created"] == 1
    assert await what_is_there(desk) == before
    again = await imports.run(desk.database, plan, tell)
    assert again.counts["ticket_merge"]["unchanged"] == 2
    assert again.counts["customer_merge"]["unchanged"] == 1
    async with desk.database.lean() as connection:
        pointers = await connection.fetch(
            "SELECT t.subject, i.subject AS part_of FROM tickets t JOIN tickets i ON i.id = t.merged_into_id ORDER BY 1"
        )
        people = await connection.fetch(
            "SELECT c.email, i.email AS really FROM customers c JOIN customers i ON i.id = c.merged_into"
        )
    assert [tuple(each) for each in pointers] == [("Second", "First"), ("Third", "Second")]
    assert [tuple(each) for each in people] == [("vera@work.example", "vera@example.com")]
    # It can be taken back, as what was merged here.
    admin = await callers_.admin()
    found = {each["subject"]: each for each in (await admin.get("/v1/tickets?status=merged"))["items"]}
    await admin.post(f"/v1/tickets/{found['Third']['id']}/unmerge", expect=200)


def test_an_import_knows_every_kind_that_an_export_writes() -> None:
    assert set(exports.KINDS) == own.LEFT | set(own.KINDS.values()) - {"message"}
