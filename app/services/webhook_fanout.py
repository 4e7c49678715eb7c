"""From the change feed to deliveries: what waits for which webhook, in the transaction that moves on in the feed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, hint, raw_connection
from app.hints import Hint
from app.ids import new_id
from app.rules.webhooks import holds, names
from app.services.feed import FeedEvent

# Events that are looked at in one transaction.
AT_ONCE = 200
WAKE = Hint("webhook", UUID(int=0))

_LISTENING = """SELECT id, events, conditions::text AS conditions, audience, since FROM webhooks
WHERE enabled AND archived_at IS NULL"""
# By the names of the conditions.
_TICKETS = """SELECT id, brand AS brands, team_id AS team_ids, source_id AS source_ids FROM tickets
WHERE id = ANY ($1)"""
# First the lanes, in one order for all: whoever has a lane in hand counts what waits in it, and places are given in it
# one after the other.
_LANES = """INSERT INTO webhook_lanes AS l (webhook_id, lane, waiting, attempts, due_at)
SELECT webhook_id, lane, count(*), 0, $3 FROM unnest($1::uuid[], $2::uuid[]) AS x (webhook_id, lane)
GROUP BY webhook_id, lane ORDER BY webhook_id, lane
ON CONFLICT (webhook_id, lane) DO UPDATE SET waiting = l.waiting + excluded.waiting"""
_DELIVERIES = """INSERT INTO webhook_deliveries
(id, webhook_id, lane, position, event_id, type, ticket_id, replay, status, attempts, created_at)
SELECT x.id, x.webhook_id, x.lane, x.position, x.event_id, x.type, x.ticket_id, $8, 'waiting', 0, $9
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::uuid[]) WITH ORDINALITY
 AS x (id, webhook_id, lane, position, event_id, type, ticket_id, place) ORDER BY x.place"""


@dataclass(frozen=True, slots=True)
class Due:
    """One event for one webhook."""

    webhook_id: UUID
    lane: UUID
    position: int | None
    event_id: str
    type: str
    ticket_id: UUID | None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Listener:
    """What a webhook wants to hear of."""

    id: UUID
    events: Sequence[str]
    conditions: Mapping[str, Any]
    audience: str
    since: int = 0

    def wants(self, event: FeedEvent, ticket: Mapping[str, Any] | None) -> bool:
        """Whether this event is for it; `ticket` has what conditions ask for."""
        if event.data.get("imported"):
            # History of another desk is no news.
            return False
        seen = self.audience == "desk" or event.public_seq is not None
        return seen and event.position > self.since and names(self.events, event.type) and holds(
            self.conditions, ticket
        )  # fmt: skip


async def idle(connection: Connection) -> bool:
    """Whether there is no webhook that anything could go to."""
    return not await connection.fetch(_LISTENING)


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Put these events on their way (a consumer of the feed)."""
    connection = await raw_connection(work.session)
    listeners = [_listener(row) for row in await connection.fetch(_LISTENING)]
    due = await matching(connection, listeners, events)
    if due:
        await add(work.session, due, now=clock.now())


async def matching(connection: Connection, listeners: Sequence[Listener], events: Sequence[FeedEvent]) -> list[Due]:
    """What of these events is for whom, in the order of the events."""
    tickets: dict[UUID, Any] = {}
    if any(any(each.conditions.values()) for each in listeners):
        asked = list({each.ticket_id for each in events if each.ticket_id is not None})
        tickets = {UUID(int=row["id"].int): row for row in await connection.fetch(_TICKETS, asked)}
    return [
        Due(each.id, lane, event.position, event.id, event.type, event.ticket_id)
        for event in events
        if (lane := event.ticket_id or event.about_id) is not None
        for each in listeners
        if each.wants(event, None if event.ticket_id is None else tickets.get(event.ticket_id))
    ]


async def add(session: AsyncSession, due: Sequence[Due], *, now: datetime, replay: bool = False) -> None:
    """Store deliveries; they leave when this transaction is committed."""
    connection = await raw_connection(session)
    await connection.execute(_LANES, [each.webhook_id for each in due], [each.lane for each in due], now)
    columns = zip(
        *((d.id, d.webhook_id, d.lane, d.position, d.event_id, d.type, d.ticket_id) for d in due), strict=True
    )
    await connection.execute(_DELIVERIES, *(list(each) for each in columns), replay, now)
    hint(session, WAKE)


def _listener(row: Mapping[str, Any]) -> Listener:
    conditions = orjson.loads(row["conditions"])
    return Listener(UUID(int=row["id"].int), row["events"], conditions, row["audience"], row["since"])


def as_listener(webhook: Any, *, types: Iterable[str] | None = None) -> Listener:  # noqa: ANN401 - a row of webhooks
    """A stored webhook as one that listens, also to what was before it; perhaps to fewer types."""
    return Listener(webhook.id, list(types or webhook.events), webhook.conditions, webhook.audience)
