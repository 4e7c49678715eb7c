"""What customers have said on tickets: the words that suggestions are learnt from and found by."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.rules.suggesting import bag

# The newest messages of a ticket that are read, and how much of each.
MESSAGES, CHARACTERS = 20, 8_000

# Only what customers, or partners in their name, said in public, and what opened the ticket: an agent writes down what
# a customer said on the phone. No note, no answer, nothing that is redacted.
_SAID = f"""SELECT t.id, t.subject, t.language, ARRAY(
 SELECT left(m.body, {CHARACTERS}) FROM messages m WHERE m.ticket_id = t.id AND m.visibility = 'public'
 AND m.redacted_at IS NULL AND (m.author_kind IN ('customer', 'partner')
  OR NOT EXISTS (SELECT FROM messages e WHERE e.ticket_id = m.ticket_id AND e.seq < m.seq))
 AND ($2::timestamptz IS NULL OR m.created_at <= $2)
 ORDER BY m.seq DESC LIMIT {MESSAGES}) AS said
FROM tickets t WHERE t.id = ANY ($1::uuid[])"""  # noqa: S608 - numbers of ours


async def said(connection: Connection, tickets: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """What customers said on each ticket: the newest messages first, the subject last."""
    rows = await connection.fetch(_SAID, list(tickets), None)
    return {UUID(int=row["id"].int): [*row["said"], row["subject"]] for row in rows}


async def bags(
    connection: Connection, tickets: Collection[UUID], *, until: datetime | None = None
) -> Mapping[UUID, dict[str, str]]:
    """For each ticket its stems, each with how it was written: the newest messages first, the subject last.

    `until` leaves out what was said after that.
    """
    rows = await connection.fetch(_SAID, list(tickets), until)
    return {UUID(int=row["id"].int): bag([*row["said"], row["subject"]], row["language"]) for row in rows}
