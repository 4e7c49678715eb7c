"""What agents' time went to: summed by quarters of an hour once these are over, the rest from stretches themselves."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from app import clock
from app.db import Connection, Database
from app.rules.agent_time import SLOT, Parts, Stretch, shares

# What is committed late is in time: no transaction of the desk is open for so long.
SETTLED = timedelta(minutes=2)
# So much is summed in one transaction.
_AT_ONCE = timedelta(hours=6)
# How often a process looks whether a quarter is over.
PAUSE_SECONDS = 30.0
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_NAMES = [each.name for each in fields(Parts)]

_SPANS = """SELECT agent_id, kind, from_at, to_at, presence, off FROM agent_spans
WHERE tstzrange(from_at, to_at) && tstzrange($1, $2) AND ($3::uuid[] IS NULL OR agent_id = ANY ($3))"""
_SINCE = "SELECT min(from_at) FROM agent_spans"
_UNTIL = "SELECT until FROM agent_slots_until"
_HOLD = "SELECT until FROM agent_slots_until FOR UPDATE SKIP LOCKED"
_BEGIN = "INSERT INTO agent_slots_until (one, until) VALUES (true, $1) ON CONFLICT DO NOTHING"
_MOVE = "UPDATE agent_slots_until SET until = $1"
_ADD = f"""INSERT INTO agent_slots (agent_id, at, {", ".join(_NAMES)})
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], {", ".join(f"${place}::bigint[]" for place in range(3, 12))})
ON CONFLICT DO NOTHING"""  # noqa: S608 - names of ours
_SLOTS = f"""SELECT agent_id, width_bucket(at, $3::timestamptz[]) - 1 AS place,
 {", ".join(f"sum({each})::bigint AS {each}" for each in _NAMES)}
FROM agent_slots WHERE at >= $1 AND at < $2 AND ($4::uuid[] IS NULL OR agent_id = ANY ($4)) GROUP BY 1, 2"""  # noqa: S608


async def since(connection: Connection) -> datetime | None:
    """Since when stretches are kept; None: there is no agent yet."""
    found: datetime | None = await connection.fetchval(_SINCE)
    return found


async def stretches(
    connection: Connection, begin: datetime, end: datetime, agent_ids: Collection[UUID] | None
) -> dict[UUID, list[Stretch]]:
    """What of these agents (None: all) was going on in `[begin, end)`, as it is known: nothing is cut."""
    found: dict[UUID, list[Stretch]] = {}
    if begin < end:
        for row in await connection.fetch(_SPANS, begin, end, None if agent_ids is None else list(agent_ids)):
            stretch = Stretch(row["kind"], row["from_at"], row["to_at"], row["presence"] or "offline", row["off"])
            found.setdefault(row["agent_id"], []).append(stretch)
    return found


async def parts(
    connection: Connection, bounds: Sequence[datetime], agent_ids: Collection[UUID] | None = None
) -> dict[UUID, list[Parts]]:
    """What the time of these agents (None: all) went to between each bound and the next, as far as it is over.

    Whole quarters that have been summed are added up by the database; what is left of the ends, and what was a moment
    ago, is looked at itself. So the parts of a period are those of its intervals, to the microsecond.
    """
    until = await connection.fetchval(_UNTIL)
    begin, end = bounds[0], min(bounds[-1], clock.now())
    found: dict[UUID, list[Parts]] = {}
    if begin >= end:
        return found
    first, last = _quarter(begin + SLOT - timedelta(microseconds=1)), _quarter(min(end, until or begin))
    if first >= last or not all(each == _quarter(each) for each in bounds[1:-1]):
        await _look(connection, found, bounds, (begin, end), agent_ids)
        return found
    await _look(connection, found, bounds, (begin, first), agent_ids)
    wanted = None if agent_ids is None else list(agent_ids)
    rows = await connection.fetch(_SLOTS, first, last, list(bounds), wanted)

    def count() -> None:
        for row in rows:
            place = max(0, row["place"])
            _of(found, row["agent_id"], bounds)[place].add(Parts(*(row[name] for name in _NAMES)))

    # Of many people and days that takes a while, and meanwhile the process answers others.
    await asyncio.to_thread(count)
    await _look(connection, found, bounds, (last, end), agent_ids)
    return found


def _quarter(at: datetime) -> datetime:
    return at - (at - _EPOCH) % SLOT


def _of(found: dict[UUID, list[Parts]], agent_id: UUID, bounds: Sequence[datetime]) -> list[Parts]:
    return found.setdefault(agent_id, [Parts() for _ in pairwise(bounds)])


async def _look(
    connection: Connection,
    found: dict[UUID, list[Parts]],
    bounds: Sequence[datetime],
    span: tuple[datetime, datetime],
    agent_ids: Collection[UUID] | None,
) -> None:
    begin, end = span
    if begin >= end:
        return
    inner = [each for each in bounds if begin < each < end]
    edges = [begin, *inner, end]
    offset = sum(each <= begin for each in bounds[1:-1])
    known = await stretches(connection, begin, end, agent_ids)

    def count() -> None:
        for agent_id, own in known.items():
            for place, each in enumerate(shares(own, edges), start=offset):
                _of(found, agent_id, bounds)[place].add(each)

    await asyncio.to_thread(count)


async def sum_next(database: Database) -> bool:
    """Sum the quarters that are over, in one process at a time; whether there may be more at once."""
    async with database.lean() as connection, connection.transaction():
        until = await connection.fetchval(_HOLD)
        if until is None:
            begun = await since(connection)
            # Begun by now, or somebody else holds it.
            return begun is not None and await connection.execute(_BEGIN, _quarter(begun)) == "INSERT 0 1"
        over = _quarter(clock.now() - SETTLED)
        end: datetime = min(over, until + _AT_ONCE)
        if end <= until:
            return False
        await add_sums(connection, until, end)
        await connection.execute(_MOVE, end)
    return end < over


async def add_sums(connection: Connection, begin: datetime, end: datetime) -> None:
    """Sum the quarters between two of their bounds."""
    edges = [begin + SLOT * each for each in range((end - begin) // SLOT + 1)]
    known = await stretches(connection, begin, end, None)
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
    await connection.execute("DELETE FROM agent_slots")
    await connection.execute("DELETE FROM agent_slots_until")
