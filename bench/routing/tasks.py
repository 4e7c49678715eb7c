"""What processes apart do: decide as the router does, route as workers do, and the floors of both."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from app import clock
from app.db import Database, raw_connection
from app.errors import Unavailable
from app.services import placing, queue_items, ticket_placing
from app.settings import Settings
from app.worker import Worker
from bench.processes import BrokenError

# Does it as asked.
Go: TypeAlias = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]

_WARM = 12
_LONGEST = 120.0

# Somebody's hands are full now, and somebody else has room for one more.
_CHANGE = """UPDATE agent_loads SET load = CASE agent_id WHEN $1 THEN capacity ELSE capacity - 1 END
WHERE channel = 'ticket' AND agent_id IN ($1, $2)"""
_ROOM = "SELECT agent_id, load < capacity AS room FROM agent_loads WHERE channel = 'ticket' AND agent_id = ANY ($1)"
_OF_TEAMS = "SELECT DISTINCT agent_id FROM team_members WHERE team_id = ANY ($1::uuid[])"

# The same rows as a decision reads.
_FIRST = """SELECT ticket_id FROM queue_items WHERE line = $1 AND channel = 'ticket'
ORDER BY rank, urgency, due_at, queued_at, ticket_id LIMIT $2"""
_ITEMS = """SELECT ticket_id, line, queue_id, team_id, class, needs::text AS needs, rank, urgency, due_at, queued_at
FROM queue_items WHERE ticket_id = ANY ($1)"""
_AGENTS = """SELECT a.id, a.version, a.presence, a.presence_channels, a.off, a.capacity_total, l.capacity, l.load,
l.weight, l.last_assigned_at, l.freed_at FROM agents a JOIN agent_loads l ON l.agent_id = a.id AND l.channel = 'ticket'
WHERE a.id = ANY ($1)"""

# $1 tickets, $2 whose each of them is now, $3 the records, $4 now.
_WRITE = """
WITH given AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS g (ticket_id, agent_id, data)
), written AS (
    UPDATE tickets t SET
        assignee_id = g.agent_id, status = 'open', seq = t.seq + 1, public_seq = t.public_seq + 1,
        version = t.version + 1, updated_at = $4, public_updated_at = $4
    FROM given g WHERE t.id = g.ticket_id RETURNING t.id, t.seq, t.public_seq, g.data
), logged AS (
    INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
    SELECT id, seq, public_seq, 'ticket.assigned', 'system', '00000000-0000-0000-0000-000000000000', 'Floor',
        data::jsonb, $4
    FROM written
)
UPDATE agent_loads l SET load = l.load + n.many, last_assigned_at = $4
FROM (SELECT agent_id, count(*) AS many FROM given GROUP BY 1) n
WHERE l.agent_id = n.agent_id AND l.channel = 'ticket'
"""


def _settings() -> Settings:
    # Whoever does one thing after the other needs few connections.
    return Settings(pool_size=2, lean_pool_size=2)


class _Decider:
    """See `deciding`."""

    def __init__(self, job: dict[str, Any], database: Database, connection: "asyncpg.Connection[Any]") -> None:
        self._database = database
        # Beside what the desk does itself.
        self._connection = connection
        self._lines = [UUID(each) for each in job["lines"]]
        self._changing: bool = job["changing"]
        self._floor: bool = job["floor"]
        self._chance = Random(7)
        self._turn = 0
        self._who: list[UUID] = []
        self._free: list[UUID] = []
        self._full: list[UUID] = []

    async def prepare(self, teams: list[str]) -> None:
        """Learn who there is."""
        self._who = [row["agent_id"] for row in await self._connection.fetch(_OF_TEAMS, teams)]
        for row in await self._connection.fetch(_ROOM, self._who):
            (self._free if row["room"] else self._full).append(row["agent_id"])

    async def go(self, times: int, *, look: bool) -> dict[str, Any]:
        """So many decisions; with `look`, where to decide is looked for before each of them, as the router does."""
        found: dict[str, Any] = {"looks": [], "decisions": [], "floor": [], "cpu_ms": [], "decided": 0}
        cpu = time.process_time()
        for _ in range(times):
            self._turn += 1
            line = self._lines[self._turn % len(self._lines)]
            await self._change()
            if look:
                found["looks"].append(await self._look())
            used = time.process_time()
            took, many = await self._decide(line)
            found["cpu_ms"].append((time.process_time() - used) * 1e3)
            found["decisions"].append(took)
            found["decided"] += many
            if self._floor:
                found["floor"].append(await self._read(line))
        return {**found, "cpu": time.process_time() - cpu}

    async def _change(self) -> None:
        if self._changing and self._full:
            one, other = self._chance.randrange(len(self._free)), self._chance.randrange(len(self._full))
            await self._connection.execute(_CHANGE, self._free[one], self._full[other])
            self._free[one], self._full[other] = self._full[other], self._free[one]

    async def _look(self) -> float:
        begun = time.perf_counter()
        async with self._database.lean() as connection:
            await placing.lines_with_work(connection, "ticket")
        return (time.perf_counter() - begun) * 1e3

    async def _decide(self, line: UUID) -> tuple[float, int]:
        """Milliseconds from when the line is in hand until the record is made, and how many tickets it is about."""
        async with self._database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            await queue_items.lock(connection, "ticket", line)
            await queue_items.be_brief(connection)
            begun = time.perf_counter()
            found = await ticket_placing.decided(connection, line, now=clock.now(), most=1)
            return (time.perf_counter() - begun) * 1e3, len(found)

    async def _read(self, line: UUID) -> float:
        first = [row["ticket_id"] for row in await self._connection.fetch(_FIRST, line, placing.LOOKED_AT)]
        begun = time.perf_counter()
        await self._connection.fetch(_ITEMS, first)
        await self._connection.fetch(_AGENTS, self._who)
        return (time.perf_counter() - begun) * 1e3


@asynccontextmanager
async def deciding(job: dict[str, Any]) -> AsyncIterator[Go]:
    """Decisions about one ticket each, in the `lines` in turn, up to what would be written.

    Before each of them somebody of the `teams` has their hands full and somebody else has room, when `changing`; with
    `floor`, its rows are read beside it.
    """
    database = Database(job["url"], _settings())
    connection = await asyncpg.connect(job["url"], server_settings={"jit": "off"})
    try:
        decider = _Decider(job, database, connection)
        await decider.prepare(job["teams"])
        await decider.go(_WARM, look=True)

        async def go(asked: dict[str, Any]) -> dict[str, Any]:
            return await decider.go(asked["times"], look=asked["look"])

        yield go
    finally:
        await connection.close()
        await database.close()


@asynccontextmanager
async def routing(job: dict[str, Any]) -> AsyncIterator[Go]:
    """The worker of a process: it takes its turns until nothing waits."""
    settings = _settings()
    database = Database(job["url"], settings)
    worker = Worker(database, settings, deadlines=False)

    async def go(_asked: dict[str, Any]) -> dict[str, Any]:
        begun, cpu, turns, busy = time.perf_counter(), time.process_time(), 0, 0
        while await _waits(database):
            if time.perf_counter() - begun > _LONGEST:
                msg = f"tickets still wait after {_LONGEST:.0f} s, {turns} turns of a router and {busy} waits too long"
                raise BrokenError(msg)
            turns += 1
            try:
                await worker.turn()
            except Unavailable:
                busy += 1
        return {"turns": turns, "busy": busy, "cpu": time.process_time() - cpu}

    try:
        await _waits(database)
        yield go
    finally:
        await database.close()


async def _waits(database: Database) -> bool:
    async with database.lean() as connection:
        return bool(await connection.fetchval("SELECT EXISTS (SELECT FROM queue_items WHERE state = 'waiting')"))


@asynccontextmanager
async def writing(job: dict[str, Any]) -> AsyncIterator[Go]:
    """What assignments write, and nothing else: `given` (ticket, agent, record), by one statement a batch."""
    connection = await asyncpg.connect(job["url"], server_settings={"jit": "off"})
    given = [(UUID(ticket), UUID(agent), data) for ticket, agent, data in job["given"]]
    write = await connection.prepare(_WRITE)

    async def go(_asked: dict[str, Any]) -> dict[str, Any]:
        rest, cpu = iter(given), time.process_time()
        while batch := list(islice(rest, ticket_placing.BATCH)):
            tickets, agents, records = zip(*batch, strict=True)
            await write.fetch(tickets, agents, records, datetime.now(UTC))
        return {"cpu": time.process_time() - cpu}

    try:
        yield go
    finally:
        await connection.close()


TASKS: dict[str, Callable[[dict[str, Any]], AbstractAsyncContextManager[Go]]] = {
    "deciding": deciding,
    "routing": routing,
    "writing": writing,
}
