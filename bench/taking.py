"""Mails all the way: from the spool to a ticket with its files, by one process, beside the bare steps of the same."""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from app import clock, migrations
from app.db import Database, raw_connection
from app.ids import new_id
from app.models import Channel
from app.rules.inbound import message_id
from app.services import inbound
from app.services.inbound import Item
from app.settings import settings
from bench import databases, floor_sql
from bench.figures import Figure
from bench.mails import ordinary, plainly
from bench.place import Place
from bench.processes import BrokenError

# Tickets that one worker makes of mails in a second.
TARGET = 50
AT_ONCE = 50
_TAKEN = """SELECT count(*) FILTER (WHERE status <> 'waiting') AS ended,
count(*) FILTER (WHERE outcome = 'created' AND ticket_id IS NOT NULL) AS made,
min(ended_at) AS first, max(ended_at) AS last FROM inbound"""


@dataclass(frozen=True, slots=True)
class _Cost:
    """Seconds, and CPU seconds of the desk (its reader included) and of Postgres."""

    seconds: float
    desk: float
    postgres: float


def measure(place: Place, count: int) -> dict[str, Figure]:
    """Mails that wait in the spool of an empty desk become tickets. Raises `BrokenError` when one of them does not."""
    url = databases.address(place.url, f"bench_taking_{count}")
    asyncio.run(databases.drop(place.url, f"bench_taking_{count}"))
    asyncio.run(databases.create(place.url, f"bench_taking_{count}"))
    migrations.upgrade(url)
    mails = list(ordinary(count))
    files = place.folder / "taken"
    environment = {**place.environment, "OTKLIK_ATTACHMENTS": files.as_uri()}
    there = Place(place.url, place.folder, environment, place.load, place.postmaster)
    cost = asyncio.run(_taken(there, url, mails))
    least = asyncio.run(_floor(url, mails, files))
    desk, floor = (count - 1) / cost.seconds, count / least
    details = {
        "mails": count,
        "load of the machine": round(os.getloadavg()[0], 1),
        "floor a second": round(floor, 1),
        "floor": "Python's email package, the bare rows in one transaction a mail, and the files synced to the disk",
        "ms of the desk without its reader": round(cost.desk * 1e3 / count, 1),
        "ms of Postgres": round(cost.postgres * 1e3 / count, 1),
    }
    return {
        "taking": Figure(
            "mails that one worker makes tickets of a second", round(desk, 1), TARGET, at_most=False, details=details
        ),
        "taking_ratio": Figure("of the bare steps of the same", desk / floor, None, at_most=False, details=details),
    }


async def _taken(place: Place, url: str, mails: Sequence[bytes]) -> _Cost:
    database = Database(url, settings())
    await _stored(database, mails)
    with place.desk("taking", url) as server:
        used = place.cpu(server)
        begun = time.monotonic()
        while True:
            async with database.lean() as connection:
                row: Any = await connection.fetchrow(_TAKEN)
            if row["ended"] == len(mails):
                break
            if time.monotonic() > begun + 60 + len(mails):
                break
            await asyncio.sleep(0.2)
        now = place.cpu(server)
    await database.close()
    if row["made"] != len(mails):
        msg = f"of {len(mails)} mails {row['made']} are tickets, {row['ended']} are through"
        raise BrokenError(msg)
    # From the first one that was through: how long a desk takes to start is no matter of mails.
    return _Cost((row["last"] - row["first"]).total_seconds(), now[0] - used[0], now[1] - used[1])


async def _stored(database: Database, mails: Sequence[bytes]) -> None:
    """As a gateway hands them in."""
    now = clock.now()
    async with database.unit_of_work() as work:
        box = Channel(kind="email", name="Help", address="help@desk.example", created_at=now, updated_at=now)
        work.session.add(box)
        await work.session.flush()
    for at in range(0, len(mails), AT_ONCE):
        async with database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            items = [Item(message_id(each), each) for each in mails[at : at + AT_ONCE]]
            await inbound.store(connection, box.id, "http", items, now=now)


async def _floor(url: str, mails: Sequence[bytes], folder: Path) -> float:
    """Seconds of nothing but the steps: read, synced files, the rows, one commit a mail; one after the other."""
    connection: Any = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE SCHEMA {floor_sql.SCHEMA}")
        for table in floor_sql.WRITTEN:
            await connection.execute(f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)")
        begun = time.monotonic()
        for number, raw in enumerate(mails):
            _, body, _, files = plainly(raw)
            for _, content in files:
                _synced(folder / f"floor-{number}", content)
            await connection.fetchrow(floor_sql.CREATE, *_values(number, str(body)[:16_384]))
        return time.monotonic() - begun
    finally:
        await connection.close()


def _values(number: int, body: str) -> tuple[object, ...]:
    ticket, message, agent = new_id(), new_id(), UUID(int=1)
    who = f"anna{number}@example.com"
    return (
        ticket, message, datetime.now(UTC), who, f"Re: Где мой заказ {number}?", body, "normal", "question", None, [],
        "{}", None, None, None, agent, "Анна",
    )  # fmt: skip


def _synced(path: Path, content: bytes) -> None:
    with path.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
