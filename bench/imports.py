"""`python -m bench.imports`: an import of tickets with messages, beside the raw COPY of the rows that it made."""

import argparse
import asyncio
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from app import migrations
from app.db import Database
from app.postgres import EmbeddedPostgres
from app.services import imports
from app.services.import_reports import Report
from app.settings import Settings, configure

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


async def measured(url: str, path: Path) -> tuple[Report, float, float]:
    """Import a file into an empty desk: the report, seconds in all, and seconds of its tickets alone."""
    database = Database(url, configure(Settings(database_url=url, secret=secrets.token_urlsafe(48))))
    began: dict[str, float] = {}
    ended = 0.0

    async def tell(what: str, _done: int, _total: int, _report: Report) -> None:
        nonlocal ended
        # The first step of tickets counts, too: it began when the step before it was told.
        began.setdefault(what, ended or time.perf_counter())
        ended = time.perf_counter()

    started = time.perf_counter()
    try:
        report = await imports.run(database, imports.Plan(path, "jsonl", "bench"), tell)
    finally:
        await database.close()
    return report, time.perf_counter() - started, ended - began["ticket"]


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


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="5,000 tickets")
    given = parser.parse_args()
    tickets = 5000 if given.quick else given.tickets
    with tempfile.TemporaryDirectory(prefix="otklik-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = EmbeddedPostgres(folder / "pg")
        url = server.start()
        try:
            migrations.upgrade(url)
            path = folder / "all.jsonl"
            with path.open("wb") as opened:
                opened.writelines(line + b"\n" for line in lines(tickets))
            report, seconds, of_tickets = asyncio.run(measured(url, path))
            again, seconds_again, _ = asyncio.run(measured(url, path))
            least = asyncio.run(floor(url, folder))
        finally:
            server.stop()
    assert report.counts["ticket"]["created"] == again.counts["ticket"]["unchanged"] == tickets  # noqa: S101
    load = os.getloadavg()[0]
    print(f"{tickets:,} tickets with {MESSAGES} messages each; load of the machine {load:.1f}\n")
    print("| what | seconds | tickets a second |")
    print("|---|---:|---:|")
    print(f"| import, all of it | {seconds:.1f} | {tickets / seconds:,.0f} |")
    print(f"| import, its tickets | {of_tickets:.1f} | {tickets / of_tickets:,.0f} |")
    print(f"| the same file again | {seconds_again:.1f} | {tickets / seconds_again:,.0f} |")
    print(f"| raw COPY of the same rows | {least:.1f} | {tickets / least:,.0f} |")
    print(f"\nOf the floor: {least / of_tickets:.2f}. Target: {TARGET:,} a second.")


if __name__ == "__main__":
    main()
