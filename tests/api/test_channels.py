"""`/v1/channels`: who opens them, what is checked, secrets that stay inside, closing, and the door for mail."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.channels import adapters
from tests.channels.plain import PlainAdapter
from tests.conftest import Api, Callers, Desk
from tests.desks import state_of

MAILBOX = {"kind": "email", "name": "Help", "address": "Help@Shop.example"}
MAIL = b"From: vera@example.com\r\nTo: help@shop.example\r\nMessage-ID:\r\n <one@example.com>\r\n\r\nHello\r\n"


async def _mail(caller: Api, channel: str, raw: bytes | AsyncIterator[bytes], *, kind: str = "message/rfc822") -> Any:
    return await caller("POST", f"/v1/channels/{channel}/mail", content=raw, headers={"content-type": kind})


async def test_a_channel_is_opened_read_changed_and_listed(callers_: Callers) -> None:
    admin, lead = await callers_.admin(), await callers_.agent(role="lead")
    answer = await admin("POST", "/v1/channels", expect=201, json=MAILBOX)
    made, path = answer.json(), answer.headers["location"]
    assert (made["address"], made["enabled"], made["secrets"]) == ("help@shop.example", True, [])
    assert made["inbound_url"] == f"http://desk.test{path}/mail"
    problem = await admin.refused("POST", "/v1/channels", 409, "address_taken", json=MAILBOX)
    assert problem["errors"][0]["pointer"] == "/address"
    changed = await admin("PATCH", path, expect=200, json={"name": "Hilfe"}, headers={"if-match": '"1"'})
    assert (changed.json()["name"], changed.headers["etag"]) == ("Hilfe", '"2"')
    await admin.refused("PATCH", path, 412, "stale", json={"name": "Aide"}, headers={"if-match": '"1"'})
    await admin.post("/v1/channels", {"kind": "phone", "name": "Line", "address": "+4930123456"})
    first = await lead.get("/v1/channels?limit=1")
    second = await lead.get(f"/v1/channels?limit=1&cursor={first['next_cursor']}")
    assert [each["kind"] for page in (first, second) for each in page["items"]] == ["email", "phone"]
    assert [each["kind"] for each in (await lead.get("/v1/channels?kind=phone"))["items"]] == ["phone"]
    await lead.refused("PATCH", path, 403, "forbidden", json={"enabled": False})
    await (await callers_.agent()).refused("GET", path, 403, "forbidden")


async def test_what_a_channel_cannot_be(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(adapters.ADAPTERS, "phone", PlainAdapter())
    admin = await callers_.admin()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"address": "two words"}, "/address"),
        ({"address": ""}, "/address"),
        ({"kind": "fax"}, "/kind"),
        ({"settings": {"colour": "red"}}, "/settings/colour"),
        ({"secrets": {"password": 1}}, "/secrets/password"),
        ({"secrets": {"no_such": "x"}}, "/secrets/no_such"),
        ({"brand": "none"}, "/brand"),
        ({"team_id": "0193a1f0-c4d2-7a3e-8000-000000000000"}, "/team_id"),
    ]
    for fields, at in wrong:
        answer = await admin("POST", "/v1/channels", expect=422, json={**MAILBOX, **fields})
        assert [each["pointer"] for each in answer.json()["errors"]] == [at], fields


async def test_one_that_was_never_used_is_gone_and_one_that_was_is_archived(callers_: Callers) -> None:
    admin = await callers_.admin()
    unused = await admin.post("/v1/channels", MAILBOX)
    await admin("DELETE", f"/v1/channels/{unused['id']}", expect=204)
    await admin.refused("GET", f"/v1/channels/{unused['id']}", 404, "not_found")
    used = await admin.post("/v1/channels", MAILBOX)
    path = f"/v1/channels/{used['id']}"
    assert (await _mail(admin, used["id"], MAIL)).status_code == 202
    await admin("DELETE", path, expect=204, headers={"if-match": '"1"'})
    await admin("DELETE", path, expect=204)
    archived = await admin.get(path)
    assert (archived["enabled"], archived["archived_at"] is not None) == (False, True)
    assert (await _mail(admin, used["id"], MAIL)).status_code == 404
    await admin.refused("PATCH", path, 409, "channel_archived", json={"enabled": True})
    await admin.post("/v1/channels", MAILBOX)
    assert len((await admin.get("/v1/channels"))["items"]) == 1
    assert len((await admin.get("/v1/channels?archived=true"))["items"]) == 2


async def test_mails_are_stored_once_and_come_back_as_they_were(callers_: Callers, desk: Desk) -> None:
    admin, gateway = await callers_.admin(), await callers_.partner("inbound:write")
    mailbox = await admin.post("/v1/channels", MAILBOX)
    other = await admin.post("/v1/channels", {**MAILBOX, "address": "sales@shop.example"})
    answers = await asyncio.gather(*(_mail(gateway, mailbox["id"], MAIL) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 202]
    [stored] = {each.json()["id"] for each in answers}
    # The same mail in two mailboxes is two.
    assert (await _mail(gateway, other["id"], MAIL)).status_code == 202
    nameless = b"\x00\xff broken \r\nSubject: x\r\n\r\n" + b"a" * 300_000
    assert [(await _mail(gateway, mailbox["id"], nameless)).status_code for _ in range(2)] == [202, 200]
    found = await admin.get(f"/v1/inbound/{stored}")
    assert (found["external_id"], found["door"], found["size"]) == ("one@example.com", "http", len(MAIL))
    raw = await admin("GET", f"/v1/inbound/{stored}/raw", expect=200)
    assert raw.content == MAIL
    assert raw.headers["content-disposition"].startswith(f'attachment; filename="{stored}.eml"')
    assert await state_of(desk.database, "SELECT count(*) FROM inbound") == 3


async def test_what_is_no_mail_or_nobodys_is_refused(callers_: Callers) -> None:
    admin = await callers_.admin()
    mailbox = await admin.post("/v1/channels", MAILBOX)
    refusals = [
        (admin, MAIL, "text/plain", 415),
        (admin, b" \r\n", "message/rfc822", 400),
        (admin, b"x" * 36_700_161, "message/rfc822", 413),
        (await callers_.partner("tickets:write"), MAIL, "message/rfc822", 403),
        (await callers_.agent(), MAIL, "message/rfc822", 403),
        (callers_.nobody(), MAIL, "message/rfc822", 401),
    ]
    for caller, raw, kind, status in refusals:
        assert (await _mail(caller, mailbox["id"], raw, kind=kind)).status_code == status
    phone = await admin.post("/v1/channels", {"kind": "phone", "name": "Line", "address": "+4930123456"})
    assert (await _mail(admin, phone["id"], MAIL)).status_code == 404


async def test_a_mail_of_unknown_length_is_bounded_too(callers_: Callers) -> None:
    admin = await callers_.admin()
    mailbox = await admin.post("/v1/channels", MAILBOX)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 1_048_576

    assert (await _mail(admin, mailbox["id"], endless())).status_code == 413
