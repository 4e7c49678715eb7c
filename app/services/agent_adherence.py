"""Whether agents were there when they should be: their plan of now, held against when they were at work."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.agent_time import Span, by_interval, common, merged, micros, there, without
from app.rules.schedules import AnySchedule
from app.services import agent_time, sla_worlds

# Nobody is held against a plan before they came, or after they have left.
_AGENTS = """SELECT a.id, a.by_shifts, v.id AS version_id, a.created_at AS came_at,
 CASE WHEN a.status = 'disabled' THEN coalesce(a.presence_at, a.updated_at) END AS left_at
FROM agents a LEFT JOIN calendars c ON c.id = a.calendar_id
LEFT JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number
WHERE a.status <> 'invited' AND ($1::uuid[] IS NULL OR a.id = ANY ($1))
AND (a.by_shifts OR a.calendar_id IS NOT NULL)"""
_SHIFTS = "SELECT agent_id, starts_at, ends_at FROM shifts WHERE starts_at < $2 AND ends_at > $1"
_ABSENCES = "SELECT agent_id, starts_at, ends_at FROM absences WHERE starts_at < $2 AND ends_at > $1"


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


async def adherence(
    connection: Connection, bounds: Sequence[datetime], agent_ids: Collection[UUID] | None = None
) -> dict[UUID, list[Adherence]]:
    """Of those of these agents (None: all) who have a plan, between each bound and the next, as far as it is over.

    The plan is what their shifts, or their calendar, less their absences say now; who has neither has no plan. What
    was before stretches were kept is left out.
    """
    begun = await agent_time.since(connection)
    begin, end = bounds[0] if begun is None else max(bounds[0], begun), min(bounds[-1], clock.now())
    agents = await connection.fetch(_AGENTS, None if agent_ids is None else list(agent_ids))
    if begin >= end or not agents:
        return {}
    known = await agent_time.stretches(connection, begin, end, [row["id"] for row in agents])
    # What is told of somebody from before shows that they were here.
    first = {agent_id: min(each.begins for each in own) for agent_id, own in known.items()}
    plans = await _plans(connection, agents, begin, end, first)
    found: dict[UUID, list[Adherence]] = {}

    def hold_against() -> None:
        for agent_id, plan in plans.items():
            at_work = there(known.get(agent_id, ()), begin, end)
            sums = (by_interval(spans, bounds) for spans in (plan, common(plan, at_work), without(at_work, plan)))
            found[agent_id] = [Adherence(*each) for each in zip(*sums, strict=True)]

    # Of many people and days that takes a while, and meanwhile the process answers others.
    await asyncio.to_thread(hold_against)
    return {agent_id: each for agent_id, each in found.items() if any(one.scheduled or one.besides for one in each)}


async def _plans(
    connection: Connection,
    agents: Sequence[Mapping[str, Any]],
    begin: datetime,
    end: datetime,
    first: Mapping[UUID, datetime],
) -> dict[UUID, list[Span]]:
    hours = await sla_worlds.rule_hours(connection, {row["version_id"] for row in agents} - {None})
    shifts = _by_agent(await connection.fetch(_SHIFTS, begin, end), begin, end)
    absences = _by_agent(await connection.fetch(_ABSENCES, begin, end), begin, end)

    def less() -> dict[UUID, list[Span]]:
        open_: dict[UUID | None, list[Span]] = {key: _openings(each, begin, end) for key, each in hours.items()}
        plans = {}
        for row in agents:
            came, left = min(row["came_at"], first.get(row["id"], end)), row["left_at"] or end
            planned = common(open_[row["version_id"]], merged([(micros(came), micros(left))]))
            if row["by_shifts"]:
                planned = common(planned, merged(shifts.get(row["id"], ())))
            plans[row["id"]] = without(planned, merged(absences.get(row["id"], ())))
        return plans

    return await asyncio.to_thread(less)


def _openings(hours: AnySchedule, begin: datetime, end: datetime) -> list[Span]:
    """The schedule counts whole seconds; the period is cut where it is."""
    whole = [(micros(begin), micros(end))]
    found = hours.openings(begin, end + timedelta(seconds=1))
    return common(merged((micros(each.opens), micros(each.closes)) for each in found), whole)


def _by_agent(rows: Sequence[Mapping[str, Any]], begin: datetime, end: datetime) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = {}
    for row in rows:
        span = (micros(max(row["starts_at"], begin)), micros(min(row["ends_at"], end)))
        found.setdefault(row["agent_id"], []).append(span)
    return found


def total(found: Sequence[Adherence]) -> Adherence:
    """Of several together."""
    together = Adherence()
    for each in found:
        together.add(each)
    return together
