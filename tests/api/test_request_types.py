"""`/v1/request-types` and `/v1/forms`: what can be asked of the desk, what is asked for it, and who says yes first."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.ids import new_id
from app.models import Brand
from tests.conftest import Api, Callers, Desk
from tests.worker.test_sla import a_policy, eventually

PATH = "/v1/request-types"
HELP = {"subject": "Help", "body": "It does not work"}
NAMES = {"en": "Banner", "ru": "Баннер"}


async def made(admin: Api, key: str = "banner", **more: Any) -> Any:
    """Make a type of request."""
    return await admin.post(PATH, {"key": key, "names": NAMES, **more})


async def size(admin: Api) -> None:
    """A field that customers fill in, and a form that asks for it."""
    field = {
        "key": "size", "kind": "text", "labels": {"en": "Size", "ru": "Размер"}, "visible_to": "customers",
        "writable_by": "customers", "of_customer": True,
    }  # fmt: skip
    await admin.post("/v1/fields", field)
    questions: list[dict[str, Any]] = [
        {"field": "subject"}, {"field": "custom_fields.size", "required": True},
        {"field": "requester.email", "required": True},
        {"field": "priority"},
        {"field": "topic", "required": True,
         "conditions": {"all": [{"field": "custom_fields.size", "operator": "is", "value": "big"}]}},
    ]  # fmt: skip
    await admin.post("/v1/forms", {"key": "banner", "titles": NAMES, "questions": questions})


async def test_the_catalogue_is_made_seen_and_changed(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        for key in ("shop", "other"):
            work.session.add(Brand(key=key, name=key, created_at=now, updated_at=now))
            await work.session.flush()
            now += timedelta(seconds=1)
    answer = await ada("POST", PATH, expect=201, json={"key": "banner", "names": NAMES, "tags": ["site"]})
    assert (answer.headers["location"], answer.headers["etag"]) == (f"{PATH}/banner", '"1"')
    await made(ada, "hidden", public=False)
    await made(ada, "elsewhere", brand="other")
    assert [each["key"] for each in (await anna.get(PATH))["items"]] == ["banner", "elsewhere", "hidden"]
    (seen,) = (await vera.get(PATH, headers={"accept-language": "ru-RU,en;q=0.5"}))["items"]
    assert (seen["key"], seen["name"], seen["definition"]) == ("banner", "Баннер", None)
    assert (await vera.get(f"{PATH}/banner?locale=en"))["name"] == "Banner"
    for key in ("hidden", "elsewhere"):
        await vera.refused("GET", f"{PATH}/{key}", 404, "not_found")
        await vera.refused("POST", "/v1/tickets", 422, "unknown_request_type", json={**HELP, "request_type": key})
    await ada.refused("POST", PATH, 409, "key_taken", json={"key": "banner", "names": NAMES})
    for part in ({"form": "x"}, {"checklist": "x"}, {"team_id": str(new_id())}, {"brand": "x"}):
        await ada.refused("PATCH", f"{PATH}/banner", 422, f"unknown_{next(iter(part)).removesuffix('_id')}", json=part)
    await ada.refused("PATCH", f"{PATH}/banner", 412, "stale", json={"tags": []}, headers={"if-match": '"9"'})
    await ada.patch(f"{PATH}/banner", {"archived": True})
    await anna.refused("POST", "/v1/tickets", 422, "unknown_request_type", json={**HELP, "request_type": "banner"})


async def test_a_ticket_gets_what_its_type_of_request_says(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    team = await callers_.team("Design", anna)
    items = [{"title": "Check the size", "required": True}]
    await ada.post("/v1/checklists", {"key": "banner", "name": "Banner", "items": items})
    await made(ada, team_id=str(team), priority="high", tags=["site"], checklist="banner")
    about = {"all": [{"field": "request_type", "operator": "is", "value": "banner"}]}
    await a_policy(ada, ("resolution", 3600), name="Banners", conditions=about)
    ticket = await vera.post("/v1/tickets", {**HELP, "request_type": "banner"})
    assert (ticket["request_type"], ticket["priority"], ticket["type"]) == ("banner", "high", "request")
    path = f"/v1/tickets/{ticket['id']}"
    found = await anna.get(path)
    assert (found["team_id"], found["tags"]) == (str(team), ["site"])
    assert [each["title"] for each in (await anna.get(f"{path}/tasks"))["items"]] == ["Check the size"]
    assert [each["id"] for each in (await anna.get("/v1/tickets?request_type=banner"))["items"]] == [ticket["id"]]
    sla = await eventually(lambda: anna.get(f"{path}/sla"), lambda each: each["clocks"])
    assert [each["policy_name"] for each in sla["choices"]] == ["Banners"]
    # What somebody says counts more.
    said = {**HELP, "request_type": "banner", "priority": "low", "type": "task", "assignee_id": str(anna.id)}
    ticket = await anna.post("/v1/tickets", said)
    assert (ticket["priority"], ticket["type"], ticket["team_id"]) == ("low", "task", None)


async def test_a_form_asks_for_what_is_not_known(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer(email="vera@example.com")
    await size(ada)
    await made(ada, form="banner")
    form = await vera.get("/v1/forms/banner", headers={"accept-language": "ru"})
    asked = {each["field"]: each for each in form["questions"]}
    assert (form["title"], form["definition"], list(asked)) == (
        "Баннер", None, ["subject", "custom_fields.size", "requester.email", "topic"],
    )  # fmt: skip
    assert (asked["custom_fields.size"]["label"], asked["custom_fields.size"]["known"]) == ("Размер", False)
    assert (asked["requester.email"]["known"], asked["requester.email"]["value"]) == (True, "vera@example.com")
    body = {**HELP, "request_type": "banner"}
    problem = await vera.refused("POST", "/v1/tickets", 422, "field_required", json=body)
    assert [each["pointer"] for each in problem["errors"]] == ["/custom_fields/size"]
    big = {**body, "custom_fields": {"size": "big"}}
    problem = await vera.refused("POST", "/v1/tickets", 422, "field_required", json=big)
    assert [each["pointer"] for each in problem["errors"]] == ["/topic"]
    await vera.post("/v1/tickets", {**body, "custom_fields": {"size": "small"}})
    (form,) = (await vera.get("/v1/forms"))["items"]
    assert [(each["known"], each["value"]) for each in form["questions"]][1] == (True, "small")
    assert (await vera.post("/v1/tickets", body))["custom_fields"] == {"size": "small"}, "nobody asks twice"
    theirs = await anna.get("/v1/forms/banner", params={"requester_id": str(vera.id)})
    assert {each["field"]: each["value"] for each in theirs["questions"]}["custom_fields.size"] == "small"
    assert theirs["definition"]["questions"][1]["required"]
    problem = await anna.refused(
        "POST", "/v1/tickets", 422, "field_required", json={**HELP, "form": "banner", "custom_fields": {"size": "x"}}
    )
    assert [each["pointer"] for each in problem["errors"]] == ["/requester/email"]
    await ada.patch("/v1/forms/banner", {"public": False})
    assert (await vera.get("/v1/forms"))["items"] == []
    await vera.refused("POST", "/v1/tickets", 422, "unknown_form", json={**HELP, "form": "banner"})
    for question in (
        {"field": "custom_fields.nothing"},
        {"field": "status"},
        {"field": "attachments", "required": True},
    ):
        form = {"key": "x", "titles": NAMES, "questions": [question]}
        await ada.refused("POST", "/v1/forms", 422, "invalid", json=form)


async def statuses(caller: Api, path: str) -> tuple[str, str | None, str | None]:
    """Where a ticket stands."""
    found = await caller.get(path)
    return found["status"], found["approval"], found["assignee_id"]


async def test_nobody_works_on_what_is_not_approved(callers_: Callers) -> None:
    ada, boss = await callers_.admin(), await callers_.agent(name="Boris")
    anna = await callers_.agent(online=True)
    vera = await callers_.customer()
    await made(ada, approval={"by": "agent", "agent_id": str(boss.id)})
    ticket = await vera.post("/v1/tickets", {**HELP, "request_type": "banner"})
    assert (ticket["status"], ticket["approval"]) == ("on_hold", None)
    path = f"/v1/tickets/{ticket['id']}"
    assert await statuses(anna, path) == ("on_hold", "pending", None)
    assert [each["kind"] for each in (await boss.get("/v1/notifications"))["items"]] == ["approval.requested"]
    # The customer's words open it, and still nobody gets it.
    await vera.post(f"{path}/messages", {"body": "Any news?"})
    await anna.post("/v1/tickets", {**HELP, "assignee_id": None})
    assert await statuses(anna, path) == ("open", "pending", None)
    await anna.refused("PATCH", path, 409, "approval_pending", json={"status": "pending"})
    await anna.refused("POST", f"{path}/approval", 403, "not_your_approval", json={"decision": "approve"})
    await boss.refused("POST", f"{path}/approval", 422, "invalid", json={"decision": "decline"})
    done = await boss.post(f"{path}/approval", {"decision": "approve", "reason": "Fine"}, expect=200)
    assert (done["status"], done["decided_by"]) == ("approved", str(boss.id))
    assert await boss.post(f"{path}/approval", {"decision": "approve", "reason": "Fine"}, expect=200) == done
    await ada.refused("POST", f"{path}/approval", 409, "already_decided", json={"decision": "decline", "reason": "No"})
    found = await eventually(lambda: statuses(anna, path), lambda each: each[2] is not None)
    assert found == ("open", "approved", str(anna.id))
    said = str(await vera.get(f"{path}/events"))
    assert "approv" not in said
    assert "Fine" not in said


async def test_two_decide_at_once_and_one_decision_counts(callers_: Callers) -> None:
    ada, boss, oleg = await callers_.admin(), await callers_.agent(name="Boris"), await callers_.agent(name="Oleg")
    await made(ada, approval={"by": "agent", "agent_id": str(boss.id)})
    await made(ada, "access", approval={"by": "leads"})
    path = f"/v1/tickets/{(await oleg.post('/v1/tickets', {**HELP, 'request_type': 'banner'}))['id']}"
    answers = await asyncio.gather(
        boss("POST", f"{path}/approval", json={"decision": "approve"}),
        ada("POST", f"{path}/approval", json={"decision": "decline", "reason": "No"}),
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    events = [each["type"] for each in (await ada.get(f"{path}/events"))["items"]]
    assert sum(each in {"approval.given", "approval.declined"} for each in events) == 1

    # Whoever was to decide may not any more once it is somebody else's.
    path = f"/v1/tickets/{(await oleg.post('/v1/tickets', {**HELP, 'request_type': 'banner'}))['id']}"
    await oleg.refused("PATCH", f"{path}/approval", 403, "not_your_approval", json={"agent_id": str(oleg.id)})
    await boss.refused("PATCH", f"{path}/approval", 422, "unknown_agent", json={"agent_id": str(new_id())})
    moved = await boss.patch(f"{path}/approval", {"agent_id": str(oleg.id)}, headers={"if-match": '"1"'})
    assert (moved["agent_id"], moved["version"]) == (str(oleg.id), 2)
    await boss.refused("POST", f"{path}/approval", 403, "not_your_approval", json={"decision": "approve"})
    await oleg.post(f"{path}/approval", {"decision": "decline", "reason": "Too dear"}, expect=200)
    assert (await statuses(oleg, path))[:2] == ("open", "declined")

    # Solved without it, nobody has to decide any more.
    path = f"/v1/tickets/{(await oleg.post('/v1/tickets', {**HELP, 'request_type': 'access'}))['id']}"
    await oleg.refused("POST", f"{path}/approval", 403, "not_your_approval", json={"decision": "approve"})
    await oleg.patch(path, {"status": "solved"})
    assert (await statuses(oleg, path))[:2] == ("solved", "withdrawn")
    await ada.refused("POST", f"{path}/approval", 409, "already_decided", json={"decision": "approve"})
    assert (await oleg.get(f"{path}/approval"))["status"] == "withdrawn"
    none = f"/v1/tickets/{(await oleg.post('/v1/tickets', HELP))['id']}"
    await oleg.refused("GET", f"{none}/approval", 404, "not_found")


async def test_partners_hear_what_is_known_of_their_own_customers_only(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer(email="vera@example.com")
    await size(ada)
    await vera.post("/v1/tickets", {**HELP, "custom_fields": {"size": "big"}})
    source = await ada.post("/v1/sources", {"key": "shop", "name": "Shop"})
    shop = await callers_.partner(source_id=UUID(source["id"]))
    stranger = {"requester_id": str(vera.id)}
    questions = (await shop.get("/v1/forms/banner", params=stranger))["questions"]
    assert not any(each["known"] or each["value"] for each in questions)
    theirs = await shop.post("/v1/tickets", {**HELP, "requester": {"email": "oleg@example.com"}})
    about = {"requester_id": theirs["requester"]["id"]}
    questions = (await shop.get("/v1/forms/banner", params=about))["questions"]
    assert [each["value"] for each in questions if each["known"]] == ["oleg@example.com"]


async def test_nothing_is_decided_about_a_merged_ticket(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    await made(ada, approval={"by": "leads"})
    ticket = await vera.post("/v1/tickets", {**HELP, "request_type": "banner"})
    target = await vera.post("/v1/tickets", HELP)
    path = f"/v1/tickets/{ticket['id']}"
    await ada.post(f"{path}/transfer", {"agent_id": str(ada.who)}, expect=200)
    assert (await ada.get(path))["status"] == "on_hold", "a hand-over approves nothing"
    await ada.post(f"/v1/tickets/{target['id']}/merge", {"source_ids": [ticket["id"]]}, expect=200)
    await ada.refused("POST", f"{path}/approval", 409, "ticket_merged", json={"decision": "approve"})
    await ada.post(f"{path}/unmerge", expect=200)
    assert (await ada.get(path))["status"] == "on_hold"
    await ada.post(f"{path}/approval", {"decision": "approve"}, expect=200)
    assert (await ada.get(path))["status"] == "open"


async def test_what_is_said_on_a_merged_ticket_arrives_while_the_other_one_waits_for_an_approval(
    callers_: Callers,
) -> None:
    ada, vera, oleg = await callers_.admin(), await callers_.customer(), await callers_.customer(name="Oleg")
    await made(ada, approval={"by": "leads"})
    target = await vera.post("/v1/tickets", {**HELP, "request_type": "banner"})
    theirs = await oleg.post("/v1/tickets", HELP)
    await ada.post(f"/v1/tickets/{target['id']}/merge", {"source_ids": [theirs["id"]]}, expect=200)
    await oleg.post(f"/v1/tickets/{theirs['id']}/messages", {"body": "And mine?"})
    found = await ada.get(f"/v1/tickets/{target['id']}")
    assert (found["status"], found["approval"]) == ("open", "pending"), "as when its own customer writes"


async def test_what_the_catalogue_names_may_go_and_nobody_is_turned_away(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer(email="vera@example.com")
    boss = await callers_.agent(name="Boss")
    team = await callers_.team("Design", boss)
    await ada.post("/v1/checklists", {"key": "list", "name": "Banner", "items": [{"title": "Check the size"}]})
    await size(ada)
    of_team = await made(ada, "team", team_id=str(team))
    await made(ada, checklist="list", form="banner", approval={"by": "agent", "agent_id": str(boss.id)})
    problem = await ada.refused("DELETE", f"/v1/teams/{team}", 409, "team_in_use")
    assert {"kind": "request_type", "id": of_team["id"], "name": "team"} in problem["used_by"]
    for path, change in (
        ("/v1/checklists/list", {"archived": True}),
        ("/v1/forms/banner", {"archived": True}),
        (f"/v1/agents/{boss.id}", {"status": "disabled"}),
    ):
        await ada.patch(path, change)
    ticket = await vera.post("/v1/tickets", {**HELP, "request_type": "banner"})
    path = f"/v1/tickets/{ticket['id']}"
    assert (await ada.get(f"{path}/tasks"))["items"] == []
    assert (await ada.get(f"{path}/approval"))["agent_id"] is None
    assert [each["kind"] for each in (await ada.get("/v1/notifications"))["items"]] == ["approval.requested"]
    await vera.refused("POST", "/v1/tickets", 422, "unknown_form", json={**HELP, "form": "banner"})
