"""What suggestions know: an example for each thing that agents took (or dismissed) on a ticket, with its words then.

An example is made of what is stored about the ticket and of nothing else, so it may be made anew at any time: when a
message is redacted its words go, and when an agent takes a link back so does what was learnt from it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.services import suggestion_texts

# What was used beats what was dismissed; it counts from the first time. Spam teaches nothing.
_WANTED = """SELECT x.ticket_id, x.about_id, x.kind, coalesce(t.brand, '') AS brand, bool_and(x.dismissed) AS dismissed,
 coalesce(min(x.at) FILTER (WHERE NOT x.dismissed), min(x.at)) AS at
FROM (
 SELECT ticket_id, article_id AS about_id, 'article' AS kind, false AS dismissed, at FROM article_uses
 WHERE ticket_id = ANY ($1::uuid[])
 UNION ALL SELECT ticket_id, about_id, kind, action = 'dismissed', at FROM suggestion_uses
 WHERE ticket_id = ANY ($1::uuid[]) AND kind <> 'ticket'
) x JOIN tickets t ON t.id = x.ticket_id AND t.spam <> 'marked' GROUP BY x.ticket_id, x.about_id, x.kind, t.brand
ORDER BY x.ticket_id, x.about_id"""
# The same lock as of `desk_suggestion_learn`, and taken first: what is looked at then is what the last one left.
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('otklik.suggestions', 0))"
_HAD = "SELECT ticket_id, about_id, kind, brand FROM suggestion_examples WHERE ticket_id = ANY ($1::uuid[])"
_LEARN = "SELECT desk_suggestion_learn($1, $2, $3, $4, $5, $6::text[], $7)"


async def learn(connection: Connection, tickets: Collection[UUID]) -> None:
    """Make the examples of these tickets what they are now, in the caller's transaction. Call it last: others wait."""
    if not tickets:
        return
    ids = sorted(tickets)
    await connection.execute(_ALONE)
    wanted = await connection.fetch(_WANTED, ids)
    keys = {(row["ticket_id"], row["about_id"]) for row in wanted}
    for row in await connection.fetch(_HAD, ids):
        if (row["ticket_id"], row["about_id"]) not in keys:
            await _learn(connection, row, dismissed=False, stems=None, at=clock.now())
    for row in wanted:
        ticket_id = UUID(int=row["ticket_id"].int)
        said = await suggestion_texts.bags(connection, [ticket_id], until=row["at"])
        await _learn(connection, row, dismissed=row["dismissed"], stems=list(said[ticket_id]), at=row["at"])


async def _learn(connection: Connection, row: Any, *, dismissed: bool, stems: list[str] | None, at: datetime) -> None:  # noqa: ANN401 - a row
    about = (row["ticket_id"], row["about_id"], row["kind"], row["brand"])
    await connection.execute(_LEARN, *about, dismissed, stems, at)
