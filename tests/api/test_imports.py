"""Imports: what comes in is as it was there, once however often, and nothing follows from it here."""

import asyncio
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.ids import new_id
from app.services import import_folders, imports
from app.services.import_reports import Report
from tests.api.test_intake import count
from tests.conftest import Api, Callers, Desk

AT = "2024-03-0{}T10:00:00Z"


def message(n: int, day: int, **more: Any) -> dict[str, Any]:
    return {"id": f"m{n}", "body": f"Words {n}", "created_at": AT.format(day), "author": {"kind": "customer"}, **more}


def ticket(n: int, **more: Any) -> dict[str, Any]:
    return {
        "kind": "ticket", "id": f"t{n}", "subject": f"Ticket {n}", "status": "closed", "created_at": AT.format(1),
        "requester": {"id": "c1"}, "messages": [message(n * 10, 1)], **more,
    }  # fmt: skip


PEOPLE: list[dict[str, Any]] = [
    {"kind": "organization", "id": "o1", "name": "Acme", "domains": ["acme.example"]},
    {"kind": "customer", "id": "c1", "name": "Vera", "email": "Vera@example.com", "organization": "o1"},
    {"kind": "agent", "id": "a1", "email": "anna@desk.example", "name": "Anna of old"},
]


async def bring(desk: Desk, tmp_path: Path, lines: list[Any], *, name: str = "x.jsonl", **options: Any) -> Report:
    """Import these lines."""
    path = tmp_path / name
    path.write_bytes(b"\n".join(each if isinstance(each, bytes) else orjson.dumps(each) for each in lines))
    told: list[str] = []

    async def tell(what: str, _done: int, _total: int, _report: Report) -> None:
        told.append(what)

    options = {"format": "jsonl", "source": "old", **options}
    return await imports.run(desk.database, imports.Plan(path, **options), tell)


async def over(admin: Api, job_id: str) -> Any:
    """A job, when it is over."""
    for _ in range(400):
        job = await admin.get(f"/v1/jobs/{job_id}")
        if job["status"] not in {"queued", "running"}:
            return job
        await asyncio.sleep(0.05)
    raise AssertionError(job)


async def test_tickets_come_as_they_were_and_nothing_follows_from_it(
    callers_: Callers, desk: Desk, tmp_path: Path
) -> None:
    admin, agent = await callers_.admin(), await callers_.agent(online=True, name="Anna")
    policy = {"name": "All", "targets": {"first_reply": {"normal": {"seconds": 60}}}}
    await admin("POST", "/v1/sla-policies", json=policy)
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET email = 'anna@desk.example' WHERE id = $1", agent.id)
    thread = [
        message(1, 1),
        message(2, 2, author={"id": "a1"}),
        message(3, 3, author={"kind": "agent", "name": "Somebody gone", "email": "gone@desk.example"}),
        message(4, 3, author={"id": "a1"}, visibility="internal", body="A note"),
    ]
    lines = [
        *PEOPLE,
        ticket(1, status="solved", solved_at=AT.format(4), tags=["b", "a"], custom_fields={"x": 1}, messages=thread,
               assignee={"id": "a1"}, external_id="4711"),
        ticket(2, status="open", priority="urgent"),
        ticket(3, status="open", assignee={"email": "anna@desk.example"}),
        ticket(4, status="new", requester={"name": "Nobody's"}, messages=[]),
    ]  # fmt: skip
    report = await bring(desk, tmp_path, lines)
    assert report.clean, report.refused
    assert report.counts["ticket"] == {"read": 4, "created": 4, "updated": 0, "unchanged": 0, "refused": 0}
    assert report.statuses["open"] == {"open": 2}
    (first,) = (await admin.get("/v1/tickets?external_id=4711"))["items"]
    assert (first["status"], first["created_at"], first["solved_at"]) == (
        "solved",
        "2024-03-01T10:00:00Z",
        "2024-03-04T10:00:00Z",
    )
    assert (first["tags"], first["assignee_id"], first["requester"]["email"]) == (
        ["b", "a"],
        str(agent.id),
        "Vera@example.com",
    )
    assert first["first_reply_at"] == "2024-03-02T10:00:00Z"
    shown = (await admin.get(f"/v1/tickets/{first['id']}/messages"))["items"]
    assert [(each["author"]["kind"], each["author"]["name"], each["visibility"]) for each in shown] == [
        ("customer", "Vera", "public"),
        ("agent", "Anna", "public"),
        ("agent", "Somebody gone", "public"),
        ("agent", "Anna", "internal"),
    ]
    # Nobody is given anything, nobody is asked or told anything, nothing is promised.
    for table in ("survey_invitations", "notifications", "outbox", "ticket_sla", "queue_items"):
        assert await count(desk, table) == 0, table
    (waiting,) = (await admin.get("/v1/tickets?external_id=t2"))["items"]
    assert waiting["snoozed_until"] == "9999-12-31T00:00:00Z"
    # What happens here from now on counts from now on.
    await agent.post(f"/v1/tickets/{first['id']}/messages", {"body": "Is all well?"})
    customer = await admin.get(f"/v1/customers/{first['requester']['id']}")
    assert customer["name"] == "Vera"


