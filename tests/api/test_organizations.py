"""`/v1/organizations`: made, read, listed, changed, and who may."""

import asyncio
from collections import Counter
from typing import Any

from app.ids import new_id
from tests.conftest import Callers

PATH = "/v1/organizations"


async def test_an_organization_is_made_read_listed_and_changed(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post(
        PATH, {"name": "Romashka", "domains": ["Romashka.example", "romashka.example"], "external_id": "c-7"}
    )
    assert made["domains"] == ["romashka.example"]
    path = f"{PATH}/{made['id']}"
    assert await anna.get(path) == made
    changed = await anna.patch(path, {"domains": ["ромашка.рф"], "external_id": None}, headers={"if-match": '"1"'})
    assert (changed["domains"], changed["external_id"], changed["version"]) == (["ромашка.рф"], None, 2)
    assert (await anna.patch(path, {"name": "Romashka"}))["version"] == 2
    await anna.post(PATH, {"name": "Alpha", "external_id": "c-8"})
    first = await anna.get(PATH, params={"limit": 1})
    second = await anna.get(PATH, params={"limit": 1, "cursor": first["next_cursor"]})
    assert [first["items"][0]["name"], second["items"][0]["name"]] == ["Alpha", "Romashka"]
    assert second["next_cursor"] is None
    found = await anna.get(PATH, params={"external_id": "c-8"})
    assert [each["name"] for each in found["items"]] == ["Alpha"]


async def test_what_is_taken_stale_or_unknown_is_said(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post(PATH, {"name": "A", "external_id": "1"})
    await anna.post(PATH, {"name": "B", "external_id": "2"})
    path = f"{PATH}/{made['id']}"
    await anna.refused("POST", PATH, 409, "name_taken", json={"name": "A"})
    await anna.refused("PATCH", path, 409, "name_taken", json={"name": "B"})
    await anna.refused("PATCH", path, 409, "external_id_taken", json={"external_id": "2"})
    await anna.refused("PATCH", path, 412, "stale", json={"name": "C"}, headers={"if-match": '"9"'})
    await anna.refused("GET", f"{PATH}/{new_id()}", 404, "not_found")
    await anna.refused("PATCH", f"{PATH}/{new_id()}", 404, "not_found", json={"name": "C"})
    await anna.refused("GET", PATH, 422, "invalid_cursor", params={"cursor": "nonsense"})


_BAD: list[Any] = [
    {},
    {"name": None},
    {"name": "x", "domains": None},
    {"name": "x", "domains": ["no dots"]},
    {"name": "x", "domains": ["@a.b"]},
    {"name": "x", "domains": ["a.b"] * 101},
    {"name": "x", "size": 3},
]


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    anna = await callers_.agent()
    for body in _BAD:
        await anna.refused("POST", PATH, 422, "invalid", json=body)


async def test_who_may(callers_: Callers) -> None:
    anna = await callers_.agent()
    path = f"{PATH}/{(await anna.post(PATH, {'name': 'A'}))['id']}"
    script = await callers_.partner("customers:read", "customers:write")
    await script.post(PATH, {"name": "B"})
    reader = await callers_.partner("customers:read")
    await reader.get(path)
    await reader.refused("POST", PATH, 403, "forbidden", json={"name": "C"})
    for api, status, code in (
        (await callers_.customer(), 403, "forbidden"),
        (await callers_.partner("tickets:write"), 403, "forbidden"),
        (callers_.nobody(), 401, "unauthenticated"),
    ):
        await api.refused("GET", PATH, status, code)
        await api.refused("GET", path, status, code)
        await api.refused("POST", PATH, status, code, json={"name": "C"})
        await api.refused("PATCH", path, status, code, json={"name": "C"})


async def test_a_retry_is_one_and_a_race_has_one_winner(callers_: Callers) -> None:
    anna = await callers_.agent()
    first = await anna.post(PATH, {"name": "A"}, headers={"idempotency-key": "k"})
    assert await anna.post(PATH, {"name": "A"}, headers={"idempotency-key": "k"}) == first
    answers = await asyncio.gather(*(anna("POST", PATH, json={"name": "B"}) for _ in range(6)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 5}
