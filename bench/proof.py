"""What must be true for the numbers to mean anything: the same answers, and every acknowledged row stored once."""

from http.client import HTTPConnection
from typing import Any

import asyncpg
import orjson

from bench.floor_sql import SCHEMA
from bench.measuring import Pair
from bench.processes import BrokenError, Server
from bench.scenarios import SCENARIOS

# Not one of the seeded ids (`seeding.identifier`).
_NEW = "id::text NOT LIKE '01900000-0000-7%'"


def same_answers(pair: Pair) -> None:
    """Both servers give the same data on every reading path. Raises `BrokenError`."""
    for scenario in SCENARIOS:
        if scenario.writes:
            continue
        job = scenario.job(pair.seeded)
        for request in (job["requests"][0], job["requests"][-1]):
            ours, theirs = (_get(server, request["path"], job["token"]) for server in (pair.desk, pair.floor))
            for answer in (ours, theirs):
                # A cursor is opaque, and `messages` may be absent or null where it was not asked for.
                answer.pop("next_cursor", None)
            if ours != theirs:
                msg = f"{request['path']}: the floor answers something else\n{str(ours)[:500]}\n{str(theirs)[:500]}"
                raise BrokenError(msg)


def _get(server: Server, path: str, token: str) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        said = response.read()
    finally:
        connection.close()
    if response.status != 200:
        msg = f"{server.name} {path}: {response.status} {said[:300].decode(errors='replace')}"
        raise BrokenError(msg)
    found: dict[str, Any] = orjson.loads(said)
    return found


async def stored_rows(pair: Pair) -> dict[tuple[str, str], int]:
    """(server, table) -> how many rows there are."""
    connection = await asyncpg.connect(pair.seeded.url)
    try:
        return {
            (server.name, table): await connection.fetchval(f"SELECT count(*) FROM {schema}.{table}")  # noqa: S608
            for server, schema in ((pair.desk, "public"), (pair.floor, SCHEMA))
            for table in ("tickets", "messages")
        }
    finally:
        await connection.close()


async def all_stored(
    pair: Pair, before: dict[tuple[str, str], int], acknowledged: dict[tuple[str, str], int]
) -> dict[str, Any]:
    """Every acknowledged row is there, once, with gapless counters, and tickets were routed. Raises `BrokenError`.

    `before` is what `stored_rows` said before the first request.
    """
    found: dict[str, Any] = {}
    wrong = []
    for (server, table), rows in (await stored_rows(pair)).items():
        stored, expected = rows - before[server, table], acknowledged.get((server, table), 0)
        found[f"{server}: {table}"] = {"acknowledged": expected, "stored": stored}
        if stored != expected:
            wrong.append(f"{server}: {expected} {table} acknowledged, {stored} stored")
    connection = await asyncpg.connect(pair.seeded.url)
    try:
        written = [ticket for ticket, _ in pair.seeded.open_threads()]
        for schema in ("public", SCHEMA):
            torn = await connection.fetchval(
                f"SELECT count(*) FROM {schema}.tickets t WHERE (t.id = ANY ($1) OR {_NEW})"  # noqa: S608
                f" AND seq <> (SELECT count(*) FROM {schema}.events e WHERE e.ticket_id = t.id)",
                written,
            )
            if torn:
                wrong.append(f"{schema}: {torn} tickets whose counter is not the number of their events")
        waiting = await connection.fetchval(f"SELECT count(*) FROM tickets WHERE {_NEW} AND assignee_id IS NULL")  # noqa: S608
    finally:
        await connection.close()
    found["new tickets that nobody was given"] = waiting
    if waiting > acknowledged.get((pair.desk.name, "tickets"), 0) // 10:
        wrong.append(f"{waiting} new tickets were not routed although agents were free")
    if wrong:
        raise BrokenError("\n".join(wrong))
    return found