async def test_the_same_again_is_nothing_and_newer_is_added(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    admin = await callers_.admin()
    old = [*PEOPLE, ticket(1), ticket(2, status="open"), ticket(3, status="open")]
    await bring(desk, tmp_path, old)
    again = await bring(desk, tmp_path, old)
    assert again.counts["ticket"] == {"read": 3, "created": 0, "updated": 0, "unchanged": 3, "refused": 0}
    assert again.counts["customer"]["unchanged"] == again.counts["organization"]["unchanged"] == 1
    (touched,) = (await admin.get("/v1/tickets?external_id=t3"))["items"]
    await admin.patch(f"/v1/tickets/{touched['id']}", {"priority": "low"})
    newer = [
        dict(PEOPLE[1], locale="de"),
        ticket(1),
        ticket(2, status="solved", updated_at=AT.format(5), messages=[message(20, 1), message(21, 2)]),
        ticket(3, status="closed", priority="high", messages=[message(30, 1), message(31, 2)]),
        ticket(4),
    ]
    report = await bring(desk, tmp_path, newer)
    assert report.counts["ticket"] == {"read": 4, "created": 1, "updated": 2, "unchanged": 1, "refused": 0}
    assert report.counts["customer"]["updated"] == 1
    found = {each["external_id"]: each for each in (await admin.get("/v1/tickets"))["items"]}
    assert (found["t2"]["status"], found["t2"]["snoozed_until"]) == ("solved", None)
    assert (found["t3"]["status"], found["t3"]["priority"]) == ("open", "low")
    assert await count(desk, "messages") == 6
    assert any("worked on here" in each for each in report.notes)


async def test_a_dry_run_tells_the_same_and_writes_nothing(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    await callers_.admin()
    lines = [*PEOPLE, ticket(1), ticket(2), b"{", ticket(3, status="strange")]
    dry = await bring(desk, tmp_path, lines, dry=True)
    for table in ("tickets", "messages", "customers", "organizations", "import_items", "import_runs"):
        assert await count(desk, table) == 0, table
    real = await bring(desk, tmp_path, lines)
    assert dry.as_json() == real.as_json()
    assert [(each["kind"], each["place"]) for each in real.refused] == [("line", "x.jsonl:6"), ("ticket", "x.jsonl:7")]


async def test_hostile_lines_are_refused_and_stop_nothing(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    await callers_.admin()
    lines: list[Any] = [
        b"", b"null", b"[]", b"\xff\xfe", b'{"kind": "ticket"', {"kind": "colour", "id": 1}, {"kind": "ticket"},
        ticket(1, subject="\u202e<script>\x00", messages=[message(1, 1, body="a\x00b")]),
        ticket(2, created_at="soon"), ticket(3, custom_fields={str(n): n for n in range(200)}), ticket(4, extra=1),
        ticket(5, requester={"email": "no address"}), ticket(6, tags=["x" * 65]), ticket(7, id=None),
        ticket(8, brand="nowhere", team="No such", assignee={"email": "nobody@x.example"}, status="open"),
        ticket(1), {"kind": "customer", "id": "c2", "email": "nobody"},
        {"kind": "customer", "id": "c3", "email": "VERA@example.com"},
        {"kind": "customer", "id": "c1", "phone": "none"},
        {"kind": "message", "id": "z", "ticket": "t999", "body": "x", "created_at": AT.format(1)},
        {"kind": "message", "id": "y", "ticket": "t8", "body": "Late", "created_at": AT.format(2)},
        *PEOPLE,
    ]  # fmt: skip
    report = await bring(desk, tmp_path, lines)
    assert report.counts["ticket"]["created"] == 3
    assert report.counts["ticket"]["refused"] == 6
    assert await count(desk, "messages") == 4
    reasons = {each["place"]: each["reason"] for each in report.refused}
    assert "no id" in reasons["x.jsonl:7"]
    assert "not among these files" in reasons["x.jsonl:20"]
    assert len(report.notes) >= 5


async def test_tables_come_from_a_folder_and_messages_find_their_tickets(
    callers_: Callers, desk: Desk, tmp_path: Path
) -> None:
    admin = await callers_.admin()
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "customers.csv").write_text("id,name,email\n1,Vera,vera@example.com\n2,Oleg\n3,a,b,c,d\n", "utf-8")
    (folder / "tickets.csv").write_text(
        "id,subject,status,requester_id,tags,created_at,custom_fields.order,body\n"
        '7,"Late, very",solved,1,"a, b",2024-01-01T00:00:00Z,12,"First\nwords"\n',
        "utf-8",
    )
    (folder / "messages.csv").write_text(
        "id,ticket,author_kind,author_name,visibility,body,created_at\n"
        "2,7,agent,Anna,internal,A note,2024-01-03T00:00:00Z\n1,7,customer,,public,Second,2024-01-02T00:00:00Z\n",
        "utf-8",
    )

    async def tell(*_: Any) -> None:
        pass

    report = await imports.run(desk.database, imports.Plan(folder, "csv", "tables"), tell)
    assert [each["place"] for each in report.refused] == ["customers.csv:4"]
    (made,) = (await admin.get("/v1/tickets?external_id=7"))["items"]
    assert (made["subject"], made["tags"], made["custom_fields"]) == ("Late, very", ["a", "b"], {"order": "12"})
    thread = (await admin.get(f"/v1/tickets/{made['id']}/messages"))["items"]
    assert [each["body"] for each in thread] == ["First\nwords", "Second", "A note"]


async def test_open_tickets_wait_in_line_when_that_is_asked_for(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    await callers_.admin()
    lines = [*PEOPLE, ticket(1, status="open"), ticket(2)]
    await bring(desk, tmp_path, lines)
    assert await count(desk, "queue_items") == 0
    report = await bring(desk, tmp_path, lines, route=True)
    assert report.counts["ticket"]["updated"] == 1
    assert await count(desk, "queue_items") == 1


async def test_two_imports_of_one_source_at_once_make_everything_once(
    callers_: Callers, desk: Desk, tmp_path: Path
) -> None:
    await callers_.admin()
    lines = [*PEOPLE, *(ticket(n) for n in range(30))]
    await asyncio.gather(*(bring(desk, tmp_path, lines, name=f"{n}.jsonl") for n in range(3)))
    assert await count(desk, "tickets") == 30
    assert await count(desk, "customers") == 1


async def test_a_file_is_uploaded_in_parts_and_imported_by_a_job(callers_: Callers, desk: Desk) -> None:
    admin, agent = await callers_.admin(), await callers_.agent()
    body = {"format": "jsonl", "file_name": "all.jsonl"}
    await agent.refused("POST", "/v1/imports", 403, "forbidden", json=body)
    made = await admin.post("/v1/imports", body)
    path = f"/v1/imports/{made['id']}"
    await admin.refused("POST", f"{path}/start", 422, "parts_missing")
    content = b"\n".join(
        orjson.dumps(each) for each in (*PEOPLE, ticket(1), ticket(2), {"kind": "ticket", "id": "bad"})
    )
    parts = [content[n : n + 200] for n in range(0, len(content), 200)]
    for number in reversed(range(len(parts))):
        await admin("PUT", f"{path}/parts/{number}", expect=200, content=parts[number])
    again = await admin("PUT", f"{path}/parts/0", expect=200, content=parts[0])
    assert again.json()["received"] == len(content)
    job = await admin.post(f"{path}/start", expect=202)
    await admin.refused("PUT", f"{path}/parts/0", 409, "import_started", content=b"x")
    done = await over(admin, job["id"])
    assert done["status"] == "done", done
    assert done["result"]["counts"]["ticket"] == {"read": 3, "created": 2, "updated": 0, "unchanged": 0, "refused": 1}
    assert not done["result"]["clean"]
    told = await admin.get(path)
    assert (told["status"], told["report"]["refused"][0]["place"]) == ("done", "all.jsonl:6")
    assert await count(desk, "bulk_parts") == 0
    assert [each["id"] for each in (await admin.get("/v1/imports"))["items"]] == [made["id"]]


def at_work_in(folder: Path) -> int:
    """As another process is: the folder has its name when it is locked, since tests beside this one clean up too."""
    made = Path(tempfile.mkdtemp())
    (made / "all.jsonl").write_bytes(b"{}")
    lock = os.open(made, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    made.rename(folder)
    return lock


async def test_what_a_killed_import_has_left_is_removed_by_the_next_one(callers_: Callers) -> None:
    admin, temporary = await callers_.admin(), tempfile.gettempdir()
    left, others, no_folder = (Path(temporary, f"otklik-upload-{new_id()}") for _ in range(3))
    lock = at_work_in(others)
    no_folder.symlink_to(others)
    left.mkdir()
    try:
        made = await admin.post("/v1/imports", {"format": "jsonl", "file_name": "all.jsonl"})
        path = f"/v1/imports/{made['id']}"
        await admin("PUT", f"{path}/parts/0", expect=200, content=orjson.dumps(ticket(1)))
        done = await over(admin, (await admin.post(f"{path}/start", expect=202))["id"])
        assert done["status"] == "done", done
        assert not left.exists()
        assert (others / "all.jsonl").read_bytes() == b"{}"
        assert no_folder.is_symlink()
    finally:
        os.close(lock)
        no_folder.unlink()
        shutil.rmtree(others)


def test_a_folder_that_somebody_else_has_cleaned_up_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file is read, and between finding one that was left and removing it."""
    with import_folders.a_folder() as folder:
        shutil.rmtree(folder)
    left = Path(tempfile.gettempdir(), f"otklik-upload-{new_id()}")
    left.mkdir()
    real = fcntl.flock

    def late(lock: int, how: int) -> None:
        real(lock, how)
        shutil.rmtree(left, ignore_errors=True)

    monkeypatch.setattr("app.services.import_folders.fcntl.flock", late)
    with import_folders.a_folder() as folder:
        assert folder.is_dir()
    assert not left.exists()
    assert not folder.exists()


async def test_the_feed_has_what_was_imported_and_webhooks_do_not(
    callers_: Callers, desk: Desk, tmp_path: Path
) -> None:
    admin = await callers_.admin()
    hook = {"url": "https://hooks.example/desk", "events": ["ticket.*", "message.*", "customer.*", "organization.*"]}
    await admin.post("/v1/webhooks", hook)
    await bring(desk, tmp_path, [*PEOPLE, ticket(1), ticket(2)])
    for _ in range(200):
        async with desk.database.lean() as connection:
            behind = await connection.fetchval(
                "SELECT (SELECT count(*) FROM feed_todo) + coalesce(max(s.position - c.position), 1)"
                " FROM feed_state s, feed_cursors c"
            )
        if behind == 0:
            break
        await asyncio.sleep(0.05)
    feed = await admin.get("/v1/events?limit=100")
    about = [each for each in feed["items"] if each["type"].split(".")[0] in {"ticket", "message", "customer"}]
    assert {each["type"] for each in about} >= {"ticket.created", "message.created", "customer.created"}
    assert all(each["data"].get("imported") for each in about), about
    assert await count(desk, "webhook_deliveries") == 0


async def test_custom_fields_are_what_the_desk_has_defined(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    admin = await callers_.admin()
    await admin.post("/v1/fields", {"key": "order", "kind": "integer", "labels": {"en": "Order"}})
    colours = [{"value": "red", "labels": {"en": "Red"}}, {"value": "blue", "labels": {"en": "Blue"}, "archived": True}]
    await admin.post(
        "/v1/fields",
        {"key": "colour", "kind": "select", "labels": {"en": "Colour"}, "options": colours, "required_on_create": True},
    )
    lines = [
        *PEOPLE,
        ticket(1, custom_fields={"order": " 12 ", "free": {"a": 1}}),
        ticket(2, custom_fields={"order": "twelve"}),
        ticket(3, custom_fields={"colour": "blue", "order": None}),
        ticket(4, custom_fields={"colour": "green", "order": 1.5}),
    ]
    report = await bring(desk, tmp_path, lines)
    assert [(each["place"], each["reason"].count("custom_fields.")) for each in report.refused] == [
        ("x.jsonl:5", 1),
        ("x.jsonl:7", 2),
    ]
    found = {each["external_id"]: each["custom_fields"] for each in (await admin.get("/v1/tickets"))["items"]}
    assert found == {"t1": {"order": 12, "free": {"a": 1}}, "t3": {"colour": "blue"}}
    # What was refused is nothing that is there: once it fits it comes.
    fields = await admin.get("/v1/fields/colour")
    green = {"value": "green", "labels": {"en": "Green"}}
    await admin.patch("/v1/fields/colour", {"options": [*fields["options"], green]})
    again = await bring(desk, tmp_path, [*lines[:-1], ticket(4, custom_fields={"colour": "green"})])
    assert again.counts["ticket"]["created"] == 1
