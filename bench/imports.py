"""Imports: `otklik import` of tickets with messages into an empty desk, beside the raw COPY of the same rows."""

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from app import migrations
from bench import databases
from bench.figures import Figure
from bench.place import Place
from bench.processes import BrokenError, cpu_seconds_of_gone

START = datetime(2024, 1, 1, tzinfo=UTC)
MESSAGES = 3
# It must be reached on two cores, messages included.
TARGET = 1000
_BODY = (
    "Good afternoon! I ordered a lamp on Monday and paid by card, but the letter with the confirmation never came, and "
    "the page of my order says that it waits for payment. Could you look where the money is? Добрый день, если удобнее "
    "отвечать по-русски, пожалуйста, пишите по-русски."
)
_STATUSES = ("closed",) * 14 + ("solved",) * 4 + ("open", "pending")


def lines(tickets: int) -> Iterator[bytes]:
    """A desk of some years: a customer for every five tickets, three messages in each, most of them closed."""
    people = max(1, tickets // 5)
    for n in range(people):
        yield orjson.dumps(
            {
                "kind": "customer",
                "id": f"c{n}",
                "name": f"Customer {n}",
                "email": f"c{n}@example.com",
                "created_at": START,
            }
        )
    for n in range(tickets):
        at = START + timedelta(minutes=n)
        said = [
            {
                "id": f"m{n}.{k}",
                "body": f"{_BODY} {n}",
                "author": {"kind": "agent", "id": "a1", "name": "Anna"} if k == 1 else {"kind": "customer"},
                "visibility": "internal" if k == MESSAGES - 1 and n % 4 == 0 else "public",
                "created_at": at + timedelta(hours=k),
            }
            for k in range(MESSAGES)
        ]
        yield orjson.dumps(
            {
                "kind": "ticket",
                "id": f"t{n}",
                "subject": f"Where is my order {n}?",
                "status": _STATUSES[n % len(_STATUSES)],
                "priority": ("low", "normal", "normal", "high")[n % 4],
                "tags": ["old", f"group-{n % 17}"],
                "custom_fields": {"order": n},
                "requester": {"id": f"c{n % people}"},
                "created_at": at,
                "updated_at": at + timedelta(days=1),
                "messages": said,
            }
        )


@dataclass(frozen=True, slots=True)
class _Cost:
    """A run of the command: seconds, and CPU seconds of it and of Postgres."""

    seconds: float
    client: float
    postgres: float
    counts: dict[str, int]


def measure(place: Place, tickets: int) -> dict[str, Figure]:
    """Import a file into an empty desk, and the same file again. Raises `BrokenError` when not all of it came."""
    name = f"bench_imports_{tickets}"
    url = databases.address(place.url, name)
    asyncio.run(databases.drop(place.url, name))
    asyncio.run(databases.create(place.url, name))
    migrations.upgrade(url)
    path = place.folder / "imported.jsonl"
    with path.open("wb") as opened:
        opened.writelines(line + b"\n" for line in lines(tickets))
    first, again = _imported(place, url, path), _imported(place, url, path)
    if first.counts["created"] != tickets or again.counts["unchanged"] != tickets:
        msg = f"{tickets} tickets, of which {first.counts} came, and of the same again {again.counts}"
        raise BrokenError(msg)
    least = asyncio.run(floor(url, place.folder))
    path.unlink()
    details = {
        "tickets": tickets,
        "messages in each": MESSAGES,
        "load of the machine": round(os.getloadavg()[0], 1),
        "a second of CPU time": round(tickets / (first.client + first.postgres)),
        "us of the command": round(first.client * 1e6 / tickets),
        "us of Postgres": round(first.postgres * 1e6 / tickets),
        "the same again, a second": round(tickets / again.seconds),
        "raw COPY, a second": round(tickets / least),
        "of the floor": round(least / first.seconds, 3),
    }
    return {
        "imports": Figure("imported tickets a second", tickets / first.seconds, TARGET, at_most=False, details=details)
    }


def _imported(place: Place, url: str, path: Path) -> _Cost:
    report = place.folder / "import.json"
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")}
    command = [sys.executable, "-m", "app.cli", "import", str(path), "--format", "jsonl", "--report", str(report)]
    used, postgres, begun = _children(), _postgres(place), time.perf_counter()
    done = subprocess.run(
        command,
        env={**inherited, **place.environment, "OTKLIK_DATABASE_URL": url},
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - begun
    if done.returncode:
        msg = (
            f"the import ended with {done.returncode}: {(done.stderr or done.stdout)[-1500:].decode(errors='replace')}"
        )
        raise BrokenError(msg)
    counts = orjson.loads(report.read_bytes())["counts"]["ticket"]
    return _Cost(seconds, _children() - used, _postgres(place) - postgres, counts)


def _postgres(place: Place) -> float:
    # The command's backends are gone with it.
    return place.cpu_of_postgres() + cpu_seconds_of_gone(place.postmaster)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def floor(url: str, folder: Path) -> float:
    """Seconds that Postgres takes for the same rows by COPY, into tables with the same indexes and no triggers."""
    connection: Any = await asyncpg.connect(url)
    tables = ("tickets", "messages", "events")
    try:
        await connection.execute("CREATE SCHEMA floor")
        for table in tables:
            await connection.execute(f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)")
            await connection.copy_from_query(f"SELECT * FROM {table}", output=folder / table, format="binary")  # noqa: S608
        started = time.perf_counter()
        for table in tables:
            await connection.copy_to_table(table, schema_name="floor", source=folder / table, format="binary")
        return time.perf_counter() - started
    finally:
        await connection.close()
