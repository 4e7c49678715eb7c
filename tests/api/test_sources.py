"""`/v1/sources`: who may make them, secrets shown once, rotation, and changes."""

import base64
from typing import Any

from tests.conftest import Callers, Desk


async def test_a_source_is_made_and_its_secret_is_shown_once(callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await admin("POST", "/v1/sources", expect=201, json={"name": "Shop", "key": "shop"})
    source = made.json()
    assert source["key"] == "shop"
    assert source["intake_url"] == "http://desk.test/v1/intake/shop"
    assert len(base64.b64decode(source["secret"].removeprefix("whsec_"), validate=True)) == 32
    assert made.headers["cache-control"] == "no-store"
    read = await admin.get(made.headers["location"])
    assert read == {name: value for name, value in source.items() if name != "secret"}
    assert source["secret"] not in str(await admin.get("/v1/sources"))


async def test_the_secret_is_not_readable_in_the_database(callers_: Callers, desk: Desk) -> None:
    admin = await callers_.admin()
    secret = (await admin.post("/v1/sources", {"name": "Shop", "key": "shop"}))["secret"]
    async with desk.database.lean() as connection:
        row = str(await connection.fetch("SELECT * FROM sources"))
    assert secret not in row
    assert secret.removeprefix("whsec_") not in row


async def test_only_admins_change_and_leads_read(callers_: Callers) -> None:
    admin, lead, agent = await callers_.admin(), await callers_.agent(role="lead"), await callers_.agent()
    made = await admin.post("/v1/sources", {"name": "Shop", "key": "shop"})
    path = f"/v1/sources/{made['id']}"
    await lead.get(path)
    for caller in (lead, agent, await callers_.customer(), await callers_.partner("tickets:write")):
        await caller.refused("POST", "/v1/sources", 403, "forbidden", json={"name": "Other", "key": "other"})
        await caller.refused("PATCH", path, 403, "forbidden", json={"enabled": False})
        await caller.refused("POST", f"{path}/rotate-secret", 403, "forbidden")
    await agent.refused("GET", "/v1/sources", 403, "forbidden")
    await callers_.nobody().refused("GET", path, 401, "unauthenticated")


async def test_a_key_belongs_to_one_source(callers_: Callers) -> None:
    admin = await callers_.admin()
    await admin.post("/v1/sources", {"name": "Shop", "key": "shop"})
    problem = await admin.refused("POST", "/v1/sources", 409, "key_taken", json={"name": "Again", "key": "shop"})
    assert problem["errors"][0]["pointer"] == "/key"


async def test_what_a_source_cannot_be(callers_: Callers) -> None:
    admin = await callers_.admin()
    good = {"name": "Shop", "key": "shop"}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"key": "a/b"}, "/key"),
        ({"name": ""}, "/name"),
        ({"mapping": {"subject": "a..b"}}, "/mapping/subject"),
        ({"mapping": {"subject": ""}}, "/mapping/subject"),
        ({"mapping": {"colour": "a"}}, "/mapping/colour/[key]"),
        ({"mapping": {"subject": ".".join("abcdefghijk")}}, "/mapping/subject"),
        ({"secret": "mine"}, "/secret"),
    ]
    for bad, pointer in wrong:
        problem = await admin.refused("POST", "/v1/sources", 422, "invalid", json={**good, **bad})
        assert [each["pointer"] for each in problem["errors"]] == [pointer]
        assert not problem["errors"][0]["detail"].startswith("Value error")
    await admin.refused("POST", "/v1/sources", 422, "unknown_brand", json={**good, "brand": "nowhere"})
    assert (await admin.get("/v1/sources"))["items"] == []


async def test_a_change_needs_the_version_that_it_was_made_for(callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await admin("POST", "/v1/sources", expect=201, json={"name": "Shop", "key": "shop"})
    path, seen = made.headers["location"], made.headers["etag"]
    changed = await admin(
        "PATCH", path, expect=200, headers={"if-match": seen}, json={"name": "Store", "mapping": {"subject": "a.b"}}
    )
    assert changed.headers["etag"] != seen
    assert changed.json()["mapping"] == {"subject": "a.b"}
    await admin.refused("PATCH", path, 412, "stale", headers={"if-match": seen}, json={"name": "Third"})
    again = await admin("PATCH", path, expect=200, json={"name": "Store"})
    assert again.headers["etag"] == changed.headers["etag"], "no change, no new version"
    await admin.refused("PATCH", path, 422, "invalid", json={"enabled": None})
    await admin.refused("PATCH", path, 422, "unknown_brand", json={"brand": "nowhere"})
    await admin.refused("PATCH", path, 422, "invalid", json={"key": "other"})


async def test_rotation_says_until_when_the_old_secret_signs(callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await admin.post("/v1/sources", {"name": "Shop", "key": "shop"})
    path = f"/v1/sources/{made['id']}/rotate-secret"
    first = await admin.post(path)
    assert first["secret"] != made["secret"]
    assert first["previous_secret_until"] > first["updated_at"]
    leaked = await admin.post(path, {"overlap_seconds": 0})
    assert leaked["previous_secret_until"] is None
    await admin.refused("POST", path, 422, "invalid", json={"overlap_seconds": 8 * 86_400})


async def test_the_secret_comes_again_under_the_same_idempotency_key(callers_: Callers) -> None:
    admin = await callers_.admin()
    body, headers = {"name": "Shop", "key": "shop"}, {"idempotency-key": "make-shop"}
    first = await admin.post("/v1/sources", body, headers=headers)
    assert await admin.post("/v1/sources", body, headers=headers) == first
    assert len((await admin.get("/v1/sources"))["items"]) == 1


async def test_sources_are_listed_page_by_page(callers_: Callers) -> None:
    admin = await callers_.admin()
    for n in range(5):
        await admin.post("/v1/sources", {"name": f"Source {n}", "key": f"s{n}"})
    seen, cursor = [], None
    while True:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = await admin.get("/v1/sources", params=query)
        seen += [each["key"] for each in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == ["s0", "s1", "s2", "s3", "s4"]
    await admin.refused("GET", "/v1/sources?cursor=nonsense", 422, "invalid_cursor")
