"""Agents' time is summed by quarters of an hour once these are over, and packed by days, by one process at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import clock
from app.db import Connection, Database
from app.rules.agent_time import SLOT, Parts, Stretch, shares
from app.services import agent_days, agent_stretches

# What is committed late is in time: no transaction of the desk is open for so long.
SETTLED = timedelta(minutes=2)
# So much is summed in one transaction.
_AT_ONCE = timedelta(hours=6)
# How often a process looks whether a quarter is over.
PAUSE_SECONDS = 30.0
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

_HOLD = "SELECT until FROM agent_slots_until FOR UPDATE SKIP LOCKED"
_BEGIN = "INSERT INTO agent_slots_until (one, until) VALUES (true, $1) ON CONFLICT DO NOTHING"
_MOVE = "UPDATE agent_slots_until SET until = $1"
_ADD = f"""INSERT INTO agent_slots (agent_id, at, {", ".join(agent_days.NAMES)})
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], {", ".join(f"${place}::bigint[]" for place in range(3, 12))})
ON CONFLICT DO NOTHING"""  # noqa: S608 - names of ours


def quarter(at: datetime) -> datetime:
    """When the quarter began in which this is."""
    return at - (at - _EPOCH) % SLOT


async def sum_next(database: Database) -> bool:
    """Sum the quarters that are over, in one process at a time; whether there may be more at once."""
    async with database.lean() as connection, connection.transaction():
        until = await connection.fetchval(_HOLD)
        if until is None:
            begun = await agent_stretches.since(connection)
            # Begun by now, or somebody else holds it.
            return begun is not None and await connection.execute(_BEGIN, quarter(begun)) == "INSERT 0 1"
        over = quarter(clock.now() - SETTLED)
        end: datetime = min(over, until + _AT_ONCE)
        if end > until:
            await add_sums(connection, until, end)
            await connection.execute(_MOVE, end)
        more = await agent_days.pack(connection, max(end, until))
    return more or end < over


async def add_sums(connection: Connection, begin: datetime, end: datetime) -> None:
    """Sum the quarters between two of their bounds."""
    edges = [begin + SLOT * each for each in range((end - begin) // SLOT + 1)]
    known = await agent_stretches.stretches(connection, begin, end, None)
    rows = [(agent_id, at, *astuple(each)) for agent_id, at, each in _summed(known, edges)]
    if rows:
        await connection.execute(_ADD, *(list(column) for column in zip(*rows, strict=True)))


def _summed(
    known: Mapping[UUID, Iterable[Stretch]], edges: Sequence[datetime]
) -> Iterable[tuple[UUID, datetime, Parts]]:
    for agent_id, each in known.items():
        for at, found in zip(edges, shares(each, edges), strict=False):
            if found.signed_in:
                yield agent_id, at, found


class Summer:
    """Sums quarters now and then. `turn` is called again and again; most of the time there is nothing to do."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._due = 0.0

    async def turn(self) -> bool:
        """Sum what is over, when it is time to look; whether there may be more at once."""
        if clock.monotonic() < self._due:
            return False
        more = await sum_next(self._database)
        if not more:
            self._due = clock.monotonic() + PAUSE_SECONDS
        return more


async def rebuild(connection: Connection) -> None:
    """Forget all sums, in a transaction: they are made anew from the stretches, a part at a time."""
    await connection.execute("DELETE FROM agent_days")
    await connection.execute("DELETE FROM agent_slots")
    await connection.execute("DELETE FROM agent_slots_until")
