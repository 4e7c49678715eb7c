"""Files as they come: exports of other systems in the shapes that they publish, and files that mean harm."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.services import import_reading, import_staging, imports
from app.services.import_reports import Report
from tests.conftest import Callers, Desk

EXPORTS = Path(__file__).parents[1] / "imported"


async def brought(desk: Desk, path: Path, kind: str) -> Report:
    async def tell(*_: Any) -> None:
        pass

    return await imports.run(desk.database, imports.Plan(path, kind, kind), tell)


@pytest.mark.parametrize("kind", ["zendesk", "freshdesk", "chatwoot"])
async def test_the_export_of_another_desk_comes_whole(callers_: Callers, desk: Desk, kind: str) -> None:
    admin, agent = await callers_.admin(), await callers_.agent()
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET email = 'anna@desk.example', name = 'Anna' WHERE id = $1", agent.id)
    report = await brought(desk, EXPORTS / kind, kind)
    assert report.clean, report.refused
    assert report.counts["ticket"]["created"] == 1
    (made,) = (await admin.get("/v1/tickets"))["items"]
    assert (made["subject"], made["priority"]) == ("My printer is on fire!", "high")
    assert made["status"] == ("on_hold" if kind == "zendesk" else "solved")
    assert made["assignee_id"] == str(agent.id)
    assert "enterprise" in made["tags"]
    assert list(made["custom_fields"].values()) == ["745"]
    customer = await admin.get(f"/v1/customers/{made['requester']['id']}")
    assert (customer["name"], customer["email"], customer["phone"], customer["external_id"]) == (
        "Vera Weber",
        "vera@example.com",
        "+49301234567",
        "u-17",
    )
    assert (customer["organization_id"] is None) == (kind == "chatwoot")
    thread = (await admin.get(f"/v1/tickets/{made['id']}/messages"))["items"]
    assert [(each["author"]["kind"], each["author"]["name"], each["visibility"], each["body"]) for each in thread] == [
        ("customer", "Vera Weber", "public", "The fire is very colorful."),
        ("agent", "Anna", "public", "Water is on its way."),
        ("agent", "Anna", "internal", "Third fire this week."),
    ]
    again = await brought(desk, EXPORTS / kind, kind)
    assert again.counts["ticket"]["unchanged"] == 1


async def test_a_description_is_the_first_comment_also_when_that_comes_later(callers_: Callers, desk: Desk) -> None:
    admin = await callers_.admin()
    await brought(desk, EXPORTS / "zendesk" / "tickets.json", "zendesk")
    await brought(desk, EXPORTS / "zendesk", "zendesk")
    (made,) = (await admin.get("/v1/tickets"))["items"]
    thread = (await admin.get(f"/v1/tickets/{made['id']}/messages"))["items"]
    assert [each["body"] for each in thread] == [
        "The fire is very colorful.",
        "Water is on its way.",
        "Third fire this week.",
    ]


async def test_files_that_mean_harm_are_bounded_and_refused(
    callers_: Callers, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await callers_.admin()
    monkeypatch.setattr(import_reading, "MAX_LINE", 20_000)
    deep = "[" * 300 + "]" * 300
    deeper = "[" * 100_000 + "]" * 100_000
    at = '"created_at": "2024-03-01T10:00:00Z"'
    lines = [
        f'{{"kind": "ticket", "id": "1", {at}, "custom_fields": {{"a": {deep}}}}}',
        f'{{"kind": "ticket", "id": "2", {at}, "custom_fields": {{"a": {"[" * 50}{"]" * 50}}}}}',
        f'{{"kind": "ticket", "id": "3", {at}, "custom_fields": {{"a": {deeper}}}}}',
        f'{{"kind": "ticket", "id": "4", {at}, "subject": "{"x" * 90_000}"}}',
        f'{{"kind": "ticket", "id": "5", {at}, "custom_fields": {{"a\\u0000": "b\\u0000", "c": ""}}}}',
        f'{{"kind": "ticket", "id": "../../etc/passwd", {at}}}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    laughs = '<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><tickets>&b;</tickets>'
    (tmp_path / "b.json").write_text(laughs, "utf-8")
    with zipfile.ZipFile(tmp_path / "c.json", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../tickets.json", b"0" * 5_000_000)
    (tmp_path / "tickets.csv").write_bytes(
        b"id,subject,created_at\n8,a\x00b,2024-01-01T00:00:00Z\n9,\xff\xfe,2024-01-01T00:00:00Z\n10," + b"x" * 90_000
    )
    (tmp_path / "customers.csv").write_bytes(b",".join(b"c%d" % n for n in range(2000)) + b"\n1\n")
    (tmp_path / "e.jsonl").symlink_to("/etc/passwd")
    report = await brought(desk, tmp_path, "jsonl")
    reasons = {each["place"]: each["reason"] for each in report.refused}
    for place, reason in {
        "a.jsonl:1": "cannot be read", "a.jsonl:2": "nested deeper", "a.jsonl:3": "at most 20000 bytes",
        "a.jsonl:4": "at most 20000 bytes", "b.json:1": "XML", "c.json:1": "unpack it first",
    }.items():  # fmt: skip
        assert reason in reasons.pop(place)
    assert all(place.startswith(("tickets.csv", "customers.csv")) for place in reasons)
    tables = await brought(desk, tmp_path, "csv")
    told = {each["place"]: each["reason"] for each in tables.refused}
    assert "1000 columns" in told["customers.csv:1"]
    assert "at most 20000" in told["tickets.csv:4"]
    async with desk.database.lean() as connection:
        kept = await connection.fetch(
            "SELECT DISTINCT external_id, subject, custom_fields::text FROM tickets ORDER BY 1"
        )
    assert [tuple(each) for each in kept] == [
        ("../../etc/passwd", "../../etc/passwd", "{}"),
        ("5", "5", '{"a": "b", "c": ""}'),
        ("8", "ab", "{}"),
        ("9", "\ufffd\ufffd", "{}"),
    ]


async def test_a_file_of_another_kind_is_left_in_time(
    callers_: Callers, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await callers_.admin()
    monkeypatch.setattr(import_staging, "MAX_REFUSED", 3000)
    (tmp_path / "noise.jsonl").write_bytes(b"{}\n" * 9000)
    report = await brought(desk, tmp_path, "jsonl")
    assert report.counts["line"]["refused"] == 4001
