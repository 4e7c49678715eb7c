"""Exports: everything comes out in one snapshot, without a secret, and goes into an empty desk as it was."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from app.rules.import_formats import own
from app.services import export_files, exports, imports
from app.settings import Settings, configure
from tests import checks
from tests.api.test_attachments import png, upload, voice
from tests.api.test_imports import over
from tests.api.test_intake import ORDER
from tests.api.webhooks import partner
from tests.conftest import Api, Callers, Desk


async def what_is_there(desk: Desk) -> Any:
    """The tickets and their threads, by what people see of them."""
    async with desk.database.lean() as connection:
        tickets = await connection.fetch(
            "SELECT t.id, t.subject, t.status, t.priority, t.type, t.channel, t.topic, t.tags, t.external_id,"
            " t.custom_fields::text AS custom_fields, t.spam, t.created_at, t.solved_at, c.email, c.name FROM tickets t"
            " JOIN customers c ON c.id = t.requester_id ORDER BY t.created_at, t.subject"
        )
        found = []
        for each in tickets:
            thread = await connection.fetch(
                "SELECT author_kind, author_name, visibility, format, body, attachments, created_at FROM messages"
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
    offer = await customer.post("/v1/tickets", {"subject": "Casino", "body": "Win"})
    await agent.patch(f"/v1/tickets/{offer['id']}", {"status": "solved"})
    await agent.put(f"/v1/tickets/{offer['id']}/spam", {"spam": True})
    before = await what_is_there(desk)
    counts = await exports.to_folder(desk.database, tmp_path)
    assert counts["ticket"] == 3
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


@pytest.fixture
def _another_store(settings: Settings, tmp_path: Path) -> Iterator[None]:
    configure(settings.model_copy(update={"attachments": (tmp_path / "store").as_uri()}))
    yield
    configure(settings)


async def with_files(callers_: Callers) -> dict[str, bytes]:
    """A ticket with a picture and text, a recording without words, a note with a file, what was redacted, a draft."""
    agent = await callers_.agent(online=True)
    vera = await callers_.customer(email="vera@example.com", name="Vera")
    bytes_ = {"fire.png": png(), "voice.wav": voice(3), "note.txt": b"Only for us", "gone.txt": b"A secret word"}
    ids = {name: (await upload(vera, data, name))["id"] for name, data in bytes_.items() if name != "note.txt"}
    ids["note.txt"] = (await upload(agent, bytes_["note.txt"], "note.txt"))["id"]
    await upload(vera, b"belongs to nothing", "draft.txt")
    made = await vera.post("/v1/tickets", {"subject": "Fire", "body": "Look", "attachment_ids": [ids["fire.png"]]})
    path = f"/v1/tickets/{made['id']}/messages"
    spoken = await vera.post(path, {"body": "", "attachment_ids": [ids["voice.wav"]]})
    await agent.post(path, {"body": "See", "visibility": "internal", "attachment_ids": [ids["note.txt"]]})
    gone = await vera.post(path, {"body": "Forget this", "attachment_ids": [ids["gone.txt"]]})
    await agent.post(f"/v1/tickets/{made['id']}/split", {"message_ids": [gone["id"]], "subject": "Other"})
    admin = await callers_.admin()
    await admin.post(f"{path}/{gone['id']}/redact", {"attachment_ids": [ids["gone.txt"]], "text": True}, expect=200)
    await agent.post(f"/v1/tickets/{made['id']}/split", {"message_ids": [spoken["id"]], "subject": "Copy"})
    return {name: data for name, data in bytes_.items() if name != "gone.txt"}


async def files_of(admin: Api, subject: str) -> dict[str, bytes]:
    """The files of a ticket by their names, fetched as a browser does."""
    (made,) = [each for each in (await admin.get("/v1/tickets"))["items"] if each["subject"] == subject]
    found = {}
    for message in (await admin.get(f"/v1/tickets/{made['id']}/messages"))["items"]:
        for each in message["attachments"]:
            content = await admin("GET", f"/v1/attachments/{each['id']}/content", expect=200)
            found[each["name"]] = content.content
            part = await admin("GET", f"/v1/attachments/{each['id']}/content", headers={"range": "bytes=3-6"})
            assert (part.status_code, part.content) == (206, content.content[3:7])
    return found


@pytest.mark.usefixtures("_another_store")
async def test_files_travel_with_their_messages(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    bytes_ = await with_files(callers_)
    before = await what_is_there(desk)
    out = tmp_path / "out"
    # Of an earlier export: by now it is redacted.
    (out / "attachments").mkdir(parents=True)
    (out / "attachments" / str(uuid4())).write_bytes(b"A secret word")
    await exports.to_folder(desk.database, out)
    carried = await export_files.carry(desk.database, out / "attachments.jsonl", out / "attachments")
    assert (carried.files, carried.missing) == (3, 0)
    everything = b"".join(each.read_bytes() for each in (out / "attachments").iterdir())
    assert b"secret" not in everything
    assert b"belongs to nothing" not in everything
    again = await export_files.carry(desk.database, out / "attachments.jsonl", out / "attachments")
    assert again.bytes == carried.bytes
    await checks.empty(desk.database)

    async def tell(*_: Any) -> None:
        pass

    plan = imports.Plan(out, "jsonl", "backup")
    dry = await imports.run(desk.database, replace(plan, dry=True), tell)
    report = await imports.run(desk.database, plan, tell)
    assert report.clean, report.refused
    # The recording twice: a copy of a message has its own here.
    assert report.counts["attachment"]["created"] == dry.counts["attachment"]["created"] == 4
    # What was redacted has neither words nor a file: nothing of it comes.
    assert await what_is_there(desk) == [
        (row, [each for each in said if each["body"] or each["attachments"]]) for row, said in before
    ]
    admin = await callers_.admin()
    assert await files_of(admin, "Fire") == bytes_
    assert await files_of(admin, "Copy") == {"voice.wav": bytes_["voice.wav"]}
    assert (await imports.run(desk.database, plan, tell)).counts["attachment"]["unchanged"] == 4
    async with desk.database.lean() as connection:
        told: Any = await connection.fetchrow(
            "SELECT count(*) AS all, count(public_seq) AS public FROM events WHERE type = 'attachment.added'"
        )
    assert tuple(told) == (4, 3), "the note's file is nothing for its customer"


@pytest.mark.usefixtures("_another_store")
async def test_files_that_do_not_fit_are_told_and_stop_nothing(
    callers_: Callers, desk: Desk, tmp_path: Path, settings: Settings
) -> None:
    await callers_.admin()
    at = "2024-03-01T10:00:00Z"
    said = [{"id": "m1", "body": "", "attachments": 9, "created_at": at}]
    lines: list[dict[str, Any]] = [{"kind": "ticket", "id": "t1", "created_at": at, "messages": said}]
    files = tmp_path / "in" / "attachments"
    files.mkdir(parents=True)
    (tmp_path / "outside").write_bytes(b"not yours")
    (files / "link").symlink_to(tmp_path / "outside")
    (files / "folder").mkdir()
    for name, data in {"good": b"Words", "large": b"x" * 2000, "other": b"Wards", "page": b"<svg><script>"}.items():
        (files / name).write_bytes(data)
    # It looks like lines of an import, and is a file.
    (files / "lines.jsonl").write_bytes(b"not read")
    one = {"kind": "attachment", "ticket": "t1", "message": "m1", "name": "a.txt"}
    lines += [{**one, "id": name} for name in ("good", "large", "link", "folder", "late", "page", "../outside", "..")]
    lines += [{**one, "id": "x1", "file": "../outside"}, {**one, "id": "x2", "ticket": "t2"}]
    lines += [
        {**one, "id": "x3", "file": "good", "message": "m2"},
        {**one, "id": "other", "size": 5, "sha256": "0" * 64},
    ]
    (tmp_path / "in" / "all.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))
    narrow = {"attachment_bytes": 1024, "attachment_types": ["text/plain"]}
    configure(settings.model_copy(update={"attachments": (tmp_path / "store").as_uri(), **narrow}))

    async def tell(*_: Any) -> None:
        pass

    plan = imports.Plan(tmp_path / "in", "jsonl", "backup")
    report = await imports.run(desk.database, plan, tell)
    assert (report.counts["attachment"]["created"], report.counts["attachment"]["refused"]) == (1, 11)
    assert len({each["place"] for each in report.refused}) == 11
    assert "attachments/late is not there" in " ".join(each["reason"] for each in report.refused)
    # Found later: the same command brings it, and nothing twice.
    (files / "late").write_bytes(b"Here I am")
    again = await imports.run(desk.database, plan, tell)
    assert (again.counts["attachment"]["created"], again.counts["attachment"]["unchanged"]) == (1, 1)
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT attachments FROM messages") == 2
        assert await connection.fetchval("SELECT count(*) FROM attachments WHERE message_id IS NOT NULL") == 2
        waits = await connection.fetchval(
            "SELECT count(*) FROM attachments WHERE message_id IS NULL AND state <> 'removed'"
        )
    assert waits == 0, "what was refused is cleaned away"


@pytest.mark.usefixtures("_another_store")
async def test_files_go_on_where_a_run_broke_off(desk: Desk, tmp_path: Path) -> None:
    at, most = "2024-03-01T10:00:00Z", imports.STEPS["attachment"] + 1
    (tmp_path / "in" / "attachments").mkdir(parents=True)
    said = [{"id": str(n), "body": "", "attachments": 1, "created_at": at} for n in range(most)]
    lines: list[Any] = [{"kind": "ticket", "id": "t", "created_at": at, "messages": said}]
    for n in range(most):
        (tmp_path / "in" / "attachments" / f"f{n}").write_bytes(b"Words %d" % n)
        lines.append({"kind": "attachment", "id": f"f{n}", "ticket": "t", "message": str(n), "name": f"{n}.txt"})
    (tmp_path / "in" / "all.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))

    async def tell(what: str, *_: Any) -> None:
        if what == "attachment":
            raise KeyboardInterrupt

    async def listen(*_: Any) -> None:
        pass

    plan = imports.Plan(tmp_path / "in", "jsonl", "backup")
    with pytest.raises(KeyboardInterrupt):
        await imports.run(desk.database, plan, tell)
    report = await imports.run(desk.database, plan, listen)
    assert report.counts["attachment"] | {"refused": 0} == {
        "read": most, "created": most, "updated": 0, "unchanged": 0, "refused": 0
    }  # fmt: skip
    async with desk.database.lean() as connection:
        names = await connection.fetch(
            "SELECT a.name, m.client_message_id AS of FROM attachments a JOIN messages m ON m.id = a.message_id"
        )
    assert {(each["name"], each["of"]) for each in names} == {(f"{n}.txt", f"backup:{n}") for n in range(most)}


async def test_undoing_an_imported_merge_of_customers_is_as_of_the_original(
    callers_: Callers, desk: Desk, tmp_path: Path
) -> None:
    anna, admin = await callers_.agent(online=True, role="lead"), await callers_.admin()
    acme = await admin.post("/v1/organizations", {"name": "Acme"})
    first = await anna.post("/v1/customers", {"email": "a@x.example", "name": "A", "locale": "de", "tier": "gold"})
    path = f"/v1/customers/{first['id']}"
    version = (await anna("GET", path)).headers["etag"]
    await anna.patch(path, {"organization_id": acme["id"]}, headers={"if-match": version})
    second = await anna.post("/v1/customers", {"email": "b@x.example", "name": "B"})
    third = await anna.post("/v1/customers", {"email": "c@x.example"})
    # Into the middle one, and that one on: each takes over what it lacks.
    await anna.post(f"{path}/merge", {"into_id": second["id"]}, expect=200)
    await anna.post(f"/v1/customers/{second['id']}/merge", {"into_id": third["id"]}, expect=200)
    merges = await merged(anna, third["id"]), await merged(anna, second["id"])
    assert [each[0].keys() for each in merges] == [
        {"name", "locale", "tier", "organization_id"}, {"locale", "tier", "organization_id"}
    ]  # fmt: skip
    await exports.to_folder(desk.database, tmp_path)
    was = []
    await anna.post(f"/v1/customers/{second['id']}/unmerge", expect=200)
    was.append(await people(desk))
    await anna.post(f"{path}/unmerge", expect=200)
    was.append(await people(desk))
    await checks.empty(desk.database)

    async def tell(*_: Any) -> None:
        pass

    report = await imports.run(desk.database, imports.Plan(tmp_path, "jsonl", "backup"), tell)
    assert report.clean, report.refused
    anna = await callers_.agent(online=True, role="lead")
    ids = {email: key for key, email in (await people(desk)).pop("ids").items()}
    again = await merged(anna, ids["c@x.example"]), await merged(anna, ids["b@x.example"])
    assert [each[0].keys() for each in again] == [each[0].keys() for each in merges]
    assert again[0][1:] == merges[0][1:], "by whom and when"
    for email, state in zip(("b@x.example", "a@x.example"), was, strict=True):
        await anna.post(f"/v1/customers/{ids[email]}/unmerge", expect=200)
        now = await people(desk)
        assert {**now, "ids": None} == {**state, "ids": None}


async def merged(api: Api, customer_id: str) -> tuple[dict[str, str], str, str]:
    """What a merge has filled, by whom and when."""
    (found,) = (await api.get(f"/v1/customers/{customer_id}/merges"))["items"]
    return found["filled"], found["by"], found["merged_at"]


async def people(desk: Desk) -> dict[str, Any]:
    """All customers by their addresses, and their ids."""
    async with desk.database.lean() as connection:
        rows: Any = await connection.fetch(
            "SELECT c.id, c.email, c.name, c.locale, c.tier, o.name AS organization, i.email AS really FROM customers c"
            " LEFT JOIN organizations o ON o.id = c.organization_id LEFT JOIN customers i ON i.id = c.merged_into"
        )
    found: dict[str, Any] = {each["email"]: {**each, "id": None} for each in rows}
    return {**found, "ids": {str(each["id"]): each["email"] for each in rows}}


def test_an_import_knows_every_kind_that_an_export_writes() -> None:
    assert set(exports.KINDS) == own.LEFT | set(own.KINDS.values()) - {"message"}
