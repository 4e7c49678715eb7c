"""`/v1/brands`: made, read, listed, changed; the identity secret is shown once and stored sealed."""

import asyncio
from collections import Counter
from typing import Any

from app.ids import new_id
from tests.conftest import Callers

PATH = "/v1/brands"


async def test_a_brand_is_made_read_listed_and_changed(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    team = await callers_.team("Support")
    made = await ada.post(PATH, {"key": "shop", "name": "The Shop", "default_team_id": str(team)})
    assert (made["default_team_id"], made["has_identity_secret"], made["version"]) == (str(team), False, 1)
    assert await anna.get(f"{PATH}/shop") == made
    changed = await ada.patch(f"{PATH}/shop", {"default_team_id": None}, headers={"if-match": '"1"'})
    assert (changed["default_team_id"], changed["version"]) == (None, 2)
    assert (await ada.patch(f"{PATH}/shop", {"name": "The Shop"}))["version"] == 2
    await ada.post(PATH, {"key": "bank", "name": "The Bank"})
    first = await anna.get(PATH, params={"limit": 1})
    second = await anna.get(PATH, params={"limit": 1, "cursor": first["next_cursor"]})
    assert [first["items"][0]["key"], second["items"][0]["key"]] == ["bank", "shop"]
    assert second["next_cursor"] is None


async def test_a_new_ticket_of_a_brand_waits_in_its_team(callers_: Callers) -> None:
    ada, team = await callers_.admin(), await callers_.team("Support")
    await ada.post(PATH, {"key": "first", "name": "First"})
    await ada.post(PATH, {"key": "shop", "name": "Shop", "default_team_id": str(team)})
    ticket = await ada.post("/v1/tickets", {"subject": "s", "body": "b", "brand": "shop", "requester": {"name": "V"}})
    assert (ticket["brand"], ticket["team_id"]) == ("shop", str(team))
    ticket = await ada.post("/v1/tickets", {"subject": "s", "body": "b", "requester": {"name": "V"}})
    assert (ticket["brand"], ticket["team_id"]) == ("first", None)


async def test_what_is_taken_stale_or_unknown_is_said(callers_: Callers) -> None:
    ada = await callers_.admin()
    await ada.post(PATH, {"key": "shop", "name": "Shop"})
    await ada.refused("POST", PATH, 409, "key_taken", json={"key": "shop", "name": "Other"})
    missing = {"key": "new", "name": "New", "default_team_id": str(new_id())}
    await ada.refused("POST", PATH, 422, "unknown_team", json=missing)
    await ada.refused("PATCH", f"{PATH}/shop", 422, "unknown_team", json={"default_team_id": str(new_id())})
    await ada.refused("PATCH", f"{PATH}/shop", 412, "stale", json={"name": "x"}, headers={"if-match": '"4"'})
    await ada.refused("GET", f"{PATH}/nothing", 404, "not_found")
    await ada.refused("PATCH", f"{PATH}/nothing", 404, "not_found", json={"name": "x"})
    await ada.refused("POST", f"{PATH}/nothing/identity-secret", 404, "not_found")
    await ada.refused("GET", f"{PATH}/%00", 422, "invalid")


_BAD: list[Any] = [
    {"key": "shop"},
    {"key": "", "name": "x"},
    {"key": "a b", "name": "x"},
    {"key": "магазин", "name": "x"},
    {"key": "x" * 101, "name": "x"},
    {"key": "shop", "name": "x", "identity_secret": "y"},
]


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    ada = await callers_.admin()
    for body in _BAD:
        await ada.refused("POST", PATH, 422, "invalid", json=body)


async def test_only_admins_write(callers_: Callers) -> None:
    ada, body = await callers_.admin(), {"key": "shop", "name": "Shop"}
    await ada.post(PATH, body)
    lead, customer = await callers_.agent(role="lead"), await callers_.customer()
    await lead.get(PATH)
    await (await callers_.partner("tickets:read")).get(f"{PATH}/shop")
    writes: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("POST", PATH, body),
        ("PATCH", f"{PATH}/shop", {"name": "x"}),
        ("POST", f"{PATH}/shop/identity-secret", {}),
    )
    for method, path, sent in writes:
        await lead.refused(method, path, 403, "forbidden", json=sent)
        await customer.refused(method, path, 403, "forbidden", json=sent)
        await callers_.nobody().refused(method, path, 401, "unauthenticated", json=sent)
    await customer.refused("GET", PATH, 403, "forbidden")
    await callers_.nobody().refused("GET", f"{PATH}/shop", 401, "unauthenticated")


async def test_an_identity_secret_is_shown_once_and_stored_sealed(callers_: Callers) -> None:
    ada = await callers_.admin()
    await ada.post(PATH, {"key": "shop", "name": "Shop"})
    first = await ada.post(f"{PATH}/shop/identity-secret")
    assert len(first["secret"]) >= 40
    assert first["previous_good_until"] is None
    second = await ada.post(f"{PATH}/shop/identity-secret", headers={"idempotency-key": "k"})
    assert second["previous_good_until"] is not None
    assert await ada.post(f"{PATH}/shop/identity-secret", headers={"idempotency-key": "k"}) == second
    read = await ada.get(f"{PATH}/shop")
    assert (read["has_identity_secret"], read["version"]) == (True, 3)
    async with callers_.desk.database.lean() as connection:
        stored = str([tuple(row) for row in await connection.fetch("SELECT * FROM brands")])
        kept = str([tuple(row) for row in await connection.fetch("SELECT * FROM idempotency_keys")])
    for secret in (first["secret"], second["secret"]):
        assert secret not in str(read)
        assert secret not in stored
        assert secret not in kept


async def test_a_race_for_a_key_has_one_winner(callers_: Callers) -> None:
    ada = await callers_.admin()
    answers = await asyncio.gather(*(ada("POST", PATH, json={"key": "a", "name": "A"}) for _ in range(8)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 7}
