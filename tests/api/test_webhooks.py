"""`/v1/webhooks`: made by admins, secrets shown once, addresses that are not called, and the delivery console."""

import asyncio
import os
from typing import Any

import asyncpg
import httpx
import orjson
import pytest
from standardwebhooks import Webhook as Verifier

from app import clock
from app.db import Database
from app.delivering import Deliverer
from app.settings import Settings
from tests import nursery
from tests.conftest import SECRET, Api, Callers, free_port
from tests.desks import a_database, eventually
from tests.receivers import a_receiver, saying

NEW = {"url": "https://hooks.example/desk", "events": ["ticket.*"]}


async def delivered(api: Api, hook: dict[str, Any], count: int, **query: Any) -> list[dict[str, Any]]:
    """The deliveries of a webhook, once so many have ended."""

    async def look() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await api.get(f"/v1/webhooks/{hook['id']}/deliveries", params=query))["items"]
        return items

    return await eventually(look, lambda items: sum(each["ended_at"] is not None for each in items) >= count)


async def test_the_secret_is_shown_once_and_only_admins_see_webhooks(callers_: Callers) -> None:
    ada = await callers_.admin()
    body = {**NEW, "headers": {"X-Token": "very secret"}, "description": "Shop"}
    made = await ada.post("/v1/webhooks", body)
    assert made["secret"].startswith("whsec_")
    path = f"/v1/webhooks/{made['id']}"
    read = await ada.get(path)
    assert read == {name: value for name, value in made.items() if name != "secret"}
    assert read["header_names"] == ["X-Token"]
    assert (await ada.get("/v1/webhooks"))["items"] == [read]
    async with ada.desk.database.lean() as connection:
        stored = str(await connection.fetch("SELECT * FROM webhooks"))
    assert made["secret"] not in stored
    assert "very secret" not in stored
    for api in (await callers_.agent(role="lead"), await callers_.partner("events:read")):
        await api.refused("GET", path, 403, "forbidden")
        await api.refused("POST", "/v1/webhooks", 403, "forbidden", json=NEW)
    rotated = await ada.post(f"{path}/rotate-secret", {"overlap_seconds": 0})
    assert rotated["secret"] != made["secret"]
    assert rotated["previous_secret_until"] is None


async def test_a_webhook_changes_and_goes(callers_: Callers) -> None:
    ada = await callers_.admin()
    made = await ada("POST", "/v1/webhooks", expect=201, json=NEW)
    path, etag = f"/v1/webhooks/{made.json()['id']}", made.headers["etag"]
    off = await ada.patch(path, {"enabled": False, "events": ["*"]}, headers={"if-match": etag})
    assert (off["disabled_because"], off["events"]) == ("admin", ["*"])
    await ada.refused("PATCH", path, 412, "stale", json={"enabled": True}, headers={"if-match": etag})
    await ada.refused("POST", f"{path}/test", 409, "webhook_disabled")
    on = await ada.patch(path, {"enabled": True})
    assert (on["enabled"], on["disabled_because"]) == (True, None)
    await ada("DELETE", path, expect=204)
    await ada.refused("GET", path, 404, "not_found")
    await ada.refused("GET", f"{path}/deliveries", 404, "not_found")
    assert (await ada.get("/v1/webhooks"))["items"] == []


async def test_addresses_that_are_not_called(callers_: Callers) -> None:
    """Refused when they can be told at once; what is behind a name is looked at each time that it is called."""
    ada = await callers_.admin()
    for url in (
        "http://169.254.169.254/latest/meta-data", "http://127.0.0.1:8000/x", "http://[::1]/", "http://10.0.0.1/",
        "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/", "http://192.168.1.1/", "https://0.0.0.0/",
    ):  # fmt: skip
        await ada.refused("POST", "/v1/webhooks", 422, "address_not_allowed", json={**NEW, "url": url})
    for url in (
        "http://169.254.169.254@hooks.example/", "http://hooks.example@169.254.169.254/", "http://2852039166/",
        "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "http://169.254.169.254.:99999/", "ftp://hooks.example/",
        "file:///etc/passwd", "http://hooks.example\\@169.254.169.254/", "https://hooks.example/ x", "javascript:1",
    ):  # fmt: skip
        await ada.refused("POST", "/v1/webhooks", 422, "invalid", json={**NEW, "url": url})
    made = await ada.post("/v1/webhooks", NEW)
    await ada.refused(
        "PATCH", f"/v1/webhooks/{made['id']}", 422, "address_not_allowed", json={"url": "http://169.254.169.254/"}
    )
    wrongs: tuple[dict[str, Any], ...] = (
        {"events": []},
        {"events": ["tickets.*"]},
        {"headers": {"webhook-id": "x"}},
        {"headers": {"Host": "x"}},
    )
    for wrong in wrongs:
        await ada.refused("POST", "/v1/webhooks", 422, "invalid", json={**NEW, **wrong})


