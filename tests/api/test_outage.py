"""Postgres goes away in the middle of requests: clear refusals, nothing half-written, and retries that work once."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sized
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest

from app import clock, migrations
from app.main import create_app
from app.models import Source
from app.postgres import EmbeddedPostgres
from app.services.sealing import seal
from app.settings import Settings, configure
from tests import checks
from tests.api.webhooks import Partner
from tests.conftest import Api, Callers, Desk, serving
from tests.desks import eventually
from tests.postgres.conftest import end_everything
from tests.postgres.servers import kill_server

pytestmark = pytest.mark.timeout(180)
TICKET = {"subject": "Help", "body": "Please", "requester": {"email": "v@example.com"}}


@dataclass
class Fragile:
    """A desk of this test's own, and its Postgres."""

    desk: Desk
    callers: Callers
    folder: Path
    server: EmbeddedPostgres

    async def kill(self) -> None:
        """Kill -9 of the database server."""
        await asyncio.to_thread(kill_server, self.folder)

    async def revive(self) -> None:
        """Start it again, as whoever supervises it would; the desk itself is left alone."""
        assert await asyncio.to_thread(self.server.start) == self.desk.database.url

    async def count(self, table: str) -> int:
        """Rows of a table."""
        async with self.desk.database.lean() as connection:
            return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names of ours


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where a server of these tests' own keeps its data; none survives them."""
    with tempfile.TemporaryDirectory(prefix="otklik-outage-", ignore_cleanup_errors=True) as base:
        Path(base).chmod(0o755)  # the server may run as another user
        yield Path(base) / "pg"
        end_everything(Path(base) / "pg")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    """A server that tests kill and start again; migrated."""
    made = EmbeddedPostgres(folder)
    try:
        migrations.upgrade(made.start())
        yield made
    finally:
        made.stop()


@pytest.fixture
async def fragile(settings: Settings, folder: Path, server: EmbeddedPostgres) -> AsyncIterator[Fragile]:
    """A desk whose Postgres may be killed."""
    url = await asyncio.to_thread(server.start)
    try:
        async with serving(create_app(settings.model_copy(update={"database_url": url}))) as desk:
            callers = Callers(desk)
            yield Fragile(desk, callers, folder, server)
            for api in callers.opened:
                await api.http.aclose()
            await checks.empty(desk.database)
    finally:
        configure(settings)


def away(answer: httpx.Response) -> bool:
    """Whether this is the refusal of an outage, and a complete one."""
    if answer.status_code != 503:
        return False
    assert answer.json()["code"] == "temporarily_unavailable"
    assert int(answer.headers["retry-after"]) >= 1
    return True


async def until_stored(api: Api, path: str, body: object, key: str) -> httpx.Response:
    """Send with the same key until it is answered otherwise than 503, as a client should."""
    while True:
        answer = await api("POST", path, json=body, headers={"idempotency-key": key})
        if not away(answer):
            return answer
        await asyncio.sleep(0.2)


async def test_a_request_in_flight_when_the_server_dies(fragile: Fragile) -> None:
    anna = await fragile.callers.agent()
    holder = await asyncpg.connect(fragile.desk.database.url)
    await holder.execute("BEGIN; LOCK TABLE messages IN EXCLUSIVE MODE")
    in_flight = [
        asyncio.create_task(anna("POST", "/v1/tickets", json=TICKET)),
        asyncio.create_task(anna("POST", "/v1/tickets", json=TICKET, headers={"idempotency-key": "key"})),
    ]
    await asyncio.sleep(0.5)
    assert not any(each.done() for each in in_flight)
    await fragile.kill()
    assert all(away(each) for each in await asyncio.gather(*in_flight))
    holder.terminate()
    await fragile.revive()
    assert await fragile.count("tickets") == await fragile.count("idempotency_keys") == 0
    answer = await until_stored(anna, "/v1/tickets", TICKET, "key")
    assert answer.status_code == 201
    assert await fragile.count("tickets") == await fragile.count("messages") == 1
    await checks.invariants(fragile.desk.database)


