"""The queues of the desk as the rules see them, compiled once for each change of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.queues import Overflow, Queue, SkillRule, own_queue
from app.rules.schedules import ALWAYS, AnySchedule
from app.services.sla_worlds import conditions_of, schedule
from app.settings import settings

# What tells whether anything about the queues has changed; null without queues.
STAMP = """(SELECT string_agg(concat_ws(' ', q.id, q.version, v.id), ',' ORDER BY q.position, q.id) FROM queues q
LEFT JOIN calendars c ON c.id = q.calendar_id
LEFT JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number
WHERE q.enabled AND q.archived_at IS NULL)"""

_QUEUES = """SELECT q.id, q.name, q.definition::text AS definition, v.id AS calendar_version_id, v.zone,
v.weekly::text AS weekly, v.exceptions::text AS exceptions, v.holiday_dates::text AS holiday_dates
FROM queues q LEFT JOIN calendars c ON c.id = q.calendar_id
LEFT JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number
WHERE q.enabled AND q.archived_at IS NULL ORDER BY q.position, q.id"""

# What nobody knows of a new ticket before its customer is found.
_OF_CUSTOMERS = frozenset({"requester_id", "organization_id", "customer_tier"})


@dataclass(frozen=True, slots=True)
class Queues:
    """The enabled queues in their order. `about_customers`: some condition asks who the customer is."""

    in_order: tuple[Queue, ...] = ()
    about_customers: bool = False

    def get(self, queue_id: UUID | None) -> Queue | None:
        """An enabled queue."""
        return next((each for each in self.in_order if each.id == queue_id), None)

    def of(self, queue_id: UUID | None, team_id: UUID | None) -> Queue:
        """Where an item stands: its queue, or (also when that has gone) its team's own."""
        return self.get(queue_id) or own_queue(team_id, offer=settings().offer_seconds)

    @property
    def by_id(self) -> Mapping[UUID, Queue]:
        """All of them by id."""
        return {each.id: each for each in self.in_order}


_NONE = Queues()
# Compiled by stamp: a process may serve several desks one after the other, as tests do.
_known: dict[str, Queues] = {}
_MOST_KNOWN = 8


async def current(connection: Connection) -> Queues:
    """The queues as this connection sees them."""
    return await stamped(connection, await connection.fetchval(f"SELECT {STAMP}"))


async def stamped(connection: Connection, stamp: str | None) -> Queues:
    """The queues of a stamp that was read on this connection; mostly without a statement."""
    if stamp is None:
        return _NONE
    found = _known.get(stamp)
    if found is None:
        rows = await connection.fetch(_QUEUES)
        # A change between the two statements compiles what is newer under a stamp that nobody will see again.
        found = Queues(tuple(compiled(row) for row in rows), any(_about_customers(row) for row in rows))
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[stamp] = found
    return found


def _about_customers(row: Mapping[str, Any]) -> bool:
    asked = orjson.loads(row["definition"])
    several = [asked["conditions"], *(each["conditions"] for each in asked["skills"])]
    return any(each["field"] in _OF_CUSTOMERS for one in several for group in ("all", "any") for each in one[group])


def compiled(row: Mapping[str, Any]) -> Queue:
    """The rules' queue of a row: `id`, `name`, `definition` (JSON as text) and the columns of its calendar's version
    (`calendar_version_id` null: always open).
    """
    asked = orjson.loads(row["definition"])
    hours: AnySchedule = ALWAYS
    if row["calendar_version_id"] is not None:
        hours = schedule({**row, "id": row["calendar_version_id"]})
    closed = asked["when_closed"]
    return Queue(
        id=_id(row["id"]),
        name=row["name"],
        conditions=conditions_of(asked["conditions"]),
        team_ids=tuple(_id(each) for each in asked["team_ids"]),
        overflow=tuple(
            Overflow(each["after_seconds"], tuple(_id(team) for team in each["team_ids"])) for each in asked["overflow"]
        ),
        skills=tuple(_skill(each) for each in asked["skills"]),
        languages=asked["languages"],
        language_drop_after=asked["language_drop_after_seconds"],
        policy=asked["selection"],
        prefer_last_agent=asked["prefer_last_agent"],
        auto_accept=asked["auto_accept"],
        offer=asked["offer_seconds"] or settings().offer_seconds,
        wrap_up=asked["wrap_up_seconds"],
        hours=hours,
        when_closed=closed["do"],
        closed_queue_id=None if closed["queue_id"] is None else _id(closed["queue_id"]),
        closed_text=closed["text"] or None,
        handover_text=asked["handover_text"] or None,
    )


def as_text(definition: Mapping[str, Any]) -> str:
    """A definition as a row has it."""
    return orjson.dumps(definition).decode()


def _skill(asked: Mapping[str, Any]) -> SkillRule:
    return SkillRule(
        skill_id=_id(asked["skill_id"]),
        level=asked["level"],
        required=asked["required"],
        drop_after=asked["drop_after_seconds"] or 0,
        drop_order=asked["drop_order"],
        when=conditions_of(asked["conditions"]),
    )


def _id(value: Any) -> UUID:  # noqa: ANN401 - text, or asyncpg's own UUID
    # One class of ids: asyncpg's compares equal but is slower to hash.
    return UUID(str(value))