@pytest.mark.usefixtures("loopback")
async def test_the_console_shows_what_was_sent_and_sends_it_again(callers_: Callers) -> None:
    ada = await callers_.admin()
    async with a_receiver(saying(200, "x-seen: yes", body="спасибо".encode())) as receiver:
        hook = await ada.post("/v1/webhooks", {"url": receiver.url, "events": ["message.*", "ticket.created"]})
        started = clock.monotonic()
        ticket = await ada.post("/v1/tickets", {"subject": "s", "body": "b"})
        items = await delivered(ada, hook, 2)
        assert clock.monotonic() - started < 20
        assert [(each["type"], each["status"]) for each in items] == [
            ("message.created", "delivered"), ("ticket.created", "delivered"),
        ]  # fmt: skip
        path = f"/v1/webhooks/{hook['id']}/deliveries/{items[1]['id']}"
        shown = await ada.get(path)
        (tried,) = shown["tries"]
        assert (tried["status"], tried["response_body"], tried["response_headers"]["x-seen"]) == (200, "спасибо", "yes")
        assert shown["body"].encode() == receiver.got[0].body
        Verifier(hook["secret"]).verify(shown["body"], tried["request_headers"])
        again = await ada.post(f"{path}/replay", expect=202)
        assert (again["replay"], again["event_id"]) == (True, items[1]["event_id"])
        await delivered(ada, hook, 3)
        assert receiver.got[2].headers["webhook-id"] == receiver.got[0].headers["webhook-id"]
        assert orjson.loads(receiver.got[2].body)["replay"] is True
        tested = await ada.post(f"/v1/webhooks/{hook['id']}/test", expect=202)
        await delivered(ada, hook, 4)
        assert orjson.loads(receiver.got[3].body)["type"] == "webhook.test"
        assert (await ada.get(f"/v1/webhooks/{hook['id']}/deliveries/{tested['id']}"))["status"] == "delivered"
        job = await ada.post(f"/v1/webhooks/{hook['id']}/replay", {"after": items[1]["position"] - 1}, expect=202)
        assert job["kind"] == "webhook.replay"
        await delivered(ada, hook, 6)
    only = await delivered(ada, hook, 1, type="ticket.created", ticket_id=ticket["id"], status="delivered", limit=1)
    assert [each["type"] for each in only] == ["ticket.created"]
    page = await ada.get(f"/v1/webhooks/{hook['id']}/deliveries?limit=4")
    rest = await ada.get(f"/v1/webhooks/{hook['id']}/deliveries", params={"cursor": page["next_cursor"]})
    assert len({each["id"] for each in (*page["items"], *rest["items"])}) == 6


@pytest.mark.usefixtures("loopback")
async def test_a_receiver_that_is_down_holds_up_no_ticket(callers_: Callers) -> None:
    ada = await callers_.admin()
    hook = await ada.post("/v1/webhooks", {"url": f"http://127.0.0.1:{free_port()}/", "events": ["ticket.*"]})
    ticket = await ada.post("/v1/tickets", {"subject": "s", "body": "b"})

    async def tried() -> Any:
        return (await ada.get(f"/v1/webhooks/{hook['id']}/deliveries"))["items"]

    (item,) = await eventually(tried, lambda items: bool(items) and items[0]["attempts"] == 1)
    assert (item["status"], item["last_error"], item["ticket_id"]) == ("waiting", "no connection", ticket["id"])
    await ada.refused("POST", f"/v1/webhooks/{hook['id']}/deliveries/{item['id']}/replay", 409, "still_waiting")
    shown = await ada.get(f"/v1/webhooks/{hook['id']}/deliveries/{item['id']}")
    assert shown["next_attempt_at"] is not None
    assert shown["tries"][0]["error"] == "no connection"


async def test_killed_between_commit_and_delivery_it_is_still_delivered(postgres: str, settings: Settings) -> None:
    """A real process is killed while the receiver has not answered; another one delivers, in order."""
    port = free_port()
    async with a_database(postgres) as url, a_receiver(_never) as receiver:
        environment = {
            **os.environ, "OTKLIK_DATABASE_URL": url, "OTKLIK_SECRET": SECRET, "OTKLIK_LOG_LEVEL": "error",
            "OTKLIK_OUTGOING_ALLOW": "127.0.0.0/8", "OTKLIK_ADMIN_EMAIL": "ada@desk.test",
            "OTKLIK_ADMIN_PASSWORD": "correct horse battery",
        }  # fmt: skip
        process = nursery.otklik("serve", "--port", str(port), environment=environment)
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20, verify=False) as client:  # noqa: S501 - loopback
                await _ready(client)
                ada = {"email": "ada@desk.test", "password": "correct horse battery"}
                token = (await client.post("/v1/auth/token", json=ada)).json()["access_token"]
                client.headers["authorization"] = f"Bearer {token}"
                hook = {"url": receiver.url, "events": ["ticket.created", "message.created"]}
                assert (await client.post("/v1/webhooks", json=hook)).status_code == 201
                assert (await client.post("/v1/tickets", json={"subject": "s", "body": "b"})).status_code == 201
                await eventually(lambda: _count(receiver.got), lambda n: n == 1)
        finally:
            process.kill()
            await asyncio.to_thread(process.wait)
        receiver.answer = saying(200)
        await _end_lease(url)
        allowed = settings.model_copy(update={"outgoing_allow": ["127.0.0.0/8"]})
        database = Database(url, allowed)
        other = Deliverer(database, allowed)
        other.start()
        await eventually(lambda: _count(receiver.got), lambda n: n >= 3)
        await other.stop()
        await database.close()
    kinds = [orjson.loads(each.body)["type"] for each in receiver.got]
    assert kinds == ["ticket.created", "ticket.created", "message.created"]
    assert receiver.got[0].headers["webhook-id"] == receiver.got[1].headers["webhook-id"]


async def _never(_got: Any, _writer: Any) -> None:
    await asyncio.sleep(30)


async def _count(got: list[Any]) -> int:
    return len(got)


async def _ready(client: httpx.AsyncClient) -> None:
    async def look() -> int:
        try:
            return (await client.get("/readyz")).status_code
        except httpx.HTTPError:
            return 0

    await eventually(look, lambda status: status == 200)


async def _end_lease(url: str) -> None:
    """As if the minute and a half of the dead process's lease had passed."""
    connection = await asyncpg.connect(url)
    await connection.execute("UPDATE webhook_lanes SET due_at = now()")
    await connection.close()
