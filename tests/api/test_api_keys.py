"""`/v1/api-keys`: shown once, held to their scopes, over when revoked or expired."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import clock
from app.models import Source
from app.services import tokens
from app.settings import Settings, configure
from tests.conftest import Api, Callers, Desk

NEW = {"name": "Web shop", "scopes": ["tickets:write", "tickets:read"]}


@pytest.fixture
def cached(settings: Settings) -> Iterator[None]:
    """Callers are trusted for 5 seconds without asking, as far as nothing was said about them."""
    configure(settings.model_copy(update={"actor_cache_seconds": 5}))
    yield
    configure(settings)


def bearing(callers_: Callers, key: str) -> Api:
    """A client with this key."""
    made = Api(callers_.desk, key)
    callers_.opened.append(made)
    return made


async def source(desk: Desk, key: str) -> str:
    """The id of a new source."""
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        row = Source(key=key, name=key, secret="sealed", created_at=now, updated_at=now)
        work.session.add(row)
    return str(row.id)


async def test_a_key_is_shown_once_and_stored_as_a_hash(callers_: Callers, desk: Desk) -> None:
    admin = await callers_.admin()
    made = await admin.post("/v1/api-keys", NEW)
    assert made["key"].startswith(made["prefix"])
    assert (len(made["prefix"]), made["scopes"]) == (12, ["tickets:read", "tickets:write"])
    assert (made["created_by"], made["revoked_at"], made["expires_at"]) == (str(admin.id), None, None)
    listed = await admin.get("/v1/api-keys")
    assert listed == {"items": [{k: v for k, v in made.items() if k != "key"}], "next_cursor": None}
    async with desk.database.lean() as connection:
        row = str(dict(await connection.fetchrow("SELECT * FROM api_keys") or {}))
    assert made["key"] not in row
    assert tokens.digest(made["key"]) in row
    ticket = {"subject": "Order 7", "body": "Where is it?", "requester": {"email": "v@example.com"}}
    assert (await bearing(callers_, made["key"]).post("/v1/tickets", ticket))["channel"] == "api"


async def test_a_key_does_what_its_scopes_say_and_nothing_else(callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await admin.post("/v1/api-keys", {"name": "Reports", "scopes": ["tickets:read"]})
    api = bearing(callers_, made["key"])
    await api.get("/v1/tickets")
    problem = await api.refused("POST", "/v1/tickets", 403, "forbidden", json={"subject": "x", "body": "y"})
    assert problem["needs"] == "tickets:write"
    await api.refused("GET", "/v1/agents", 403, "forbidden")
    await api.refused("POST", "/v1/api-keys", 403, "forbidden", json=NEW)


async def test_a_key_of_a_source_sees_its_tickets_only(callers_: Callers, desk: Desk) -> None:
    admin = await callers_.admin()
    keys = [
        (await admin.post("/v1/api-keys", NEW | {"source_id": await source(desk, name)}))["key"]
        for name in ("shop", "bank")
    ]
    shop, bank = (bearing(callers_, key) for key in keys)
    made = await shop.post("/v1/tickets", {"subject": "x", "body": "y", "requester": {"email": "v@example.com"}})
    await shop.get(f"/v1/tickets/{made['id']}")
    await bank.refused("GET", f"/v1/tickets/{made['id']}", 404, "not_found")
    assert (await bank.get("/v1/tickets"))["items"] == []


async def test_a_revoked_key_stops_at_once_and_stays_listed(callers_: Callers, cached: None) -> None:
    del cached
    admin = await callers_.admin()
    made = await admin.post("/v1/api-keys", NEW)
    api = bearing(callers_, made["key"])
    await api.get("/v1/tickets")
    path = f"/v1/api-keys/{made['id']}"
    await admin("DELETE", path, expect=204)
    await api.refused("GET", "/v1/tickets", 401, "invalid_key")
    revoked_at = (await admin.get("/v1/api-keys"))["items"][0]["revoked_at"]
    assert revoked_at is not None
    await admin("DELETE", path, expect=204)
    assert (await admin.get("/v1/api-keys"))["items"][0]["revoked_at"] == revoked_at
    await admin.refused("DELETE", f"/v1/api-keys/{uuid4()}", 404, "not_found")


async def test_an_expired_key_is_refused(callers_: Callers, desk: Desk) -> None:
    admin = await callers_.admin()
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    made = await admin.post("/v1/api-keys", NEW | {"expires_at": soon})
    api = bearing(callers_, made["key"])
    await api.get("/v1/tickets")
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE api_keys SET expires_at = now() - interval '1 second'")
    await api.refused("GET", "/v1/tickets", 401, "key_expired")


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"scopes": []}, "invalid", "/scopes"),
        ({"scopes": ["tickets:delete"]}, "invalid", "/scopes/0"),
        ({"scopes": ["keys:write"]}, "invalid", "/scopes"),
        ({"scopes": ["tickets:read", "people:write"]}, "invalid", "/scopes"),
        ({"name": ""}, "invalid", "/name"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "already_expired", "/expires_at"),
        ({"expires_at": "2099-01-01T00:00:00"}, "invalid", "/expires_at"),
        ({"source_id": str(uuid4())}, "unknown_source", "/source_id"),
        ({"source_id": "shop"}, "invalid", "/source_id"),
        ({"key": "otk_mine"}, "invalid", "/key"),
    ],
)
async def test_what_no_key_can_have_is_refused(
    callers_: Callers, change: dict[str, Any], code: str, place: str
) -> None:
    admin = await callers_.admin()
    problem = await admin.refused("POST", "/v1/api-keys", 422, code, json=NEW | change)
    assert [error["pointer"] for error in problem["errors"]] == [place]
    assert (await admin.get("/v1/api-keys"))["items"] == []


async def test_keys_are_listed_newest_first_in_pages(callers_: Callers) -> None:
    admin = await callers_.admin()
    for n in range(3):
        await admin.post("/v1/api-keys", NEW | {"name": f"Key {n}"})
    first = await admin.get("/v1/api-keys", params={"limit": 2})
    second = await admin.get("/v1/api-keys", params={"limit": 2, "cursor": first["next_cursor"]})
    assert [item["name"] for item in first["items"] + second["items"]] == ["Key 2", "Key 1", "Key 0"]
    assert second["next_cursor"] is None
    await admin.refused("GET", "/v1/api-keys", 422, "invalid_cursor", params={"cursor": "x"})


async def test_a_retry_with_the_same_key_makes_one_and_shows_it_again(callers_: Callers) -> None:
    admin: Api = await callers_.admin()
    headers = {"idempotency-key": "key-1"}
    first = await admin.post("/v1/api-keys", NEW, headers=headers)
    assert await admin.post("/v1/api-keys", NEW, headers=headers) == first
    assert len((await admin.get("/v1/api-keys"))["items"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/v1/api-keys", NEW), ("GET", "/v1/api-keys", None), ("DELETE", f"/v1/api-keys/{UUID(int=1)}", None)],
)
async def test_only_admins_may(callers_: Callers, method: str, path: str, body: Any) -> None:
    options = {"json": body} if body is not None else {}
    scopes = ("tickets:read", "people:read", "realtime")
    others: list[Callable[[], Any]] = [
        callers_.agent,
        lambda: callers_.agent(role="lead"),
        callers_.customer,
        lambda: callers_.partner(*scopes),
    ]
    for make in others:
        await (await make()).refused(method, path, 403, "forbidden", **options)
    await callers_.nobody().refused(method, path, 401, "unauthenticated", **options)
    assert (await (await callers_.admin())(method, path, **options)).status_code in {200, 201, 404}
