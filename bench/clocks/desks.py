"""The desks with clocks: a small one to write on, and one with 100,000 running clocks beside its copy without any."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from app import migrations
from app.services import sla_keeping
from bench import databases, loading
from bench.clocks import promises, tickets
from bench.clocks.site import Site, watching
from bench.people import hire, open_widgets
from bench.processes import BrokenError
from bench.scenarios import CONNECTIONS
from bench.seeding import Desk, Kind, identifier

# Clocks that run on a waiting ticket.
EACH = 5
# Fresh tickets of the small desk to write on, as many as a scenario's requests.
FRESH = 320
_FIRST = tickets.WAITING


def writable(site: Site) -> Desk:
    """A small desk with the policy of support for every ticket, and fresh tickets to write on."""
    desk = Desk(databases.address(site.url, f"bench_clocks_{site.extent.small}"), site.extent.small)
    if asyncio.run(databases.create(site.url, desk.url.rpartition("/")[2])):
        migrations.upgrade(desk.url)
        asyncio.run(loading.load(desk.url, desk.tickets))
        asyncio.run(_furnish(desk))
    return desk


def fresh(desk: Desk) -> list[tuple[str, int]]:
    """The tickets to write on, each with the number of its customer; those of the first have a widget session."""
    return [(str(identifier(Kind.TICKET, _FIRST + n)), 1 + n % desk.customers) for n in range(FRESH)]


async def _furnish(desk: Desk) -> None:
    connection = await asyncpg.connect(desk.url)
    try:
        await tickets.appoint(connection)
        asked = datetime.now(UTC) - timedelta(minutes=5)
        await tickets.waiting(connection, _FIRST, FRESH, asked=asked, seconds=60, urgent=False)
        await promises.promise(desk.url, promises.SUPPORT)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    there = {customer for _, customer in desk.open_threads()[: loading.SOCKETS]}
    await open_widgets(desk, sorted({customer for _, customer in fresh(desk)[:CONNECTIONS]} - there))


def running(site: Site) -> tuple[str, str, dict[str, Any]]:
    """A desk whose waiting tickets have five running clocks each: its address, its copy's without clocks, what it took.

    Made once for all measures: the tickets by SQL, the clocks by a desk's own keeping.
    """
    extent = site.extent
    name = f"bench_running_{extent.waiting + extent.past}"
    url, bare = databases.address(site.url, name), databases.address(site.url, f"{name}_bare")
    told = Path(site.folder / f"{name}.json")
    if asyncio.run(databases.create(site.url, name)):
        begun = time.monotonic()
        migrations.upgrade(url)
        asyncio.run(_fill(site, url))
        loaded = time.monotonic() - begun
        asyncio.run(databases.create(site.url, f"{name}_bare", like=name))
        asyncio.run(promises.promise(url, promises.WAITING))
        told.write_bytes(orjson.dumps({"loaded_s": round(loaded, 1), **_keep(site, url)}))
    found: dict[str, Any] = orjson.loads(told.read_bytes())
    return url, bare, found


async def _fill(site: Site, url: str) -> None:
    await hire(url)
    connection = await asyncpg.connect(url)
    try:
        # Nobody measures the loading: it may be lost, and it may take memory.
        await connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET jit = off")
        await connection.execute(loading.BENCH_ID)
        async with loading.bare(connection):
            await connection.execute(loading.CUSTOMERS, tickets.CUSTOMERS)
            asked = datetime.now(UTC) - timedelta(minutes=50)
            await tickets.waiting(
                connection, tickets.WAITING, site.extent.waiting, asked=asked, seconds=2_400, urgent=False
            )
            await tickets.past(connection, tickets.PAST_ONES, site.extent.past)
        await tickets.appoint(connection)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _each(connection: "asyncpg.Connection[Any]") -> None:
    """So many clocks run on one of them, as folding its log says."""
    ticket = await connection.fetchval("SELECT ticket_id FROM ticket_sla WHERE next_due_at > now() LIMIT 1")
    many = len((await sla_keeping.look_at(connection, [ticket])).kept[ticket].clocks.running)
    if many != EACH:
        msg = f"{many} clocks run on a ticket"
        raise BrokenError(msg)


def _keep(site: Site, url: str) -> dict[str, Any]:
    """Leave word of all waiting tickets, and let a desk keep their clocks."""
    with site.desk("keeping clocks", url) as desk, watching(url) as watch:
        before = site.cpu(desk)
        watch.execute("INSERT INTO sla_todo (ticket_id) SELECT id FROM tickets WHERE status = 'open'")
        seconds = watch.until_kept()
        after = site.cpu(desk)
        kept = watch.value("SELECT count(*) FROM ticket_sla WHERE next_due_at > now()")
        watch.run(_each)
        clocks = EACH * kept
        if kept != site.extent.waiting:
            msg = f"clocks run on {kept} of {site.extent.waiting} tickets"
            raise BrokenError(msg)
        watch.execute("VACUUM ANALYZE")
    server, postgres = ((late - early) * 1e6 / site.extent.waiting for early, late in zip(before, after, strict=True))
    return {
        "clocks": clocks,
        "kept_s": round(seconds, 1),
        "clocks_a_second": round(clocks / seconds),
        "server_us_a_ticket": round(server),
        "postgres_us_a_ticket": round(postgres),
    }
