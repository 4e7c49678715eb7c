"""Idempotency-Key: the first answer again, one effect under concurrency, and no way to get somebody else's answer.

That it is so for every operation is in `test_retries.py`.
"""

import asyncio
import os
import signal
from collections import Counter
from typing import Any

import asyncpg
import httpx
import pytest

from app.main import create_app
from app.settings import Settings, configure
from tests.api.operations import described_operations
from tests.conftest import Api, Callers, Desk, serving
from tests.desks import a_database, eventually
from tests.realtime.standalone import standalone

POSTS = [each for each in described_operations() if each.method == "POST" and not each.signed]
TICKET = {"subject": "The invoice is wrong", "body": "It shows the old address.", "requester": {"email": "v@x.example"}}
KEYED = {"idempotency-key": "key-1"}


async def count(desk: Desk, table: str) -> int:
    async with desk.database.lean() as connection:
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names of ours


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\xe9", "a\tb"])
async def test_keys_that_are_no_keys(callers_: Callers, desk: Desk, key: str) -> None:
    agent = await callers_.agent()
    headers = {"idempotency-key": key.encode("latin-1")}
    await agent.refused("POST", "/v1/tickets", 422, "invalid_idempotency_key", json=TICKET, headers=headers)
    assert await count(desk, "tickets") == 0


