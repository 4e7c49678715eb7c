"""Conversations that are already long: straight into the log, as requests would take longer than a test."""

from collections.abc import Sequence
from uuid import UUID

from tests.conftest import Api, Desk

_TELL = """
WITH made AS (
    INSERT INTO messages (id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body,
                          created_at)
    SELECT gen_random_uuid(), t.id, t.seq + n, t.public_seq + n, $2, $3::uuid, $4, 'public', $5, body,
           t.created_at + (t.seq + n) * interval '1 millisecond'
    FROM tickets t, unnest($6::text[]) WITH ORDINALITY AS said(body, n) WHERE t.id = $1
    RETURNING id, ticket_id, seq, public_seq, created_at
), logged AS (
    INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, message_id, data, at)
    SELECT ticket_id, seq, public_seq, 'message.created', $2, $3::uuid, $4, id, '{}', created_at FROM made
)
UPDATE tickets SET seq = seq + cardinality($6), public_seq = public_seq + cardinality($6),
    public_updated_at = (SELECT max(created_at) FROM made)
WHERE id = $1 RETURNING seq
"""


async def tell(
    desk: Desk, ticket: str, bodies: Sequence[str], *, customer: Api | None = None, agent: Api | None = None,
    form: str = "text",
) -> int:  # fmt: skip
    """So many public messages of a customer, or of an agent; the number of the last event."""
    kind, who = ("customer", customer) if agent is None else ("agent", agent)
    assert who is not None
    async with desk.database.lean() as connection:
        last: int = await connection.fetchval(
            _TELL, UUID(ticket), kind, who.who, who.name, form, [each.replace("\0", "") for each in bodies]
        )
    return last
