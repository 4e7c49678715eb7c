"""Templates: the right text for the customer, filled with what is theirs to know, and never sent with a hole in it."""

import asyncio
from typing import Any

from tests.conftest import Api, Callers
from tests.desks import put_in_brand

PATH = "/v1/templates"


async def template(agent: Api, *variants: dict[str, Any] | str, **more: Any) -> dict[str, Any]:
    several = [each if isinstance(each, dict) else {"body": each} for each in variants]
    made: dict[str, Any] = await agent.post(PATH, {"title": "T", "variants": several, **more})
    return made


async def filled(agent: Api, ticket: dict[str, Any], body: str, **more: Any) -> dict[str, Any]:
    asked = {"ticket_id": ticket["id"], "body": body, **more}
    found: dict[str, Any] = await agent.post(f"{PATH}/render", asked, expect=200)
    return found


async def ticket(customer: Api, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await customer.post("/v1/tickets", {"subject": "Invoice", "body": "Please", **more})
    return made


async def test_a_customer_reads_their_language_and_their_brand(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    await put_in_brand(callers_, await callers_.team("One"), key="one")
    await ada.post("/v1/brands", {"key": "two", "name": "Two"})
    made = await template(
        ada,
        "any",
        {"locale": "ru", "body": "ru"},
        {"locale": "de-AT", "body": "de-AT"},
        {"locale": "ru", "brand": "two", "body": "ru of two"},
        {"brand": "two", "body": "any of two"},
        scope="shared",
    )
    for language, brand, wanted in (
        ("ru", "one", "ru"), ("ru-KZ", "one", "ru"), ("de", "one", "de-AT"), ("fr", "one", "any"), (None, "one", "any"),
        ("ru", "two", "ru of two"), ("fr", "two", "any of two"), ("de-DE", "two", "de-AT"),
    ):  # fmt: skip
        found = await ticket(vera, language=language, brand=brand)
        seen = await ada.post(f"{PATH}/{made['id']}/render", {"ticket_id": found["id"]}, expect=200)
        assert seen["body"] == wanted, (language, brand)
    only = await template(ada, {"brand": "two", "body": "x"})
    found = await ticket(vera, brand="one")
    await ada.refused("POST", f"{PATH}/{only['id']}/render", 422, "no_variant", json={"ticket_id": found["id"]})


async def test_what_customers_may_not_know_is_not_filled_in(callers_: Callers) -> None:
    anna, vera = await callers_.agent(name="Anna Smirnova"), await callers_.customer(name="Петрова Вера Ивановна")
    found = await ticket(vera)
    await anna.patch(f"/v1/tickets/{found['id']}", {"priority": "urgent", "tags": ["vip"]})
    body = "{{ customer.first_name }} {{ ticket.priority }} {{ ticket.tags | join }} {{ nonsense }}"
    public = await filled(anna, found, body)
    assert public["unknown"] == ["ticket.priority", "ticket.tags", "nonsense"]
    assert "urgent" not in public["body"]
    assert public["body"].startswith("Вера {{ ticket.priority }}")
    note = await filled(anna, found, body, visibility="internal")
    assert (note["body"], note["unknown"]) == ("Вера urgent vip {{ nonsense }}", ["nonsense"])
    problems = (await template(anna, body))["problems"]
    assert [(each["code"], each["name"]) for each in problems] == [
        ("internal_variable", "ticket.priority"),
        ("internal_variable", "ticket.tags"),
        ("unknown_variable", "nonsense"),
    ]


async def test_a_custom_field_is_for_customers_when_it_says_so(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    for key, audience in (("site", "customers"), ("margin", "agents")):
        await ada.post("/v1/fields", {"key": key, "kind": "text", "labels": {"en": key}, "visible_to": audience})
    found = await ticket(vera)
    await ada.patch(f"/v1/tickets/{found['id']}", {"custom_fields": {"site": "shop.test", "margin": "low"}})
    body = "{{ ticket.custom_fields.site }} {{ ticket.custom_fields.margin }}"
    public = await filled(ada, found, body)
    assert public["body"] == "shop.test {{ ticket.custom_fields.margin }}"
    assert public["unknown"] == ["ticket.custom_fields.margin"]
    assert (await filled(ada, found, body, visibility="internal"))["body"] == "shop.test low"
    # Nobody has said where customers read their tickets.
    assert (await filled(ada, found, "{{ ticket.link }}"))["missing"] == ["ticket.link"]


async def test_the_greeting_knows_what_to_do_without_a_name(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent(name="Anna Smirnova")
    vera, nobody = await callers_.customer(name="Vera"), await callers_.customer(name="")
    greeting = "{{ greeting }}"
    theirs, anonymous = await ticket(vera, language="ru"), await ticket(nobody)
    assert (await filled(anna, theirs, greeting))["body"] == "Здравствуйте, Vera! Меня зовут Anna."
    assert (await filled(anna, anonymous, greeting))["body"] == "Hello! My name is Anna."
    own = {
        "title": "G",
        "kind": "greeting",
        "scope": "shared",
        "variants": [{"body": "Dear {{ customer.first_name }},"}],
    }
    await ada.post(PATH, own)
    assert (await filled(anna, theirs, greeting))["body"] == "Dear Vera,"
    # With a hole in it the built-in one is better.
    assert (await filled(anna, anonymous, greeting))["body"] == "Hello! My name is Anna."
    await ada.refused("POST", PATH, 409, "greeting_taken", json=own)


async def test_what_is_sent_has_no_holes_and_is_counted(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer(name="")
    found = await ticket(vera)
    made = await template(anna, "Dear {{ customer.first_name }}, done.")
    path = f"/v1/tickets/{found['id']}/messages"
    seen = await anna.post(f"{PATH}/{made['id']}/render", {"ticket_id": found["id"]}, expect=200)
    assert (seen["missing"], seen["body"]) == (["customer.first_name"], "Dear {{ customer.first_name }}, done.")
    message = {"body": seen["body"], "template_id": made["id"], "client_message_id": "c-1"}
    problem = await anna.refused("POST", path, 422, "unresolved_variables", json=message)
    assert problem["variables"] == ["{{ customer.first_name }}"]
    good = {**message, "body": "Dear customer, done."}
    await anna.post(path, good)
    # The same one again is no second use.
    await anna.post(path, good, expect=200)
    await asyncio.gather(*(anna.post(path, {**good, "client_message_id": f"c-{n}"}) for n in range(2, 8)))
    assert (await anna.get(f"{PATH}/{made['id']}"))["uses"] == 7
    await anna.post(path, {**message, "client_message_id": "c-9", "force": True})
    boris = await callers_.agent(name="Boris")
    await boris.refused("POST", path, 404, "not_found", json={**good, "client_message_id": "c-10"})
    await vera.refused("POST", path, 403, "forbidden", json=good)


async def test_a_name_is_letters_in_markdown(callers_: Callers) -> None:
    anna, mallory = await callers_.agent(), await callers_.customer(name="[x](https://evil.test) <b>**y**")
    found = await ticket(mallory)
    seen = await filled(anna, found, "**Dear** {{ customer.name }}", format="markdown")
    assert seen["body"] == r"**Dear** \[x\]\(https://evil\.test\) \<b\>\*\*y\*\*"
    # What a customer calls themselves is a value and no template.
    braces = await callers_.customer(name="{{ agent.name }}{% for i in (1..9) %}")
    other = await ticket(braces)
    assert (await filled(anna, other, "{{ customer.name }}"))["body"] == "{{ agent.name }}{% for i in (1..9) %}"


async def test_a_text_that_does_too_much_is_refused(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    found = await ticket(vera)
    asked = {"ticket_id": found["id"]}
    for body, code in (
        ("{% for i in (1..1000000) %}x{% endfor %}", "template_does_too_much"),
        ("{% for i in (1..50) %}{% for i in (1..50) %}x{% endfor %}{% endfor %}", "template_does_too_much"),
        ('{% assign a = "xxxxxxxxxxxxxxxx" %}' + "{% assign a = a | append: a %}" * 40, "template_does_too_much"),
        ("{{" * 8000, "template_too_long"),
        ("{{ " + "(" * 8000 + " }}", "template_too_long"),
        ("{% include 'x' %}", "invalid_template"),
        ('{{ "" | replace: "", "x" }}', "invalid_template"),
        ("{% if %}", "invalid_template"),
        ("{% if a %}" * 20 + "{% endif %}" * 20, "invalid_template"),
    ):
        await anna.refused("POST", f"{PATH}/render", 422, code, json={**asked, "body": body})
    several = [{"body": "{% if %}"}, {"locale": "ru", "body": "ok"}, {"locale": "RU", "body": "ok"}]
    await anna.refused("POST", PATH, 422, "invalid", json={"title": "T", "variants": several})
    several[2] = {"locale": "ru", "body": "again"}
    problem = await anna.refused("POST", PATH, 422, "invalid_template", json={"title": "T", "variants": several})
    assert [each["pointer"] for each in problem["errors"]] == ["/variants/0/body", "/variants/2"]


async def test_found_by_what_an_agent_types(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await template(ada, "x", title="Refund policy", shortcut="refund", folder="Billing", scope="shared")
    await template(anna, "x", title="My 100% own", shortcut="/refuse")
    names = [each["title"] for each in (await anna.get(PATH, params={"q": "/REF"}))["items"]]
    assert names == ["My 100% own", "Refund policy"]
    assert [each["title"] for each in (await anna.get(PATH, params={"q": "100%"}))["items"]] == ["My 100% own"]
    assert (await anna.get(PATH, params={"q": "zzz%"}))["items"] == []
    assert len((await anna.get(PATH, params={"folder": "Billing"}))["items"]) == 1
    first = await anna.get(PATH, params={"limit": 1})
    second = await anna.get(PATH, params={"limit": 1, "cursor": first["next_cursor"]})
    assert [each["items"][0]["shortcut"] for each in (first, second)] == ["/refuse", "/refund"]
    # One's own may be called like everybody's, but not like another of one's own.
    await template(anna, "x", shortcut="/refund")
    body = {"title": "x", "shortcut": "/REFUND", "variants": [{"body": "x"}]}
    await anna.refused("POST", PATH, 409, "shortcut_taken", json=body)


async def test_who_may(callers_: Callers) -> None:
    ada, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    shared, mine = await template(ada, "x", scope="shared"), await template(anna, "x")
    await boris.refused("GET", f"{PATH}/{mine['id']}", 404, "not_found")
    await ada.refused("PATCH", f"{PATH}/{mine['id']}", 404, "not_found", json={"title": "y"})
    await boris.refused("PATCH", f"{PATH}/{shared['id']}", 403, "not_for_agents", json={"title": "y"})
    await boris.refused("DELETE", f"{PATH}/{shared['id']}", 403, "not_for_agents")
    path = f"{PATH}/{shared['id']}"
    await ada.refused("PATCH", path, 412, "stale", json={"title": "y"}, headers={"if-match": '"7"'})
    assert (await ada.patch(path, {"title": "y"}))["version"] == 2
    assert (await ada.patch(path, {"title": "y"}))["version"] == 2
    await ada("DELETE", path, expect=204)
    await ada("DELETE", path, expect=204)
    await ada.refused("PATCH", path, 409, "template_archived", json={"title": "z"})
    assert [each["id"] for each in (await ada.get(PATH, params={"archived": True}))["items"]] == [shared["id"]]
