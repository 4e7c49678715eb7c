"""The calls of an agent at this moment, with who calls: what pops up on their screen."""

from typing import Any
from uuid import UUID

import orjson

from app.db import Connection

# Beyond it nobody looks while it rings.
TICKETS = 5
MOST = 20

# A call that is answered is its agent's alone.
_LIVE = f"""SELECT c.id, c.state, c.direction, c.caller, c.ticket_id, c.ivr_path, c.started_at, p.id AS customer_id,
 p.name, (SELECT coalesce(jsonb_agg(jsonb_build_object(
   'id', t.id, 'number', t.number, 'subject', t.subject, 'status', t.status) ORDER BY t.updated_at DESC), '[]')::text
  FROM (SELECT * FROM tickets t WHERE t.status IN ('new', 'open', 'pending', 'on_hold') AND (t.requester_id = p.id
    OR t.requester_id IN (SELECT m.id FROM customers m WHERE m.merged_into = p.id))
   ORDER BY t.updated_at DESC LIMIT {TICKETS}) t) AS tickets
FROM calls c LEFT JOIN customers p ON p.id = c.customer_id
WHERE c.state IN ('ringing', 'answered')
 AND (c.agent_id = $1 OR (c.state = 'ringing' AND $1::uuid::text = ANY (c.rung)))
ORDER BY c.started_at, c.id LIMIT {MOST}"""  # noqa: S608 - numbers of ours

_WHO = "SELECT agent_id, rung FROM calls WHERE state IN ('ringing', 'answered') ORDER BY id LIMIT 1000"


async def agents_in_calls(connection: Connection) -> set[UUID]:
    """The agents at whom something rings, or who talk."""
    rows: list[Any] = await connection.fetch(_WHO)
    talk = {UUID(int=row["agent_id"].int) for row in rows if row["agent_id"] is not None}
    return talk | {UUID(each) for row in rows for each in row["rung"]}


async def live(connection: Connection, agent_id: UUID) -> list[dict[str, Any]]:
    """The calls that ring at this agent or are theirs now, the first to come first."""
    rows: list[Any] = await connection.fetch(_LIVE, agent_id)
    return [
        {
            "call": row["id"],
            "state": row["state"],
            "direction": row["direction"],
            "number": row["caller"],
            "customer": None if row["customer_id"] is None else {"id": row["customer_id"], "name": row["name"]},
            "tickets": orjson.loads(row["tickets"]),
            "ticket": row["ticket_id"],
            "ivr_path": list(row["ivr_path"]),
            "started_at": row["started_at"],
        }
        for row in rows
    ]
