"""What automations take from the change feed: for each event, which rules are to look at its ticket.

Nothing is decided here: conditions are looked at, and something is done, ticket by ticket, under its lock, on any
number of processes. So a rule that cannot be done holds up no event.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.db import Connection, UnitOfWork, hint, raw_connection
from app.hints import Hint
from app.rules import automations
from app.services import automation_worlds
from app.services.feed import FeedEvent

NAME = "automations"
AT_ONCE = 200

_LOOK = """INSERT INTO automation_tasks (kind, automation_id, ticket_id, seq, due_at, attempts)
SELECT 'event', l.automation_id, l.ticket_id, l.seq, clock_timestamp(), 0
FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS l (automation_id, ticket_id, seq)
JOIN tickets t ON t.id = l.ticket_id ON CONFLICT DO NOTHING"""
TIMERS = """INSERT INTO automation_tasks (kind, ticket_id, due_at, attempts)
SELECT 'timers', t.id, clock_timestamp(), 0 FROM tickets t WHERE t.id = ANY ($1::uuid[]) ORDER BY t.id
ON CONFLICT (ticket_id) WHERE kind = 'timers' DO NOTHING"""


async def idle(connection: Connection) -> bool:
    """Whether no rule is enabled."""
    return not (await automation_worlds.current(connection)).in_order


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Leave a task for each rule that an event is about, and for each ticket whose times may be others now."""
    connection = await raw_connection(work.session)
    rules = await automation_worlds.current(connection)
    if not rules.in_order:
        return
    looks: list[tuple[UUID, UUID, int]] = []
    touched: set[UUID] = set()
    for event in events:
        if event.ticket_id is None or event.seq is None or automations.is_history(event.data):
            continue
        touched.add(event.ticket_id)
        said = as_event(event)
        looks += [(each.id, event.ticket_id, event.seq) for each in rules.in_order if automations.reacts(each, said)]
    if looks:
        await connection.execute(_LOOK, *(list(column) for column in zip(*looks, strict=True)))
    if touched and rules.timed:
        await connection.execute(TIMERS, list(touched))
    if looks or (touched and rules.timed):
        hint(work.session, Hint("automation", UUID(int=0)))


def as_event(event: FeedEvent) -> dict[str, Any]:
    """An event of the feed, as the rules have events of a log."""
    return {
        "seq": event.seq,
        "public_seq": event.public_seq,
        "type": event.type,
        "actor_kind": event.actor_kind,
        "data": event.data,
        "at": event.at,
    }
