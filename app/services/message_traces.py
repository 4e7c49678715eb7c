"""What is kept of a message beside the thread, and goes when it is redacted."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.rules import tension
from app.schemas.events import EventType
from app.services import assistant_calls, spam_learning

# What a source has said of a ticket, and what rules have read in a message.
_SAMPLES = "DELETE FROM intake_samples WHERE source_id = ANY ($1)"
_PARKED = """UPDATE intake_parked SET body = '{}' WHERE source_id = ANY ($1) AND status <> 'parked'
AND ticket_id = ANY ($2)"""
_READ_BY_RULES = """UPDATE automation_runs r SET matched = (
  SELECT jsonb_agg(CASE WHEN x.value ->> 'field' = 'message' THEN x.value || '{"found": null}' ELSE x.value END
  ORDER BY x.n) FROM jsonb_array_elements(r.matched) WITH ORDINALITY AS x (value, n))
FROM events e WHERE e.ticket_id = ANY ($2) AND e.message_id = ANY ($1) AND r.ticket_id = e.ticket_id AND r.seq = e.seq
AND r.matched @> '[{"field": "message"}]'"""

# What it came in as.
_CAME_IN = "UPDATE inbound SET raw = NULL WHERE message_id = ANY ($1) AND raw IS NOT NULL"

_MAIL = """UPDATE message_sources SET subject = '', words = '', quoted = '', signature = '', html = NULL, inline = '[]'
WHERE message_id = ANY ($1)"""

# Whoever is about to record what was sent of these tickets has done so, or does it afterwards and sees the redaction.
_LANES = """SELECT FROM webhook_lanes WHERE webhook_id IN (SELECT id FROM webhooks) AND lane = ANY ($1)
ORDER BY webhook_id, lane FOR UPDATE"""
# A body that is kept for the console, and what a receiver said to it, which may repeat it; one that is still to be sent
# is made anew.
_SENT = """WITH emptied AS (
 UPDATE webhook_deliveries d SET body = NULL FROM messages m
 WHERE (m.id = $1 OR m.copied_from_id = $1) AND d.lane = m.ticket_id AND d.body IS NOT NULL
 AND d.webhook_id IN (SELECT id FROM webhooks) AND strpos(d.body, m.id::text) > 0 RETURNING d.id
)
UPDATE webhook_attempts a SET response_body = NULL FROM emptied e WHERE a.delivery_id = e.id"""
# Of rules that were tried on the past: why they would have fired on these tickets.
_TRIED = """UPDATE jobs j SET checkpoint = '{}', result = jsonb_set(j.result, '{examples}', (
  SELECT jsonb_agg(CASE WHEN x.value #>> '{ticket,id}' = ANY ($1) THEN x.value || '{"matched": []}' ELSE x.value END
  ORDER BY x.n) FROM jsonb_array_elements(j.result -> 'examples') WITH ORDINALITY AS x (value, n)))
WHERE j.kind = 'automations.dry_run' AND j.status = 'done' AND EXISTS (
  SELECT FROM jsonb_array_elements(j.result -> 'examples') AS x WHERE x.value #>> '{ticket,id}' = ANY ($1))"""

# The words of customers that made a signal fire: of tension those that count something are none.
_SIGNALS = """UPDATE events e SET data = jsonb_set(e.data, ARRAY[p.part, p.list], (
  SELECT jsonb_agg(CASE WHEN x.value ->> 'kind' = ANY ($3) THEN x.value ELSE x.value || '{"found": []}' END
  ORDER BY x.n) FROM jsonb_array_elements(e.data #> ARRAY[p.part, p.list]) WITH ORDINALITY AS x (value, n)))
FROM (VALUES ('tension', 'signals'), ('spam', 'signs')) AS p (part, list)
WHERE e.ticket_id = ANY ($2) AND jsonb_typeof(e.data #> ARRAY[p.part, p.list]) = 'array'
AND e.data #> ARRAY[p.part, p.list] <> '[]' AND EXISTS (
  SELECT FROM messages m WHERE m.id = ANY ($1) AND m.ticket_id = e.ticket_id AND m.seq <= greatest(e.seq, 2)
  AND m.author_kind IN ('customer', 'partner'))"""
# And what was sent of them.
_SIGNALLED = """WITH emptied AS (
 UPDATE webhook_deliveries d SET body = NULL WHERE d.webhook_id IN (SELECT id FROM webhooks) AND d.lane = ANY ($1)
 AND d.type = ANY ($2) AND d.body IS NOT NULL RETURNING d.id
)
UPDATE webhook_attempts a SET response_body = NULL FROM emptied e WHERE a.delivery_id = e.id"""
_WITH_SIGNALS = [
    EventType.TICKET_CREATED, EventType.TICKET_TENSION_CHANGED, EventType.TICKET_SPAM_SUSPECTED,
    EventType.TICKET_MARKED_SPAM,
]  # fmt: skip
_OPENED = "SELECT ticket_id FROM messages WHERE id = ANY ($1) AND seq = 2 ORDER BY ticket_id"

# What the assistant was asked about these tickets, and wrote.
_ASSISTED = """UPDATE assistant_calls SET prompt = NULL, output = NULL WHERE ticket_id = ANY ($1)
AND (prompt IS NOT NULL OR output IS NOT NULL)"""


async def forget(
    session: AsyncSession,
    first_id: UUID,
    *,
    messages: Sequence[UUID],
    tickets: Sequence[UUID],
    sources: Sequence[UUID],
) -> None:
    """Empty what was sent by webhook, what the sources said, what rules have read, and what the assistant was asked.

    `first_id` is where the words were said first; `messages` are it and its copies, on these `tickets`.
    """
    connection = await raw_connection(session)
    await connection.execute(_LANES, list(tickets))
    await connection.execute(_SENT, first_id)
    await connection.execute(_CAME_IN, list(messages))
    await connection.execute(_MAIL, list(messages))
    await connection.execute(_READ_BY_RULES, list(messages), list(tickets))
    await connection.execute(_TRIED, [str(each) for each in tickets])
    await connection.execute(_ASSISTED, list(tickets))
    await assistant_calls.forget_answers(session, tickets)
    await connection.execute(_SIGNALS, list(messages), list(tickets), list(tension.COUNTED))
    await connection.execute(_SIGNALLED, list(tickets), _WITH_SIGNALS)
    for row in await connection.fetch(_OPENED, list(messages)):
        await spam_learning.forget(connection, UUID(int=row["ticket_id"].int))
    if sources:
        await connection.execute(_SAMPLES, list(sources))
        await connection.execute(_PARKED, list(sources), list(tickets))