async def test_the_first_answer_comes_again_with_its_headers(callers_: Callers, desk: Desk) -> None:
    agent = await callers_.agent()
    first = await agent("POST", "/v1/tickets", expect=201, json=TICKET, headers=KEYED)
    await agent.patch(f"/v1/tickets/{first.json()['id']}", {"priority": "urgent"})
    again = await agent("POST", "/v1/tickets", expect=201, json=TICKET, headers=KEYED)
    assert again.content == first.content, "the first answer, not what has become of it"
    for name in ("etag", "location", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert await count(desk, "tickets") == 1


async def test_another_body_under_the_same_key_is_refused(callers_: Callers, desk: Desk) -> None:
    agent = await callers_.agent()
    await agent.post("/v1/tickets", TICKET, headers=KEYED)
    other = {**TICKET, "subject": "Something else"}
    await agent.refused("POST", "/v1/tickets", 422, "idempotency_mismatch", json=other, headers=KEYED)
    assert await count(desk, "tickets") == 1


async def test_twenty_at_once_have_one_effect(callers_: Callers, desk: Desk) -> None:
    agent = await callers_.agent(online=True)
    answers = await asyncio.gather(*(agent("POST", "/v1/tickets", json=TICKET, headers=KEYED) for _ in range(20)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.content for each in answers}) == 1
    assert sum("idempotency-replayed" in each.headers for each in answers) == 19
    assert await count(desk, "tickets") == await count(desk, "customers") == 1


async def test_twenty_messages_at_once_have_one_effect(callers_: Callers, desk: Desk) -> None:
    agent = await callers_.agent()
    path = f"/v1/tickets/{(await agent.post('/v1/tickets', TICKET))['id']}/messages"
    answers = await asyncio.gather(*(agent("POST", path, json={"body": "Done"}, headers=KEYED) for _ in range(20)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.content for each in answers}) == 1
    assert await count(desk, "messages") == 2


async def test_of_different_bodies_at_once_one_wins(callers_: Callers, desk: Desk) -> None:
    agent = await callers_.agent()
    bodies = [{**TICKET, "subject": f"Ticket {n}"} for n in range(10)]
    answers = await asyncio.gather(*(agent("POST", "/v1/tickets", json=each, headers=KEYED) for each in bodies))
    assert Counter(each.status_code for each in answers) == {201: 1, 422: 9}
    assert await count(desk, "tickets") == 1


async def test_keys_of_others_and_of_other_operations_are_independent(callers_: Callers, desk: Desk) -> None:
    anna, boris, vera = await callers_.agent(), await callers_.agent(), await callers_.customer()
    ids = {(await each.post("/v1/tickets", TICKET, headers=KEYED))["id"] for each in (anna, boris)}
    ids.add((await vera.post("/v1/tickets", {"subject": "x", "body": "y"}, headers=KEYED))["id"])
    assert len(ids) == 3
    path = f"/v1/tickets/{ids.pop()}"
    await anna.post(f"{path}/messages", {"body": "same key, other address"}, headers=KEYED)
    assert await count(desk, "messages") == 4


async def test_a_refusal_does_not_use_the_key_up(callers_: Callers, desk: Desk) -> None:
    agent = await callers_.agent()
    wrong = {**TICKET, "brand": "nowhere"}
    await agent.refused("POST", "/v1/tickets", 422, "unknown_brand", json=wrong, headers=KEYED)
    await agent.refused("POST", "/v1/tickets", 422, "invalid", json={"subject": 1}, headers=KEYED)
    await agent.post("/v1/tickets", TICKET, headers=KEYED)
    assert await count(desk, "idempotency_keys") == await count(desk, "tickets") == 1


async def test_a_retry_after_a_lost_answer_finds_it(callers_: Callers, desk: Desk) -> None:
    """The client is gone before the answer: what it asked for is done, and its retry gets the answer."""
    agent = await callers_.agent()
    request = agent.http.build_request("POST", "/v1/tickets", json=TICKET, headers=KEYED)
    head = f"POST /v1/tickets HTTP/1.1\r\nhost: {request.url.host}\r\n" + "".join(
        f"{name}: {request.headers[name]}\r\n"
        for name in ("authorization", "content-type", "content-length", "idempotency-key")
    )
    for _ in range(5):
        _, writer = await asyncio.open_connection(request.url.host, request.url.port)
        writer.write(head.encode() + b"\r\n" + request.content)
        await writer.drain()
        writer.transport.abort()
    answer = await agent("POST", "/v1/tickets", expect=201, json=TICKET, headers=KEYED)
    await asyncio.sleep(0.3)
    again = await agent("POST", "/v1/tickets", expect=201, json=TICKET, headers=KEYED)
    assert again.json() == answer.json()
    assert await count(desk, "tickets") == 1


AT_COMMIT = """
CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON tickets DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION wait_at_commit()
"""


async def test_a_process_that_is_killed_while_it_commits_has_done_it_once(postgres: str, settings: Settings) -> None:
    """The server commits what the process asked for, and the process is killed (-9) before it hears of it."""
    async with a_database(postgres) as url:
        app = create_app(settings.model_copy(update={"database_url": url, "worker_inside": False}))
        async with serving(app) as other, asyncpg.create_pool(url, min_size=1, max_size=2) as pool:
            agent = await Callers(other).agent()
            await pool.execute(AT_COMMIT)
            with standalone(other, url) as process:
                async with pool.acquire() as held:
                    await held.execute("SELECT pg_advisory_lock(4711)")
                    lost = Api(process.desk, agent.token)
                    asked = asyncio.create_task(lost("POST", "/v1/tickets", json=TICKET, headers=KEYED))
                    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                    await eventually(lambda: pool.fetchval(waiting), lambda found: found == 1)
                    os.kill(process.pid, signal.SIGKILL)
                    with pytest.raises(httpx.TransportError):
                        await asked
                    await held.execute("SELECT pg_advisory_unlock(4711)")
            again = await agent("POST", "/v1/tickets", expect=201, json=TICKET, headers=KEYED)
            assert again.headers["idempotency-replayed"] == "true"
            assert await count(other, "tickets") == await count(other, "messages") == 1
            await asyncio.gather(lost.http.aclose(), agent.http.aclose())
    configure(settings)


async def test_stored_answers_cannot_be_read_in_the_database(callers_: Callers, desk: Desk) -> None:
    agent = await callers_.agent()
    await agent.post("/v1/tickets", TICKET, headers=KEYED)
    async with desk.database.lean() as connection:
        kept: Any = await connection.fetch("SELECT * FROM idempotency_keys")
    assert len(kept) == 1
    assert "invoice" not in str(kept)
    assert b"key-1" not in kept[0]["key_hash"]


async def test_strangers_do_not_meet_on_a_short_key(callers_: Callers) -> None:
    nobody = callers_.nobody()
    for operation in POSTS:
        if operation.public:
            await nobody.refused(
                "POST", operation.address(), 422, "invalid_idempotency_key", json=operation.example,
                headers={"idempotency-key": "1"},
            )  # fmt: skip


async def test_a_key_does_not_open_the_door(callers_: Callers) -> None:
    agent = await callers_.agent()
    await agent.post("/v1/tickets", TICKET, headers={"idempotency-key": "a-key-of-an-agent"})
    nobody = callers_.nobody()
    headers = {"idempotency-key": "a-key-of-an-agent"}
    await nobody.refused("POST", "/v1/tickets", 401, "unauthenticated", json=TICKET, headers=headers)
    nobody.http.headers["authorization"] = "Bearer nonsense"
    await nobody.refused("POST", "/v1/tickets", 401, "invalid_token", json=TICKET, headers=headers)


@pytest.mark.parametrize("token", [None, "otk_revoked", "e30.e30.e30"])
async def test_whoever_must_sign_in_is_told_so_whatever_the_key(callers_: Callers, token: str | None) -> None:
    nobody = callers_.nobody()
    headers = KEYED | ({"authorization": f"Bearer {token}"} if token else {})
    problem = (await nobody("POST", "/v1/tickets", expect=401, json=TICKET, headers=headers)).json()
    assert problem["code"] != "invalid_idempotency_key"
