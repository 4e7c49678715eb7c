"""A ticket's log as automations read it: the state at any of its events, and what the log does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.automation_facts import Story, of_event, told
from app.rules.condition_groups import CALENDARS
from app.rules.schedules import AnySchedule

# Words of a message are looked at so far.
TEXT = 4_000
EVENTS = f"""SELECT e.seq, e.public_seq, e.type, e.actor_kind, e.data::text AS data, e.at,
 left(m.body, {TEXT}) AS body
FROM events e LEFT JOIN messages m ON m.id = e.message_id WHERE e.ticket_id = $1 ORDER BY e.seq"""  # noqa: S608 - ours
_CUSTOMER = """SELECT c.organization_id, c.tier FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.id = $1"""


@dataclass(frozen=True, slots=True)
class Looked:
    """A ticket's log as far as it goes, and what else its conditions may ask about."""

    ticket_id: UUID
    events: Sequence[Mapping[str, Any]]
    besides: Mapping[str, Any]
    hours: Mapping[str, AnySchedule]

    @property
    def seq(self) -> int:
        """How far the log goes."""
        return int(self.events[-1]["seq"])

    def story(self, upto: int | None = None) -> Story:
        """The ticket at an event, or as it is."""
        return told(self.events, upto)

    def event(self, seq: int) -> Mapping[str, Any] | None:
        """One event of the log."""
        return next((each for each in self.events if each["seq"] == seq), None)

    def facts(self, now: datetime, event: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """As conditions ask: at an event, or now."""
        about = {} if event is None else of_event(event)
        return self.story(None if event is None else event["seq"]).facts(now, {**self.besides, **about})


async def load(connection: Connection, ticket_id: UUID, hours: Mapping[str, AnySchedule]) -> Looked:
    """Read a locked ticket's log."""
    rows = await connection.fetch(EVENTS, ticket_id)
    customer: Any = await connection.fetchrow(_CUSTOMER, ticket_id)
    return Looked(ticket_id, [event_of(row) for row in rows], besides_of(customer, hours), hours)


def event_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `EVENTS` as the rules have it."""
    event = {name: row[name] for name in ("seq", "public_seq", "type", "actor_kind", "at")}
    return {**event, "data": orjson.loads(row["data"]), "message": {"body": row["body"]}}


def besides_of(customer: Mapping[str, Any] | None, hours: Mapping[str, AnySchedule]) -> dict[str, Any]:
    """What is known of a ticket besides its log; of the customer as they are now."""
    organization = None if customer is None else customer["organization_id"]
    return {
        "organization_id": None if organization is None else str(organization),
        "customer_tier": None if customer is None else customer["tier"],
        CALENDARS: hours,
    }