async def test_everything_says_so_while_the_database_is_away_and_works_again_after(fragile: Fragile) -> None:
    anna, vera = await fragile.callers.agent(online=True), await fragile.callers.customer()
    now = clock.now()
    secret = "whsec_" + "A" * 43 + "="
    async with fragile.desk.database.unit_of_work() as work:
        source = Source(
            key="shop", name="Shop", secret=seal(secret.encode()).decode(), enabled=True, created_at=now, updated_at=now
        )
        work.session.add(source)
    shop = Partner(fragile.callers.nobody(), anna, str(source.id), "shop", secret)
    path = f"/v1/tickets/{(await vera.post('/v1/tickets', {'subject': 'a', 'body': 'b'}))['id']}"
    await anna.patch(path, {"topic": "so that both pools have connections"})
    await fragile.kill()
    for _ in range(2):
        began = clock.monotonic()
        assert away(await anna("GET", "/v1/tickets"))
        assert away(await anna("GET", path))
        assert away(await anna("PATCH", path, json={"priority": "high"}))
        assert away(await anna("POST", "/v1/tickets", json=TICKET, headers={"idempotency-key": "key"}))
        assert away(await vera("POST", f"{path}/messages", json={"body": "x", "client_message_id": "1"}))
        assert away(await shop.post(TICKET, webhook_id="msg_1"))
        assert clock.monotonic() - began < 15, "a refusal must not take long"
        assert (await anna("GET", "/healthz")).status_code == 200
        assert (await anna("GET", "/readyz")).status_code == 503
    await fragile.revive()
    assert (await until_stored(anna, "/v1/tickets", TICKET, "key")).status_code == 201
    assert (await shop.post(TICKET, webhook_id="msg_1")).status_code == 201
    assert (await shop.post(TICKET, webhook_id="msg_1")).status_code == 200
    assert (await anna("GET", "/readyz")).status_code == 200
    await anna.patch(path, {"priority": "high"})
    await vera.post(f"{path}/messages", {"body": "x", "client_message_id": "1"})
    assert await fragile.count("tickets") == 3
    await checks.invariants(fragile.desk.database)


async def more(counted: Sized, number: int) -> None:
    """Wait until there are so many more."""
    least = len(counted) + number

    async def count() -> int:
        return len(counted)

    await eventually(count, lambda found: found >= least, seconds=60)


async def test_what_was_answered_is_there_and_the_rest_can_be_sent_again(fragile: Fragile) -> None:
    """Twelve clients write while the server is killed twice: every retry ends, and everything is there once."""
    anna, vera = await fragile.callers.agent(), await fragile.callers.customer()
    ticket = (await vera.post("/v1/tickets", {"subject": "a", "body": "b"}))["id"]
    path = f"/v1/tickets/{ticket}/messages"
    over = asyncio.Event()
    answers: dict[str, httpx.Response] = {}
    refused: list[str] = []

    async def client(n: int) -> None:
        sent = 0
        while not over.is_set() or sent < 3:
            sent += 1
            key = f"client-{n}-{sent}"
            where, body = ("/v1/tickets", TICKET) if n % 2 else (path, {"body": key, "client_message_id": key})
            while True:
                answer = await anna("POST", where, json=body, headers={"idempotency-key": key})
                if not away(answer):
                    break
                refused.append(key)
                await asyncio.sleep(0.1)
            answers[key] = answer

    clients = [asyncio.create_task(client(n)) for n in range(12)]
    for _ in range(2):
        await more(answers, 30)
        await fragile.kill()
        await more(refused, 5)
        await fragile.revive()
    await more(answers, 30)
    over.set()
    await asyncio.gather(*clients)

    assert refused, "the kills were not noticed: this test has tested nothing"
    assert {each.status_code for each in answers.values()} == {201}
    made = [each.json()["id"] for each in answers.values()]
    assert len(set(made)) == len(made)
    tickets = sum("subject" in each.json() for each in answers.values())
    assert await fragile.count("tickets") == tickets + 1
    assert await fragile.count("messages") == len(made) + 1
    thread = []
    after = 0
    while True:
        page = await anna.get(path, params={"after_seq": after, "limit": 200})
        thread += [each["client_message_id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        after = page["next_cursor"]
    assert sorted(filter(None, thread)) == sorted(key for key, each in answers.items() if "body" in each.json())
    await checks.invariants(fragile.desk.database)


async def test_a_process_that_starts_while_the_database_does_waits_for_it(fragile: Fragile) -> None:
    await fragile.kill()
    settings = fragile.desk.app.state.settings

    async def started() -> int:
        async with serving(create_app(settings)) as late, httpx.AsyncClient(base_url=late.url, verify=False) as client:  # noqa: S501 - loopback
            return (await client.get("/readyz")).status_code

    starting = asyncio.create_task(started())
    await asyncio.sleep(0.7)
    assert not starting.done()
    await fragile.revive()
    assert await starting == 200
