"""Hot path: who takes part in tickets, and how far each of them has read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor

# Unread messages are counted up to here: what a badge shows as 99+.
UNREAD = 100
# Whoever wrote before these latest messages is not looked for.
AUTHORS_OF = 200

# Agents know of everybody who has read; everybody else only of those who have shown themselves to the customer, so that
# a lead who looks on is not given away.
_PEOPLE = f"""SELECT t.id AS ticket_id, p.who, r.seq, r.public_seq
FROM unnest($1::uuid[]) AS asked (id) JOIN tickets t ON t.id = asked.id
CROSS JOIN LATERAL (
    SELECT t.requester_id AS who
    UNION SELECT t.assignee_id WHERE t.assignee_id IS NOT NULL
    UNION SELECT m.author_id FROM (
        SELECT k.author_id, k.author_kind, k.visibility FROM messages k
        WHERE k.ticket_id = t.id ORDER BY k.seq DESC LIMIT {AUTHORS_OF}
    ) m WHERE (m.visibility = 'public' OR $2) AND m.author_kind IN ('agent', 'customer', 'partner')
    UNION SELECT k.reader_id FROM ticket_reads k WHERE k.ticket_id = t.id AND $2
) p
LEFT JOIN ticket_reads r ON r.ticket_id = t.id AND r.reader_id = p.who"""  # noqa: S608 - numbers of ours

_UNREAD = f"""SELECT asked.id AS ticket_id, (
    SELECT count(*) FROM (
        SELECT 1 FROM messages m
        WHERE m.ticket_id = asked.id AND m.seq > coalesce(r.seq, 0) AND m.author_id <> $2
          AND (m.visibility = 'public' OR $3) LIMIT {UNREAD}
    ) counted
) AS unread
FROM unnest($1::uuid[]) AS asked (id)
LEFT JOIN ticket_reads r ON r.ticket_id = asked.id AND r.reader_id = $2"""  # noqa: S608 - numbers of ours


@dataclass(slots=True)
class Participants:
    """The people of a ticket as one audience may know them, and their marks in that audience's counter."""

    people: set[UUID] = field(default_factory=set)
    read: dict[UUID, int] = field(default_factory=dict)


async def of(connection: Connection, ticket_ids: Sequence[UUID], *, internal: bool) -> dict[UUID, Participants]:
    """Who takes part in these tickets, for agents (`internal`) or for everybody else. The caller may see them."""
    found: dict[UUID, Participants] = {}
    for row in await connection.fetch(_PEOPLE, list(ticket_ids), internal):
        each = found.setdefault(row["ticket_id"], Participants())
        each.people.add(row["who"])
        if row["seq"] is not None:
            each.read[row["who"]] = row["seq"] if internal else row["public_seq"]
    return found


async def unread(connection: Connection, actor: Actor, ticket_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many messages by others this caller has not read, at most 100 a ticket."""
    rows = await connection.fetch(_UNREAD, list(ticket_ids), actor.id, actor.sees_internal)
    return {row["ticket_id"]: row["unread"] for row in rows}
