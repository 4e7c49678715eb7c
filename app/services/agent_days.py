"""Days of agents that are over, in columns: what their time went to, and when they were at work.

A day of UTC is packed once all of its quarters are summed, from what nobody changes any more, and never again.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias
from uuid import UUID

from app.db import Connection
from app.rules.agent_time import SLOT, Parts, micros, there
from app.services import agent_stretches

if TYPE_CHECKING:
    from app.timing import Rows

Kind: TypeAlias = Literal["hours", "quarters", "work"]
# How long the slots of a kind are.
STEPS: Mapping[Kind, timedelta] = {"hours": timedelta(hours=1), "quarters": SLOT}
NAMES = [each.name for each in fields(Parts)]
# Of work: when it begins and ends, since the day began.
_SPAN = 2
_DAY = timedelta(days=1)
# Days that are packed in one transaction.
_AT_ONCE = 10

_NEXT = """SELECT coalesce((SELECT max(day) + 1 FROM agent_days),
 (SELECT (min(from_at) AT TIME ZONE 'UTC')::date FROM agent_spans))"""
_UNTIL = "SELECT max(day) + 1 FROM agent_days"
_SLOTS = f"SELECT agent_id, at, {', '.join(NAMES)} FROM agent_slots WHERE at >= $1 AND at < $2"  # noqa: S608 - names of ours
_PUT = "INSERT INTO agent_days (day, kind, n, agents, data) VALUES ($1, $2, $3, $4, $5)"
_DAYS = """SELECT day, n, agents, data FROM agent_days WHERE kind = $1 AND day >= $2 AND day < $3 ORDER BY day"""


@dataclass(frozen=True, slots=True)
class Day:
    """A day: when it began (microseconds), the places of its agents in a list (-1: they are not in it), its rows."""

    begin: int
    whose: Sequence[int]
    rows: "Rows"


async def until(connection: Connection) -> datetime | None:
    """Up to when days are packed, from the first stretch on; None: none is."""
    found: date | None = await connection.fetchval(_UNTIL)
    return None if found is None else _midnight(found)


async def pack(connection: Connection, summed: datetime) -> bool:
    """Pack days whose quarters are summed, in the transaction of whoever sums; whether there may be more."""
    day: date | None = await connection.fetchval(_NEXT)
    for _ in range(_AT_ONCE):
        if day is None or _midnight(day) + _DAY > summed:
            return False
        await _pack(connection, day)
        day += _DAY
    return True


async def _pack(connection: Connection, day: date) -> None:
    begin = _midnight(day)
    slots = await connection.fetch(_SLOTS, begin, begin + _DAY)
    stretches = await agent_stretches.stretches(connection, begin, begin + _DAY, None)
    start = micros(begin)
    spans = [
        (agent_id, begins - start, ends - start)
        for agent_id, each in stretches.items()
        for begins, ends in there(each, begin, begin + _DAY)
    ]

    def packed() -> list[tuple[date, Kind, int, bytes, bytes]]:
        from app import timing  # noqa: PLC0415 - numpy is heavy, and most processes make no reports

        agents = {agent_id: place for place, agent_id in enumerate({row["agent_id"] for row in slots})}
        quarters = timing.rows_of(
            [(agents[row["agent_id"]], (row["at"] - begin) // SLOT, *row[2:]) for row in slots], len(NAMES)
        )
        workers = {agent_id: place for place, agent_id in enumerate({agent_id for agent_id, _, _ in spans})}
        work = timing.rows_of([(workers[each[0]], 0, *each[1:]) for each in spans], _SPAN)
        made: list[tuple[Kind, Mapping[UUID, int], Rows]] = [
            ("hours", agents, timing.coarser(quarters, STEPS["hours"] // SLOT)),
            ("quarters", agents, timing.coarser(quarters, 1)),
            ("work", workers, work),
        ]
        return [
            (day, kind, len(rows.agents), b"".join(each.bytes for each in who), timing.pack(rows))
            for kind, who, rows in made
        ]

    await connection.executemany(_PUT, await asyncio.to_thread(packed))


async def read(connection: Connection, kind: Kind, begin: datetime, end: datetime, agents: Sequence[UUID]) -> list[Day]:
    """The packed days of which something lies in a period, for these agents."""
    found = await connection.fetch(_DAYS, kind, begin.date(), (end + _DAY - timedelta(microseconds=1)).date())
    places = {agent_id.bytes: place for place, agent_id in enumerate(agents)}
    parts = _SPAN if kind == "work" else len(NAMES)

    def unpacked() -> list[Day]:
        from app import timing  # noqa: PLC0415 - see above

        return [
            Day(
                micros(_midnight(row["day"])),
                [places.get(row["agents"][at : at + 16], -1) for at in range(0, len(row["agents"]), 16)],
                timing.unpack(row["data"], row["n"], parts),
            )
            for row in found
        ]

    return await asyncio.to_thread(unpacked)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
