"""What the measured desks promise: an office with lunch breaks and public holidays, and policies in its hours."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from app.db import Database, raw_connection
from app.rules.actors import Actor
from app.rules.permissions import ADMIN
from app.rules.schedules import Schedule
from app.rules.sla_policies import METRICS, Policy
from app.schemas.calendars import CalendarIn
from app.schemas.sla_policies import SlaPolicyIn
from app.services import calendar_definitions, calendars, sla_definitions, sla_policies, sla_worlds
from app.settings import Settings
from bench import seeding

HOUR = 3_600
# Of this office.
DAY = 8 * HOUR
PRIORITIES = ("low", "normal", "high", "urgent")
# Urgent tickets are owed an answer within an hour, whether the office is open or not.
URGENT_REPLY = HOUR

OFFICE: dict[str, Any] = {
    "name": "Office",
    "zone": "Europe/Moscow",
    "weekly": {
        day: [{"opens": "09:00", "closes": "13:00"}, {"opens": "14:00", "closes": "18:00"}]
        for day in ("mon", "tue", "wed", "thu", "fri")
    },
    "exceptions": [{"date": "2026-12-31", "name": "Short day", "hours": [{"opens": "09:00", "closes": "12:00"}]}],
    "holidays": [{"country": "RU", "region": None}],
}
_LEADS = [{"type": "notify", "recipients": [{"kind": "leads"}]}]
_BOTH = [{"type": "notify", "recipients": [{"kind": "assignee"}, {"kind": "leads"}]}]


def _targets(seconds: dict[str, int], priorities: Sequence[str] = PRIORITIES) -> list[dict[str, Any]]:
    return [
        {"metric": metric, "priority": priority, "seconds": target, "hours": "business"}
        for metric, target in seconds.items()
        for priority in priorities
    ]


_KEPT = {"first_reply": DAY, "next_reply": DAY, "periodic_update": 3 * DAY, "resolution": 10 * DAY}
_EVERY: dict[str, int] = {**dict.fromkeys(METRICS, 2 * DAY), "resolution": 10 * DAY}
_STEPS = [
    {"before_seconds": HOUR // 2, "actions": _BOTH},
    {"after_seconds": 0, "actions": _LEADS},
    {"after_seconds": HOUR, "actions": [{"type": "raise_priority"}]},
]
# Four promises to every ticket.
SUPPORT: dict[str, Any] = {
    "name": "Support",
    "targets": _targets(_KEPT),
    "steps": [{"metrics": list(_KEPT), **each} for each in _STEPS],
}
# All seven of them.
EVERYTHING: dict[str, Any] = {
    "name": "Everything",
    "targets": _targets(_EVERY),
    "steps": [{"metrics": list(_EVERY), **each} for each in _STEPS],
}
_LONG = {"periodic_update": 4 * DAY, "requester_wait": 10 * DAY, "agent_work": 8 * DAY, "resolution": 10 * DAY}
# Five clocks run on a ticket whose customer has written again; of an urgent one the reply comes due first, and is told.
WAITING: dict[str, Any] = {
    "name": "Waiting",
    "targets": [
        {"metric": "next_reply", "priority": "urgent", "seconds": URGENT_REPLY, "hours": "calendar"},
        *_targets({"next_reply": 2 * DAY}, PRIORITIES[:-1]),
        *_targets(_LONG),
    ],
    "steps": [
        {"metrics": ["next_reply"], "after_seconds": 0, "actions": _LEADS},
        {"metrics": list(_LONG), "percent": 80, "actions": _BOTH},
        {"metrics": ["resolution"], "after_seconds": HOUR, "actions": [{"type": "escalate"}]},
    ],
}


def schedule() -> Schedule:
    """The office, compiled from its definition; its holidays are those of eleven years."""
    parts = calendar_definitions.parts_of(CalendarIn(**OFFICE).model_dump(mode="json"))
    return sla_worlds.schedule(calendar_definitions.define(parts, datetime.now(UTC)))


def policy(body: dict[str, Any]) -> Policy:
    """A policy as the rules have it."""
    sent = SlaPolicyIn(calendar_id=uuid4(), **body).model_dump(mode="json")
    definition = sla_definitions.parts_of(sent)
    return sla_worlds.rule_policy(
        {"id": uuid4(), "policy_id": uuid4(), "number": 1, "name": body["name"], "definition": definition}
    )


async def promise(url: str, body: dict[str, Any]) -> UUID:
    """Make the office and a policy in its hours; the policy's id. It is a year old, so that it is for all tickets."""
    database, actor = Database(url, Settings()), Actor("agent", seeding.AGENT, seeding.AGENT_NAME, ADMIN)
    try:
        async with database.unit_of_work() as work:
            office = await calendars.create(work.session, actor, CalendarIn(**OFFICE))
            made = await sla_policies.create(work.session, actor, SlaPolicyIn(calendar_id=office.id, **body))
            await work.session.flush()
            connection = await raw_connection(work.session)
            await connection.execute("UPDATE sla_policies SET created_at = created_at - interval '1 year'")
    finally:
        await database.close()
    return made.id
