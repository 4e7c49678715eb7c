"""Stretches of agents' time as triggers leave them: what somebody was and had in hand, from when to when."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.rules.agent_time import Stretch

_SPANS = """SELECT agent_id, kind, from_at, to_at, presence, off FROM agent_spans
WHERE tstzrange(from_at, to_at) && tstzrange($1, $2) AND ($3::uuid[] IS NULL OR agent_id = ANY ($3))"""
_SINCE = "SELECT min(from_at) FROM agent_spans"


async def since(connection: Connection) -> datetime | None:
    """Since when stretches are kept; None: there is no agent yet."""
    found: datetime | None = await connection.fetchval(_SINCE)
    return found


async def stretches(
    connection: Connection, begin: datetime, end: datetime, agent_ids: Collection[UUID] | None
) -> dict[UUID, list[Stretch]]:
    """What of these agents (None: all) was going on in `[begin, end)`, as it is known: nothing is cut."""
    found: dict[UUID, list[Stretch]] = {}
    if begin < end:
        for row in await connection.fetch(_SPANS, begin, end, None if agent_ids is None else list(agent_ids)):
            stretch = Stretch(row["kind"], row["from_at"], row["to_at"], row["presence"] or "offline", row["off"])
            found.setdefault(row["agent_id"], []).append(stretch)
    return found
