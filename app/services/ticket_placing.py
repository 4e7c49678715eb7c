"""Tickets that wait, given to agents: a batch of decisions at a time, written by one statement that checks each."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.db import UnitOfWork, raw_connection
from app.hints import Hint
from app.rules.actors import SYSTEM
from app.rules.queues import lines_of
from app.rules.routing import Pool
from app.services import candidates, queue_items, queue_worlds
from app.services.chat_placing import teams_of
from app.services.routing import explained

# So many are given away in one transaction: more would keep others from these agents' places for longer.
BATCH = 50
_ROUTE = "SELECT * FROM desk_route($1, $2, $3, $4, $5)"


async def place_next(work: UnitOfWork, line: UUID, *, skip: Collection[UUID] = ()) -> bool:
    """Give the first tickets of a line to agents with room. False: nothing can be given now; True: look again."""
    connection = await raw_connection(work.session)
    await queue_items.lock(connection, "ticket", line)
    await queue_items.be_brief(connection)
    looked_at, seen = BATCH, 0
    while True:
        queue = await queue_items.in_line(connection, "ticket", line, each_class=looked_at, skip=skip)
        if not queue:
            return False
        now = clock.now()
        pool = Pool("ticket", await candidates.of_teams(connection, "ticket", teams_of(queue)))
        placements = pool.place(queue, now=now, most=BATCH)
        if placements or len(queue) == seen:
            break
        # All of these are nobody's for the moment, or refused by whoever is free: those behind may be another's.
        looked_at, seen = looked_at * 5, len(queue)
    if not placements:
        return False
    queues = await queue_worlds.current(connection)
    said = []
    for each in placements:
        waiting = each.waiting
        of = queues.of(waiting.queue_id, waiting.team_id)
        waited = (now - waiting.queued_at).total_seconds()
        why = explained(each.decision, "ticket", of, waiting.item.needs, waited=waited)
        said.append(orjson.dumps({"decision": why}).decode())
    rows = await connection.fetch(
        _ROUTE,
        now,
        line,
        [each.waiting.ticket_id for each in placements],
        [each.decision.agent_id for each in placements],
        said,
    )
    for row in rows:
        work.hints.extend(_hints(row))
    return True


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
