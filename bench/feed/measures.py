"""What is measured of webhooks and of the change feed: the table of it.

Webhooks against the same connections without a desk behind them; a reader against the writers that it follows.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx

from app.db import Database
from app.ids import new_id
from app.rules.actors import SYSTEM
from app.schemas.webhooks import WebhookIn
from app.services import tokens, webhooks
from app.services.lean import messages as lean_messages
from app.services.lean.messages import NewMessage
from app.services.outgoing_pool import Pool
from app.settings import Settings, configure, settings
from bench.feed.receiver import Receiver
from bench.figures import Figure
from bench.place import Place
from bench.processes import BrokenError
from bench.seeding import Desk

# Deliveries a second to a receiver on this machine, and how many times faster than its writers a reader must be.
DELIVERIES = 500.0
AHEAD = 1.0
ALLOWED = ["127.0.0.0/8"]
AT_ONCE = 32
WRITERS = 8
PAGE = 500


@dataclass(frozen=True, slots=True)
class Extent:
    """How much: events that are delivered, and messages that are written while somebody follows."""

    deliveries: int
    written: int


DEFAULT = Extent(deliveries=10_000, written=8_000)
QUICK = Extent(deliveries=300, written=300)


def delivering(place: Place, desk: Desk, extent: Extent) -> dict[str, Figure]:
    """Events that wait are fanned out, signed, posted and recorded by one process."""
    return asyncio.run(_delivering(place, desk, extent.deliveries))


def following(place: Place, desk: Desk, extent: Extent) -> dict[str, Figure]:
    """Writers on their own connections, and one reader of pages over HTTP, at the same time."""
    return asyncio.run(_following(place, desk, extent.written))


async def _delivering(place: Place, desk: Desk, count: int) -> dict[str, Figure]:
    times: list[float] = []
    server = await asyncio.get_running_loop().create_server(lambda: Receiver(times), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    floor = await _floor(url, count // 2)
    times.clear()
    database = _database(desk)
    with _desk(place, desk):
        await _quiet(database)
        async with database.unit_of_work() as work:
            hook, _ = await webhooks.create(work.session, SYSTEM, WebhookIn(url=url, events=["*"]))
        async with database.lean() as connection:
            # Of as many tickets as there are with a first event: each is a lane of its own.
            await connection.execute(
                "INSERT INTO feed_todo (ticket_id, seq, public_seq, type) SELECT ticket_id, seq, public_seq, type"
                " FROM events CROSS JOIN generate_series(1, 10) again WHERE seq = 1 ORDER BY again, ticket_id LIMIT $1",
                count,
            )
        await _until(lambda: len(times) >= count, "deliveries came")
        await _quiet(database)
    async with database.lean() as connection:
        delivered = await connection.fetchval(
            "SELECT count(*) FROM webhook_deliveries WHERE status = 'delivered' AND webhook_id = $1 AND position > $2",
            hook.id, 0,
        )  # fmt: skip
        await connection.execute("UPDATE webhooks SET enabled = false")
    await database.close()
    server.close()
    if delivered < count:
        msg = f"{count} deliveries came, {delivered} are recorded"
        raise BrokenError(msg)
    rate = (count - 1) / (times[count - 1] - times[0])
    return {
        "delivering": Figure(
            "Webhooks that one process delivers to a receiver on this machine, a second", round(rate, 1), DELIVERIES,
            at_most=False,
            details={"of the floor": round(rate / floor, 3), "floor a second": round(floor, 1), "deliveries": count},
        )
    }  # fmt: skip


async def _floor(url: str, count: int) -> float:
    """The same posts over the same connections, and nothing behind them."""
    pool = Pool(ALLOWED)
    body, headers = b"x" * 600, {"content-type": "application/json", "webhook-id": "evt_1", "webhook-timestamp": "1"}

    async def post() -> None:
        for _ in range(count // AT_ONCE):
            await pool.post(url, body, headers)

    begun = time.monotonic()
    await asyncio.gather(*(post() for _ in range(AT_ONCE)))
    rate = count // AT_ONCE * AT_ONCE / (time.monotonic() - begun)
    await pool.close()
    return rate


async def _following(place: Place, desk: Desk, count: int) -> dict[str, Figure]:
    database = _database(desk)
    key = tokens.new_secret("otk")
    async with database.lean() as connection:
        await connection.execute(
            "INSERT INTO api_keys (id, name, prefix, key_hash, scopes, created_at)"
            " VALUES ($1, 'bench', 'otk', $2, ARRAY['events:read'], $3)",
            new_id(), tokens.digest(key), datetime.now(UTC),
        )  # fmt: skip
        rows = await connection.fetch("SELECT id FROM tickets WHERE status = 'open' ORDER BY id LIMIT 200")
    tickets = [UUID(int=row["id"].int) for row in rows]
    with _desk(place, desk) as server:
        await _quiet(database)
        base = f"http://127.0.0.1:{server.port}"
        async with httpx.AsyncClient(base_url=base, headers={"authorization": f"Bearer {key}"}, timeout=30) as client:
            begin = (await client.get("/v1/events", params={"after": "latest"})).json()["next"]
            begun = time.monotonic()
            ends = asyncio.gather(*(_write(database, tickets, count // WRITERS, n) for n in range(WRITERS)))
            pages = await _read(client, begin, count)
            read = time.monotonic()
            written = max(await ends)
            again = time.monotonic()
            await _read(client, begin, count)
            alone = count / (time.monotonic() - again)
    await database.close()
    rate = count / (written - begun)
    return {
        "following": Figure(
            "A reader of the change feed, times as fast as eight writers of messages", round(alone / rate, 2), AHEAD,
            at_most=False,
            details={"events read a second": round(alone, 1), "written a second beside it": round(rate, 1),
                     "pages while they wrote": pages, "seconds behind in the end": round(read - written, 3)},
        )
    }  # fmt: skip


async def _write(database: Database, tickets: list[UUID], count: int, number: int) -> float:
    """Messages on threads that the other writers write on too; when the last one was committed."""
    async with database.lean() as connection:
        for turn in range(count):
            ticket = tickets[(number * 7 + turn) % len(tickets)]
            await lean_messages.append(connection, SYSTEM, ticket, NewMessage("Where is it?"), now=datetime.now(UTC))
    return time.monotonic()


async def _read(client: httpx.AsyncClient, after: int, count: int) -> int:
    """Read on until so many messages were seen; in how many pages. Raises `BrokenError` for one that is missing."""
    seen: set[tuple[str, int]] = set()
    pages, limit = 0, time.monotonic() + 120
    while len(seen) < count // WRITERS * WRITERS:
        page = (await client.get("/v1/events", params={"after": after, "limit": PAGE})).json()
        seen |= {(each["ticket_id"], each["seq"]) for each in page["items"] if each["type"] == "message.created"}
        after, pages = page["next"], pages + 1
        if not page["has_more"]:
            await asyncio.sleep(0.01)
        if time.monotonic() > limit:
            msg = f"{len(seen)} of {count} messages came in the feed"
            raise BrokenError(msg)
    return pages


def _settings(desk: Desk) -> Settings:
    return configure(settings().model_copy(update={"database_url": desk.url, "outgoing_allow": ALLOWED}))


def _database(desk: Desk) -> Database:
    return Database(desk.url, _settings(desk))


def _desk(place: Place, desk: Desk) -> Any:  # noqa: ANN401 - a context manager of a server
    environment = {**place.environment, "OTKLIK_OUTGOING_ALLOW": ",".join(ALLOWED)}
    return Place(place.url, place.folder, environment, place.load, place.postmaster).desk("feed", desk.url)


async def _quiet(database: Database) -> None:
    """Until all that has happened has its place, and nothing waits to be sent."""
    begun = time.monotonic()
    while time.monotonic() < begun + 120:
        async with database.lean() as connection:
            busy = await connection.fetchval(
                "SELECT EXISTS (SELECT FROM feed_todo) OR EXISTS (SELECT FROM webhook_lanes l JOIN webhooks w"
                " ON w.id = l.webhook_id WHERE w.enabled) OR EXISTS (SELECT FROM feed_state s, feed_cursors c"
                " WHERE c.name = 'webhooks' AND c.position < s.position)"
            )
        if not busy:
            return
        await asyncio.sleep(0.05)
    async with database.lean() as connection:
        state = await connection.fetchrow(
            "SELECT (SELECT count(*) FROM feed_todo) AS todo, (SELECT count(*) FROM webhook_lanes) AS lanes,"
            " (SELECT position FROM feed_state) AS given"
        )
    msg = f"the desk did not come to rest: {dict(state or {})}"
    raise BrokenError(msg)


async def _until(holds: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + 120
    while not holds():
        if time.monotonic() > limit:
            msg = f"not all {what}"
            raise BrokenError(msg)
        await asyncio.sleep(0.01)


MEASURES: dict[str, Callable[[Place, Desk, Extent], dict[str, Figure]]] = {
    "delivering": delivering,
    "following": following,
}
