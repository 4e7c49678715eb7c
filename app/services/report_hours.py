"""In whose hours a time is counted: those of the queue of then, else of its team, else of its brand.

The version of a calendar that was in force at the time counts, and is kept with the fact: another calendar of a team,
or another version, changes nothing of what is over.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.report_states import Fact
from app.services import sla_worlds

_OWNERS = """SELECT 'queue' AS dimension, id::text AS key, calendar_id FROM queues WHERE calendar_id IS NOT NULL
UNION ALL SELECT 'team', id::text, calendar_id FROM teams WHERE calendar_id IS NOT NULL
UNION ALL SELECT 'brand', key, calendar_id FROM brands WHERE calendar_id IS NOT NULL"""
_VERSIONS = """SELECT id, calendar_id, created_at FROM calendar_versions WHERE calendar_id = ANY ($1::uuid[])
ORDER BY calendar_id, number"""
_ORDER = ("queue", "team", "brand")


async def choose(connection: Connection, facts: Sequence[tuple[Fact, Any]]) -> list[tuple[UUID | None, int | None]]:
    """For each fact, with its row if it is there: the version of its calendar, and its seconds in those hours."""
    if all(fact.since is None for fact, _ in facts):
        return [(None, None)] * len(facts)
    calendars = await _calendars(connection)
    chosen = [_calendar(fact, row, calendars) for fact, row in facts]
    hours = await sla_worlds.rule_hours(connection, {each for each in chosen if each is not None})
    return [
        (
            each,
            None
            if each is None or fact.since is None
            else hours[each].open_seconds(fact.since, max(fact.since, fact.at)),
        )
        for each, (fact, _) in zip(chosen, facts, strict=True)
    ]


async def _calendars(connection: Connection) -> dict[tuple[str, str], list[tuple[datetime, UUID]]]:
    owners = await connection.fetch(_OWNERS)
    if not owners:
        return {}
    versions: dict[str, list[tuple[datetime, UUID]]] = {}
    for row in await connection.fetch(_VERSIONS, list({row["calendar_id"] for row in owners})):
        made = UUID(int=row["id"].int)
        versions.setdefault(str(row["calendar_id"]), []).append((row["created_at"], made))
    return {(row["dimension"], row["key"]): versions[str(row["calendar_id"])] for row in owners}


def _calendar(fact: Fact, row: Any, calendars: dict[tuple[str, str], list[tuple[datetime, UUID]]]) -> UUID | None:  # noqa: ANN401
    if fact.since is None:
        return None
    if row is not None and row["at"] == fact.at:
        return None if row["calendar"] is None else UUID(int=row["calendar"].int)
    for name in _ORDER:
        key = fact.dims[name]
        versions = None if key is None else calendars.get((name, key))
        if versions:
            place = bisect_right(versions, fact.at, key=lambda each: each[0])
            return versions[max(0, place - 1)][1]
    return None
