"""`/v1/fields`: defined by admins, checked at every entrance, seen by whom they are for, and found by their values."""

import asyncio
from typing import Any

from app import clock
from app.ids import new_id
from app.models import Brand
from tests.api.webhooks import partner as source_of
from tests.conftest import Api, Callers, Desk

PATH = "/v1/fields"
HELP = {"subject": "Help", "body": "It does not work"}
REGION: dict[str, Any] = {
    "key": "region", "kind": "select", "labels": {"en": "Region", "ru": "Регион"},
    "options": [{"value": "eu", "labels": {"en": "Europe"}}, {"value": "asia", "labels": {"en": "Asia"}}],
    "visible_to": "customers", "writable_by": "customers",
}  # fmt: skip


def text(key: str, **more: Any) -> dict[str, Any]:
    """A field of one line."""
    return {"key": key, "kind": "text", "labels": {"en": key}, **more}


async def field(admin: Api, **definition: Any) -> Any:
    """Define a field."""
    return await admin.post(PATH, definition)


def pointers(problem: Any) -> dict[str, str]:
    """What is wrong, by where."""
    return {each["pointer"]: each["code"] for each in problem["errors"]}


async def test_a_field_is_defined_read_listed_changed_and_archived(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    answer = await ada("POST", PATH, expect=201, json=REGION)
    made = answer.json()
    assert (answer.headers["location"], answer.headers["etag"]) == (f"{PATH}/region", '"1"')
    assert await anna.get(f"{PATH}/region") == made
    assert (await anna.get(PATH))["items"] == [made]
    await anna.refused("POST", PATH, 403, "forbidden", json=text("x"))
    await ada.refused("POST", PATH, 409, "key_taken", json=REGION)
    changed = await ada.patch(f"{PATH}/region", {"required_to_solve": True}, headers={"if-match": '"1"'})
    assert (changed["required_to_solve"], changed["version"], changed["options"]) == (True, 2, made["options"])
    await ada.refused("PATCH", f"{PATH}/region", 412, "stale", json={"archived": True}, headers={"if-match": '"1"'})
    gone = await ada.refused("PATCH", f"{PATH}/region", 422, "invalid", json={"options": made["options"][:1]})
    assert pointers(gone) == {"/options": "option_in_use"}
    assert (await ada.patch(f"{PATH}/region", {"archived": True}))["archived"]
    assert (await anna.get(PATH))["items"] == []
    assert len((await anna.get(PATH, params={"archived": "true"}))["items"]) == 1
    await ada.refused("GET", f"{PATH}/nothing", 404, "not_found")


async def test_a_definition_that_means_nothing_is_refused(callers_: Callers) -> None:
    ada = await callers_.admin()
    nonsense: list[dict[str, Any]] = [
        text("x", kind="select"), text("x", options=REGION["options"]), text("x", pattern="(a+)+"), text("x", min=1),
        text("x", kind="number", min=2, max=1), text("x", kind="date", min="tomorrow"), text("X"), text("x", labels={}),
        text("x", max_length=300), text("x", labels={"en": "a\x01" * 200}),
    ]  # fmt: skip
    for each in nonsense:
        await ada.refused("POST", PATH, 422, "invalid", json=each)
    depends = {"all": [{"field": "custom_fields.nothing", "operator": "present"}]}
    about = {"all": [{"field": "status", "operator": "is", "value": "open"}]}
    wrong = text(
        "x", conditions=depends, required_when=about, writable_by="customers", default="a\nb", brands=["nowhere"]
    )
    problem = await ada.refused("POST", PATH, 422, "invalid", json=wrong)
    assert pointers(problem) == {
        "/conditions/all/0": "unknown_field", "/required_when/all/0": "unknown_field",
        "/writable_by": "wider_than_visible", "/default": "invalid_value",
    }  # fmt: skip


async def test_values_are_checked_and_normal_at_every_entrance(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await field(ada, **REGION)
    await field(ada, **text("seats", kind="integer", min=1))
    await field(ada, **text("secret", default="ours"))
    for wrong, code in (({"region": "mars"}, "unknown_option"), ({"seats": "0"}, "out_of_range")):
        asked = {**HELP, "requester": {"email": "v@example.com"}, "custom_fields": wrong}
        problem = await anna.refused("POST", "/v1/tickets", 422, code, json=asked)
        assert pointers(problem) == {f"/custom_fields/{next(iter(wrong))}": code}
    made = await anna.post("/v1/tickets", {**HELP, "custom_fields": {"seats": "7", "region": " eu ", "free": [1]}})
    assert made["custom_fields"] == {"seats": 7, "region": "eu", "free": [1], "secret": "ours"}
    path = f"/v1/tickets/{made['id']}"
    await anna.refused("PATCH", path, 422, "invalid_value", json={"custom_fields": {"seats": "many"}})
    assert (await anna.patch(path, {"custom_fields": {"seats": "8"}}))["custom_fields"] == {"seats": 8}
    version = (await anna.get(path))["version"]
    assert (await anna.patch(path, {"custom_fields": {"seats": "8"}}))["version"] == version, "no change is no event"

    # Customers: what is theirs to set and to see, at tickets and at chats.
    problem = await vera.refused(
        "POST", "/v1/tickets", 422, "not_for_customers", json={**HELP, "custom_fields": {"seats": 1, "free": 1}}
    )
    assert set(pointers(problem)) == {"/custom_fields/seats", "/custom_fields/free"}
    hers = await vera.post("/v1/tickets", {**HELP, "custom_fields": {"region": "asia"}})
    assert hers["custom_fields"] == {"region": "asia"}
    for each in (await vera.get(f"/v1/tickets/{hers['id']}"), (await vera.get("/v1/tickets"))["items"][0]):
        assert each["custom_fields"] == {"region": "asia"}
    assert "ours" not in str(await vera.get(f"/v1/tickets/{hers['id']}/events"))
    assert (await anna.get(f"/v1/tickets/{hers['id']}"))["custom_fields"] == {"region": "asia", "secret": "ours"}
    await vera.refused(
        "POST", "/v1/chats", 422, "unknown_option", json={"body": "Hi", "custom_fields": {"region": "x"}}
    )
    chat = await vera.post("/v1/chats", {"body": "Hi", "custom_fields": {"region": "eu"}})
    assert (await anna.get(f"/v1/tickets/{chat['ticket_id']}"))["custom_fields"]["region"] == "eu"

    # Partners: what is for agents only stays ours, also in the log of what they may see.
    partner = await callers_.partner()
    theirs = await partner.post("/v1/tickets", {**HELP, "custom_fields": {"free": 1}})
    assert theirs["custom_fields"] == {"free": 1}
    seen = await partner.get(f"/v1/tickets/{theirs['id']}/events")
    assert seen["items"][0]["data"]["set"]["custom_fields"] == {"free": 1}
    assert "ours" not in str(seen)
    shop = await source_of(callers_, unmappable="refuse")
    refused = await shop.post({**HELP, "custom_fields": {"region": "mars"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_option")
    assert (await shop.post({**HELP, "custom_fields": {"region": "eu"}})).status_code == 201


async def test_what_is_required_where_it_is_asked(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(online=True), await callers_.customer()
    await field(ada, **REGION)
    mars = {"all": [{"field": "custom_fields.region", "operator": "is", "value": "asia"}]}
    open_to_all = {"visible_to": "customers", "writable_by": "customers"}
    await field(ada, **text("site", required_on_create=True, conditions=mars, **open_to_all))
    await field(ada, **text("cause", required_to_solve=True, ticket_types=["incident"]))
    problem = await vera.refused(
        "POST", "/v1/tickets", 422, "field_required", json={**HELP, "custom_fields": {"region": "asia"}}
    )
    assert pointers(problem) == {"/custom_fields/site": "field_required"}
    await vera.refused(
        "POST",
        "/v1/tickets",
        422,
        "field_does_not_apply",
        json={**HELP, "custom_fields": {"region": "eu", "site": "x"}},
    )
    made = await vera.post("/v1/tickets", {**HELP, "type": "incident", "custom_fields": {"region": "eu"}})
    path = f"/v1/tickets/{made['id']}"
    problem = await anna.refused("PATCH", path, 409, "fields_required", json={"status": "solved"})
    assert pointers(problem) == {"/custom_fields/cause": "field_required"}
    assert (await anna.get(path))["status"] == "open", "nothing is half done"
    fields = {"region": "eu", "cause": "a fuse"}
    assert (await anna.patch(path, {"custom_fields": fields, "status": "solved"}))["status"] == "solved"
    # Whoever needs help at once is not turned away for a form.
    await vera.post("/v1/chats", {"body": "Hi", "custom_fields": {"region": "asia"}})


async def test_what_is_archived_stays_readable_and_strict_brands_take_nothing_else(
    callers_: Callers, desk: Desk
) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await field(ada, **text("plan"))
    made = await anna.post("/v1/tickets", {**HELP, "custom_fields": {"plan": "gold", "free": 1}})
    await ada.patch(f"{PATH}/plan", {"archived": True})
    path = f"/v1/tickets/{made['id']}"
    assert (await anna.get(path))["custom_fields"]["plan"] == "gold"
    await anna.refused("PATCH", path, 422, "field_archived", json={"custom_fields": {"plan": "silver"}})
    assert (await anna.patch(path, {"custom_fields": {"plan": "gold"}}))["custom_fields"] == {"plan": "gold"}
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        work.session.add(Brand(key="shop", name="Shop", created_at=now, updated_at=now))
    await ada.patch("/v1/brands/shop", {"strict_fields": True})
    asked = {**HELP, "brand": "shop", "custom_fields": {"free": 1}}
    await anna.refused("POST", "/v1/tickets", 422, "unknown_field", json=asked)
    await anna.refused("POST", "/v1/tickets", 422, "unknown_topic", json={**HELP, "brand": "shop", "topic": "x"})
    await ada.patch("/v1/brands/shop", {"strict_fields": False})
    await anna.post("/v1/tickets", asked)


async def test_what_is_named_must_be_there(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await field(ada, **text("seller", kind="agent"))
    await field(ada, **text("for_whom", kind="customer"))
    asked = {**HELP, "custom_fields": {"seller": str(anna.id).upper(), "for_whom": str(vera.id)}}
    assert (await anna.post("/v1/tickets", asked))["custom_fields"]["seller"] == str(anna.id)
    asked = {**HELP, "custom_fields": {"seller": str(new_id()), "for_whom": str(anna.id)}}
    problem = await anna.refused("POST", "/v1/tickets", 422, "unknown_agent", json=asked)
    assert pointers(problem) == {
        "/custom_fields/seller": "unknown_agent",
        "/custom_fields/for_whom": "unknown_customer",
    }


async def test_an_answer_that_would_not_be_taken_any_more_is_not_given_again(callers_: Callers) -> None:
    ada, boris = await callers_.admin(), await callers_.agent(name="Boris")
    vera = await callers_.customer()
    await field(ada, **text("manager", kind="agent", of_customer=True))
    await field(ada, **text("seller", kind="agent", default=str(boris.id)))
    await field(ada, **{**REGION, "of_customer": True, "required_on_create": False})
    values = {"manager": str(boris.id), "region": "eu"}
    first = await vera.post("/v1/tickets", HELP)
    await ada.patch(f"/v1/tickets/{first['id']}", {"custom_fields": values})
    second = await vera.post("/v1/tickets", HELP)
    path = f"/v1/tickets/{second['id']}"
    assert (await ada.get(path))["custom_fields"] == {**values, "seller": str(boris.id)}
    await ada.patch(f"/v1/agents/{boris.id}", {"status": "disabled"})
    options = [{**each, "archived": each["value"] == "eu"} for each in REGION["options"]]
    await ada.patch(f"{PATH}/region", {"options": options})
    third = await vera.post("/v1/tickets", HELP)
    assert (await ada.get(f"/v1/tickets/{third['id']}"))["custom_fields"] == {}


async def test_a_customer_is_asked_once_about_themselves(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    open_to_all = {"visible_to": "customers", "writable_by": "customers"}
    await field(ada, **text("account", of_customer=True, required_on_create=True, **open_to_all))
    await vera.refused("POST", "/v1/tickets", 422, "field_required", json=HELP)
    await vera.post("/v1/tickets", {**HELP, "custom_fields": {"account": "A-1"}})
    assert (await vera.post("/v1/tickets", HELP))["custom_fields"] == {"account": "A-1"}
    other = await callers_.customer(name="Oleg")
    await other.refused("POST", "/v1/tickets", 422, "field_required", json=HELP)


async def test_tickets_are_found_by_their_fields(callers_: Callers) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await field(ada, **REGION)
    await field(ada, **text("seats", kind="integer"))
    await field(ada, **text("langs", kind="multi_select", options=REGION["options"]))
    made = {}
    for name, values in {
        "a": {"region": "eu", "seats": 7}, "b": {"region": "asia"}, "c": {"seats": 7, "langs": ["asia", "eu"]},
        "d": {"free": 17}, "e": {"free": "17"}, "f": {"free": "it's \\ here"},
    }.items():  # fmt: skip
        made[(await anna.post("/v1/tickets", {**HELP, "custom_fields": values}))["id"]] = name

    async def found(caller: Api, query: str) -> str:
        page = await caller.get(f"/v1/tickets?{query}")
        return "".join(sorted(made[each["id"]] for each in page["items"]))

    assert await found(anna, "field.region=eu") == "a"
    assert await found(anna, "field[region]=eu&field[region]=asia") == "ab"
    assert await found(anna, "field.seats=7") == "ac"
    assert await found(anna, "field.seats=7&field.region=eu&status=new&status=open") == "a"
    assert await found(anna, "field.langs=eu") == "c"
    assert await found(anna, "field.free=17") == "de"
    assert await found(anna, "field.free=it's%20%5C%20here") == "f"
    assert await found(anna, "field.free=' OR true --") == ""
    assert await found(anna, "field.nothing=x") == ""
    assert await found(vera, "field.seats=7") == "", "nothing is told by an empty page"
    for wrong in ("field.seats=many", "field.region=mars", "field.free=%00", "field.seats=" + "9" * 50):
        await anna.refused("GET", f"/v1/tickets?{wrong}", 422, "invalid_filter")
    await anna.refused("GET", "/v1/tickets?" + "&".join(f"field.k{n}=1" for n in range(11)), 422, "invalid_filter")


async def test_two_who_define_the_same_field(callers_: Callers) -> None:
    ada = await callers_.admin()
    answers = await asyncio.gather(*(ada("POST", PATH, json=text("same")) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
