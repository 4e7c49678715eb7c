"""Tickets that wait, given to agents: a batch of decisions at a time, written by one statement that checks each."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.hints import Hint
from app.rules.actors import SYSTEM
from app.rules.queues import lines_of
from app.rules.routing import Placement
from app.services import placing, queue_items, queue_worlds
from app.services.routing import explained

# So many are given away in one transaction: more would keep others from these agents' places for longer.
BATCH = 50
_ROUTE = "SELECT * FROM desk_route($1, $2, $3, $4, $5)"


async def decided(
    connection: Connection, line: UUID, *, now: datetime, most: int = BATCH, skip: Collection[UUID] = ()
) -> list[tuple[Placement, str]]:
    """What of a line goes to whom, each with the record of that decision as JSON. Nothing is written yet."""
    placements = await placing.next_placements(connection, "ticket", line, now=now, most=most, skip=skip)
    if not placements:
        return []
    queues = await queue_worlds.current(connection)
    found = []
    for each in placements:
        waiting = each.waiting
        of = queues.of(waiting.queue_id, waiting.team_id)
        waited = (now - waiting.queued_at).total_seconds()
        why = explained(each.decision, "ticket", of, waiting.item.needs, waited=waited)
        found.append((each, orjson.dumps({"decision": why}).decode()))
    return found


async def place_next(work: UnitOfWork, line: UUID, *, skip: Collection[UUID] = ()) -> bool:
    """Give the first tickets of a line to agents with room; whether any were, and so there may be more."""
    connection = await raw_connection(work.session)
    await queue_items.lock(connection, "ticket", line)
    await queue_items.be_brief(connection)
    now, held = clock.now(), set[UUID](skip)
    while True:
        several = await decided(connection, line, now=now, skip=held)
        rows = await connection.fetch(
            _ROUTE,
            now,
            line,
            [each.waiting.ticket_id for each, _ in several],
            [each.decision.agent_id for each, _ in several],
            [said for _, said in several],
        )
        for row in rows:
            work.hints.extend(_hints(row))
        # Tickets that somebody has in hand, or whose agent has no room any more: whoever was meant for them may take
        # others meanwhile. They are looked at again a moment later, and not over and over until somebody lets go.
        left = {each.waiting.ticket_id for each, _ in several} - {row["ticket_id"] for row in rows}
        if rows or not left:
            return bool(rows)
        held |= left


def _hints(row: Any) -> list[Hint]:  # noqa: ANN401 - asyncpg.Record
    event = {
        "ticket_id": row["ticket_id"],
        "seq": row["seq"],
        "public_seq": row["public_seq"],
        "type": "ticket.assigned",
        "actor_kind": SYSTEM.kind,
        "actor_id": SYSTEM.id,
        "actor_name": SYSTEM.name,
        "data": orjson.loads(row["data"]),
        "at": row["at"],
        "message": None,
    }
    lists = {row["team_id"], row["agent_id"]} - {None}
    return [
        Hint("ticket", row["ticket_id"], row["seq"], row["public_seq"], (event,)),
        *(Hint("list", each) for each in lists),
        *(Hint("waiting", each) for each in lines_of(row["queue_id"], row["team_id"])),
        Hint("load", row["agent_id"]),
    ]
