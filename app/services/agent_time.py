"""What agents' time went to: from packed days, from quarters that have been summed, and the rest from stretches."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.agent_time import SLOT, Parts, micros, shares
from app.services import agent_days, agent_stretches
from app.services.agent_days import NAMES, STEPS, Day, Kind

if TYPE_CHECKING:
    from app.timing import Rows

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_ALL = "SELECT id FROM agents"
_UNTIL = "SELECT until FROM agent_slots_until"
_SLOTS = f"""SELECT agent_id, width_bucket(at, $3::timestamptz[]) - 1 AS place,
 {", ".join(f"sum({each})::bigint AS {each}" for each in NAMES)}
FROM agent_slots WHERE at >= $1 AND at < $2 AND agent_id = ANY ($4) GROUP BY 1, 2"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Read:
    """Where it is read from: slots of whom, and rows of (agent, slot, parts) so far."""

    connection: Connection
    bounds: Sequence[datetime]
    agents: Sequence[UUID]
    places: dict[UUID, int]
    found: list[tuple[int, ...]]


async def rows(
    connection: Connection, bounds: Sequence[datetime], agent_ids: Collection[UUID] | None = None
) -> tuple[list[UUID], "Rows"]:
    """What the time of these agents (None: all) went to between each bound and the next, as far as it is over: the
    agents, and rows of their places, slots and parts.

    The parts of a period are those of its intervals, to the microsecond, however far packing and summing have come.
    """
    until, packed = await connection.fetchval(_UNTIL), await agent_days.until(connection)
    agents = [row["id"] for row in await connection.fetch(_ALL)] if agent_ids is None else list(agent_ids)
    reading = _Read(connection, bounds, agents, {each: place for place, each in enumerate(agents)}, [])
    begin, end = bounds[0], min(bounds[-1], clock.now())
    days: list[Day] = []
    span, kind = (end, end), _kind(bounds)
    if begin < end:
        if kind is None or until is None:
            first = last = end
        else:
            first, last = _up(begin, SLOT), _down(min(end, until), SLOT)
            if first >= last:
                first = last = end
        await _look(reading, begin, first)
        if first < last:
            step = STEPS[kind or "quarters"]
            low, high = _up(first, step), _down(last if packed is None else min(last, packed), step)
            if packed is None or low >= high:
                await _slots(reading, first, last)
            else:
                span = low, high
                await _slots(reading, first, low)
                days = await agent_days.read(connection, kind or "quarters", low, high, agents)
                await _slots(reading, high, last)
        await _look(reading, last, end)
    return agents, await asyncio.to_thread(_joined, reading, days, span, kind or "quarters")


async def parts(
    connection: Connection, bounds: Sequence[datetime], agent_ids: Collection[UUID] | None = None
) -> dict[UUID, list[Parts]]:
    """The same by agent and slot, of those who have any."""
    agents, those = await rows(connection, bounds, agent_ids)
    found: dict[UUID, list[Parts]] = {}
    for agent, place, *each in zip(those.agents.tolist(), those.places.tolist(), *those.parts.tolist(), strict=True):
        own = found.setdefault(agents[agent], [Parts() for _ in pairwise(bounds)])
        own[place].add(Parts(*each))
    return found


def _kind(bounds: Sequence[datetime]) -> Kind | None:
    """The longest slots that make the intervals; None: no slots do."""
    kinds: tuple[Kind, ...] = ("hours", "quarters")
    return next((kind for kind in kinds if all(each == _down(each, STEPS[kind]) for each in bounds[1:-1])), None)


def _down(at: datetime, step: timedelta) -> datetime:
    return at - (at - _EPOCH) % step


def _up(at: datetime, step: timedelta) -> datetime:
    return _down(at + step - _MICROSECOND, step)


def _joined(reading: _Read, days: Sequence[Day], span: tuple[datetime, datetime], kind: Kind) -> "Rows":
    from app import timing  # noqa: PLC0415 - numpy is heavy, and most processes make no reports

    edges = [micros(each) for each in reading.bounds]
    period, step = (micros(span[0]), micros(span[1])), STEPS[kind] // _MICROSECOND
    placed = [timing.placed(day.rows, day.whose, day.begin, step, period, edges) for day in days if day.whose]
    return timing.joined([timing.rows_of(reading.found, len(NAMES)), *placed], len(NAMES))


async def _slots(reading: _Read, begin: datetime, end: datetime) -> None:
    if begin >= end:
        return
    for row in await reading.connection.fetch(_SLOTS, begin, end, list(reading.bounds), reading.agents):
        place = max(0, row["place"])
        reading.found.append((reading.places[row["agent_id"]], place, *(row[name] for name in NAMES)))


async def _look(reading: _Read, begin: datetime, end: datetime) -> None:
    if begin >= end:
        return
    bounds = reading.bounds
    edges = [begin, *(each for each in bounds if begin < each < end), end]
    offset = sum(each <= begin for each in bounds[1:-1])
    known = await agent_stretches.stretches(reading.connection, begin, end, reading.agents)
    for agent_id, those in known.items():
        for place, each in enumerate(shares(those, edges), start=offset):
            if each.signed_in:
                reading.found.append((reading.places[agent_id], place, *astuple(each)))
