"""What the pure rules of SLA need to know: stored versions of policies and calendars, compiled once per process.

Versions never change, so what was compiled from one is good for ever. Which versions count now is read every time:
it is one row a policy, and whatever would tell that nothing has changed would cost as much.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.calendars import DAY, Calendar, Hours
from app.rules.conditions import Condition, Conditions
from app.rules.schedules import ALWAYS, AnySchedule, Schedule
from app.rules.sla_clocks import same_id
from app.rules.sla_policies import Policy, Step, Target, choose
from app.rules.sla_state import World

Compiled = TypeVar("Compiled")

WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CURRENT = """SELECT v.id::text AS version_id, cv.id::text AS calendar_version_id, p.created_at AS since
FROM sla_policies p JOIN sla_policy_versions v ON v.policy_id = p.id AND v.number = p.number
LEFT JOIN calendars c ON c.id = v.calendar_id
LEFT JOIN calendar_versions cv ON cv.calendar_id = c.id AND cv.number = c.number
WHERE p.enabled AND p.archived_at IS NULL ORDER BY p.position, p.id"""
_POLICIES = """SELECT id, policy_id, number, name, definition::text AS definition
FROM sla_policy_versions WHERE id = ANY ($1::uuid[])"""
_CALENDARS = """SELECT id, zone, weekly::text AS weekly, exceptions::text AS exceptions,
holiday_dates::text AS holiday_dates FROM calendar_versions WHERE id = ANY ($1::uuid[])"""


class _Recent(Generic[Compiled]):
    """The most recently used, by id: old versions come up when old tickets do."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[UUID, Compiled] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, version_id: UUID) -> Compiled | None:
        """What is kept of this version."""
        found = self._kept.get(version_id)
        if found is not None:
            self._kept.move_to_end(version_id)
        return found

    def put(self, version_id: UUID, compiled: Compiled) -> None:
        """Keep it, and no more than there is room for."""
        self._kept[version_id] = compiled
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


_policies: _Recent[Policy] = _Recent(2_000)
# A schedule grows with the years that it is asked about.
_schedules: _Recent[Schedule] = _Recent(500)


@dataclass(frozen=True, slots=True)
class Standing:
    """A policy that counts now: its version, the version of its calendar, and since when tickets may get it."""

    policy: Policy
    calendar: UUID | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The enabled policies in their order, as one statement saw them, and the hours of their calendars."""

    standings: tuple[Standing, ...]
    # By the version of the calendar; None is every hour of every day.
    hours: dict[UUID | None, AnySchedule]

    def decide(self, fields: Mapping[str, Any], at: datetime) -> tuple[UUID | None, UUID | None]:
        """The versions of the policy and of its calendar for a ticket with these fields; (None, None) without one.

        A policy is not for what happened before it was made: `at` is when the ticket's fields became these.
        """
        candidates = [each for each in self.standings if each.since <= at]
        chosen = choose([each.policy for each in candidates], fields)
        if chosen is None:
            return None, None
        return chosen.version_id, next(each.calendar for each in candidates if each.policy is chosen)


_latest: tuple[list[tuple[UUID, UUID | None, datetime]], Snapshot] = ([], Snapshot((), {}))


async def current(connection: Connection) -> Snapshot:
    """What counts now, as this connection sees it. One statement, and one more for versions that are new to us."""
    global _latest  # noqa: PLW0603 - one process has one desk
    rows = [
        (same_id(row[0]), None if row[1] is None else same_id(row[1]), row[2])
        for row in await connection.fetch(_CURRENT)
    ]
    known, snapshot = _latest
    if rows == known:
        return snapshot
    policies = await _rule_policies(connection, [version for version, _, _ in rows])
    hours = await rule_hours(connection, [calendar for _, calendar, _ in rows if calendar is not None])
    standings = tuple(Standing(policies[version], calendar, since) for version, calendar, since in rows)
    snapshot = Snapshot(standings, hours)
    _latest = (rows, snapshot)
    return snapshot


async def world(
    connection: Connection,
    version_ids: Iterable[UUID],
    calendar_version_ids: Iterable[UUID],
    *,
    snapshot: Snapshot | None,
) -> World:
    """These versions of policies and calendars, and those of the snapshot, which its decisions may name.

    Mostly without a statement. Raises LookupError for a version that there is not.
    """
    now = snapshot or Snapshot((), {})
    policies = await _rule_policies(connection, version_ids)
    policies |= {each.policy.version_id: each.policy for each in now.standings}
    return World(policies, await rule_hours(connection, calendar_version_ids) | now.hours)


async def _rule_policies(connection: Connection, version_ids: Iterable[UUID]) -> dict[UUID, Policy]:
    return await _compiled(connection, _policies, version_ids, _POLICIES, rule_policy)


async def rule_hours(connection: Connection, version_ids: Iterable[UUID]) -> dict[UUID | None, AnySchedule]:
    """The hours of these versions of calendars, and of None: always. Mostly without a statement. Raises LookupError."""
    hours: dict[UUID | None, AnySchedule] = {None: ALWAYS}
    hours.update((await _compiled(connection, _schedules, version_ids, _CALENDARS, schedule)).items())
    return hours


async def _compiled(
    connection: Connection,
    kept: _Recent[Compiled],
    version_ids: Iterable[UUID],
    statement: str,
    compile_: Callable[[Mapping[str, Any]], Compiled],
) -> dict[UUID, Compiled]:
    found: dict[UUID, Compiled] = {}
    missing: set[UUID] = set()
    for each in version_ids:
        known = kept.get(each)
        if known is None:
            missing.add(each)
        else:
            found[each] = known
    for row in await connection.fetch(statement, list(missing)) if missing else ():
        key = same_id(str(row["id"]))
        found[key] = compiled = compile_(row)
        kept.put(key, compiled)
        missing.discard(key)
    if missing:
        raise LookupError(f"there are no versions {sorted(map(str, missing))}")
    return found


def rule_policy(version: Mapping[str, Any]) -> Policy:
    """The rules' policy of a row of `sla_policy_versions`; its `definition` is an object, or its JSON as text."""
    definition = _json(version["definition"])
    return Policy(
        version_id=same_id(str(version["id"])),
        policy_id=version["policy_id"],
        name=version["name"],
        number=version["number"],
        conditions=conditions_of(definition["conditions"]),
        targets={(each.metric, each.priority): each for each in targets_of(definition["targets"])},
        steps=tuple(steps_of(definition["steps"])),
        pausable_updates=definition["pausable_updates"],
        paused_when_snoozed=frozenset(definition["paused_when_snoozed"]),
        in_incident=definition.get("in_incident", "run"),
    )


