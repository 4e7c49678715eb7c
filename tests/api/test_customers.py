"""`/v1/customers`: one customer per e-mail, phone and external id, also under a race; and who may see whom."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

from app import clock
from app.ids import new_id
from app.models import Source
from tests.conftest import Api, Callers

PATH = "/v1/customers"


async def test_a_customer_is_made_read_found_and_changed(callers_: Callers) -> None:
    anna = await callers_.agent()
    organization = await anna.post("/v1/organizations", {"name": "Romashka"})
    made = await anna.post(
        PATH,
        {
            "name": "Юля", "email": "Vera@Example.com", "phone": "+7 (999) 123-45-67", "external_id": "u-1",
            "locale": "ru", "organization_id": organization["id"],
        },
    )  # fmt: skip
    assert (made["phone"], made["claimed_email"], made["version"]) == ("+79991234567", None, 1)
    path = f"{PATH}/{made['id']}"
    assert await anna.get(path) == {**made, "channels": []}
    for found in (
        {"email": "VERA@example.COM"},
        {"phone": "+7 999 1234567"},
        {"external_id": "u-1"},
        {"organization_id": organization["id"]},
    ):
        assert (await anna.get(PATH, params=found))["items"] == [made], found
    for missed in ({"email": "v@example.com"}, {"external_id": "U-1"}, {"organization_id": str(new_id())}):
        assert (await anna.get(PATH, params=missed))["items"] == [], missed
    changed = await anna.patch(path, {"phone": None, "name": "Vera"}, headers={"if-match": '"1"'})
    assert (changed["phone"], changed["name"], changed["version"]) == (None, "Vera", 2)
    assert (await anna.patch(path, {"name": "Vera"}))["version"] == 2
    await anna.refused("PATCH", path, 412, "stale", json={"name": "V"}, headers={"if-match": '"1"'})


async def test_a_customer_has_a_tier(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post(PATH, {"name": "Vera", "tier": "gold"})
    path = f"{PATH}/{made['id']}"
    assert made["tier"] == "gold"
    assert (await anna.patch(path, {"tier": "Gold_2.0-x"}))["tier"] == "Gold_2.0-x"
    assert (await anna.patch(path, {"tier": None}))["tier"] is None
    for bad in ("", " ", "x" * 41, "two words", "золото", 7):
        problem = await anna.refused("PATCH", path, 422, "invalid", json={"tier": bad})
        assert problem["errors"][0]["pointer"] == "/tier"


async def test_an_identity_belongs_to_one_customer(callers_: Callers) -> None:
    anna = await callers_.agent()
    await anna.post(PATH, {"email": "vera@example.com", "phone": "+7 999 1234567", "external_id": "u-1"})
    other = await anna.post(PATH, {"name": "Oleg"})
    path = f"{PATH}/{other['id']}"
    for body, code, field in (
        ({"email": "VERA@example.com"}, "email_taken", "email"),
        ({"phone": "+7(999)123-45-67"}, "phone_taken", "phone"),
        ({"external_id": "u-1"}, "external_id_taken", "external_id"),
    ):
        problem = await anna.refused("POST", PATH, 409, code, json=body)
        assert problem["errors"][0]["pointer"] == f"/{field}"
        await anna.refused("PATCH", path, 409, code, json=body)
    await anna.refused("POST", PATH, 422, "unknown_organization", json={"organization_id": str(new_id())})
    await anna.refused("PATCH", path, 422, "unknown_organization", json={"organization_id": str(new_id())})
    assert (await anna.get(path))["version"] == 1
    nobody = [await anna.post(PATH, {}), await anna.post(PATH, {})]
    assert nobody[0]["id"] != nobody[1]["id"]


async def test_twenty_at_once_make_one_customer(callers_: Callers) -> None:
    anna = await callers_.agent()
    answers = await asyncio.gather(
        *(anna("POST", PATH, json={"email": f"{'VERA' if n % 2 else 'vera'}@example.com"}) for n in range(20))
    )
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 19}
    made = await asyncio.gather(
        *(
            anna.post("/v1/tickets", {"subject": "s", "body": "b", "requester": who})
            for _ in range(5)
            for who in (
                {"email": "Oleg@example.com"},
                {"phone": "+7 999 000 00 00"},
                {"external_id": "u-9"},
                {"email": "vera@EXAMPLE.com"},
            )
        )
    )
    requesters: dict[int, set[str]] = {}
    for index, ticket in enumerate(made):
        requesters.setdefault(index % 4, set()).add(ticket["requester"]["id"])
    assert all(len(each) == 1 for each in requesters.values())
    assert len((await anna.get(PATH))["items"]) == 4


async def test_a_list_is_walked_once_over_while_it_grows(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = [(await anna.post(PATH, {"name": f"C{n}"}))["id"] for n in range(9)]
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    while True:
        page = await anna.get(PATH, params=params)
        seen += [each["id"] for each in page["items"]]
        await anna.post(PATH, {"name": "newer"})
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == made[::-1]
    for bad in ("x", "W10", "WyJhIiwiYiJd", "%00", "x" * 301):
        response = await anna("GET", PATH, expect=422, params={"cursor": bad})
        assert response.json()["code"] in {"invalid_cursor", "invalid"}


_BAD: list[Any] = [
    {"email": "not an address"},
    {"email": "@example.com"},
    {"email": "vera@"},
    {"email": 5},
    {"email": "vera@example.com\u0000"},
    {"phone": "call me"},
    {"phone": ""},
    {"external_id": ""},
    {"external_id": "x" * 256},
    {"locale": "Russian"},
    {"organization_id": "1"},
    {"claimed_email": "vera@example.com"},
    {"id": str(new_id())},
    {"name": ["x"]},
]


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    anna = await callers_.agent()
    for body in _BAD:
        response = await anna("POST", PATH, json=body)
        assert response.status_code in {400, 422}, response.text
    assert (await anna.get(PATH))["items"] == []


async def test_who_may(callers_: Callers) -> None:
    anna = await callers_.agent()
    path = f"{PATH}/{(await anna.post(PATH, {'name': 'A'}))['id']}"
    script = await callers_.partner("customers:read", "customers:write")
    await script.post(PATH, {"name": "B"})
    await script.patch(path, {"name": "A2"})
    reader = await callers_.partner("customers:read")
    await reader.get(path)
    await reader.refused("PATCH", path, 403, "forbidden", json={"name": "C"})
    for api, status, code in (
        (await callers_.customer(), 403, "forbidden"),
        (await callers_.partner("tickets:write"), 403, "forbidden"),
        (callers_.nobody(), 401, "unauthenticated"),
    ):
        await api.refused("GET", PATH, status, code)
        await api.refused("GET", path, status, code)
        await api.refused("POST", PATH, status, code, json={"name": "C"})
        await api.refused("PATCH", path, status, code, json={"name": "C"})


async def test_a_key_of_one_source_sees_only_who_wrote_through_it(callers_: Callers) -> None:
    anna = await callers_.agent()
    mine, other = await anna.post(PATH, {"name": "Mine"}), await anna.post(PATH, {"name": "Other"})
    source = await _source_with_a_ticket_of(callers_, anna, mine["id"])
    key = await callers_.partner("customers:read", "customers:write", source_id=source)
    assert [each["id"] for each in (await key.get(PATH))["items"]] == [mine["id"]]
    await key.get(f"{PATH}/{mine['id']}")
    await key.refused("GET", f"{PATH}/{other['id']}", 404, "not_found")
    await key.refused("PATCH", f"{PATH}/{other['id']}", 403, "key_of_one_source", json={"name": "x"})
    await key.refused("POST", PATH, 403, "key_of_one_source", json={"name": "x"})
    await key.refused("GET", "/v1/organizations", 403, "key_of_one_source")
    await key.refused("POST", "/v1/organizations", 403, "key_of_one_source", json={"name": "x"})


async def _source_with_a_ticket_of(callers_: Callers, agent: Api, customer_id: str) -> UUID:
    """A source through which this customer has written."""
    now = clock.now()
    async with callers_.desk.database.unit_of_work() as work:
        source = Source(key="shop", name="Shop", secret="", created_at=now, updated_at=now)
        work.session.add(source)
    await agent.patch(f"{PATH}/{customer_id}", {"external_id": "u-1"})
    key = await callers_.partner("tickets:write", source_id=source.id)
    await key.post("/v1/tickets", {"subject": "s", "body": "b", "requester": {"external_id": "u-1"}})
    return source.id


async def test_a_retry_makes_no_second_customer(callers_: Callers) -> None:
    anna = await callers_.agent()
    body = {"name": "Vera"}
    answers = await asyncio.gather(
        *(anna("POST", PATH, json=body, headers={"idempotency-key": "one"}) for _ in range(6))
    )
    assert {each.json()["id"] for each in answers} == {answers[0].json()["id"]}
    assert len((await anna.get(PATH))["items"]) == 1
    await anna.refused(
        "POST", PATH, 422, "idempotency_mismatch", json={"name": "Oleg"}, headers={"idempotency-key": "one"}
    )
    await anna.refused("GET", f"{PATH}/{new_id()}", 404, "not_found")
