"""A type of request at every entrance: set and changed later, by partners, in chats, by macros and by imports."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.api.test_imports import PEOPLE, bring
from tests.api.test_imports import ticket as of_old
from tests.api.test_request_types import HELP, made, size, statuses
from tests.api.webhooks import partner
from tests.conftest import Api, Callers, Desk


async def checklist(admin: Api, key: str, *titles: str) -> None:
    items = [{"title": each, "required": True} for each in titles]
    await admin.post("/v1/checklists", {"key": key, "name": key, "items": items})


async def tasks(caller: Api, path: str) -> list[str]:
    return [each["title"] for each in (await caller.get(f"{path}/tasks"))["items"]]


async def log(caller: Api, path: str) -> list[str]:
    return [each["type"] for each in (await caller.get(f"{path}/events"))["items"]]


async def opened(customer: Api, **more: Any) -> str:
    return f"/v1/tickets/{(await customer.post('/v1/tickets', {**HELP, **more}))['id']}"


async def test_another_type_brings_its_own_and_keeps_what_people_have_said(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    design, access = await callers_.team("Design", anna), await callers_.team("Access", anna)
    await checklist(ada, "banner", "Check the size", "Send a draft")
    await checklist(ada, "access", "Ask who it is")
    await ada.post(
        "/v1/fields",
        {"key": "door", "kind": "text", "labels": {"en": "Door"}, "default": "front",
         "conditions": {"all": [{"field": "request_type", "operator": "is", "value": "access"}]}},
    )  # fmt: skip
    await made(ada, team_id=str(design), priority="high", tags=["site"], checklist="banner")
    await made(
        ada, "access", team_id=str(access), priority="urgent", tags=["access"], checklist="access", ticket_type="task"
    )
    path = await opened(vera)
    found = await anna.patch(path, {"request_type": "banner", "tags": ["vip"]})
    assert (found["team_id"], found["priority"], found["type"]) == (str(design), "high", "request")
    assert found["tags"] == ["vip"], "what is sent with it counts more"
    found = await anna.patch(path, {"tags": ["vip", "site"]})
    listed = (await anna.get(f"{path}/tasks"))["items"]
    await anna.patch(f"{path}/tasks/{listed[0]['id']}", {"done": True})
    found = await anna.patch(path, {"request_type": "access"})
    assert (found["team_id"], found["priority"], found["type"]) == (str(access), "urgent", "task")
    assert (found["tags"], found["custom_fields"]) == (["vip", "access"], {"door": "front"})
    assert await tasks(anna, path) == ["Check the size", "Ask who it is"], "what is done is not undone"
    seq = found["seq"]
    assert (await anna.patch(path, {"request_type": "access"}))["seq"] == seq, "the same again is nothing"
    # What people have said stays, and nobody is taken off.
    await anna.patch(path, {"priority": "low", "type": "problem", "assignee_id": str(anna.id)})
    found = await anna.patch(path, {"request_type": "banner"})
    assert (found["team_id"], found["priority"], found["type"]) == (str(access), "low", "problem")
    assert found["tags"] == ["vip", "site"]
    assert await tasks(anna, path) == ["Check the size"], "it had that checklist; the other one was not begun"
    found = await anna.patch(path, {"request_type": None})
    assert (found["request_type"], found["tags"], found["priority"]) == (None, ["vip"], "low")


async def test_what_cannot_be_asked_for_is_refused(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await made(ada, "old")
    await ada.patch("/v1/request-types/old", {"archived": True})
    path = await opened(vera)
    for key in ("nothing", "old"):
        problem = await anna.refused("PATCH", path, 422, "unknown_request_type", json={"request_type": key})
        assert [each["pointer"] for each in problem["errors"]] == ["/request_type"]
    await anna.refused("PATCH", path, 422, "invalid", json={"request_type": "A b"})
    await made(ada)
    stale = {"headers": {"if-match": '"9"'}, "json": {"request_type": "banner"}}
    await anna.refused("PATCH", path, 412, "stale", **stale)
    await vera.refused("PATCH", path, 403, "forbidden", json={"request_type": "banner"})


async def test_nobody_gets_around_an_approval(callers_: Callers) -> None:
    ada, anna, boss = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    vera = await callers_.customer()
    await made(ada, "access", approval={"by": "agent", "agent_id": str(boss.id)})
    await made(ada, "money", approval={"by": "leads"})
    await made(ada, "free")
    path = await opened(vera)
    await anna.refused("PATCH", path, 409, "approval_pending", json={"request_type": "access", "status": "open"})
    assert await statuses(anna, path) == ("new", None, None), "all of it or nothing"
    await anna.patch(path, {"request_type": "access"})
    assert (await statuses(anna, path))[:2] == ("on_hold", "pending")
    for key in ("free", "money", None):
        await anna.refused("PATCH", path, 409, "approval_pending", json={"request_type": key})
    # It goes on with whoever approves the other thing.
    await boss.patch(path, {"request_type": "money"})
    assert (await statuses(anna, path))[:2] == ("on_hold", "pending")
    await boss.refused("POST", f"{path}/approval", 403, "not_your_approval", json={"decision": "approve"})
    # What needs none waits for nobody.
    await ada.patch(path, {"request_type": "free"})
    assert (await statuses(anna, path))[:2] == ("open", "withdrawn")
    # What was said of one thing is no word on another.
    await anna.patch(path, {"request_type": "access"})
    approval = await boss.get(f"{path}/approval")
    assert (approval["status"], approval["agent_id"]) == ("pending", str(boss.id))
    await boss.post(f"{path}/approval", {"decision": "approve", "reason": "Fine"}, expect=200)
    await anna.patch(path, {"request_type": "money"})
    approval = await ada.get(f"{path}/approval")
    assert (approval["status"], approval["reason"], approval["decided_by"]) == ("pending", None, None)
    await ada.patch(path, {"request_type": "access", "status": "solved"})
    assert (await statuses(anna, path))[:2] == ("solved", "withdrawn")
    await anna.patch(path, {"request_type": "money"})
    assert (await statuses(anna, path))[:2] == ("solved", "withdrawn"), "of what is solved nobody is asked"
    assert "approv" not in str(await vera.get(f"{path}/events"))


async def test_two_who_change_it_at_once_ask_once(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await checklist(ada, "banner", "Check the size")
    await made(ada, checklist="banner", approval={"by": "leads"})
    path = await opened(vera)
    both = await asyncio.gather(*(anna("PATCH", path, json={"request_type": "banner"}) for _ in range(2)))
    assert [each.status_code for each in both] == [200, 200]
    assert await tasks(anna, path) == ["Check the size"]
    assert (await log(anna, path)).count("approval.requested") == 1


async def test_a_partner_names_it_by_its_mapping(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    team = await callers_.team("Design", anna)
    await size(ada)
    await checklist(ada, "banner", "Check the size")
    await made(
        ada, form="banner", team_id=str(team), priority="high", tags=["site"], checklist="banner",
        approval={"by": "leads"},
    )  # fmt: skip
    await made(ada, "counter", tags=["counter"])
    mapping = {"request_type": {"path": "kind", "lookup": {"Banner": "banner"}}, "custom_fields.size": "size"}
    shop = await partner(callers_, mapping=mapping)
    theirs = {"external_id": "7", "subject": "Banner", "kind": "Banner", "email": "vera@example.com", "size": "small"}
    seen = await ada.post(f"/v1/sources/{shop.id}/preview", {"payload": {**theirs, "kind": "nothing"}}, expect=200)
    assert (seen["outcome"], seen["problem"]["code"]) == ("parked", "unknown_request_type")
    seen = await ada.post(f"/v1/sources/{shop.id}/preview", {"payload": theirs}, expect=200)
    assert (seen["outcome"], seen["ticket"]["request_type"]) == ("created", "banner")
    ticket = await shop.ticket(theirs, webhook_id="one")
    path = f"/v1/tickets/{ticket['id']}"
    assert (ticket["request_type"], ticket["team_id"], ticket["priority"]) == ("banner", str(team), "high")
    assert (ticket["type"], ticket["tags"], ticket["status"]) == ("request", ["site"], "on_hold")
    assert await tasks(ada, path) == ["Check the size"]
    again = await shop.post(theirs, webhook_id="one")
    assert again.json()["ticket_id"] == ticket["id"], "a retry starts nothing twice"
    assert (await log(ada, path)).count("approval.requested") == 1
    plain = await shop.ticket({"external_id": "8", "subject": "Counter", "kind": "counter"})
    assert (plain["request_type"], plain["tags"], plain["status"]) == ("counter", ["counter"], "new")
    # What does not answer the form, or asks for nothing that there is, is kept until somebody mends it.
    for wrong, code in (({"size": None}, "field_required"), ({"kind": "else"}, "unknown_request_type")):
        answer = await shop.post({**theirs, "external_id": code, **wrong})
        parked = await ada.get(f"/v1/sources/{shop.id}/parked/{answer.json()['parked']}")
        assert (answer.status_code, parked["problem"]["code"]) == (202, code)
    # It asks for something else: that waits for whoever decides.
    answer = await shop.post({**theirs, "kind": "counter"})
    parked = await ada.get(f"/v1/sources/{shop.id}/parked/{answer.json()['parked']}")
    assert parked["problem"]["code"] == "approval_pending"
    await ada.post(f"{path}/approval", {"decision": "approve"}, expect=200)
    await ada.post(f"/v1/sources/{shop.id}/parked/{parked['id']}/replay", expect=200)
    found = await ada.get(path)
    assert (found["request_type"], found["tags"], found["status"]) == ("counter", ["counter"], "open")


@pytest.mark.usefixtures("long_offers")
async def test_a_chat_is_answered_at_once_whatever_has_to_be_approved(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(online=True), await callers_.customer()
    team = await callers_.team("Design", anna)
    await size(ada)
    await checklist(ada, "banner", "Check the size")
    await made(ada, form="banner", team_id=str(team), checklist="banner", approval={"by": "leads"})
    await vera.refused("POST", "/v1/chats", 422, "unknown_request_type", json={"body": "Hi", "request_type": "none"})
    chat = await vera.post("/v1/chats", {"body": "A banner, please", "request_type": "banner"})
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    path = f"/v1/tickets/{chat['ticket_id']}"
    found = await anna.get(path)
    assert (found["request_type"], found["team_id"], found["type"]) == ("banner", str(team), "request")
    assert (found["status"], found["approval"], found["assignee_id"]) == ("open", "pending", str(anna.id))
    assert await tasks(anna, path) == ["Check the size"]
    await anna.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
    await ada.post(f"{path}/approval", {"decision": "approve"}, expect=200)
    assert await statuses(anna, path) == ("open", "approved", str(anna.id))


async def test_macros_and_bulk_changes_set_it_as_a_person_would(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await made(ada, tags=["site"])
    await made(ada, "access", approval={"by": "leads"})
    to_banner = {"type": "set_request_type", "request_type": "banner"}
    gone = {"title": "M", "actions": [{**to_banner, "request_type": "gone"}]}
    problem = await ada.refused("POST", "/v1/macros", 422, "unknown_request_type", json=gone)
    assert [each["pointer"] for each in problem["errors"]] == ["/actions/0/request_type"]
    macro = await ada.post("/v1/macros", {"title": "M", "scope": "shared", "actions": [to_banner]})
    path = await opened(vera)
    seen = await anna.post(f"{path}/macros/{macro['id']}/preview", expect=200)
    assert {each["field"] for each in seen["changes"]} == {"request_type", "type", "tags"}
    done = await anna.post(f"{path}/macros/{macro['id']}/apply", expect=200)
    assert (done["ticket"]["request_type"], done["ticket"]["tags"]) == ("banner", ["site"])
    waits = await opened(vera, request_type="access")
    await anna.refused("POST", f"{waits}/macros/{macro['id']}/apply", 409, "macro_refused")
    assert (await anna.get(waits))["request_type"] == "access"
    await ada.patch("/v1/request-types/banner", {"archived": True})
    (problem,) = (await ada.get(f"/v1/macros/{macro['id']}"))["problems"]
    assert problem["code"] == "unknown_request_type"


async def test_history_has_it_as_a_plain_value(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    ada = await callers_.admin()
    await checklist(ada, "banner", "Check the size")
    await made(ada, checklist="banner", approval={"by": "leads"})
    await made(ada, "old")
    await ada.patch("/v1/request-types/old", {"archived": True})
    kinds = ["banner", "old", "nowhere", None]
    lines = [of_old(n, request_type=kind, status="open") for n, kind in enumerate(kinds, 1)]
    report = await bring(desk, tmp_path, [*PEOPLE, *lines])
    assert report.notes["tickets whose type of request is not here"] == 1
    found = {each["external_id"]: each for each in (await ada.get("/v1/tickets"))["items"]}
    assert [found[f"t{n}"]["request_type"] for n in range(1, 5)] == ["banner", "old", None, None]
    assert {each["approval"] for each in found.values()} == {None}
    assert await tasks(ada, f"/v1/tickets/{found['t1']['id']}") == []
    await bring(desk, tmp_path, [of_old(2, request_type="banner", status="open")], name="later.jsonl")
    assert (await ada.get(f"/v1/tickets/{found['t2']['id']}"))["request_type"] == "banner"