def conditions_of(stored: Mapping[str, Sequence[Mapping[str, Any]]]) -> Conditions:
    """The conditions of a definition, as the rules have them."""
    every, some = (
        tuple(Condition(each["field"], each["operator"], each["value"]) for each in stored[group])
        for group in ("all", "any")
    )
    return Conditions(every, some)


def targets_of(stored: Iterable[Mapping[str, Any]]) -> list[Target]:
    """The targets of a definition, as the rules have them."""
    return [Target(each["metric"], each["priority"], each["seconds"], each["hours"] == "business") for each in stored]


def steps_of(stored: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The steps of a definition, as the rules have them."""
    return [
        Step(
            key=each["key"],
            metrics=frozenset(each["metrics"]),
            percent=each["percent"],
            before=each["before_seconds"],
            after=each["after_seconds"],
            actions=tuple(each["actions"]),
        )
        for each in stored
    ]


def schedule(version: Mapping[str, Any]) -> Schedule:
    """The compiled hours of a row of `calendar_versions`; its JSON columns are values, or their JSON as text."""
    return Schedule(rule_calendar(version))


def rule_calendar(version: Mapping[str, Any]) -> Calendar:
    """The rules' calendar of a row of `calendar_versions`; its JSON columns are values, or their JSON as text."""
    weekly = _json(version["weekly"])
    return Calendar(
        zone=version["zone"],
        weekly=tuple(_hours(weekly.get(day, ())) for day in WEEK),
        exceptions={date.fromisoformat(each["date"]): _hours(each["hours"]) for each in _json(version["exceptions"])},
        holidays={date.fromisoformat(day): name for day, name in _json(version["holiday_dates"]).items()},
    )


def _hours(stored: Iterable[Mapping[str, str]]) -> tuple[Hours, ...]:
    return tuple(_interval(each["opens"], each["closes"]) for each in stored)


def _interval(opens: str, closes: str) -> Hours:
    begin, end = _seconds(opens), _seconds(closes)
    # Hours that close at or before they open do so on the next day.
    return Hours(begin, end if end > begin else end + DAY)


def _seconds(text: str) -> int:
    """Seconds since midnight of a wall time, HH:MM or HH:MM:SS; 24:00 is the end of the day."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return hours * 3_600 + minutes * 60 + sum(seconds)


def _json(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    return orjson.loads(value) if isinstance(value, str) else value
