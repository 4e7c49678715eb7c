"""The automations that count now, compiled once: versions never change, which of them count is read each time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.automations import Change, EventTrigger, Rule, TimeTrigger
from app.rules.condition_groups import calendars_in, group_of
from app.rules.schedules import AnySchedule
from app.services import sla_worlds

_CURRENT = """SELECT v.id::text AS version_id, a.id::text AS automation_id, a.name, a.number, a.since
FROM automations a JOIN automation_versions v ON v.automation_id = a.id AND v.number = a.number
WHERE a.enabled AND a.archived_at IS NULL ORDER BY a.position, a.id"""
_DEFINITIONS = (
    "SELECT id::text AS id, definition::text AS definition FROM automation_versions WHERE id = ANY ($1::uuid[])"
)
_CALENDARS = """SELECT c.id::text AS calendar_id, v.id FROM calendars c
JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number WHERE c.id = ANY ($1::text[]::uuid[])"""


@dataclass(frozen=True, slots=True)
class Rules:
    """The enabled rules, in their order."""

    in_order: tuple[Rule, ...] = ()
    by_id: Mapping[UUID, Rule] = field(default_factory=dict)

    @property
    def timed(self) -> list[Rule]:
        """Those that are due at times."""
        return [each for each in self.in_order if isinstance(each.trigger, TimeTrigger)]


_latest: tuple[list[tuple[Any, ...]], Rules] = ([], Rules())


async def current(connection: Connection) -> Rules:
    """What counts now, as this connection sees it; mostly one statement."""
    global _latest  # noqa: PLW0603 - one process has one desk
    rows = [tuple(row) for row in await connection.fetch(_CURRENT)]
    known, rules = _latest
    if rows == known:
        return rules
    stored = await connection.fetch(_DEFINITIONS, [row[0] for row in rows])
    definitions = {row["id"]: orjson.loads(row["definition"]) for row in stored}
    made = tuple(
        rule_of(definitions[version], UUID(automation), UUID(version), name=name, number=number, since=since)
        for version, automation, name, number, since in rows
    )
    rules = Rules(made, {each.id: each for each in made})
    _latest = (rows, rules)
    return rules


def rule_of(
    definition: Mapping[str, Any], automation_id: UUID, version_id: UUID, *, name: str, number: int, since: datetime
) -> Rule:
    """A definition, as the rules have it."""
    return Rule(
        id=automation_id,
        version_id=version_id,
        number=number,
        name=name,
        trigger=_trigger(definition["trigger"]),
        conditions=group_of(definition["conditions"]),
        actions=tuple(definition["actions"]),
        run=definition["run"],
        since=since,
    )


def _trigger(stated: Mapping[str, Any]) -> EventTrigger | TimeTrigger:
    if stated["kind"] == "event":
        changed = tuple(Change(each["field"], tuple(each["was"]), tuple(each["to"])) for each in stated["changed"])
        return EventTrigger(frozenset(stated["types"]), frozenset(stated["actors"]), changed)
    before = stated["before_seconds"]
    return TimeTrigger(
        stated["fact"],
        stated["after_seconds"] if before is None else -before,
        stated["field"],
        stated["calendar_id"],
        when_snoozed=stated["when_snoozed"],
    )


async def hours_of(connection: Connection, rules: Sequence[Rule]) -> dict[str, AnySchedule]:
    """The hours, as they are now, of the calendars that these rules name, by id. Mostly without a statement."""
    wanted = {calendar for each in rules for _, calendar in calendars_in(each.conditions)}
    wanted |= {
        each.trigger.calendar
        for each in rules
        if isinstance(each.trigger, TimeTrigger) and each.trigger.calendar is not None
    }
    return await hours_by_id(connection, wanted)


async def hours_by_id(connection: Connection, wanted: Collection[str]) -> dict[str, AnySchedule]:
    """The hours, as they are now, of these calendars, by id. Of none without a statement."""
    if not wanted:
        return {}
    versions = {row["calendar_id"]: row["id"] for row in await connection.fetch(_CALENDARS, sorted(wanted))}
    hours = await sla_worlds.rule_hours(connection, versions.values())
    return {calendar: hours[version] for calendar, version in versions.items()}
