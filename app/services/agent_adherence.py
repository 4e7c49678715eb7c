"""Whether agents were there when they should be: their plan of now, held against when they were at work."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.agent_time import micros, there
from app.rules.schedules import AnySchedule
from app.services import agent_days, agent_stretches, sla_worlds
from app.services.agent_days import Day

if TYPE_CHECKING:
    from app.timing import Axis, Rows, Spans

PARTS = 3
_ID = 16

# Nobody is held against a plan before they came, or after they have left. What is told of somebody from before they
# were written down shows that they were here.
_AGENTS = """SELECT a.id, a.by_shifts, v.id AS version_id,
 least(a.created_at, (SELECT min(s.from_at) FROM agent_spans s WHERE s.agent_id = a.id)) AS came_at,
 CASE WHEN a.status = 'disabled' THEN coalesce(a.presence_at, a.updated_at) END AS left_at
FROM agents a LEFT JOIN calendars c ON c.id = a.calendar_id
LEFT JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number
WHERE a.status <> 'invited' AND ($1::uuid[] IS NULL OR a.id = ANY ($1))
AND (a.by_shifts OR a.calendar_id IS NOT NULL)"""
# There are tens of thousands of them in a year: in columns.
_PLANNED = """SELECT coalesce(string_agg(uuid_send(agent_id), ''), '') AS agents,
 coalesce(string_agg(int8send((extract(epoch FROM starts_at) * 1000000)::bigint), ''), '') AS begins,
 coalesce(string_agg(int8send((extract(epoch FROM ends_at) * 1000000)::bigint), ''), '') AS ends
FROM {} WHERE starts_at < $2 AND ends_at > $1 AND agent_id = ANY ($3)"""
_SHIFTS, _ABSENCES = _PLANNED.format("shifts"), _PLANNED.format("absences")


@dataclass(slots=True)
class Adherence:
    """Microseconds: planned, at work of that, at work besides."""

    scheduled: int = 0
    kept: int = 0
    besides: int = 0

    @property
    def share(self) -> float | None:
        """Of the time that was planned, the share in which they were at work; None: nothing was planned."""
        return self.kept / self.scheduled if self.scheduled else None

    def add(self, other: "Adherence") -> None:
        """Count another's as well."""
        self.scheduled += other.scheduled
        self.kept += other.kept
        self.besides += other.besides


@dataclass(frozen=True, slots=True)
class _Known:
    """All that is looked at. Columns of shifts and absences: whose, when they begin, when they end."""

    agents: Sequence[Mapping[str, Any]]
    hours: Mapping[UUID | None, AnySchedule]
    shifts: Mapping[str, bytes]
    absences: Mapping[str, bytes]
    days: Sequence[Day]
    late: Sequence[tuple[int, int, int]]


async def rows(
    connection: Connection, bounds: Sequence[datetime], agent_ids: Collection[UUID] | None = None
) -> tuple[list[UUID], "Rows"]:
    """Of those of these agents (None: all) who have a plan, between each bound and the next, as far as it is over: the
    agents, and rows of their places, slots and parts (as `Adherence` has them).

    The plan is what their shifts, or their calendar, less their absences say now; who has neither has no plan. What
    was before stretches were kept is left out.
    """
    begun = await agent_stretches.since(connection)
    begin, end = bounds[0] if begun is None else max(bounds[0], begun), min(bounds[-1], clock.now())
    agents = await connection.fetch(_AGENTS, None if agent_ids is None else list(agent_ids))
    ids = [row["id"] for row in agents]
    if begin >= end or not agents:
        return [], await asyncio.to_thread(_nothing)
    packed = await agent_days.until(connection)
    late = begin if packed is None else min(end, max(begin, packed))
    known = _Known(
        agents,
        await sla_worlds.rule_hours(connection, {row["version_id"] for row in agents} - {None}),
        await connection.fetchrow(_SHIFTS, begin, end, [row["id"] for row in agents if row["by_shifts"]]) or {},
        await connection.fetchrow(_ABSENCES, begin, end, ids) or {},
        await agent_days.read(connection, "work", begin, late, ids) if begin < late else (),
        await _late(connection, late, end, ids),
    )
    return ids, await asyncio.to_thread(_held, known, begin, end, [micros(each) for each in bounds])


async def adherence(
    connection: Connection, bounds: Sequence[datetime], agent_ids: Collection[UUID] | None = None
) -> dict[UUID, list[Adherence]]:
    """The same by agent and slot, of those who have any."""
    agents, those = await rows(connection, bounds, agent_ids)
    found: dict[UUID, list[Adherence]] = {}
    for agent, place, *each in zip(those.agents.tolist(), those.places.tolist(), *those.parts.tolist(), strict=True):
        own = found.setdefault(agents[agent], [Adherence() for _ in pairwise(bounds)])
        own[place].add(Adherence(*each))
    return found


async def _late(
    connection: Connection, begin: datetime, end: datetime, ids: Sequence[UUID]
) -> list[tuple[int, int, int]]:
    """When they were at work since days have not been packed: whose, from when, to when."""
    places = {agent_id: place for place, agent_id in enumerate(ids)}
    known = await agent_stretches.stretches(connection, begin, end, ids)
    return [(places[agent_id], *span) for agent_id, each in known.items() for span in there(each, begin, end)]


def _nothing() -> "Rows":
    from app import timing  # noqa: PLC0415 - numpy is heavy, and most processes make no reports

    return timing.joined((), PARTS)


def _held(known: _Known, begin: datetime, end: datetime, edges: Sequence[int]) -> "Rows":
    from app import timing  # noqa: PLC0415 - see above

    axis = timing.Axis(micros(begin), micros(end))
    days = axis.laid_days([(each.begin, each.whose, each.rows) for each in known.days if each.whose])
    work = timing.both(days, axis.laid_rows(known.late))
    return timing.held(axis, _plan(axis, known, begin, end), work, edges)


def _plan(axis: "Axis", known: _Known, begin: datetime, end: datetime) -> "Spans":
    from app import timing  # noqa: PLC0415 - see above

    places = {row["id"].bytes: place for place, row in enumerate(known.agents)}

    def laid(columns: Mapping[str, bytes]) -> "Spans":
        ids = columns["agents"]
        whose = [places[ids[at : at + _ID]] for at in range(0, len(ids), _ID)]
        return axis.laid_bytes(whose, columns["begins"], columns["ends"])

    whole, shifted = [], []
    for version_id, hours in known.hours.items():
        own = [place for place, row in enumerate(known.agents) if row["version_id"] == version_id]
        by_shifts = [place for place in own if known.agents[place]["by_shifts"]]
        # The schedule counts whole seconds; the axis is cut where it is.
        found = hours.openings(begin, end + timedelta(seconds=1)) if own else []
        openings = [(micros(each.opens), micros(each.closes)) for each in found]
        shifted.append(axis.laid_for_all(by_shifts, openings))
        whole.append(axis.laid_for_all(sorted({*own} - {*by_shifts}), openings))
    planned = timing.both(timing.common(timing.both(*shifted), laid(known.shifts)), *whole)
    here = axis.laid_rows(
        [
            (place, micros(row["came_at"]), micros(row["left_at"] or end))
            for place, row in enumerate(known.agents)
        ]
    )  # fmt: skip
    return timing.without(timing.common(planned, here), laid(known.absences))


def total(found: Sequence[Adherence]) -> Adherence:
    """Of several together."""
    together = Adherence()
    for each in found:
        together.add(each)
    return together
